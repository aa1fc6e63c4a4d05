"""The programme builder: rooms, slots and sessions, and what clashes."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from forum.models import Event, Host, Room, Session, Slot, User
from tests.factories import make_event, make_lead, make_room, make_session, make_slot
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, text_of
from tests.markup import page_of as parsed

LONDON = ZoneInfo("Europe/London")
PATH = "/organise/events/spring-forum/programme/"
SESSION = {"title": "Housing", "kind": "breakout", "starts": "10:00", "ends": "11:00"}
FORMS: dict[str, dict[str, Any]] = {
    "room": {"name": "Hall", "capacity": "40", "is_step_free": "on"},
    "slot": {"title": "Groups", "starts": "11:00", "ends": "12:00"},
    "session": SESSION | {"leads": "Rosa Quintero, Oak Street"},
}
MAKE = {"room": make_room, "slot": make_slot, "session": make_session}


def words(client: Client, path: str = PATH) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return text_of(parsed(response)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_day_stands_by_time_with_room_leads_and_places(
    client: Client, organiser: User, event: Event
) -> None:
    slot = make_slot(event, title="Morning groups")
    room = make_room(event, name="Green room", capacity=25, is_step_free=False, is_quiet=True)
    make_lead(
        make_session(event, slot=slot, room=room, title="Housing", max_places=20), name="Rosa"
    )
    make_session(event, title="Welcome")
    make_slot(event, title="Empty", starts_at=event.starts_at + timedelta(hours=3))
    client.force_login(organiser)

    page = words(client)

    assert "Two sessions in one room" in page
    assert "10 am to 11 am Welcome Not decided Nobody yet No limit" in page
    assert "11 am to 12 noon Morning groups Housing Green room Rosa 20" in page
    assert "1 pm to 2 pm Empty No session in this slot yet" in page
    assert "Green room 25 By steps Quiet" in page
    assert "clash" not in page


def test_an_empty_programme_says_how_to_begin(client: Client, organiser: User, host: Host) -> None:
    make_event(host, slug="draft", published=False)
    client.force_login(organiser)
    page = words(client, "/organise/events/draft/programme/")
    assert "Nothing is planned yet" in page
    assert "You can publish without it" in page
    assert "Go on to publish" in page


def test_clashes_are_told_in_words_with_a_link_to_mend_them(
    client: Client, organiser: User, event: Event
) -> None:
    room = make_room(event, name="Attic")
    make_session(event, room=room, title="Housing")
    other = make_session(event, room=room, title="Raids")
    client.force_login(organiser)
    assert "One clash “Housing” and “Raids” are both in Attic at 10 am." in words(client)
    assert f"{PATH}session/{other.pk}/" in client.get(PATH).content.decode()


@pytest.mark.parametrize("thing", ["room", "slot", "session"])
def test_the_builder_asks_the_database_as_often_for_three_as_for_one(
    client: Client, organiser: User, event: Event, thing: str
) -> None:
    client.force_login(organiser)

    def add() -> None:
        row = MAKE[thing](event)
        if isinstance(row, Session):
            make_lead(row)

    assert_same_queries(client, PATH, add)


@pytest.mark.parametrize("thing", FORMS)
def test_each_thing_is_added_with_a_form(
    client: Client, organiser: User, event: Event, thing: str
) -> None:
    client.force_login(organiser)
    path = f"{PATH}{thing}/new/"
    assert_form_markup(client.get(path))
    assert_error_contract(client.post(path, {"nothing": "1"}))

    response = client.post(path, FORMS[thing])

    assert response.headers["Location"] == PATH
    assert event.audit_entries.get().deed == "changed the programme"


def test_what_was_added_is_as_typed(client: Client, organiser: User, event: Event) -> None:
    client.force_login(organiser)
    for thing, typed in FORMS.items():
        client.post(f"{PATH}{thing}/new/", typed)

    room, slot, session = Room.objects.get(), Slot.objects.get(), Session.objects.get()
    assert (room.name, room.capacity, room.is_step_free, room.is_quiet) == ("Hall", 40, True, False)
    assert (slot.title, slot.starts_at) == ("Groups", event.starts_at + timedelta(hours=1))
    assert (session.title, session.starts_at) == ("Housing", event.starts_at)
    assert [(lead.name, lead.organisation) for lead in session.leads.all()] == [
        ("Rosa Quintero", "Oak Street")
    ]


def test_a_thing_is_changed_with_the_same_form(
    client: Client, organiser: User, event: Event
) -> None:
    session = make_session(event, title="Housing")
    make_lead(session, name="Rosa")
    client.force_login(organiser)
    path = f"{PATH}session/{session.pk}/"
    assert "Change Housing" in words(client, path)

    client.post(path, SESSION | {"title": "Homes", "is_cancelled": "on", "replaced_by": "Tea"})

    session.refresh_from_db()
    assert (session.title, session.is_cancelled, session.replaced_by) == ("Homes", True, "Tea")
    assert session.leads.count() == 0


def test_extra_answers_change_nothing(client: Client, organiser: User, event: Event) -> None:
    """D03."""
    other = make_event()
    session = make_session(event)
    client.force_login(organiser)
    extra = {"event": str(other.pk), "id": str(other.pk), "recording_link": "javascript:x"}
    client.post(f"{PATH}session/new/", SESSION | {"title": "New"} | extra)
    made = Session.objects.get(title="New")
    assert (made.event, made.recording_link) == (event, "")
    client.post(f"{PATH}session/{session.pk}/", SESSION | {"event": str(other.pk)})
    session.refresh_from_db()
    assert session.event == event


@pytest.mark.parametrize("field", ["room", "slot"])
def test_rows_of_another_event_are_refused(
    client: Client, organiser: User, event: Event, field: str
) -> None:
    """D02: the form says so, and the other event stays as it was."""
    foreign = MAKE[field](make_event())
    session = make_session(event, title="Before")
    client.force_login(organiser)
    response = client.post(f"{PATH}session/{session.pk}/", SESSION | {field: str(foreign.pk)})
    assert_error_contract(response)
    session.refresh_from_db()
    assert session.title == "Before"


@pytest.mark.parametrize("thing", FORMS)
def test_a_thing_of_another_event_is_not_found_here(
    client: Client, organiser: User, event: Event, thing: str
) -> None:
    row = MAKE[thing](make_event())
    client.force_login(organiser)
    for path in [f"{PATH}{thing}/{row.pk}/", f"{PATH}{thing}/{row.pk}/remove/"]:
        assert client.get(path).status_code == 404
        assert client.post(path, FORMS[thing]).status_code == 404
    assert type(row).objects.filter(pk=row.pk).exists()


def test_there_are_no_other_things(client: Client, organiser: User, event: Event) -> None:
    room = make_room(event)
    client.force_login(organiser)
    assert client.get(f"{PATH}event/new/").status_code == 404
    assert client.get(f"{PATH}session/{room.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("day", "words_told"),
    [
        (datetime(2026, 10, 24, 10, tzinfo=LONDON), "1.30 am happens twice"),
        (datetime(2027, 3, 27, 10, tzinfo=LONDON), "1.30 am does not exist"),
    ],
)
def test_a_slot_at_a_time_the_clocks_skip_or_repeat_is_refused_at_its_field(
    client: Client, organiser: User, host: Host, day: datetime, words_told: str
) -> None:
    """D12."""
    event = make_event(host, slug="night", starts_at=day, ends_at=day + timedelta(days=1))
    client.force_login(organiser)
    second = (day + timedelta(days=1)).date().isoformat()
    response = client.post(
        "/organise/events/night/programme/slot/new/",
        {"day": second, "starts": "01:30", "ends": "05:00"},
    )
    assert_error_contract(response)
    assert words_told in text_of(parsed(response))
    assert event.slots.count() == 0


@pytest.mark.parametrize("thing", FORMS)
def test_removing_asks_first(client: Client, organiser: User, event: Event, thing: str) -> None:
    row = MAKE[thing](event)
    client.force_login(organiser)
    path = f"{PATH}{thing}/{row.pk}/remove/"
    assert "Remove " in words(client, path)
    assert type(row).objects.count() == 1

    response = client.post(path)

    assert response.headers["Location"] == PATH
    assert type(row).objects.count() == 0


def test_removing_a_slot_names_the_sessions_that_go_with_it(
    client: Client, organiser: User, event: Event
) -> None:
    slot, room = make_slot(event), make_room(event)
    make_session(event, slot=slot, room=room, title="Housing")
    client.force_login(organiser)
    assert "The one session in it goes with it: Housing" in words(
        client, f"{PATH}slot/{slot.pk}/remove/"
    )
    assert "One session will have no room: Housing" in words(
        client, f"{PATH}room/{room.pk}/remove/"
    )


def test_strangers_stay_out(client: Client, event: Event, stranger: User) -> None:
    room = make_room(event)
    for path in [
        PATH,
        f"{PATH}room/new/",
        f"{PATH}room/{room.pk}/",
        f"{PATH}room/{room.pk}/remove/",
    ]:
        assert_team_only(client, path, stranger)


@pytest.mark.parametrize("role", ["needs_lead", "door", "staff", "analyst"])
def test_only_owners_and_organisers_build(
    client: Client, event: Event, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(PATH).status_code == 404
    assert client.post(f"{PATH}room/new/", FORMS["room"]).status_code == 404
    assert Room.objects.count() == 0


def test_only_the_right_methods_are_heard(client: Client, organiser: User, event: Event) -> None:
    room = make_room(event)
    client.force_login(organiser)
    assert_refuses(client, PATH, "POST", "PUT", "DELETE")
    for page in ["room/new/", f"room/{room.pk}/", f"room/{room.pk}/remove/"]:
        assert_refuses(client, f"{PATH}{page}", "PUT", "DELETE")
