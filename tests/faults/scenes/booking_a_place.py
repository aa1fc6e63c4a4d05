"""Deeds by which somebody books, changes a booking, gives a place back or has it again."""

import uuid

from forum.models import Event, User
from forum.models.people import Role
from registrations import (
    booking,
    consenting,
    contacts,
    drafts,
    forgetting,
    handing_over,
    links,
    lost_links,
    words_to_give,
)
from registrations.models import Registration
from tests.factories import ask, make_event
from tests.faults.scenes.telling import scene
from tests.world import NEEDS, World

NEW = uuid.UUID(int=1)
ANSWERS = {
    "name": "Ines Duarte",
    "contact_by": "email",
    "email": "ines@example.org",
    "language": "en",
    "coming_as": "staff",
    "organisation": "New Welcome House",
    "reach": "local",
    "photo": "no",
    "agree": True,
    "news": True,
    **NEEDS,
}
_OFFER = "registrations.waiting_list.offering.offer_free"


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


def an_event_with_room(world: World) -> Event:
    event = make_event(world.host, capacity=2, agreement="We listen.")
    ask(event, "food", "allergy")
    return event


@scene("registrations.booking.joining.start")
def a_form_is_begun(world: World, _: None) -> None:
    booking.start(event=world.event, draft_id=NEW)


@scene("registrations.drafts.save")
def a_page_of_the_form_is_kept(world: World, _: None) -> None:
    drafts.save(registration=world.draft, answers={"name": "Farah", "meals": ["halal"]})


@scene("registrations.booking.joining.begin", given=an_event_with_room)
def a_form_of_one_page_is_begun(world: World, event: Event) -> None:
    booking.begin(event=event, draft_id=NEW, answers=ANSWERS)


@scene("registrations.booking.joining.book_at_once", given=an_event_with_room)
def a_form_of_one_page_is_booked(world: World, event: Event) -> None:
    on = ("food", "allergy")
    booking.book_at_once(event=event, draft_id=NEW, answers=ANSWERS, on=on, has_own=False)


def a_draft(world: World) -> Registration:
    return booking.begin(event=an_event_with_room(world), draft_id=NEW, answers=ANSWERS)


@scene("registrations.booking.joining._book", given=a_draft)
def a_draft_is_booked(world: World, draft: Registration) -> None:
    booking.book(draft_id=draft.pk)


@scene("registrations.booking.registering.register", given=an_event_with_room)
def somebody_is_added_by_the_team(world: World, event: Event) -> None:
    booking.register(event=event, answers=ANSWERS, by=organiser(world), press=NEW)


@scene("registrations.booking.registering.register_together", given=an_event_with_room)
def people_are_booked_together(world: World, event: Event) -> None:
    others = [{**ANSWERS, "name": name, "email": f"{name}@example.org"} for name in ("bo", "cy")]
    booking.register_together(event=event, people=[ANSWERS, *others])


@scene("registrations.booking.together.add")
def a_companion_is_added(world: World, _: None) -> None:
    booking.add_companion(
        first=world.confirmed, answers={"with": [{"name": "Kofi", "relation": "child"}]}, press=NEW
    )


@scene("registrations.booking.changing.change")
def somebody_changes_a_booking(world: World, _: None) -> None:
    answers = {"email": "new@example.org", "name": "Amina W.", "meals": ["halal"], "news": True}
    booking.change(registration=world.confirmed, answers={**NEEDS, **answers})


@scene("registrations.booking.changing.erase_needs")
def somebody_erases_their_needs(world: World, _: None) -> None:
    booking.erase_needs(registration=world.confirmed)


@scene("registrations.booking.changing.cancel", _OFFER)
def a_place_is_given_back_and_offered_on(world: World, _: None) -> None:
    booking.cancel(registration=world.confirmed, everyone=True)


@scene("registrations.booking.restoring.restore", _OFFER)
def a_cancellation_is_taken_back(world: World, _: None) -> None:
    booking.restore(registration=world.cancelled)


@scene(
    "registrations.forgetting.forget",
    "registrations.booking.changing.cancel",
    "registrations.booking.changing.erase_needs",
    _OFFER,
)
def a_booking_is_deleted(world: World, _: None) -> None:
    forgetting.forget(registration=world.confirmed)


@scene("registrations.handing_over.hand_over")
def a_place_is_handed_over(world: World, _: None) -> None:
    handing_over.hand_over(
        registration=world.confirmed, name="Ines Duarte", contact_by="email", email="i@example.org"
    )


@scene("registrations.consenting.turn_off", "registrations.booking.changing.erase_needs")
def the_consent_to_needs_is_taken_back(world: World, _: None) -> None:
    consenting.turn_off(registration=world.confirmed, kind="needs")


def who_wants_to_hear(world: World) -> None:
    consenting.turn_on(registration=world.confirmed, kind="news")


@scene("registrations.consenting.turn_off", given=who_wants_to_hear)
def a_consent_is_taken_back(world: World, _: None) -> None:
    consenting.turn_off(registration=world.confirmed, kind="news")


@scene("registrations.consenting.turn_on")
def a_consent_is_given(world: World, _: None) -> None:
    consenting.turn_on(registration=world.confirmed, kind="news")


@scene("registrations.contacts.correct", "registrations.booking.changing.change")
def an_address_is_corrected(world: World, _: None) -> None:
    contacts.correct(
        registration=world.arrived,
        contact_by="email",
        email="right@example.org",
        by=organiser(world),
    )


@scene("registrations.contacts.correct")
def the_address_of_a_helper_is_corrected(world: World, _: None) -> None:
    contacts.correct(
        registration=world.awaiting,
        contact_by="helper",
        email="right@example.org",
        by=organiser(world),
    )


@scene("registrations.links.send_again")
def a_link_is_sent_again(world: World, _: None) -> None:
    links.send_again(registration=world.arrived, by=organiser(world))


@scene("registrations.words_to_give.with_link")
def a_private_link_is_read(world: World, _: None) -> None:
    words_to_give.with_link(registration=world.arrived, by=organiser(world))


@scene("registrations.lost_links.send")
def a_lost_link_is_sent(world: World, _: None) -> None:
    lost_links.send(code=world.arrived.code, contact=world.arrived.email)
