"""Long forms in sections, so that a page can give each a heading."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.forms.boundfield import BoundField


class Section(NamedTuple):
    """A heading, and rows of fields; fields of one row stand side by side where there is room."""

    heading: str
    rows: list[list[BoundField]]


class SectionedForm(forms.Form):
    """A form that says by `layout` which fields stand under which heading."""

    layout: list[tuple[str, list[list[str]]]] = []
    use_required_attribute = False

    def sections(self) -> Iterator[Section]:
        """The sections that have a field in this form."""
        for heading, rows in self.layout:
            found = [[self[name] for name in row if name in self.fields] for row in rows]
            if kept := [row for row in found if row]:
                yield Section(heading, kept)
