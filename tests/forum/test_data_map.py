"""The paper about privacy holds the map of every field, as it is today."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forum.data_map import FIELDS, Level
from forum.management.commands.data_map import BEGINS, ENDS


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "privacy.md"
    path.write_text(f"# Before\n\n{BEGINS}\nold\n{ENDS}\n\nAfter\n")
    return path


def test_the_map_in_the_paper_is_up_to_date():
    call_command("data_map", check=True)


def test_every_field_has_a_row_and_the_words_around_stay(paper: Path):
    call_command("data_map", paper=paper)
    text = paper.read_text()
    assert text.startswith(f"# Before\n\n{BEGINS}\n\n### ")
    assert text.endswith(f"\n\n{ENDS}\n\nAfter\n")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    tables = text.count("### ")
    ours = sum(map(len, FIELDS.values()))
    assert tables > len(FIELDS), "the apps above have their maps too"
    assert len(rows) > ours + 2 * tables
    assert (
        "| email | P2 personal | To sign in and to reset a password | until the person leaves the"
        " team and the account is removed |"
    ) in rows
    assert (
        "| answers | P3 special category, sealed | Food, allergies, access, interpreters,"
        " childcare, travel and the sensitive ones of the team's own questions, to arrange them for"
        " this event; and when the person agreed to that | 14 days after the event, or as the"
        " organiser set it, at most 60 |"
    ) in rows


def test_writing_it_twice_changes_nothing(paper: Path):
    call_command("data_map", paper=paper)
    once = paper.read_text()
    call_command("data_map", paper=paper)
    assert paper.read_text() == once


def test_a_stale_paper_is_told_and_left_as_it_is(paper: Path):
    before = paper.read_text()
    with pytest.raises(CommandError, match="stale"):
        call_command("data_map", paper=paper, check=True)
    assert paper.read_text() == before


def test_a_paper_without_the_marks_is_left_as_it_is(paper: Path):
    paper.write_text("# No marks\n")
    with pytest.raises(CommandError, match="two lines"):
        call_command("data_map", paper=paper)
    assert paper.read_text() == "# No marks\n"


def test_every_class_has_words():
    assert [level.words for level in Level] == [
        "public",
        "internal",
        "personal",
        "special category, sealed",
    ]
