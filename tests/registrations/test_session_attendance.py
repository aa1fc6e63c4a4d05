"""Sessions on the day: where somebody goes, said at the door; who was there; paper for it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import AuditEntry
from registrations import booking, check_in, door_cards
from registrations.breakouts import attending, sheets
from registrations.models import Allocation, CheckIn, Facilitation, Placement
from tests.factories import make_event, make_lead, make_registration, make_round
from tests.markup import assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

DOOR = "/organise/events/spring-forum/door/"
SESSIONS = f"{DOOR}sessions/"
SHEETS = "/organise/events/spring-forum/breakouts/sheets/"


def main(response):
    words = text_of(named(page_of(response), "main")[0])
    return re.sub(r" (?=[,.?:;])", "", words).replace("\xa0", " ")


@pytest.fixture
def groups(event):
    groups = make_round(event, title="Morning groups")
    for session, name in zip(groups, ("Room 4", "Loft", "Hall"), strict=True):
        session.room.name = name
        session.room.save()
    return groups


@pytest.fixture
def housing(groups):
    return groups[0]


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina", coming_as="staff", organisation="Harbour Lights")


@pytest.fixture
def today(event):
    with time_machine.travel(event.starts_at + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def at_door(client, sign_in, door, today):
    return sign_in(client, door)


def tell(event, *seats):
    """People were told: (registration, session) each, or (registration, slot, None)."""
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    for person, session, *none in seats:
        Placement.objects.create(
            allocation=run,
            registration=person,
            slot=session if none else session.slot,
            session=None if none else session,
        )
    return run


def there(session):
    return sorted(str(row.registration) for row in CheckIn.objects.filter(session=session))


# At the door of the event


def test_the_card_says_where_they_go_before_and_after_they_are_in(at_door, event, housing, amina):
    tell(event, (amina, housing))
    page = f"{DOOR}{amina.pk}/"
    assert "Session 11 am Housing, Room 4" in main(at_door.get(page))
    check_in.check_in(registration=amina, by=None, scan_id=amina.pk)
    assert "Already in" in main(at_door.get(page))
    assert "11 am Housing, Room 4" in main(at_door.get(page))
    said = main(at_door.get(f"{page}?scan={amina.pk}"))
    assert "Welcome, Amina. In. 11 am Housing, Room 4" in said


def test_a_seat_that_was_not_found_or_is_in_a_cancelled_session_is_said(
    at_door, event, groups, amina
):
    housing, health, _work = groups
    bilal = make_registration(event, "Bilal")
    tell(event, (amina, housing), (bilal, health.slot, None))
    housing.is_cancelled, housing.replaced_by = True, "Casework clinic in the Hall"
    housing.save()
    said = main(at_door.get(f"{DOOR}{amina.pk}/"))
    assert "Housing, cancelled. Instead: Casework clinic in the Hall" in said
    assert "No seat was found: ask at the help desk" in main(at_door.get(f"{DOOR}{bilal.pk}/"))


def test_only_sessions_of_the_day_that_are_not_over_are_said(at_door, housing, amina):
    event = make_event(slug="summit", ends_at=make_event(slug="x").starts_at + timedelta(days=1))
    days = [event.starts_at + timedelta(days=n, hours=2) for n in (0, 1)]
    first, second = (
        make_round(event, f"Day {n}", "Other", starts_at=day, ends_at=day + timedelta(hours=1))[0]
        for n, day in enumerate(days)
    )
    chen = make_registration(event, "Chen")
    tell(event, (chen, first), (chen, second))

    def said(now):
        return [seat.session.title for seat in door_cards.sessions(chen, event, now)]

    assert said(event.starts_at) == ["Day 0"]
    assert said(days[0] + timedelta(minutes=59)) == ["Day 0"]
    assert said(days[0] + timedelta(hours=1)) == ["Day 1"]
    assert said(days[1] + timedelta(hours=1)) == []
    booking.cancel(registration=chen, now=event.starts_at - timedelta(days=2))
    assert said(event.starts_at - timedelta(days=1)) == []


def test_a_draft_is_not_said_at_the_door(at_door, event, housing, amina):
    run = tell(event, (amina, housing))
    run.published_at = None
    run.save()
    assert "Housing" not in main(at_door.get(f"{DOOR}{amina.pk}/"))
    assert "Who is in which session" not in main(at_door.get(DOOR))


def test_the_card_asks_as_often_for_three_sessions_as_for_one(at_door, event, housing, amina):
    asked = []
    seats = [(amina, housing)]
    for hour in (3, 5):
        tell(event, *seats)
        with CaptureQueriesContext(connection) as queries:
            at_door.get(f"{DOOR}{amina.pk}/")
        asked.append(len(queries))
        for more in (0, 1):
            starts = event.starts_at + timedelta(hours=hour + more)
            [one, *_] = make_round(event, starts_at=starts, ends_at=starts + timedelta(minutes=50))
            seats.append((amina, one))
    assert asked[0] == asked[1]


# Who was in a session


def test_the_door_finds_the_sessions_with_counts_and_no_names(at_door, event, groups, amina):
    tell(event, (amina, groups[0]))
    assert "Who is in which session" in main(at_door.get(DOOR))
    response = at_door.get(SESSIONS)
    assert "Morning groups, 11 am to 12 noon" in main(response)
    assert "Housing Room 4, 0 of 1 in" in main(response)
    assert "Amina" not in main(response)


def test_before_people_were_told_there_is_nothing_to_tick(at_door, event, housing, amina):
    assert "Nobody was told their session yet" in main(at_door.get(SESSIONS))
    assert "Nobody was told to come here" in main(at_door.get(f"{SESSIONS}{housing.pk}/"))
    at_door.post(f"{SESSIONS}{housing.pk}/tick/", {"person": "everybody"})
    assert there(housing) == []


def test_one_person_is_ticked_and_taken_back(at_door, event, housing, amina, door):
    bilal = make_registration(event, "Bilal")
    Facilitation.objects.create(registration=bilal, session=housing)
    tell(event, (amina, housing), (bilal, housing))
    page = f"{SESSIONS}{housing.pk}/"
    response = at_door.get(page)
    assert "Bilal, leads it Here: Bilal Amina Harbour Lights Here: Amina" in main(response)
    assert_form_markup(response)
    response = at_door.post(f"{page}tick/", {"person": str(amina.pk)})
    assert response.headers["Location"] == f"{page}#{amina.pk}"
    at_door.post(f"{page}tick/", {"person": str(amina.pk)})
    assert there(housing) == ["Amina"]
    assert CheckIn.objects.get(session=housing).by == door
    assert "1 of 2 in" in main(at_door.get(page))
    assert "In Undo, Amina is not here" in main(at_door.get(page))
    at_door.post(f"{page}untick/", {"person": str(amina.pk)})
    assert there(housing) == []
    deeds = AuditEntry.objects.filter(row_id=housing.pk).order_by("at")
    assert [(line.deed, line.count) for line in deeds] == [
        (attending.TICKED, 1),
        (attending.TOOK_BACK, 1),
    ]


def test_all_of_them_are_ticked_at_once_and_taken_back(at_door, event, housing, amina):
    bilal = make_registration(event, "Bilal")
    tell(event, (amina, housing), (bilal, housing))
    page = f"{SESSIONS}{housing.pk}/"
    at_door.post(f"{page}tick/", {"person": str(amina.pk)})
    assert "All the others are here" in main(at_door.get(page))
    response = at_door.post(f"{page}tick/", {"person": "everybody"})
    assert response.headers["Location"] == page
    assert there(housing) == ["Amina", "Bilal"]
    assert "All the others" not in main(at_door.get(page))
    at_door.post(f"{page}untick/", {"person": "everybody"})
    assert there(housing) == []


@pytest.mark.parametrize("said", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_nobody_else_is_ticked(at_door, event, groups, amina, said):
    housing, health, _work = groups
    bilal = make_registration(event, "Bilal")
    tell(event, (amina, housing), (bilal, health))
    for person in (said, str(bilal.pk)):
        response = at_door.post(f"{SESSIONS}{housing.pk}/tick/", {"person": person})
        assert response.status_code == 302
    assert there(housing) == []


def test_who_cancelled_meanwhile_is_not_ticked(event, housing, amina, today):
    booking.cancel(registration=amina)
    assert attending.tick(session=housing, people=[amina.pk], by=None) == 0


def test_nobody_is_ticked_before_the_day_or_in_a_cancelled_session(
    client, sign_in, door, event, groups, amina
):
    housing, health, _work = groups
    tell(event, (amina, housing))
    client = sign_in(client, door)
    page = f"{SESSIONS}{housing.pk}/"
    assert "Amina" not in main(client.get(page))
    response = client.post(f"{page}tick/", {"person": str(amina.pk)}, follow=True)
    assert "You can tick people from" in main(response)
    assert there(housing) == []
    health.is_cancelled = True
    health.save()
    with pytest.raises(attending.NotYetError, match="cancelled"):
        attending.tick(session=health, people=[amina.pk], by=None, now=event.starts_at)


def test_being_in_a_session_is_not_being_in_at_the_door(event, housing, amina, today):
    tell(event, (amina, housing))
    attending.tick(session=housing, people=[amina.pk], by=None)
    assert check_in.count(event).inside == 0
    check_in.check_in(registration=amina, by=None, scan_id=amina.pk)
    check_in.undo(registration=amina, by=None)
    assert there(housing) == ["Amina"]


def test_the_pages_ask_as_often_for_three_people_as_for_one(at_door, event, housing):
    seats, asked = [], []
    for count in (1, 2):
        for number in range(count):
            row = make_registration(event, "G", coming_as="staff", organisation=f"{count}{number}")
            seats.append((row, housing))
        tell(event, *seats)
        for path in (SESSIONS, f"{SESSIONS}{housing.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                at_door.get(path)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 18


# Paper


def test_each_session_has_a_sheet_of_paper(client, sign_in, staff, event, groups, amina):
    housing, health, _work = groups
    housing.max_places = 12
    housing.save()
    make_lead(housing, name="Iona Reid")
    bilal = make_registration(event, "Bilal")
    Facilitation.objects.create(registration=bilal, session=health)
    tell(event, (amina, housing), (bilal, health))
    CheckIn.objects.create(registration=amina, event=event, session=housing)
    response = sign_in(client, staff).get(SHEETS)
    said = main(response)
    slot = "Morning groups, 11 am to 12 noon"
    assert f"{slot}. Room 4, 1 person, 12 places. Led by Iona Reid." in said
    assert "Was there Amina Harbour Lights" in said
    assert "Not ticked Bilal Leads it" in said
    assert f"{slot}. Hall, 0 people. Nobody is placed here." in said
    assert len(list(named(page_of(response), "section"))) == 3


def test_the_lists_lead_to_the_paper(client, sign_in, staff, event):
    page = page_of(sign_in(client, staff).get("/organise/events/spring-forum/lists/"))
    assert SHEETS in [dict(a.attributes)["href"] for a in named(page, "a")]


def test_before_people_were_told_there_is_no_paper(client, sign_in, staff, event, groups):
    assert "Nobody was told their session yet" in main(sign_in(client, staff).get(SHEETS))


def test_the_paper_asks_as_often_for_three_people_as_for_one(client, sign_in, staff, event, groups):
    client, seats, asked = sign_in(client, staff), [], []
    for count in (1, 2):
        for number in range(count):
            row = make_registration(event, "G", coming_as="staff", organisation=f"{count}{number}")
            seats.append((row, groups[number]))
        tell(event, *seats)
        with CaptureQueriesContext(connection) as queries:
            client.get(SHEETS)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 18


# Whose pages these are


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_who_works_at_the_door_opens_them_and_a_stranger_does_not(
    client, sign_in, door, staff, event, housing, path
):
    page = SESSIONS + path.format(pk=housing.pk)
    assert sign_in(client, staff).get(page).status_code == 404
    client = sign_in(client, door)
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 405
    assert client.get(SHEETS).status_code == 404


@pytest.mark.parametrize("deed", ["tick", "untick"])
def test_ticks_are_only_posted_and_only_for_a_session_of_the_event(at_door, event, housing, deed):
    assert at_door.get(f"{SESSIONS}{housing.pk}/{deed}/").status_code == 405
    other = make_round(make_event(slug="other"))[0]
    assert at_door.post(f"{SESSIONS}{other.pk}/{deed}/").status_code == 404


def test_the_paper_is_only_looked_at(client, sign_in, staff, event):
    assert sign_in(client, staff).post(SHEETS).status_code == 405


def test_once_bookings_are_to_be_erased_there_are_no_sheets(event, housing, amina):
    tell(event, (amina, housing))
    assert sheets.of(event)
    with time_machine.travel(event.ends_at + timedelta(days=4000)):
        assert sheets.of(event) is None
