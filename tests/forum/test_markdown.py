"""What organisers write in Markdown, and what hostile writers do not get."""

from html.parser import HTMLParser

import pytest

from forum.markdown import render
from forum.templatetags import words


class Live(HTMLParser):
    """What a browser would take for elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")


def test_paragraphs_lists_and_links_come_out_as_html() -> None:
    assert render("Bring **one** case.\n\n- Tea\n- Lunch\n\n[Map](https://map.example/)") == (
        '<p dir="auto">Bring <strong>one</strong> case.</p>\n'
        '<ul dir="auto">\n<li>Tea</li>\n<li>Lunch</li>\n</ul>\n'
        '<p dir="auto"><a href="https://map.example/" rel="noopener nofollow">Map</a></p>\n'
    )


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://a.example", True),
        ("https://a.example", True),
        ("mailto:a@a.example", True),
        ("tel:+441134960021", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html;base64,PHNjcmlwdD4=", False),
        ("vbscript:x", False),
        ("//evil.example", False),
        ("/organise/", False),
        ("ftp://a.example", False),
        ("&#106;avascript:alert(1)", False),
    ],
)
def test_links_go_to_the_web_to_mail_and_to_telephones_only(address: str, kept: bool) -> None:
    assert ("<a " in render(f"[x]({address})")) is kept


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)" onclick="x()">y</a>',
        "![pixel](https://evil.example/p.png)",
        "<style>*{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        "<svg/onload=alert(1)>",
        "<!-- --><b>x</b>",
    ],
)
def test_no_html_of_the_writer_is_live(hostile: str) -> None:
    found = Live()
    found.feed(render(hostile))
    assert found.tags <= {"p", "a"}
    assert found.attributes <= {"dir", "href", "title", "rel"}


def test_template_marks_stay_as_they_were_typed() -> None:
    assert "{{ 7*7 }} {% now %} {event.id}" in render("{{ 7*7 }} {% now %} {event.id}")


def test_nul_and_separators_do_no_harm() -> None:
    assert "\x00" not in render("a\x00b\u2028c")


def test_headings_fit_under_the_heading_of_the_page_and_skip_none() -> None:
    text = "#### First\n\n# Second\n\n##### Third"
    assert render(text) == (
        '<h3 dir="auto">First</h3>\n<h3 dir="auto">Second</h3>\n<h4 dir="auto">Third</h4>\n'
    )
    assert words.markdown("# One", 2) == '<h2 dir="auto">One</h2>\n'


def test_deep_nesting_ends_quickly() -> None:
    assert render("> " * 5000 + "x")
    assert render("[" * 5000)


def test_words_for_names_counts_and_telephones() -> None:
    assert words.listed([]) == ""
    assert words.listed(["Ama"]) == "Ama"
    assert words.listed(["Ama", "Bo", "Cy"]) == "Ama, Bo and Cy"
    assert [words.number(count) for count in (0, 5, 10)] == ["no", "five", "10"]
    assert words.languages(["ar", "en"]) == "English and Arabic"
    assert words.dialled("+44 (0)113 496") == "+440113496"
    assert words.dialled("0113 496 0021") == "01134960021"
