"""Deeds about helpers, company, promises, travel, questions, the kitchen and later events."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from forum.models import Message, User
from forum.models.people import Role
from registrations import (
    accompanying,
    helping,
    in_touch,
    own_questions,
    promises,
    questions,
    travel_claims,
    waiting_list,
)
from registrations.kitchen import copies, links, sheet
from registrations.models import Helper, OwnQuestion, Subscriber
from tests.factories import ask_own, make_event, make_helper
from tests.faults.scenes.telling import scene
from tests.world import World

NEW = uuid.UUID(int=2)


def lead(world: World) -> User:
    return world.team[Role.NEEDS_LEAD]


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


@scene("registrations.helping.starting.begin")
def a_helper_begins(world: World, _: None) -> None:
    helping.begin(
        event=world.event,
        helper_id=NEW,
        name="Robin Vale",
        organisation="New House",
        email="robin@example.org",
    )


@scene("registrations.helping.keeping.keep")
def a_helper_keeps_rows_for_later(world: World, _: None) -> None:
    rows = [helping.Kept(uuid.UUID(int=n), {"name": f"Person {n}"}) for n in (5, 6)]
    helping.keep(helper=world.helper, rows=rows)


def a_helper_elsewhere(world: World) -> Helper:
    return make_helper(make_event(world.host, capacity=1))


@scene(
    "registrations.helping.registering.register",
    "registrations.booking.registering.register",
    given=a_helper_elsewhere,
)
def a_helper_registers_people(world: World, helper: Helper) -> None:
    said = {"contact_by": "helper", "coming_as": "myself", "agree": True}
    rows = [helping.Entry(uuid.UUID(int=n), {"name": f"P {n}", **said}) for n in (5, 6)]
    helping.register(helper=helper, rows=rows)


@scene("registrations.helping.leaving.forget")
def a_helper_leaves(world: World, _: None) -> None:
    helping.forget(helper=world.helper)


def somebody_else_has_a_place(world: World) -> None:
    waiting_list.accept(registration=world.offered)


@scene("registrations.accompanying.proposing.propose", given=somebody_else_has_a_place)
def company_is_proposed(world: World, _: None) -> None:
    accompanying.propose(registration=world.confirmed, companion=world.offered, by=lead(world))


@scene("registrations.accompanying.proposing.call_off")
def company_is_called_off(world: World, _: None) -> None:
    accompanying.call_off(registration=world.confirmed, by=lead(world))


@scene("registrations.accompanying.agreeing.answer")
def somebody_agrees_to_come_along(world: World, _: None) -> None:
    accompanying.answer(
        registration=world.arrived, other=world.confirmed.pk, is_yes=True, phone="077"
    )


@scene("registrations.accompanying.agreeing.answer")
def somebody_does_not_come_along(world: World, _: None) -> None:
    accompanying.answer(registration=world.arrived, other=world.confirmed.pk, is_yes=False)


@scene("registrations.promises.changing.change")
def a_need_is_promised(world: World, _: None) -> None:
    promises.change(
        registration=world.confirmed,
        kind="interpretation",
        state=promises.ARRANGED,
        words="Selam will be with you.",
        owner=None,
        due=None,
        by=lead(world),
    )


@scene("registrations.travel_claims.deciding._change")
def travel_is_paid(world: World, _: None) -> None:
    travel_claims.pay(registration=world.arrived, amount=Decimal("20.00"), by=lead(world))


@scene("registrations.own_questions.add")
def a_question_is_added(world: World, _: None) -> None:
    said = own_questions.Said("Do you come by bus?")
    own_questions.add(event=world.event, said=said, by=organiser(world))


def a_question_and_one_after_it(world: World) -> tuple[OwnQuestion, OwnQuestion]:
    one, two = list(own_questions.of(world.event))
    ask_own(world.event, "Which bus?", asked_after=one, asked_if=["Bus"])
    return one, two


@scene("registrations.own_questions.edit", given=a_question_and_one_after_it)
def a_question_is_changed(world: World, asked: tuple[OwnQuestion, OwnQuestion]) -> None:
    said = own_questions.Said("How come?", kind="choice", options=["Bus", "Boat"])
    own_questions.edit(question=asked[0], said=said, by=organiser(world))


@scene("registrations.own_questions.remove", given=a_question_and_one_after_it)
def a_question_is_removed(world: World, asked: tuple[OwnQuestion, OwnQuestion]) -> None:
    own_questions.remove(question=asked[0], by=organiser(world))


@scene("registrations.own_questions.move", given=a_question_and_one_after_it)
def questions_change_places(world: World, asked: tuple[OwnQuestion, OwnQuestion]) -> None:
    own_questions.move(question=asked[1], up=True, by=organiser(world))


@scene("registrations.questions.choose")
def what_is_asked_is_chosen(world: World, _: None) -> None:
    choices = [questions.Choice("food", on=True, owner=lead(world)), questions.Choice("travel")]
    questions.choose(event=world.event, choices=choices, by=organiser(world))


@scene("registrations.kitchen.links.make")
def a_link_for_the_kitchen_is_made(world: World, _: None) -> None:
    until = world.event.local_end.date()
    links.make(event=world.event, made_for="Kitchen", until=until, with_names=True, by=lead(world))


@scene("registrations.kitchen.links.end")
def a_link_for_the_kitchen_ends(world: World, _: None) -> None:
    links.end(link=world.kitchen_link, by=lead(world))


def no_copy(world: World) -> None:
    """Of a sheet that is as its last copy no other is kept."""
    copies.KitchenCopy.objects.filter(event=world.event).delete()


@scene(
    "registrations.kitchen.sheet.keep_on_paper", "registrations.kitchen.copies._keep", given=no_copy
)
def a_copy_for_the_kitchen_is_kept(world: World, _: None) -> None:
    sheet.keep_on_paper(event=world.event, by=world.team[Role.STAFF])


@scene("registrations.kitchen.sheet.named", "registrations.kitchen.copies._keep", given=no_copy)
def a_copy_with_names_is_kept(world: World, _: None) -> None:
    sheet.named(event=world.event, by=lead(world), reason="Cards")


@scene("registrations.in_touch.leaving.leave")
def somebody_leaves_the_list(world: World, _: None) -> None:
    in_touch.leave(subscriber=world.subscriber)


@scene("registrations.in_touch.leaving.remove")
def somebody_is_taken_off_the_list(world: World, _: None) -> None:
    in_touch.remove(host=world.host, address=world.subscriber.email, by=world.team[Role.OWNER])


@scene("registrations.in_touch.inviting.invite")
def the_list_is_invited(world: World, _: None) -> None:
    in_touch.invite(event=world.event, expected=1, by=organiser(world))


def a_list_of_two_years_ago(world: World) -> Any:
    """Somebody to ask, somebody who was asked just now, and somebody who did not answer."""
    now = timezone.now()
    fields = {"host": world.host, "wording": "news-2", "given_at": now - timedelta(days=800)}
    Subscriber.objects.create(email="one@later.example", **fields)
    asked = Subscriber.objects.create(email="two@later.example", **fields)
    Message.objects.create(
        kind="stay_in_touch",
        to=asked.email,
        row_id=asked.pk,
        state="sent",
        sent_at=now - timedelta(hours=1),
        created_at=now - timedelta(hours=2),
        due_at=now,
    )
    Subscriber.objects.create(
        email="three@later.example",
        asked_at=now - timedelta(days=60),
        days_waited=40,
        waited_on=now.date(),
        **fields,
    )


@scene(
    "registrations.in_touch.asking.ask_again_due",
    "registrations.in_touch.asking._ask",
    "registrations.in_touch.asking._note_what_left",
    "registrations.in_touch.asking._let_go",
    given=a_list_of_two_years_ago,
    in_steps=True,
)
def the_list_is_asked_again(world: World, _: None) -> None:
    in_touch.ask_again_due()
