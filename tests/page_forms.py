"""The forms of a page as a browser would send them, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

WRITTEN = {"text", "textarea", "search", "email", "tel", "url"}


@dataclass
class Field:
    """One name in a form: what would be sent now, and what could be chosen instead."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def as_it_stands(self) -> dict[str, list[str]]:
        """What pressing the button would send, without touching a field."""
        return {name: one.values for name, one in self.fields.items() if one.values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._field: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method") == "post":
            self._form = Form(said.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in {"input", "select", "textarea"} and said.get("name"):
            self._begin(tag, said)
        elif tag == "option" and self._field and self._field.kind == "select":
            self._field.options.append(said.get("value", ""))
            if "selected" in said:
                self._field.values.append(said.get("value", ""))

    def _begin(self, tag: str, said: dict[str, str]) -> None:
        assert self._form is not None
        kind = said.get("type", "text") if tag == "input" else tag
        one = self._form.fields.setdefault(said["name"], Field(said["name"], kind))
        self._field = one
        if kind in {"radio", "checkbox"}:
            one.options.append(said.get("value", "on"))
            if "checked" in said:
                one.values.append(said.get("value", "on"))
        elif tag == "input" and kind not in {"submit", "button"}:
            one.values = [said.get("value", "")]
        elif tag == "textarea":
            one.values = [""]

    def handle_data(self, data: str) -> None:
        if self._field and self._field.kind == "textarea":
            self._field.values = [self._field.values[0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._field:  # a browser drops the line break that begins it
            self._field.values = [self._field.values[0].removeprefix("\n")]
        if tag in {"select", "textarea"}:
            self._field = None


def read_forms(html: str) -> list[Form]:
    """The forms of the page that are posted, in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
