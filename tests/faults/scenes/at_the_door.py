"""Deeds at the door and online: who came, and how many."""

import uuid
from datetime import timedelta

from django.utils import timezone

from forum.models import Event, User
from forum.models.people import Role
from registrations import check_in, helping, meeting, online, tallying
from registrations.models import Headcount, Helper, Registration
from registrations.paper import tick_list
from tests.factories import help_register, make_event, make_helper, make_registration
from tests.faults.scenes.telling import scene
from tests.world import World, let_time_pass

PRESS = uuid.UUID(int=3)
_LETS_IN = "registrations.check_in.check_in"


def door(world: World) -> User:
    return world.team[Role.DOOR]


@scene(_LETS_IN)
def somebody_is_checked_in(world: World, _: None) -> None:
    check_in.check_in(registration=world.confirmed, by=door(world), scan_id=PRESS)


@scene("registrations.check_in.undo")
def a_check_in_is_undone(world: World, _: None) -> None:
    check_in.undo(registration=world.arrived, by=door(world))


def an_event_today(world: World) -> Event:
    return make_event(
        world.host,
        starts_at=timezone.now() - timedelta(hours=1),
        mode="hybrid",
        online_link="https://meet.example/x",
    )


@scene("registrations.check_in.walk_in", _LETS_IN, given=an_event_today)
def somebody_walks_in(world: World, event: Event) -> None:
    answers = {"name": "Ines", "contact_by": "none", "language": "en", "coming_as": "myself"}
    check_in.walk_in(event=event, answers=answers, by=door(world), scan_id=PRESS)


def a_helper_with_two(world: World) -> Helper:
    helper = make_helper(an_event_today(world))
    help_register(helper, "Bo", "Cy")
    return helper


@scene("registrations.helping.arriving.all_arrived", _LETS_IN, given=a_helper_with_two)
def all_of_a_helper_arrive(world: World, helper: Helper) -> None:
    helping.all_arrived(helper=helper, press=PRESS)


@scene(
    "registrations.meeting.taking.take",
    _LETS_IN,
    "registrations.tallying.count",
    given=let_time_pass,
)
def a_list_of_a_meeting_is_taken(world: World, _: None) -> None:
    people = [world.confirmed, world.arrived]
    day = timezone.localdate()
    meeting.take(event=world.event, people=people, heads=3, day=day, by=door(world), press=PRESS)


@scene("registrations.tallying.count", given=let_time_pass)
def heads_are_counted(world: World, _: None) -> None:
    day = timezone.localdate()
    tallying.count(event=world.event, day=day, number=4, by=door(world), press=PRESS)


def counted(world: World) -> Headcount:
    let_time_pass(world)
    heads_are_counted(world, None)
    return Headcount.objects.get()


@scene("registrations.tallying.take_back", given=counted)
def a_count_is_taken_back(world: World, press: Headcount) -> None:
    tallying.take_back(event=world.event, pk=press.pk, by=door(world))


@scene("registrations.paper.tick_list.note", _LETS_IN)
def a_paper_list_is_typed(world: World, _: None) -> None:
    text = f"{world.confirmed.code}\n{world.arrived.code} {world.waiting.code} nothing"
    tick_list.note(event=world.event, text=text, by=door(world))


def who_joins(world: World) -> Registration:
    return make_registration(an_event_today(world))


@scene("registrations.online.join", _LETS_IN, given=who_joins)
def somebody_joins_online(world: World, person: Registration) -> None:
    online.join(registration=person)
