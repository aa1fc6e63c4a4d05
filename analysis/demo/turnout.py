"""Who booked, cancelled, waited, worked there and came."""

import itertools
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from analysis.demo import seats, stage
from analysis.demo.audience import Draw
from analysis.demo.people import Person
from analysis.demo.stage import Show, Stage
from forum.models import User
from registrations import booking, check_in, tallying, waiting_list
from registrations.models import Registration
from registrations.models.check_in import How
from registrations.models.registrations import Kind

FOUND_AFTERWARDS = 24


def fill(
    scene: Stage,
    show: Show,
    people: list[Person],
    *,
    late: list[Person],
    leaving: list[Person],
) -> list[Registration]:
    """Book everybody, some of whom cancel; the late ones wait and get the places, but the last.

    Who has a place in the end, by the time of booking.
    """
    full = show.doors - timedelta(days=9)
    scene.rng.shuffle(people)
    moments = scene.between(show.opened, full, len(people))
    rows = stage.book(show, _respelt(people), moments)
    waiting_moments = scene.between(full, full + timedelta(days=2), len(late))
    waiting = stage.book(show, late, waiting_moments)
    stage.tell(rows, "confirmation", moments)
    stage.tell(waiting, "waiting_list", waiting_moments)
    gone = {person.name for person in leaving}
    when = full + timedelta(days=3)
    for row in (row for row in rows if row.badge_name in gone):
        when += timedelta(hours=5)
        cancel(show, row, when)
    _give_places(show, waiting, when)
    seats.place(show)
    return [row for row in [*rows, *waiting] if row.has_a_place]


def attend(
    scene: Stage,
    show: Show,
    people: list[Person],
    *,
    came: int,
    walk_ins: Iterable[Person] = (),
    how: Callable[[Stage, Show, list[Registration]], None] | None = None,
) -> list[Registration]:
    """Book everybody; so many come, and some without a booking. Those who have a place.

    `how` they come in, by the door if nothing is said. For events whose mails were deleted long
    ago: none is written.
    """
    scene.rng.shuffle(people)
    moments = scene.between(show.opened, show.doors - timedelta(hours=14), len(people))
    rows = stage.book(show, people, moments)
    seats.place(show)
    (how or let_in)(scene, show, scene.rng.sample(rows, came))
    drop_in(show, list(walk_ins), show.bill.team.door[0])
    return rows


def cancel(show: Show, row: Registration, when: datetime) -> None:
    booking.cancel(registration=row, now=when)
    show.diary.note("told", row.id, when)


def _give_places(show: Show, waiting: list[Registration], when: datetime) -> None:
    for row in waiting[:-1]:
        when += timedelta(hours=3)
        waiting_list.give_place(registration=row, by=show.bill.team.organiser, now=when)
        show.diary.note("gave a place", row.id, when)
        show.diary.note("told", row.id, when)
    for row in waiting[-1:]:
        cancel(show, row, when + timedelta(hours=1))


def _respelt(people: list[Person]) -> list[Person]:
    """Some write the name of their group in their own way; it is found all the same."""
    found = list(people)
    grouped = [index for index, person in enumerate(people) if person.group]
    for index, respell in zip(grouped[-2:], (str.upper, str.lower), strict=True):
        if group := people[index].group:
            own_way = group._replace(name=respell(group.name).replace("’", ""))
            found[index] = replace(people[index], group=own_way)
    return found


def crew(show: Show, draw: Draw, helpers: int, interpreters: int) -> list[Registration]:
    """Who works at the event: they eat, and take nobody's place."""
    both = helpers + interpreters
    moments = [show.opened + timedelta(days=7, minutes=9 * number) for number in range(both)]
    return [
        *stage.book(show, draw.more(helpers), moments[:helpers], Kind.CREW),
        *stage.book(show, draw.more(interpreters), moments[helpers:], Kind.INTERPRETER),
    ]


def let_in(scene: Stage, show: Show, rows: Iterable[Registration]) -> None:
    """Most come between the doors and the start, a few after; the door changes hands twice."""
    first, second = (show.bill.team.door * 2)[:2]
    for row in rows:
        minutes = abs(scene.rng.gauss(24, 16))
        when = show.doors + timedelta(minutes=minutes, seconds=scene.rng.randrange(60))
        by = second if 18 <= minutes < 34 else first
        check_in.check_in(registration=row, by=by, scan_id=uuid.uuid4(), now=when)
        show.diary.note("checked in", row.id, when)


def drop_in(show: Show, people: list[Person], by: User) -> None:
    """People at the door without a booking; they give no address, so no mail is due."""
    between = min(timedelta(minutes=7), timedelta(minutes=75) / max(1, len(people)))
    for number, person in enumerate(people):
        when = show.event.starts_at + timedelta(minutes=12) + between * number
        answers = {**person.without_needs, "contact_by": "page", "email": "", "phone": ""}
        row = check_in.walk_in(event=show.event, answers=answers, by=by, now=when)
        show.diary.note("checked in", row.id, when)
        show.diary.note("added a walk-in", row.id, when)


def join(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """Most join by the button of their page; the meeting's list has the others."""
    found = rows[:FOUND_AFTERWARDS]
    for row in rows:
        minutes, seconds = abs(scene.rng.gauss(13, 9)), scene.rng.randrange(60)
        when, how, by = show.doors + timedelta(minutes=minutes, seconds=seconds), How.JOINED, None
        if row in found:
            when, how = show.event.ends_at + timedelta(minutes=20), How.MATCHED
            by = show.bill.team.organiser
        scan_id = uuid.uuid4()
        check_in.check_in(registration=row, by=by, scan_id=scan_id, how=how, now=when)
        show.diary.note("checked in", row.id, when)


def tally(show: Show, heads: int, by: User) -> None:
    """Who comes by and gives no name, as groups of friends do."""
    when, left, sizes = show.event.starts_at, heads, itertools.cycle((1, 5, 1, 1))
    while left:
        when += timedelta(minutes=9)
        number = min(left, next(sizes))
        tallying.count(
            event=show.event,
            day=when.astimezone(show.event.zone).date(),
            number=number,
            by=by,
            press=uuid.uuid4(),
            now=when,
        )
        show.diary.note("counted heads", show.event.id, when)
        left -= number
