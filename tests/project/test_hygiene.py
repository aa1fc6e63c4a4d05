"""Habits of the source that keep a class of fault out; exceptions stand here with a reason."""

import ast
import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.project.test_architecture import APPS, ROOT, sources

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STYLESHEETS = sorted((ROOT / "static").rglob("*.css"))

# module: why it may call a string safe HTML
MAY_MARK_SAFE = {
    "forum/markdown.py": "gives out what nh3 has cleaned",
    "forum/structured.py": "JSON in which no sign can end the script element",
}
# template: why it may print without escaping
MAY_PRINT_RAW = {
    "templates/mfa/totp/activate_form.html": "the QR code that allauth draws as SVG",
}
# module: why it may use a text that it does not hold as a pattern
MAY_FORMAT = {
    "forum/history.py": "the words of deeds, which are ours; what people typed is never a deed",
    "forum/logs.py": "the formatter of the standard library",
}
# module: why chance that can be foretold is enough
MAY_GUESS = {
    "forum/outbox/sending.py": "spreads the next tries of mails; nothing depends on it",
    "analysis/management/commands/load_demo.py": "made-up people",
}
# words that people are never told (house style: say what to do)
NEVER_SAID = re.compile(r"\b(please|invalid|required|forbidden|submit|delegates?)\b", re.IGNORECASE)


def calls(app: str) -> Iterator[tuple[str, ast.Call, str]]:
    """Every call in the app: its file, its node and the last part of the name that is called."""
    for path in sources(app):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield str(path.relative_to(ROOT)), node, name


def found(app: str, *names: str) -> list[str]:
    return [f"{path}:{node.lineno}" for path, node, name in calls(app) if name in names]


@pytest.mark.parametrize("app", APPS)
def test_text_is_called_safe_only_where_it_was_cleaned(app):
    places = found(app, "mark_safe", "SafeString", "SafeText", "safe")
    assert [place for place in places if place.split(":")[0] not in MAY_MARK_SAFE] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_escape_what_they_print(path):
    if str(path.relative_to(ROOT)) in MAY_PRINT_RAW or path.suffix == ".txt":
        return
    raw = re.findall(r"\|\s*safe(?:seq)?\b|autoescape off", path.read_text())
    assert raw == []


@pytest.mark.parametrize("app", APPS)
def test_no_text_from_a_row_is_used_as_a_pattern(app):
    """`text.format(...)` and `Template(text)` run what people typed (V15)."""
    patterns = [
        f"{path}:{node.lineno}"
        for path, node, name in calls(app)
        if path not in MAY_FORMAT
        and (
            (
                name == "format"
                and isinstance(node.func, ast.Attribute)
                and not isinstance(node.func.value, ast.Constant)
            )
            or name in {"Template", "from_string"}
        )
    ]
    assert patterns == []


@pytest.mark.parametrize("app", APPS)
def test_forms_name_the_fields_they_take(app):
    """A form that takes all fields takes tomorrow's fields too (ASVS 15.3.3)."""
    loose = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources(app)
        if "forms" in str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
        if target.id == "exclude"
        or (
            target.id == "fields"
            and isinstance(node.value, ast.Constant)
            and node.value.value == "__all__"
        )
    ]
    assert loose == []


@pytest.mark.parametrize("app", APPS)
def test_chance_comes_from_secrets(app):
    """`random` can be foretold; only the made-up people of the demo may come from it."""
    users = {
        str(path.relative_to(ROOT))
        for path in sources(app)
        if re.search(r"^\s*(import|from) random\b|__import__", path.read_text(), re.MULTILINE)
        and "demo" not in path.parts
    }
    assert users <= set(MAY_GUESS)


class Words(HTMLParser):
    """The words of a template that a person may read."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def handle_data(self, data: str) -> None:
        self.heard.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read_aloud = {"aria-label", "alt", "title", "placeholder"}
        self.heard += [value or "" for name, value in attrs if name in read_aloud]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_say_what_to_do(path):
    source = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.DOTALL)
    strings = " ".join(re.findall(r'{% (?:blocktranslate|translate) "([^"]*)"', source))
    words = Words()
    words.feed(re.sub(r"{{.*?}}|{%.*?%}", " ", source, flags=re.DOTALL) + strings)
    assert NEVER_SAID.findall(" ".join(words.heard)) == []


class Markup(HTMLParser):
    """What a strict content policy would stop, and what would ask another host."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.faults += [f"{tag} {name}" for name in said if name == "style" or name[:2] == "on"]
        if tag == "style" or (
            tag == "script" and "src" not in said and said.get("type") != "application/ld+json"
        ):
            self.faults.append(tag)
        self.faults += [
            f"{tag} {name}={said[name]}"
            for name in ("src", "srcset", "data", "poster")
            if re.match(r"(https?:)?//|data:", said.get(name) or "")
        ]


# Mail programs read no stylesheet: the look of a mail stands in the mail itself.
MAIL = ROOT / "templates" / "forum" / "emails" / "mail.html"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_need_no_inline_script_or_style_and_no_other_host(path):
    markup = Markup()
    html = re.sub(r"{%.*?%}", " ", path.read_text(), flags=re.DOTALL)
    if path == MAIL:
        html = re.sub(r' style="[^"]*"', "", html)
    markup.feed(html)
    assert markup.faults == []


def test_tables_shown_as_cards_say_what_their_parts_are():
    """Browsers take a table that is laid out otherwise for no table, unless its parts say so."""
    silent = [
        f"{path.relative_to(ROOT)}: {part}"
        for path in TEMPLATES
        for table in re.findall(r'<table class="[^"]*\bcards\b.*?</table>', path.read_text(), re.S)
        for part in re.findall(r"<(?:table|thead|tbody|tr|th|td)\b[^>]*>", table)
        if " role=" not in part
    ]
    assert silent == []


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_stylesheets_know_no_left_and_right(path):
    """The same sheet serves Arabic: only start and end (U9)."""
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    physical = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)[\w-]*\s*:"
        r"|(?<![\w-])(?:left|right)\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
        r"|border-(?:top|bottom)-(?:left|right)-radius",
        rules,
    )
    assert physical == []


def test_the_stylesheet_weighs_at_most_12_kb():
    weights = {path.name: len(gzip.compress(path.read_bytes())) for path in STYLESHEETS}
    assert list(weights) == ["site.css"]
    assert weights["site.css"] <= 12 * 1024


def test_stylesheets_ask_no_other_host_and_no_inline_data():
    for path in STYLESHEETS:
        assert (
            re.findall(r"url\(\s*[\"']?(?:https?:|//|data:)|@import|@font-face", path.read_text())
            == []
        )


# Every script there is, and what its page does without it.
SCRIPTS = {
    "static/coding.js": "Number keys tick themes. Without it Tab and Space do.",
    "static/feedback.js": "Fills in the code from the link. Without it people copy it.",
}


def test_no_script_runs_from_a_folder_that_is_not_named():
    scripts = {str(path.relative_to(ROOT)) for path in (ROOT / "static").rglob("*.js")}
    assert scripts == set(SCRIPTS), "a page works without script: say in SCRIPTS which and why"


def test_every_file_of_the_project_is_read_by_ruff():
    """A folder left out of the lint would be where the next fault is written."""
    assert Path(ROOT / "pyproject.toml").read_text().count("extend-exclude") == 1
