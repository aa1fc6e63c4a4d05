"""`manage.py export`: a file that only its maker can read, or a plain word and no file."""

import io
import stat

import pytest
from django.core.management import CommandError, call_command

from forum.models import AuditEntry
from tests.factories import ask, make_registration

pytestmark = pytest.mark.django_db


def export(*arguments, output):
    out = io.StringIO()
    call_command("export", *arguments, output=output, stdout=out)
    return out.getvalue()


def columns(path):
    import openpyxl

    return {page.title: [cell.value for cell in page[4]] for page in openpyxl.load_workbook(path)}


def record():
    lines = AuditEntry.objects.filter(deed="made a list")
    return list(lines.values_list("who", "count", "reason"))


def test_the_file_is_readable_by_its_maker_alone(event, tmp_path):
    make_registration(event)
    output = tmp_path / "people.xlsx"
    assert export("spring-forum", "attendees", output=output).startswith(f"Wrote {output} (")
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert list(columns(output)) == ["Read me", "People", "Organisations"]
    assert "Email" not in columns(output)["People"]
    assert record() == [(None, 1, "Attendee list")]


def test_a_file_that_is_there_is_not_overwritten(event, tmp_path):
    output = tmp_path / "people.xlsx"
    output.write_text("something else")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "nowhere")
    for path in (output, tmp_path / "link.xlsx"):
        with pytest.raises(CommandError, match="is there already") as raised:
            export("spring-forum", "attendees", output=path)
        assert raised.value.returncode == 2
    assert output.read_text() == "something else"
    assert not (tmp_path / "nowhere").exists()
    assert record() == []


def test_contact_goes_in_with_a_reason(event, tmp_path):
    output = tmp_path / "people.xlsx"
    export("spring-forum", "attendees", "--with-contact", "Fire register", output=output)
    assert columns(output)["People"][9:11] == ["Email", "Phone"]
    assert record() == [(None, 0, "Attendee list; Contact details: Fire register")]


def test_columns_are_left_out_as_asked(event, tmp_path):
    output = tmp_path / "people.xlsx"
    export("spring-forum", "attendees", "--without", "Reach", "--without", "State", output=output)
    assert columns(output)["People"][:5] == [
        *("Code", "Badge name", "Organisation", "Comes as", "Booked on"),
    ]


def test_named_cards_go_in_with_a_reason(event, tmp_path):
    ask(event)
    output = tmp_path / "food.xlsx"
    export("spring-forum", "catering", "--with-cards", "The kitchen asked", output=output)
    assert "Named cards" in columns(output)
    assert record() == [(None, 0, "Catering sheet; Plates with a name: The kitchen asked")]
    assert AuditEntry.objects.get(deed="read needs for named cards").reason == "The kitchen asked"
    export("spring-forum", "catering", output=tmp_path / "plain.xlsx")
    assert "Named cards" not in columns(tmp_path / "plain.xlsx")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "attendees"], "There is no event “nowhere”."),
        (
            ["spring-forum", "../x"],
            "There is no list “../x”. There are: attendees, catering, sessions",
        ),
        (["spring-forum", "access"], "Say a reason in words."),
        (
            ["spring-forum", "attendees", "--without", "Code"],
            "“Code” cannot be left out of this list. It can be made without: Organisation, Reach",
        ),
        (
            ["spring-forum", "sessions", "--without", "Tick"],
            "“Tick” cannot be left out of this list. It has all its columns.",
        ),
        (["spring-forum", "catering", "--with-contact", "x"], "“catering” cannot hold: contact"),
        (["spring-forum", "attendees", "--with-contact", " "], "Say a reason in words."),
        (["spring-forum", "attendees", "--with-contact", ""], "Say a reason in words."),
    ],
    ids=[
        *("event", "kind", "no reason", "fixed column", "no choice"),
        *("addition", "blank reason", "empty reason"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_no_file(event, tmp_path, arguments, words):
    output = tmp_path / "list.xlsx"
    with pytest.raises(CommandError) as raised:
        export(*arguments, output=output)
    assert words in str(raised.value)
    assert raised.value.returncode == 2
    assert not output.exists()
    assert record() == []


def test_a_folder_that_is_not_there_is_said(event, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        export("spring-forum", "attendees", output=tmp_path / "nowhere" / "list.xlsx")
