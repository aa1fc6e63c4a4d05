"""What a run came to: counts that stand plain, and what would tell of needs sealed."""

from collections import Counter
from typing import Any

from registrations.allocation import Result, first_come, measure, profile, rooms
from registrations.allocation.measuring import LOTS, PAIRS
from registrations.breakouts import changes, sealed_part
from registrations.breakouts.input import Input, offers
from registrations.breakouts.rounds import topics
from registrations.breakouts.rows import Rows
from registrations.models import Allocation


def figures(rows: Rows, given: Input, result: Result) -> dict[str, Any]:
    """The counts of a run, none of which tells of a need."""
    sheet = first_come(given.problem, given.order)
    led = _led(given)
    taken = Counter(session for seat, session in sheet.items() if seat not in led)
    small = [one for one in given.problem.sessions if taken[one.id] < one.minimum]
    return {
        "people": len(given.problem.people),
        "goals": [
            {
                "name": goal.name,
                "value": goal.value,
                "bound": goal.bound,
                "seconds": round(goal.seconds, 3),
            }
            for goal in result.goals
            if goal.name != LOTS
        ],
        "draft": profile(given.problem, result.seats).as_counts(),
        "first_come": profile(given.problem, sheet).as_counts(),
        "small_on_sheet": len(small),
        "pairs_on_sheet": measure(given.problem, sheet)[PAIRS],
        "unreadable": given.unreadable,
        "lapsed": given.lapsed,
        "apart": given.apart,
        "programme": changes.programme_print(rows),
    }


def seal(run: Allocation, rows: Rows, given: Input, result: Result) -> str:
    """Needs that no session meets, swaps of rooms that would help, first choices kept out."""
    held, there = _held(rows), _rooms(rows)
    swaps = rooms.propose(held, there, given.problem.people)
    standing = rooms.standing(held, there, given.problem.people)
    part = sealed_part.Part(
        unmet=result.unmet,
        swaps=tuple(_kept(one) for one in swaps),
        blocked=rooms.together(standing.values()).blocked_first,
    )
    return sealed_part.seal(run, part)


def _held(rows: Rows) -> list[rooms.Held]:
    about = topics(rows.sessions)
    return [
        rooms.Held(
            id=str(one.pk),
            slot=str(one.slot_id),
            room=str(one.room_id) if one.room_id else "",
            most=one.max_places,
            minimum=one.min_places or 0,
            offers=frozenset() if one.room_id else offers(one, rows.event),
            topic=str(about[one.pk]),
        )
        for one in rows.sessions
    ]


def _rooms(rows: Rows) -> list[rooms.Room]:
    """The rooms in which sessions of the rounds are."""
    found = {one.room.pk: one for one in rows.sessions if one.room}
    return [
        rooms.Room(id=str(pk), seats=one.room.capacity, offers=offers(one, rows.event))
        for pk, one in found.items()
        if one.room
    ]


def _kept(swap: rooms.Swap) -> sealed_part.Swap:
    before, after = swap.before, swap.after
    return sealed_part.Swap(
        slot=swap.slot,
        moves=tuple((move.session, move.room, move.to) for move in swap.moves),
        blocked=(before.blocked_first, after.blocked_first),
        any_rank=(before.blocked, after.blocked),
        crowded=(before.crowded, after.crowded),
        frees=after.stuck < before.stuck,
    )


def _led(given: Input) -> set[tuple[str, str]]:
    """The seats of people who lead: they are not among those whom a session needs."""
    people = given.problem.people
    return {(one.id, slot) for one in people for slot in given.problem.led(one)}
