"""Deeds about breakouts: choosing, placing people, moving them, rooms, and who was there."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from forum.models import Event, Session, User
from forum.models.people import Role
from registrations import breakouts
from registrations.breakouts import attending, pinning, running, swaps
from registrations.breakouts.starting import _begin
from registrations.models import Allocation, Placement, Registration
from tests.factories import (
    ask,
    make_event,
    make_registration,
    make_room,
    make_session,
    make_slot,
)
from tests.faults.scenes.telling import scene
from tests.world import World


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


@scene("registrations.breakouts.choosing.choose")
def sessions_are_chosen(world: World, _: None) -> None:
    wishes = {str(world.slot.pk): [str(world.session.pk)]}
    breakouts.choose(registration=world.arrived, wishes=wishes)


def run(world: World) -> Allocation:
    return Allocation.objects.get(event=world.event)


@scene("registrations.breakouts.running.store", told_first=True)
def people_are_placed(world: World, _: None) -> None:
    running.run(event=world.event, by=organiser(world))


@scene("registrations.breakouts.starting._begin")
def a_run_is_begun(world: World, _: None) -> None:
    _begin(world.event, organiser(world), None, with_pins=True, now=timezone.now())


@scene("registrations.breakouts.publishing.publish", given=run)
def people_are_told_their_sessions(world: World, draft: Allocation) -> None:
    breakouts.publish(allocation=draft, by=organiser(world))


def a_run_with_a_swap(world: World) -> Allocation:
    """Somebody who cannot take stairs is kept out of their first choice."""
    event = make_event(world.host)
    ask(event)
    slot = make_slot(event)
    loft = make_room(event, name="Loft", capacity=8, is_step_free=False)
    hall = make_room(event, name="Hall", capacity=8)
    one, two = (make_session(event, slot=slot, kind="breakout", room=room) for room in (loft, hall))
    _wishes(event, "Amina", [one, two], access=["step_free"], needs_consent=True)
    _wishes(event, "Bilal", [two])
    return breakouts.run(event=event, by=organiser(world))


def _wishes(event: Event, name: str, sessions: list, **given: object) -> Registration:
    person = make_registration(event, name=name, **given)
    wished = {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}
    breakouts.choose(registration=person, wishes=wished)
    return person


def told(world: World) -> Placement:
    """Where Bilal is, who needs nothing; they know of it."""
    draft = a_run_with_a_swap(world)
    breakouts.publish(allocation=draft, by=organiser(world))
    return next(one for one in draft.placements.all() if one.registration.badge_name == "Bilal")


@scene("registrations.breakouts.pinning.move", given=told, told_first=True)
def somebody_is_moved(world: World, placed: Placement) -> None:
    pinning.move(
        allocation=placed.allocation,
        registration=placed.registration,
        session=placed.slot.sessions.exclude(pk=placed.session_id).get(),
        by=organiser(world),
        note="Asked for it",
    )


def pinned(world: World) -> Placement:
    placed = told(world)
    somebody_is_moved(world, placed)
    return placed


@scene("registrations.breakouts.pinning.let_go", given=pinned)
def somebody_is_let_go(world: World, placed: Placement) -> None:
    pinning.let_go(
        allocation=placed.allocation,
        registration=placed.registration,
        slot=placed.slot_id,
        by=organiser(world),
    )


@scene("registrations.breakouts.swaps.swap_rooms", "forum.scheduling.keep", given=a_run_with_a_swap)
def rooms_are_swapped(world: World, draft: Allocation) -> None:
    swaps.swap_rooms(event=draft.event, run=str(draft.pk), number=0, by=organiser(world))


def a_session_today(world: World) -> tuple[Session, list[UUID]]:
    event = make_event(world.host, starts_at=timezone.now() - timedelta(hours=1))
    people = [make_registration(event).pk for _ in range(2)]
    return make_session(event), people


@scene("registrations.breakouts.attending.tick", given=a_session_today)
def people_were_in_the_session(world: World, there: tuple[Session, list[UUID]]) -> None:
    attending.tick(session=there[0], people=there[1], by=organiser(world))


def ticked(world: World) -> tuple[Session, list[UUID]]:
    there = a_session_today(world)
    people_were_in_the_session(world, there)
    return there


@scene("registrations.breakouts.attending.take_back", given=ticked)
def people_were_not_in_the_session(world: World, there: tuple[Session, list[UUID]]) -> None:
    attending.take_back(session=there[0], people=there[1], by=organiser(world))
