"""Making a list: who may, what it holds, what the record says, and what the file is called."""

import io
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from forum import exports
from forum.exports import Asked, Contents, Export, Extra
from forum.models import AuditEntry
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet
from tests.factories import make_event

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def build(order):
    return Contents(
        sheets=[
            Sheet(
                name="Things",
                title="Things",
                sentence="All of them.",
                columns=[Column("Thing"), Column("Asked for")],
                rows=[["=1+1", ", ".join(sorted(order.extras))]],
            )
        ],
        who="Everybody",
        count=1,
        delete_by=date(2026, 6, 17),
    )


SAMPLE = Export(
    kind="things",
    title="List of things",
    sentence="What there is.",
    for_whom="The team",
    rights=(Right.MAKE_LISTS, Right.MAKE_CARDS),
    is_sensitive=False,
    extras=(
        Extra("more", "More things"),
        Extra(
            "names",
            "Names",
            hint="Say what for.",
            right=Right.MAKE_CARDS,
            needs_reason=True,
            is_sensitive=True,
        ),
    ),
    build=build,
)


def build_one(order):
    if order.asked != "fern-1":
        raise exports.NotFoundError("Nobody has this code.")
    return build(order)


OWED = Export(
    kind="owed",
    title="One thing",
    sentence="What is held about one.",
    for_whom="That person",
    rights=(Right.MAKE_LISTS, Right.MAKE_CARDS),
    is_sensitive=True,
    extras=(),
    build=build_one,
    needs_reason=True,
    asks=Asked("person", "Code of the booking"),
    readme_last=True,
)


@pytest.fixture(autouse=True)
def only_the_sample(settings):
    settings.EXPORTS = {"things": "tests.forum.test_exports.SAMPLE"}


def opened(made):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(made.content))


def read_me(made):
    rows = opened(made)["Read me"].iter_rows(min_row=5, values_only=True)
    return dict(rows)


def record():
    return list(AuditEntry.objects.values_list("deed", "who__name", "count", "reason"))


def test_the_first_sheet_says_what_the_file_is(host, organiser):
    event = make_event(
        host,
        title="Spring forum",
        starts_at=datetime(2026, 6, 3, 9, tzinfo=UTC),
        contact_phone="0113 496 0417",
    )
    made = exports.make(kind="things", event=event, by=organiser, now=NOW)

    assert opened(made).sheetnames == ["Read me", "Things"]
    assert opened(made)["Read me"]["A1"].value == "List of things: Spring forum"
    assert opened(made)["Read me"]["A2"].value == "What there is."
    assert read_me(made) == {
        "Event": "Spring forum",
        "When": "Wednesday 3 June 2026, 10 am to 4.30 pm",
        "Made by": "Oscar Vale",
        "Made at": datetime(2026, 6, 1, 10, 30),  # noqa: DTZ001 - a spreadsheet knows no zones
        "Who is in it": "Everybody",
        "Rows": 1,
        "For": "The team",
        "Sensitive": "No needs are in it",
        "Reason": "Not asked",
        "Delete by": datetime(2026, 6, 17),  # noqa: DTZ001
        "Questions to": "Robin Vale, forum@harbour.example, 0113 496 0417",
    }


def test_the_record_says_who_made_what_and_why(event, needs_lead, organiser):
    exports.make(kind="things", event=event, by=organiser)
    exports.make(
        kind="things",
        event=event,
        by=needs_lead,
        extras=frozenset({"names", "more"}),
        reason="  the kitchen\n asked ",
    )
    exports.make(kind="things", event=event, by=None)
    assert sorted(record(), key=str) == [
        ("made a list", "Nadia Lead", 1, "List of things; More things; Names: the kitchen asked"),
        ("made a list", "Oscar Vale", 1, "List of things"),
        ("made a list", None, 1, "List of things"),
    ]


def test_what_is_sensitive_says_so_and_gives_its_reason(event, needs_lead):
    made = exports.make(
        kind="things", event=event, by=needs_lead, extras=frozenset({"names"}), reason="kitchen"
    )
    said = read_me(made)
    assert (said["Sensitive"], said["Reason"]) == ("Yes: only for those named here", "kitchen")


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_without_a_reason_nothing_sensitive_is_made(event, needs_lead, reason):
    with pytest.raises(exports.ReasonNeededError):
        exports.make(
            kind="things", event=event, by=needs_lead, extras=frozenset({"names"}), reason=reason
        )
    assert record() == []


def test_a_list_that_owes_a_reason_is_made_with_one_alone(event, needs_lead, settings):
    settings.EXPORTS = {"owed": "tests.forum.test_exports.OWED"}
    with pytest.raises(exports.ReasonNeededError):
        exports.make(kind="owed", event=event, by=needs_lead, asked="fern-1")
    exports.make(kind="owed", event=event, by=needs_lead, asked="fern-1", reason="they asked")
    assert [line[3] for line in record()] == ["One thing: they asked"]


@pytest.mark.parametrize("asked", ["", "  ", "nobody"])
def test_what_leads_nowhere_is_said_and_makes_nothing(
    client, sign_in, event, staff, asked, settings
):
    settings.EXPORTS = {"owed": "tests.forum.test_exports.OWED"}
    with pytest.raises(exports.NotFoundError):
        exports.make(kind="owed", event=event, by=staff, asked=asked, reason="they asked")
    page = sign_in(client, staff).post(
        f"/organise/events/{event.slug}/lists/owed/", {"asked": asked, "reason": "they asked"}
    )
    words = "Nobody has this code." if asked.strip() else "Say this first: Code of the booking"
    assert words in page.content.decode()
    assert record() == []


def test_the_sheet_about_the_file_may_stand_last(event, staff, settings):
    settings.EXPORTS = {"owed": "tests.forum.test_exports.OWED"}
    made = exports.make(kind="owed", event=event, by=staff, asked="fern-1", reason="they asked")
    assert opened(made).sheetnames == ["Things", "Read me"]


@pytest.mark.parametrize("user", ["owner", "door", "analyst", "stranger"])
def test_rights_are_looked_at_when_the_list_is_made(event, user, request):
    """V2, T26: whoever calls."""
    with pytest.raises(exports.NotAllowedError):
        exports.make(kind="things", event=event, by=request.getfixturevalue(user))
    assert record() == []


def test_an_addition_needs_its_own_right(event, organiser, needs_lead):
    asked = {"kind": "things", "event": event, "extras": frozenset({"names"}), "reason": "why"}
    with pytest.raises(exports.NotAllowedError):
        exports.make(by=organiser, **asked)
    assert record() == []
    exports.make(by=needs_lead, **asked)
    exports.make(by=None, **asked)
    assert len(record()) == 2


def test_there_are_only_the_lists_and_additions_that_are_declared(event, organiser):
    with pytest.raises(exports.UnknownListError):
        exports.make(kind="../../etc", event=event, by=organiser)
    with pytest.raises(exports.UnknownExtraError):
        exports.make(kind="things", event=event, by=organiser, extras=frozenset({"needs"}))
    assert record() == []


@pytest.mark.parametrize("title", ["../../x", "a/b\\c", '"; rm -rf ~', "=1+1", "\u202efdp.exe"])
def test_a_file_name_is_made_of_our_own_words(host, organiser, title):
    """V22."""
    event = make_event(host, title=title, slug="odd", starts_at=datetime(2026, 6, 3, 9, tzinfo=UTC))
    names = [exports.make(kind="things", event=event, by=organiser).name for _ in range(2)]
    assert names == ["2026-06-03_forum_things_v1.xlsx", "2026-06-03_forum_things_v2.xlsx"]


def test_the_day_in_the_file_name_is_that_of_the_event_where_it_is(host, organiser):
    event = make_event(
        host, timezone="Pacific/Auckland", starts_at=datetime(2026, 6, 2, 21, tzinfo=UTC)
    )
    assert exports.make(kind="things", event=event, by=organiser).name.startswith("2026-06-03_")


def test_versions_are_counted_by_event_and_kind(event, host, organiser):
    exports.make(kind="things", event=event, by=organiser)
    other = exports.make(kind="things", event=make_event(host), by=organiser)
    assert other.name.endswith("_v1.xlsx")


def test_sheets_are_mirrored_where_the_language_runs_right_to_left(event, organiser):
    with translation.override("ar"):
        made = exports.make(kind="things", event=event, by=organiser)
    assert {page.sheet_view.rightToLeft for page in opened(made)} == {True}
