"""What every page with a form owes to people who do not see it.

`assert_form_markup(html)` holds for any page; `assert_error_contract(html)` for a page that came
back with answers to mend.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.http import HttpResponseBase
from django.test.html import Element, parse_html

# Words that blame, and what Django says when nobody has found better words.
_UNKIND = re.compile(r"\b(please|invalid|valid|required|forbidden)\b", re.IGNORECASE)
_SILENT = {"hidden", "submit", "button", "reset", "image"}


def page_of(html: str | HttpResponseBase) -> Element:
    """The parsed page; a response is read as text."""
    text = html if isinstance(html, str) else html.content.decode()  # type: ignore[attr-defined]
    return parse_html(text)


def walk(element: Element, *path: Element) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Every element below, each with the elements it stands in."""
    for child in element.children:
        if isinstance(child, Element):
            yield child, path
            yield from walk(child, *path, child)


def attributes(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in element.attributes}


def text_of(element: Element) -> str:
    words = [c if isinstance(c, str) else text_of(c) for c in element.children]
    return " ".join(" ".join(words).split())


def named(page: Element, *names: str) -> list[Element]:
    return [element for element, _ in walk(page) if element.name in names]


def assert_form_markup(html: str | HttpResponseBase) -> None:
    """Ids are unique and exist where they are named; controls have labels and groups legends."""
    page = page_of(html)
    ids = Counter(a["id"] for e, _ in walk(page) if "id" in (a := attributes(e)))
    assert [name for name, times in ids.items() if times > 1] == [], "ids that stand twice"
    _assert_named_ids_exist(page, set(ids))
    labels = [attributes(label).get("for") for label in named(page, "label")]
    groups: dict[str, list[tuple[Element, ...]]] = defaultdict(list)
    for element, path in walk(page):
        given = attributes(element)
        kind = given.get("type", "text") if element.name == "input" else element.name
        if element.name not in {"input", "select", "textarea"} or kind in _SILENT:
            continue
        named_by = {"aria-label", "aria-labelledby"} & set(given)
        in_label = any(outer.name == "label" for outer in path)
        assert given.get("id") in labels or in_label or named_by, f"no label: {given}"
        if kind in {"radio", "checkbox"}:
            groups[given.get("name", "")].append(path)
    for name, boxes in groups.items():
        if len(boxes) > 1:
            assert all(_has_legend(path) for path in boxes), f"no legend round {name}"
    for label in named(page, "label", "legend"):
        assert text_of(label), "a label without words"


def assert_error_contract(html: str | HttpResponseBase) -> None:
    """The title begins with Error; a panel above the heading leads to each answer to mend."""
    assert_form_markup(html)
    page = page_of(html)
    [title] = named(page, "title")
    assert text_of(title).startswith("Error: "), text_of(title)
    order = [element for element, _ in walk(page)]
    panels = [e for e in order if attributes(e).get("role") == "alert"]
    assert len(panels) == 1, "one summary of what to mend"
    panel, heading = panels[0], named(page, "h1")[0]
    assert order.index(panel) < order.index(heading), "the summary stands above the heading"
    assert attributes(panel).get("tabindex") == "-1"
    links = named(panel, "a")
    unkind = [text_of(link) for link in links if _UNKIND.search(text_of(link))]
    assert unkind == [], "say what to do instead"
    words = "Check one answer" if len(links) == 1 else f"Check {len(links)} answers"
    if all(str(attributes(link)["href"]).endswith("-top") for link in links):
        words = "Not done yet"  # no answer is wrong
    assert text_of(named(panel, "h2")[0]) == words
    by_id = {attributes(e).get("id"): (e, path) for e, path in walk(page)}
    for link in links:
        target = attributes(link)["href"].removeprefix("#")
        assert target in by_id, f"the summary leads nowhere: {target}"
        shown = _words_shown_at(by_id, target)
        assert f"Error: {text_of(link)}" in shown, f"{text_of(link)!r} is not said at {target}"


def _words_shown_at(
    by_id: dict[str | None, tuple[Element, tuple[Element, ...]]], target: str
) -> str:
    """What is read out with the control (or, for a whole form, in the place that is named)."""
    element, path = by_id[target]
    if element.name not in {"input", "select", "textarea"}:
        return text_of(element)
    assert attributes(element).get("aria-invalid") == "true", f"{target} is not marked as wrong"
    fields = [e for e in path if e.name == "fieldset"]
    names = " ".join(attributes(e).get("aria-describedby", "") for e in [element, *fields])
    return " ".join(text_of(by_id[name][0]) for name in names.split())


def _has_legend(path: tuple[Element, ...]) -> bool:
    return any(
        outer.name == "fieldset" and any(text_of(legend) for legend in named(outer, "legend"))
        for outer in path
    )


def _assert_named_ids_exist(page: Element, ids: set[str]) -> None:
    for element, _ in walk(page):
        given = attributes(element)
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            for one in given.get(name, "").split():
                assert one in ids, f"{name} of {element.name} names {one}, which is nowhere"
        if element.name == "label" and "for" in given:
            assert given["for"] in ids, f"a label for {given['for']}, which is nowhere"
        if element.name == "a" and given.get("href", "").startswith("#") and given["href"] != "#":
            assert given["href"][1:] in ids, f"a link to {given['href']}, which is nowhere"
