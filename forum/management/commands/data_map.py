"""`manage.py data_map`: writes the map of all fields into docs/privacy.md; `--check` only looks."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from forum.data_map import Entry

BEGINS = "<!-- written by manage.py data_map: change the data_map modules, not this -->"
ENDS = "<!-- end of the data map -->"


class Command(BaseCommand):
    help = "Writes the data map into docs/privacy.md; with --check, says whether it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")
        parser.add_argument("--paper", type=Path, default=settings.ROOT / "docs" / "privacy.md")

    def handle(self, *args: Any, **options: Any) -> None:
        paper: Path = options["paper"]
        before = paper.read_text()
        after = _with_map(before)
        if options["check"]:
            if before != after:
                raise CommandError(f"{paper.name} is stale. Run `manage.py data_map`.")
        elif before != after:
            paper.write_text(after)
        self.stdout.write(f"{paper.name} is up to date.")


def _with_map(text: str) -> str:
    """The paper with the map of today between its two marks."""
    if text.count(BEGINS) != 1 or text.count(ENDS) != 1:
        raise CommandError(f"The paper needs these two lines, once each:\n{BEGINS}\n{ENDS}")
    head, rest = text.split(BEGINS)
    _old, tail = rest.split(ENDS)
    tables = "\n".join(_lines())
    return f"{head}{BEGINS}\n\n{tables}\n\n{ENDS}{tail}"


def _lines() -> Iterator[str]:
    """A table for each model, in the order in which the models are read."""
    between = ""
    for name in settings.DATA_MAPS:
        for label, fields in import_string(name).items():
            model = apps.get_model(label)
            yield f"{between}### {model._meta.verbose_name.capitalize()} (`{label}`)"
            yield ""
            yield "| field | class | what for | kept |"
            yield "| --- | --- | --- | --- |"
            yield from (_row(field, entry) for field, entry in fields.items())
            between = "\n"


def _row(field: str, entry: Entry) -> str:
    return f"| {field} | {entry.level} {entry.level.words} | {entry.purpose} | {entry.kept} |"
