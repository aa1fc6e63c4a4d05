"""X10 photos, X11 contacts, X14 the waiting list: what each holds, and nothing beside it."""

import io
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import exports
from forum.models import AuditEntry
from forum.models.people import Role
from registrations import booking, consenting, waiting_list
from registrations.models import Allocation, Placement, Registration
from registrations.models.registrations import Kind
from tests.factories import ask, make_event, make_member, make_registration, make_room, make_round
from tests.forum.test_spreadsheets import HOSTILE, formulas

pytestmark = pytest.mark.django_db

WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome", "reach": "local"}
SHARES = {"contact_list": ["name", "email"]}


@pytest.fixture
def event(host):
    event = make_event(host, capacity=40, title="Spring casework forum")
    ask(event)
    return event


def made(kind, event, *extras, by=None):
    reason = "a test"
    return exports.make(
        kind=kind, event=event, by=by, extras=frozenset(extras), reason=reason
    ).content


def table(kind, event, *extras):
    """The headings and rows of the only sheet beside the one about the file."""
    import openpyxl

    [_about, page] = openpyxl.load_workbook(io.BytesIO(made(kind, event, *extras)))
    return [list(row) for row in page.iter_rows(min_row=4, values_only=True)]


def words_of(content):
    import openpyxl

    pages = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(
        str(value) for page in pages for row in page.values for value in row if value is not None
    )


def told(event, **seats):
    """People are told that each of these sits in a session."""
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    for person, session in seats.values():
        Placement.objects.create(
            allocation=run, registration=person, slot=session.slot, session=session
        )


# Photos


def test_the_photo_brief_counts_by_level_and_use_and_names_rooms_and_nobody(event):
    make_room(event, name="Still room", is_quiet=True)
    housing, health, _work = make_round(event, "Housing", "Health", "Work")
    amina = make_registration(event, "Amina", photo="yes", photo_uses=["report", "press"])
    bahar = make_registration(event, "Bahar", photo="unrecognisable")
    chidi = make_registration(event, "Chidi")
    make_registration(event, "Dara", photo="yes", photo_uses=["report"])
    make_registration(event, "Crew", kind=Kind.CREW)
    booking.cancel(registration=make_registration(event, "Gone", photo="yes"))
    told(event, a=(amina, housing), b=(bahar, health), c=(chidi, health))
    rows = table("photos", event)
    assert [row[:3] for row in rows] == [
        ["About", "Which", "People"],
        ["Marker", "Square marker, NO PHOTO", 2],
        ["Marker", "Circle marker, ASK", 1],
        ["Marker", "No marker", 2],
        ["Use", "A report to funders", 2],
        ["Use", "Our website", 0],
        ["Use", "Social media", 0],
        ["Use", "The press", 1],
        ["No photos", "Still room", "not counted"],
        ["No photos", f"{health.room.name}: Health, Morning groups, 11 am to 12 noon", 2],
    ]
    levels = Counter(Registration.objects.filter(state="confirmed").values_list("photo", flat=True))
    assert [row[2] for row in rows[1:4]] == [levels[one] for one in ("no", "unrecognisable", "yes")]
    names = ("Amina", "Bahar", "Chidi", "Dara", "Crew")
    assert [name for name in names if name in words_of(made("photos", event))] == []


def test_where_nobody_was_asked_about_photos_the_brief_says_so(host):
    quiet = make_event(host)
    make_registration(quiet)
    content = made("photos", quiet)
    assert "were not asked about photos" in words_of(content)
    assert [row[2] for row in table("photos", quiet)[1:4]] == [1, 0, 0]


# Contacts


def test_the_contact_list_shows_what_each_agreed_to_and_nobody_else(event):
    make_registration(event, "Chidi", email="chidi@example.org", phone="07700 900001")
    make_registration(
        event, "Bahar", email="bahar@example.org", contact_list=["email", "phone"], **WORKS_THERE
    )
    make_registration(event, "Amina", email="amina@example.org", contact_list=["name"])
    make_registration(
        event, "Dara", email="dara@example.org", contact_list=["name", "email"], **WORKS_THERE
    )
    back = make_registration(event, "Esi", **SHARES)
    consenting.turn_off(registration=back, kind="contacts")
    booking.cancel(registration=make_registration(event, "Gone", **SHARES))
    assert table("contacts", event) == [
        ["Name", "Organisation", "Email", "Phone", "Agreed to share"],
        ["Amina", "no organisation", "not shared", "not shared", "My name and organisation"],
        [
            *("not shared", "not shared", "bahar@example.org", "none given"),
            "My email address, My phone number",
        ],
        [
            *("Dara", "Riverside Welcome", "dara@example.org", "not shared"),
            "My name and organisation, My email address",
        ],
    ]
    content = words_of(made("contacts", event))
    hidden = ("Chidi", "chidi@", "07700", "amina@", "Esi", "Gone", "Bahar")
    assert [word for word in hidden if word in content] == []


def test_a_contact_list_is_made_with_a_reason_that_is_kept(event, staff):
    make_registration(event, **SHARES)
    with pytest.raises(exports.ReasonNeededError):
        exports.make(kind="contacts", event=event, by=staff)
    exports.make(kind="contacts", event=event, by=staff, reason="to send it round")
    [entry] = AuditEntry.objects.filter(deed=exports.DEED)
    assert (entry.who, entry.count, "to send it round" in entry.reason) == (staff, 1, True)


# The waiting list


@pytest.fixture
def full(host):
    event = make_event(host, capacity=1)
    ask(event)
    return event


def test_the_waiting_list_is_in_the_order_it_is_served(full, django_assert_max_num_queries):
    now = timezone.now().replace(microsecond=0)
    has_it = make_registration(full, "Amina", now=now)
    late, early = (
        make_registration(full, name, now=now + timedelta(hours=hours), **given)
        for name, hours, given in (("Chidi", 2, WORKS_THERE), ("Bahar", 1, {}))
    )
    assert [row[:6] for row in table("waiting", full)[1:]] == [
        [1, early.code, "Bahar", "no organisation", "no organisation", clock(full, early)],
        [2, late.code, "Chidi", "Riverside Welcome", "Local", clock(full, late)],
    ]
    booking.cancel(registration=has_it)
    with django_assert_max_num_queries(20):
        [heading, offered, waits] = table("waiting", full)
    assert heading[-3:] == ["Joined", "Offered", "Answer"]
    assert (offered[0], offered[2], offered[7][:17]) == (
        "holds an offer",
        "Bahar",
        "not yet: held unt",
    )
    assert isinstance(offered[6], datetime)
    assert (waits[0], waits[2], waits[6:]) == (1, "Chidi", ["no offer", "no offer"])
    early.refresh_from_db()
    waiting_list.let_go(registration=early, stays=True)
    late.refresh_from_db()
    waiting_list.accept(registration=late)
    assert [(row[0], row[2], row[7]) for row in table("waiting", full)[1:]] == [
        (1, "Bahar", "let the place go")
    ]
    assert [(row[0], row[2], row[7]) for row in table("waiting", full, "answered")[1:]] == [
        (1, "Bahar", "let the place go"),
        ("has a place", "Chidi", "took the place"),
    ]
    assert "Amina" not in words_of(made("waiting", full, "answered"))


def clock(event, person):
    return person.waiting_since.astimezone(event.zone).replace(tzinfo=None)


def test_people_who_come_together_have_one_place_in_line(full):
    make_registration(full)
    first, friend, last = (make_registration(full, name) for name in ("Bahar", "Aster", "Chidi"))
    Registration.objects.filter(pk=friend.pk).update(with_whom=first)
    rows = [(row[0], row[2]) for row in table("waiting", full)[1:]]
    assert sorted(rows) == [(1, "Aster"), (1, "Bahar"), (3, "Chidi")]
    assert [waiting_list.position(one) for one in (first, last)] == [1, 3]


# All three


@pytest.mark.parametrize("kind", ["photos", "contacts", "waiting"])
def test_they_hold_no_needs_and_no_formula_and_ask_as_often_for_three_as_for_one(kind, event):
    needs = {"access": ["step_free"], "access_other": "CANARY", "needs_consent": True}
    for number, text in enumerate(HOSTILE[:3]):
        if number == 1:
            alone = asked(kind, event)
        person = make_registration(event, text, contact_list=["name"], photo="no", **needs)
        Registration.objects.filter(pk=person.pk).update(
            badge_name=text,
            **(
                {"state": "waiting", "place": None, "waiting_since": timezone.now()}
                if kind == "waiting"
                else {}
            ),
        )
    assert asked(kind, event) == alone
    content = made(kind, event)
    assert formulas(content) == []
    assert "CANARY" not in words_of(content)
    assert kind == "photos" or all(text in words_of(content) for text in HOSTILE[:3])


def asked(kind, event):
    with CaptureQueriesContext(connection) as found:
        made(kind, event)
    return len(found)


@pytest.mark.parametrize("kind", ["photos", "contacts", "waiting"])
def test_only_organisers_and_staff_make_them(kind, host, event):
    for role in Role:
        user = make_member(host, role)
        if role in (Role.ORGANISER, Role.STAFF):
            assert made(kind, event, by=user)
        else:
            with pytest.raises(exports.NotAllowedError):
                made(kind, event, by=user)
