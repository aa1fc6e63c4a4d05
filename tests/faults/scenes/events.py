"""Deeds at events: beginning, changing, publishing and cancelling them, and their programme."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forum import complaints, keys, rotation, scheduling
from forum.models import Complaint, Event, User
from forum.models.people import Role
from forum.publishing import beginnings, changes, states
from tests.factories import make_event
from tests.faults.scenes.telling import scene
from tests.world import World


def owner(world: World) -> User:
    return world.team[Role.OWNER]


@scene("forum.publishing.beginnings.create", "forum.publishing.beginnings._with_free_slug")
def an_event_is_begun(world: World, _: None) -> None:
    starts_at = timezone.now() + timedelta(days=30)
    fields = {
        "title": world.event.title,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
    }
    beginnings.create(host=world.host, by=owner(world), fields=fields)


@scene(
    "forum.publishing.beginnings.copy",
    "forum.publishing.beginnings.create",
    "forum.publishing.beginnings._with_free_slug",
)
def an_event_is_copied(world: World, _: None) -> None:
    starts_at = world.event.starts_at + timedelta(days=364)
    beginnings.copy(event=world.event, by=owner(world), starts_at=starts_at)


@scene("forum.publishing.changes.change")
def an_event_that_was_told_is_changed(world: World, _: None) -> None:
    fields = {"title": "Another title", "public_place": "Bradford", "capacity": 40}
    changes.change(event=world.event, by=owner(world), fields=fields)


def a_draft_that_is_ready(world: World) -> Event:
    return make_event(world.host, published=False, getting_in="Ring the bell.", languages=["en"])


@scene("forum.publishing.states.publish", given=a_draft_that_is_ready)
def an_event_is_published(world: World, draft: Event) -> None:
    states.publish(event=draft, by=owner(world))


@scene("forum.publishing.states.cancel")
def an_event_is_cancelled(world: World, _: None) -> None:
    states.cancel(event=world.event, by=owner(world), reason="The hall is flooded.")


@scene("forum.scheduling.keep")
def a_session_is_kept_with_its_leads(world: World, _: None) -> None:
    scheduling.keep(
        row=world.session,
        fields={"title": "Another clinic"},
        leads=[("Ana", "House"), ("Bo", "")],
        by=owner(world),
    )


@scene("forum.scheduling.remove")
def a_slot_goes_with_its_sessions(world: World, _: None) -> None:
    scheduling.remove(row=world.slot, by=owner(world))


@scene("forum.complaints.make")
def somebody_complains(world: World, _: None) -> None:
    complaints.make(event=world.event, text="Nobody answered.", contact="who@example.org")


@scene("forum.complaints.make")
def the_first_complaint_makes_its_key(world: World, _: None) -> None:
    complaints.make(event=world.recorded, text="Nobody answered.", contact="who@example.org")


@scene("forum.complaints.answer")
def a_complaint_is_answered(world: World, _: None) -> None:
    complaints.answer(complaint=world.complaint, by=owner(world))


def two_complaints(world: World) -> Complaint:
    return complaints.make(event=world.event, text="The door was shut", contact="")


@scene(
    "forum.complaints.remind_due", "forum.complaints._remind", given=two_complaints, in_steps=True
)
def owners_are_reminded_of_complaints(world: World, _: Complaint) -> None:
    complaints.remind_due(timezone.now() + timedelta(days=21))


def complaints_of_long_ago(world: World) -> Any:
    long_ago = timezone.now() - timedelta(days=500)
    for event in (world.event, world.recorded):
        complaints.make(event=event, text="Nobody came", contact="", now=long_ago)
    Complaint.objects.update(made_at=long_ago)
    Event.objects.filter(pk=world.event.pk).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=4)
    )


@scene(
    "forum.complaints.erase_due",
    "forum.complaints._erase",
    "forum.complaints._destroy_key",
    given=complaints_of_long_ago,
    in_steps=True,
)
def complaints_are_erased_with_their_key(world: World, _: None) -> None:
    complaints.erase_due()


def a_new_key(world: World) -> None:
    keys.renew(world.event.pk, "needs")


@scene(
    "forum.rotation._reseal",
    "registrations.breakouts.resealing.reseal",
    given=a_new_key,
    in_steps=True,
)
def needs_are_sealed_with_a_new_key(world: World, _: None) -> None:
    rotation.reseal(world.event.pk, "needs")


@scene(
    "forum.rotation.finish_due",
    "forum.rotation._reseal",
    "registrations.breakouts.resealing.reseal",
    given=a_new_key,
    in_steps=True,
)
def old_keys_go_when_nothing_carries_them(world: World, _: None) -> None:
    rotation.finish_due(timezone.now() + timedelta(days=2))
