"""What clashes in a programme, and changing it."""

from datetime import timedelta

import pytest

from forum import scheduling
from forum.models import Event, Room, Session, Slot, User
from tests.factories import make_lead, make_room, make_session, make_slot

HOUR = timedelta(hours=1)


def clashes(event: Event) -> list[str]:
    sessions = event.sessions.select_related("slot", "room").prefetch_related("leads")
    found = scheduling.clashes(event, sessions=list(sessions), slots=list(event.slots.all()))
    return [clash.words for clash in found]


def test_sessions_one_after_the_other_in_one_room_do_not_clash(event: Event) -> None:
    room = make_room(event)
    make_session(event, room=room)
    make_session(event, room=room, starts_at=event.starts_at + HOUR)
    assert clashes(event) == []


def test_a_room_used_twice_at_once_is_told(event: Event) -> None:
    room, slot = make_room(event, name="Green room"), make_slot(event)
    make_session(event, room=room, slot=slot, title="Housing")
    make_session(event, room=room, title="Raids", starts_at=event.starts_at + 1.5 * HOUR)
    assert clashes(event) == ["“Housing” and “Raids” are both in Green room at 11.30 am."]


def test_two_sessions_without_a_room_are_in_no_room_together(event: Event) -> None:
    make_session(event)
    make_session(event)
    assert clashes(event) == []


def test_a_cancelled_session_clashes_with_nothing(event: Event) -> None:
    room = make_room(event, capacity=5)
    make_session(event, room=room)
    make_session(event, room=room, is_cancelled=True, max_places=50)
    assert clashes(event) == []


def test_somebody_who_leads_two_at_once_is_told(event: Event) -> None:
    slot = make_slot(event)
    for title in ["Housing", "Raids"]:
        make_lead(make_session(event, slot=slot, title=title), name="Rosa Quintero")
    assert clashes(event) == ["“Housing” and “Raids” are both led by Rosa Quintero at 11 am."]


def test_more_places_than_the_room_holds_are_told(event: Event) -> None:
    room = make_room(event, name="Attic", capacity=15)
    make_session(event, room=room, title="Housing", max_places=16)
    make_session(event, title="Raids", max_places=100)
    assert clashes(event) == ["“Housing” has 16 places, and Attic holds 15."]


def test_what_is_outside_the_event_is_told(event: Event) -> None:
    make_slot(event, title="Early", starts_at=event.starts_at - HOUR)
    make_slot(event, title="", starts_at=event.ends_at)
    make_session(event, title="Late", starts_at=event.ends_at - 0.5 * HOUR)
    assert clashes(event) == [
        "The slot “Early” is outside the event.",
        "The slot at 4.30 pm is outside the event.",
        "“Late” is outside the event.",
    ]


def test_a_clash_says_which_row_to_mend(event: Event) -> None:
    slot = make_slot(event, starts_at=event.ends_at)
    clash = scheduling.clashes(event, sessions=[], slots=[slot])[0]
    assert (clash.thing, clash.row) == ("slot", slot)


def test_keeping_a_session_replaces_its_leads_and_is_recorded(
    event: Event, organiser: User
) -> None:
    session = make_session(event, title="Housing")
    make_lead(session, name="Somebody else")

    scheduling.keep(
        row=session,
        fields={"title": "Housing now"},
        by=organiser,
        leads=[("Rosa Quintero", "Oak Street"), ("Yaw", "")],
    )

    session.refresh_from_db()
    assert session.title == "Housing now"
    assert [(lead.name, lead.organisation) for lead in session.leads.all()] == [
        ("Rosa Quintero", "Oak Street"),
        ("Yaw", ""),
    ]
    entry = event.audit_entries.get()
    assert (entry.deed, entry.who, entry.row_id) == ("changed the programme", organiser, session.pk)


def test_a_new_room_is_kept(event: Event, organiser: User) -> None:
    scheduling.keep(row=Room(event=event), fields={"name": "Hall"}, by=organiser)
    assert event.rooms.get().name == "Hall"


@pytest.mark.parametrize(("thing", "left"), [("slot", []), ("room", ["Housing"])])
def test_with_a_slot_go_its_sessions_and_with_a_room_none(
    event: Event, organiser: User, thing: str, left: list[str]
) -> None:
    row: Slot | Room = make_slot(event) if thing == "slot" else make_room(event)
    make_session(event, title="Housing", **{thing: row})

    scheduling.remove(row=row, by=organiser)

    assert list(Session.objects.values_list("title", flat=True)) == left
    assert event.audit_entries.get().deed == "changed the programme"
