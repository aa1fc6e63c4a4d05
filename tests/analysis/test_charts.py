"""Charts: the same bytes each time, letters as outlines, room for every name."""

import re
import warnings

import pytest

from analysis import chance, pictures
from analysis.charts.bars import Bar, Bars, Group
from analysis.charts.bullets import Bullet, Bullets
from analysis.charts.columns import Column, Columns
from analysis.charts.dots import Dots
from analysis.charts.fonts import in_order, width_of, wrapped
from analysis.charts.heat import Heat
from analysis.charts.stacked import Block, Row, Stacked
from analysis.charts.steps import Rise, Steps
from analysis.charts.style import WIDTHS
from analysis.findings.finding import alt_of, counted, listed

LONG = "A very long name of a forum that goes on and on about everything there is to say " * 2
SCRIPTS = "منتدى العمل القانوني የካሪታስ ስልጠና ቀን עברית 中文 🙂"
AGREE = (("Strongly agree", "main"), ("Agree", "pale"), ("Partly", "rule"), ("Disagree", "care"))

DRAWINGS = {
    "bars": Bars(
        tuple(
            Group(name, (Bar(((40, "pale"),), "40 booked"), Bar((), "came: not shown")))
            for name in ("Forum", LONG, SCRIPTS, "$x^2$ & <b>", "Nothing" * 40)
        )
    ),
    "no bars": Bars((Group("Forum", (Bar((), "came: not shown"),)),)),
    "dots": Dots((("2024", 38), ("2025", 72))),
    "many dots": Dots(tuple((f"Month {number} 2025", number * 7 % 19) for number in range(24))),
    "noughts": Dots((("2024", 0), ("2025", 0))),
    "heat": Heat(
        tuple((f"Nov 202{number}", 40) for number in range(5)),
        ((LONG, (1, None, 0, 40, 20)), (SCRIPTS, (5, 6, 7, 8, None))),
    ),
    "stacked": Stacked(
        (
            Block(AGREE, (Row(LONG, (36, 15, None, None), 7), Row(SCRIPTS, (0, 0, 0, 12)))),
            Block(AGREE[:2], (Row("Forum", (200, 1)),)),
        )
    ),
    "steps": Steps(
        (Rise(SCRIPTS, ((-30, 4), (-2, 38))), Rise(LONG, ((-60, 3), (0, 72)), "middle")),
        ((-60, "60 days before"), (-30, "30"), (0, "The day")),
    ),
    "columns": Columns(
        (Column("09:30", 12), Column("09:40", None, "pale"), Column("09:50", 0)), (1, "Begins")
    ),
    "many columns": Columns(tuple(Column(f"{hour}:00", hour * 7 % 19) for hour in range(60))),
    "bullets": Bullets(
        (
            Bullet(LONG, (Bar(((31, "pale"),), "31 first choices"),), 20),
            Bullet(SCRIPTS, (Bar((), "came: not shown"),)),
        ),
        "Places",
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_is_the_same_each_time_and_holds_no_text(name):
    drawing = DRAWINGS[name]
    svg = pictures.paint(drawing, "narrow")
    assert drawing.paint(WIDTHS["narrow"]).svg() == svg
    text = svg.decode()
    assert 'width="330pt"' in text
    assert 'width="700pt"' in drawing.paint(WIDTHS["wide"]).svg().decode()
    for absent in ("<text", "<!--", "<title", "<desc", "<script", "http://", "https://", "date"):
        found = re.sub(r"<!DOCTYPE[^>]*>|xmlns(:\w+)?=\"[^\"]*\"", "", text)
        assert absent not in found, absent


def test_names_wrap_into_the_room_and_lose_no_letter():
    for name in (LONG, SCRIPTS, "Nothing" * 40):
        lines = wrapped(name, 330)
        assert "".join("".join(lines).split()) == "".join(name.split())
        assert all(width_of(line) <= 330 for line in lines)
    held = "June\N{NO-BREAK SPACE}2025"
    assert wrapped(f"Casework forum, {held}", width_of("Casework forum, June 20")) == [
        "Casework forum,",
        held,
    ]


def test_letters_that_no_font_has_are_no_fault():
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        pictures.paint(DRAWINGS["bars"], "narrow")
    assert heard == []


def test_words_of_other_scripts_are_drawn_with_their_letters():
    """In outlines and in dots; a box for every letter would make words of a length alike."""
    for one, other in (("ስልጠና", "ቤትሥራ"), ("منتدى", "السكن"), ("עברית", "שלומי")):
        drawn = [Bars((Group(words, (Bar((), ""),)),)).paint(330) for words in (one, other)]
        for sheet, words in zip(drawn, (one, other), strict=True):
            letters = re.findall(r'id="([^"]*)-([0-9a-f]+)"', sheet.svg().decode())
            assert len(letters) >= len(set(words))
            assert not [name for name, place in letters if place == "0" or "Resort" in name]
        assert drawn[0].png() != drawn[1].png()
    # Letters of Arabic join, so that a word is shorter than its letters are.
    assert width_of("منتدى") < sum(width_of(letter) for letter in "منتدى")


def test_english_words_and_numbers_stand_after_an_arabic_title():
    mark, title = "\N{LEFT-TO-RIGHT MARK}", "السكن بعد اللجوء"
    assert in_order(f"{title}, 20 places") == f"{mark}{title}{mark}, 20 places"
    assert in_order("ስልጠና, May 2026") == "ስልጠና, May 2026"


def test_another_number_is_another_picture():
    one, other = Dots((("2024", 38), ("2025", 72))), Dots((("2024", 38), ("2025", 73)))
    assert pictures.name(one, "wide") != pictures.name(other, "wide")
    assert pictures.name(one, "wide") != pictures.name(one, "narrow")
    assert pictures.paint(one, "wide") != pictures.paint(other, "wide")


def test_a_change_within_chance_is_none():
    assert chance.counts_differ(38, 72)
    assert not chance.counts_differ(70, 72)
    assert not chance.counts_differ(0, 0)
    assert chance.shares_differ((9, 41), (26, 58))
    assert not chance.shares_differ((9, 41), (14, 58))
    assert not chance.shares_differ((0, 20), (0, 20))
    # The largest of ten changes must be larger to be believed.
    assert chance.shares_differ((9, 41), (24, 58))
    assert not chance.shares_differ((9, 41), (24, 58), tries=10)


def test_words_of_findings():
    assert [counted(1, "event"), counted(2_000, "event"), counted(0, "person", "people")] == [
        "1 event",
        "2,000 events",
        "0 people",
    ]
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert alt_of("One.", "x" * 249, "Two.") == "One. Two."
