"""What giving somebody a session they wished for would have cost others: worked out when asked.

The answer is one of a few sentences, without counts of people. Where only what others need, or have
at other times, could be behind somebody's missing seat, it says no more than that somebody would
have ended up worse.
"""

from forum import small_counts, tries
from registrations.allocation import ClashError, Problem, Result, allocate, price
from registrations.allocation.measuring import COST, LET_DOWN, MOVES, PAIRS, SHORT, UNSEATED, WORST
from registrations.breakouts import rows as rows_of
from registrations.breakouts import seats
from registrations.breakouts.input import build, pins_of
from registrations.breakouts.own_reasons import Missed
from registrations.breakouts.placements import Mine, published
from registrations.models import Allocation, Registration
from registrations.models.breakouts import Mode

# Of more people it takes longer than somebody waits for a page; of fewer it would tell of them.
MOST_PEOPLE, LEAST_PEOPLE = 300, small_counts.LEAST_ANSWERS
_SECONDS = 5.0
# How often it may be asked in ten minutes: by one booking, and at one event by all.
_PER_BOOKING, _PER_EVENT = 6, 60

WITHOUT = "Somebody else would have been without a seat."
FAR = "Somebody would have ended up far from what they wished for, or without a seat."
DRAWN = "Nothing that we count: other plans were as good as this one, and a lot decided."
COSTS = {
    UNSEATED: FAR,
    SHORT: "A session would have had fewer people than it needs to be held.",
    WORST: FAR,
    LET_DOWN: "Somebody would have got neither a first nor a second choice at any time.",
    COST: "Altogether, people would have gone further down their lists than you would have come "
    "up.",
    PAIRS: "More people from one organisation would have sat together.",
    MOVES: "Somebody would have had to leave the session they were told before.",
}
FREE = "Nothing any more: there is room for you now. Ask the team to move you."
FIXED = "It was not free to give: what the team fixed for somebody stands against it."
TOO_MANY = "Too many people come to this event to work it out while you wait. Ask the team."
TOO_FEW = "So few people are placed at that time that the answer would tell of one of them."
UNKNOWN = "We could not work it out. Ask the team."


def may_ask(registration: Registration) -> bool:
    """Whether this booking, and all of the event, have a question left; counts this one."""
    event = str(registration.event_id)
    return tries.may_try(
        what="cost", value=str(registration.pk), most=_PER_BOOKING
    ) and tries.may_try(what="cost-event", value=event, most=_PER_EVENT)


def askable(mine: Mine | None, session_id: object) -> Missed | None:
    """The wish that a person may ask about, on their own list and not given; nothing for others."""
    for one in mine.reasons.values() if mine else []:
        for missed in one:
            if missed.session.pk == session_id and missed.has_a_price:
                return missed
    return None


def of(*, registration: Registration, missed: Missed) -> str:
    """What giving this session would cost, in words. Reads needs, and the trail says so."""
    run = published(registration.event)
    rows = rows_of.load(registration.event)
    slot = missed.session.slot_id
    here = [person for person, at in rows.expected if at == slot]
    if run is None or registration.pk not in here:
        return UNKNOWN
    if len(rows.people) > MOST_PEOPLE:
        return TOO_MANY
    if len(here) < LEAST_PEOPLE:
        return TOO_FEW
    return _worked_out(registration, run, rows, missed)


def _worked_out(
    registration: Registration, run: Allocation, rows: rows_of.Rows, missed: Missed
) -> str:
    is_same = run.input_hash == rows.fingerprint()
    given = build(
        rows=rows,
        by=None,
        pins=pins_of(run, rows),
        previous=seats.taken(run.basis if is_same else run),
        keep=run.mode == Mode.KEEP or not is_same,
    )
    if given.unreadable:
        return UNKNOWN
    person, session = str(registration.pk), missed.session
    try:
        result = _result(given.problem, run, is_same=is_same)
        if result.seats.get((person, str(session.slot_id))) == str(session.pk):
            return FREE
        found = price(
            given.problem,
            result,
            person=person,
            slot=str(session.slot_id),
            session=str(session.pk),
            seconds=_SECONDS,
        )
    except ClashError:
        return UNKNOWN
    if found.clash:
        # Any other clash may be over what somebody needs who comes along.
        return FIXED if found.clash == "full" else UNKNOWN
    if found.is_better and _has_room(given.problem, result, person, str(session.pk)):
        return FREE
    if found.goal and not found.is_proven:
        return UNKNOWN
    if found.goal == UNSEATED and _is_short(given.problem, result, person, str(session.slot_id)):
        return WITHOUT
    return COSTS.get(found.goal, UNKNOWN) if found.goal else DRAWN


def _result(problem: Problem, run: Allocation, *, is_same: bool) -> Result:
    """The seats that people were told; where bookings changed since, what would stand now."""
    return (
        Result(seats.as_text(seats.of(run)), ()) if is_same else allocate(problem, seconds=_SECONDS)
    )


def _is_short(problem: Problem, result: Result, person: str, slot: str) -> bool:
    """Whether the person has no seat and there are fewer seats than people, whatever they need."""
    places = sum(session.places for session in problem.slots[slot])
    people = sum(at == slot for _one, at in problem.cells())
    return result.seats.get((person, slot)) is None and places < people


def _has_room(problem: Problem, result: Result, person: str, session: str) -> bool:
    """Whether there is a place left for the person and all who come along with them."""
    leading = {one.id for one in problem.people if session in one.leads}
    taken = sum(one == session and who not in leading for (who, _), one in result.seats.items())
    party = 1 + sum(one.along == person for one in problem.people)
    return taken + party <= problem.by_id[session].places
