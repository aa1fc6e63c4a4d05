"""Deeds that give places: answers, the waiting list, kinds of people, rules and capacity."""

from datetime import timedelta

from django.utils import timezone

from forum.models import Event, User
from forum.models.people import Role
from registrations import approving, kinds, place_rules, waiting_list
from registrations.models import PlaceRules
from registrations.models.registrations import Kind
from tests.faults.scenes.telling import scene
from tests.world import World

_OFFER = "registrations.waiting_list.offering.offer_free"


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


def two_more_places(world: World) -> None:
    Event.objects.filter(pk=world.event.pk).update(capacity=world.event.capacity + 2)
    world.event.refresh_from_db()


def three_more_places(world: World) -> None:
    Event.objects.filter(pk=world.event.pk).update(capacity=world.event.capacity + 3)
    world.event.refresh_from_db()


@scene("registrations.approving.approve", _OFFER, given=three_more_places)
def somebody_is_answered_with_yes(world: World, _: None) -> None:
    approving.approve(registration=world.awaiting, by=organiser(world))


@scene("registrations.approving.decline")
def somebody_is_answered_with_no(world: World, _: None) -> None:
    approving.decline(registration=world.awaiting, by=organiser(world), reason="It is full.")


@scene("registrations.waiting_list.answering._accept")
def an_offer_is_taken(world: World, _: None) -> None:
    waiting_list.accept(registration=world.offered)


@scene("registrations.waiting_list.answering._let_go")
def an_offer_is_let_go(world: World, _: None) -> None:
    waiting_list.let_go(registration=world.offered, stays=True)


@scene("registrations.waiting_list.answering._let_go")
def an_offer_is_let_go_for_good(world: World, _: None) -> None:
    waiting_list.let_go(registration=world.offered, stays=False)


@scene("registrations.waiting_list.giving.give_place", given=two_more_places)
def a_place_is_given_by_hand(world: World, _: None) -> None:
    waiting_list.give_place(registration=world.waiting, by=organiser(world), reason="A guest")


@scene(
    "registrations.waiting_list.offering.expire_due",
    "registrations.waiting_list.offering._expire",
    in_steps=True,
)
def an_offer_ends(world: World, _: None) -> None:
    waiting_list.expire_due(timezone.now() + timedelta(days=4))


@scene(
    "registrations.waiting_list.offering.offer_due", _OFFER, given=two_more_places, in_steps=True
)
def places_that_became_free_are_offered(world: World, _: None) -> None:
    waiting_list.offer_due()


@scene("registrations.place_rules.choose", given=two_more_places)
def rules_of_places_are_chosen(world: World, _: None) -> None:
    rules = PlaceRules(event=world.event, offer_hours=24)
    place_rules.choose(event=world.event, rules=rules, by=organiser(world))


@scene("registrations.kinds.change_kind", _OFFER)
def somebody_comes_as_crew(world: World, _: None) -> None:
    kinds.change_kind(registration=world.confirmed, kind=Kind.CREW, by=organiser(world))


@scene("registrations.kinds.come_with", _OFFER)
def somebody_comes_with_another(world: World, _: None) -> None:
    kinds.come_with(registration=world.waiting, first=world.offered, by=organiser(world))


@scene(
    "registrations.kinds.settle",
    "registrations.kinds.change_kind",
    "registrations.kinds.come_with",
    _OFFER,
)
def how_somebody_comes_is_settled(world: World, _: None) -> None:
    kinds.settle(
        registration=world.confirmed,
        kind=Kind.CREW,
        first=world.arrived,
        days=None,
        by=organiser(world),
    )
