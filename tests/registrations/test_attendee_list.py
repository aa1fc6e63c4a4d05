"""X1, the attendee list: the columns of the plan, texts as typed, and never what people need."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import exports
from forum.models import Organisation
from registrations import booking, check_in, waiting_list
from registrations.models.registrations import Kind
from tests.factories import add_host, ask, ask_own, make_event, make_host, make_registration
from tests.forum.test_spreadsheets import HOSTILE, formulas

pytestmark = pytest.mark.django_db

NOW = datetime(2036, 4, 14, 8, 30, tzinfo=UTC)
WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome", "reach": "local"}


@pytest.fixture
def forum(host):
    event = make_event(
        host, slug="forum", capacity=40, starts_at=datetime(2036, 6, 3, 9, tzinfo=UTC)
    )
    ask(event)
    return event


def made(event, *extras, by=None):
    return exports.make(
        kind="attendees", event=event, by=by, extras=frozenset(extras), reason="a test"
    ).content


def sheet(content, name):
    """The rows under the headings, as dictionaries."""
    import openpyxl

    rows = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(min_row=4, values_only=True)
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_a_person_is_one_row_with_everything_but_needs_and_contact(forum, door):
    amina = make_registration(forum, "Amina", now=NOW, **WORKS_THERE, photo="unrecognisable")
    came = datetime(2036, 6, 3, 8, 42, tzinfo=UTC)
    check_in.check_in(registration=amina, by=door, scan_id=amina.id, now=came)
    assert sheet(made(forum), "People") == [
        {
            "Code": amina.code,
            "Badge name": "Amina",
            "Organisation": "Riverside Welcome",
            "Reach": "Local",
            "Comes as": "Works there",
            "State": "Has a place",
            "Booked on": datetime(2036, 4, 14, 9, 30),  # noqa: DTZ001 - a spreadsheet's own time
            "Language": "English",
            "How to reach": "Email",
            "Checked in at": datetime(2036, 6, 3, 9, 42),  # noqa: DTZ001
            "Organisation here before": "new",
            "Photo marker": "Circle marker, ASK",
            "Photos may be used in": "nothing",
            "Contact list": "not on it",
            "Later events": "do not tell",
        }
    ]


def test_what_people_agreed_to_and_answered_in_the_open_are_the_last_columns(forum):
    bring, rest = ask_own(forum), ask_own(forum, "What calms you?", is_sensitive=True)
    ask_own(forum, "=1+1", kind="number")
    make_registration(
        forum,
        "Amina",
        photo="yes",
        photo_uses=["report", "press"],
        contact_list=["name", "email"],
        news=True,
        own_open={str(bring.pk): "=HYPERLINK(1)"},
        own={str(rest.pk): "Music-CANARY"},
        needs_consent=True,
    )
    make_registration(forum, "Bahar")
    content = made(forum)
    assert [list(row.items())[12:] for row in sheet(content, "People")] == [
        [
            ("Photos may be used in", "A report to funders, The press"),
            ("Contact list", "Name and organisation, Email address"),
            ("Later events", "tell them"),
            ("What do you bring?", "=HYPERLINK(1)"),
            ("=1+1", "no answer"),
        ],
        [
            ("Photos may be used in", "nothing"),
            ("Contact list", "not on it"),
            ("Later events", "do not tell"),
            ("What do you bring?", "no answer"),
            ("=1+1", "no answer"),
        ],
    ]
    assert formulas(content) == []
    assert "CANARY" not in str(sheet(content, "People"))


def test_blanks_say_whether_somebody_was_asked(host, forum):
    make_registration(forum, "Amina", coming_as="")
    quiet = make_event(host, slug="quiet")
    make_registration(quiet, "Bahar", coming_as="")
    make_registration(forum, "Chidi", coming_as="myself")
    rows = {
        row["Badge name"]: row for event in (forum, quiet) for row in sheet(made(event), "People")
    }
    said = {
        name: [row[key] for key in ("Organisation", "Reach", "Comes as", "Photo marker")]
        for name, row in rows.items()
    }
    assert said == {
        "Amina": ["no answer", "no answer", "no answer", "Square marker, NO PHOTO"],
        "Bahar": ["not asked"] * 4,
        "Chidi": ["no organisation", "no organisation", "As myself", "Square marker, NO PHOTO"],
    }
    assert {row["Checked in at"] for row in rows.values()} == {"not checked in"}


def test_contact_is_there_when_asked_for(forum):
    make_registration(forum, "Amina", email="amina@example.org")
    make_registration(forum, "Bahar", contact_by="phone", phone="+44 7700 900123")
    rows = sheet(made(forum, "contact"), "People")
    assert [(row["Email"], row["Phone"], row["How to reach"]) for row in rows] == [
        ("amina@example.org", "no answer", "Email"),
        ("no answer", "+44 7700 900123", "Text or phone call"),
    ]
    assert b"900123" not in made(forum)


def test_who_waits_and_who_cancelled_are_there_when_asked_for(host):
    event = make_event(host, capacity=1)
    make_registration(event, "Amina")
    make_registration(event, "Bahar")
    gone = make_registration(event, "Chidi", kind=Kind.CREW)
    booking.cancel(registration=gone)
    booking.start(event=event)

    def names(*extras):
        return [(row["Badge name"], row["State"]) for row in sheet(made(event, *extras), "People")]

    place, waits = ("Amina", "Has a place"), ("Bahar", "On the waiting list")
    assert names() == [place]
    assert names("waiting") == [place, waits]
    assert names("waiting", "cancelled") == [place, waits, ("Chidi", "Cancelled")]


def test_organisations_are_counted_once_with_who_booked_and_who_came(forum, host, door):
    people = [make_registration(forum, f"Guest {number}", **WORKS_THERE) for number in range(3)]
    make_registration(forum, "Dara", coming_as="member", organisation="riverside welcome.")
    make_registration(forum, "Efua", coming_as="staff", organisation="Tidal Café", reach="regional")
    make_registration(forum, "Femi", coming_as="myself")
    check_in.check_in(registration=people[0], by=door, scan_id=people[0].id)
    Organisation.objects.filter(name="Tidal Café").update(region="South Wales")

    rows = [list(row.values()) for row in sheet(made(forum), "Organisations")]

    assert rows == [
        ["Riverside Welcome", "Local", "not asked", 4, 1, "this one"],
        ["Tidal Café", "Regional", "South Wales", 1, 0, "this one"],
    ]


def test_an_organisation_that_took_part_before_is_returning(host, forum):
    """Its first event is named; one that came later, or was called off, is not."""
    days = timedelta(days=1)
    first = make_event(host, title="First of all", starts_at=forum.starts_at - 30 * days)
    second = make_event(host, title="Second", starts_at=forum.starts_at - 20 * days)
    later = make_event(host, title="Later", starts_at=forum.starts_at + 20 * days)
    for event in (second, first, later, forum):
        make_registration(event, "Amina", **WORKS_THERE)
    make_registration(later, "Bahar", coming_as="staff", organisation="Tidal Café")
    make_registration(forum, "Bahar", coming_as="staff", organisation="Tidal Café")

    content = made(forum)

    before = {
        row["Badge name"]: row["Organisation here before"] for row in sheet(content, "People")
    }
    assert before == {"Amina": "returning", "Bahar": "new"}
    firsts = {row["Organisation"]: row["First event"] for row in sheet(content, "Organisations")}
    assert firsts == {"Riverside Welcome": "First of all", "Tidal Café": "this one"}


def test_a_partner_learns_nothing_of_a_hosts_other_events(host, forum):
    """A co-host's team makes this list too: only what both ran before is told."""
    alone = make_event(host, title="Ours alone", starts_at=forum.starts_at - timedelta(days=30))
    make_registration(alone, "Amina", **WORKS_THERE)
    make_registration(forum, "Amina", **WORKS_THERE)
    partner = add_host(forum, make_host(name="Partner"))
    together = make_event(host, title="Both", starts_at=forum.starts_at - timedelta(days=10))
    assert "Ours alone" not in str(sheet(made(forum), "Organisations"))
    add_host(together, partner)
    make_registration(together, "Amina", **WORKS_THERE)
    [row] = sheet(made(forum), "Organisations")
    assert row["First event"] == "Both"


def test_needs_are_nowhere_in_the_file(forum):
    make_registration(
        forum,
        "Amina",
        meals=["vegan", "other"],
        meal_other="Teff-CANARY",
        access=["other"],
        access_other="Ramp-CANARY",
        interpreter="other",
        interpreter_language="Tigrinya-CANARY",
        needs_consent=True,
    )
    import openpyxl

    for extras in ([], ["contact", "waiting", "cancelled"]):
        book = openpyxl.load_workbook(io.BytesIO(made(forum, *extras)))
        words = str([list(page.iter_rows(values_only=True)) for page in book])
        for secret in ("CANARY", "egan", "Teff", "igrinya", "Ramp"):
            assert secret not in words


def test_nobody_matches_is_said(forum):
    content = made(forum)
    assert sheet(content, "People")[0]["Code"] == (
        "Nobody matches. Tick more groups, or make the list again later."
    )
    assert sheet(content, "Organisations")[0]["Organisation"] == (
        "Nobody in this list comes from an organisation."
    )


def test_hostile_words_are_text_in_every_column(forum):
    """D05, D07: 0 formula cells and the same texts."""
    typed = [text for text in HOSTILE if text.strip() and "\n" not in text and "\t" not in text]
    for text in typed:
        name = text.strip()[:80]
        make_registration(forum, name, coming_as="staff", organisation=f"{name} & co")
    content = made(forum, "contact")
    assert formulas(content) == []
    names = {row["Badge name"] for row in sheet(content, "People")}
    assert names == {text.strip() for text in typed}


def test_the_list_asks_as_often_for_30_people_as_for_1(host):
    event, asked = make_event(host, capacity=50), []
    ask(event)
    for count in (1, 29):
        for number in range(count):
            make_registration(
                event, "Guest", coming_as="staff", organisation=f"Group {count} {number}"
            )
        with CaptureQueriesContext(connection) as queries:
            made(event, "contact", "waiting")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 10


def test_the_state_on_the_day_is_that_of_now(host, organiser):
    event = make_event(host, capacity=1)
    first = make_registration(event, "Amina")
    second = make_registration(event, "Bahar")
    booking.cancel(registration=first)
    waiting_list.give_place(registration=second, by=organiser)
    assert [row["Badge name"] for row in sheet(made(event), "People")] == ["Bahar"]
