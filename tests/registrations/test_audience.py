"""For whom a message is: by state, kind, day, session and whether they came; never by needs."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations import audience, booking, check_in
from registrations.models import Allocation, Needs, Placement, PlaceRules, Registration
from tests.factories import make_event, make_helper, make_registration, make_round

pytestmark = pytest.mark.django_db


def names(event, **which):
    return [person.badge_name for person in audience.people(event, which)]


@pytest.fixture
def everybody(event):
    """One with a place, one who works there, one who waits, is to be answered, and cancelled."""
    event.capacity = 2
    event.save()
    make_registration(event, "Place")
    make_registration(event, "Kit", kind="crew")
    gone = make_registration(event, "Gone")
    make_registration(event, "Waits")
    booking.cancel(registration=gone)
    PlaceRules.objects.create(event=event, needs_approval=True)
    make_registration(event, "Asks")
    booking.start(event=event)
    make_registration(make_event(), "Elsewhere")
    return event


def test_people_are_chosen_by_how_their_booking_stands(everybody):
    assert names(everybody, who="place") == ["Place", "Kit"]
    assert names(everybody, who="waiting") == ["Waits"]
    assert names(everybody, who="to_answer") == ["Asks"]
    assert names(everybody, who="all") == ["Place", "Kit", "Waits", "Asks"]
    assert names(everybody, who="place", kinds=["crew"]) == ["Kit"]


def test_an_audience_that_says_nothing_or_nonsense_is_nobody(everybody):
    assert names(everybody) == names(everybody, who="vegan") == []
    assert audience.reach(everybody, {"who": "nobody"}) == audience.Reach()
    assert audience.in_words({}) == "Nobody yet"


def test_a_day_finds_who_chose_it_and_who_chose_none_that_there_still_is(event):
    event.ends_at += timedelta(days=1)
    event.save()
    first, second = (day.isoformat() for day in event.days)
    make_registration(event, "First", days=[first])
    make_registration(event, "Second", days=[second])
    make_registration(event, "Both", days=[first, second])
    moved = make_registration(event, "Moved")
    Registration.objects.filter(pk=moved.pk).update(days=["2020-01-01"])
    assert names(event, who="place", day=first) == ["First", "Both", "Moved"]
    assert names(event, who="place", day=second) == ["Second", "Both", "Moved"]


def test_a_session_finds_who_was_placed_there_by_what_people_were_told(event, organiser):
    housing, health, _ = make_round(event)
    amina, bilal = (make_registration(event, name) for name in ("Amina", "Bilal"))
    for at, session in ((None, housing), (event.created_at, health)):
        run = Allocation.objects.create(event=event, published_at=at)
        Placement.objects.create(
            allocation=run, registration=amina, slot=session.slot, session=session
        )
    assert bilal.has_a_place
    assert names(event, who="place", session=str(housing.pk)) == []
    assert names(event, who="place", session=str(health.pk)) == ["Amina"]


def test_after_the_event_those_who_came_and_those_who_did_not(event, door):
    amina = make_registration(event, "Amina")
    make_registration(event, "Bilal")
    check_in.check_in(registration=amina, by=door, scan_id=uuid.uuid4())
    assert names(event, who="place", came="yes") == ["Amina"]
    assert names(event, who="place", came="no") == ["Bilal"]


def test_the_count_is_exact_with_helpers_telephones_and_pages(event):
    make_registration(event, "Mail")
    make_registration(event, "Phone", contact_by="phone", email="", phone="07700 900123")
    make_registration(event, "Page", contact_by="page", email="")
    for name, email, phone in (
        ("By mail", "kay@example.org", ""),
        ("By phone", "", "07700 900124"),
    ):
        helper = make_helper(event, email=email, phone=phone)
        helped = make_registration(event, name)
        Registration.objects.filter(pk=helped.pk).update(
            contact_by="helper", email="", helper=helper
        )
    assert audience.reach(event, {"who": "place"}) == audience.Reach(2, 2, 1)


def test_who_speaks_for_others_reads_it_once(event):
    first = make_registration(event, "First")
    child = make_registration(event, "Child", contact_by="helper", email="", kind="companion")
    Registration.objects.filter(pk=child.pk).update(with_whom=first, through_first=True)
    assert audience.reach(event, {"who": "place"}) == audience.Reach(1, 0, 1)
    assert audience.reach(event, {"who": "place", "kinds": ["companion"]}) == audience.Reach(1)


def test_counting_asks_once_and_reads_no_needs(event):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            audience.reach(event, {"who": "all", "kinds": ["participant"], "came": "no"})
        counts.append(len(queries))
        assert Needs._meta.db_table not in "".join(query["sql"] for query in queries)
        for number in range(3):
            make_registration(event, f"Person {number}")
    assert counts == [1, 1]


def test_an_audience_reads_as_words():
    key = str(uuid.uuid4())
    chosen = {"who": "place", "kinds": ["crew", "guest"], "day": "2026-06-03", "session": key}
    assert audience.in_words({"who": "waiting"}) == "People on the waiting list"
    assert audience.in_words({**chosen, "came": "no"}, {key: "Housing"}) == (
        "People who have a place, only crew and guests, only on Wednesday 3 June, "
        "only in “Housing”, only people who did not come"
    )
    assert audience.in_words({"who": "all", "session": key}) == (
        "Everybody who has a place, waits or has no answer yet, only in “a session that is gone”"
    )
