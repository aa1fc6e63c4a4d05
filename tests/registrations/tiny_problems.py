"""Problems so small that every allocation can be tried, and the trying of them."""

import hashlib
from collections import Counter
from itertools import combinations

from registrations.allocation import Person, Problem, Session

NEEDS = ["step_free", "hearing_loop"]
FULL = ["unseated", "short", "worst", "let_down", "cost", "pairs", "moves", "lots"]
KEEP = ["unseated", "short", "moves", "worst", "let_down", "cost", "pairs", "lots"]


# Made up


def tiny_problem(draw):
    """At most six people, two slots and three sessions in each, with everything that can be.

    `draw` is a random.Random.
    """
    slots = ["1", "2"][: draw.randint(1, 2)]
    sessions = [
        Session(
            id=f"{slot}{letter}",
            slot=slot,
            topic=draw.choice([f"{slot}{letter}", f"{slot}{letter}", "housing"]),
            places=draw.choice([0, 1, 1, 2, 2, 3]),
            minimum=draw.choice([0, 0, 1, 2]),
            offers=frozenset(draw.sample(NEEDS, draw.choice([0, 1, 2, 2]))),
        )
        for slot in slots
        for letter in "abc"[: draw.randint(1, 3)]
    ]
    ids = {slot: [one.id for one in sessions if one.slot == slot] for slot in slots}
    people = []
    for number in range(draw.randint(1, 6 if len(slots) == 1 else 4)):
        goes_along = number > 0 and draw.random() < 0.35
        people.append(
            Person(
                id=f"p{number}",
                wishes={} if goes_along else _wishes(draw, ids),
                needs=frozenset(draw.sample(NEEDS, draw.choice([0, 0, 0, 1]))),
                slots=None if draw.random() < 0.8 else frozenset(draw.choice(slots)),
                fixed={s: draw.choice(ids[s]) for s in slots if draw.random() < 0.06},
                leads=frozenset([draw.choice(sessions).id] if draw.random() < 0.12 else []),
                organisation=draw.choice(["", "north", "north", "south"]),
                along=draw.choice(["p0", "p0", "p0", "p1"]) if goes_along else "",
            )
        )
    seats = [(one.id, slot) for one in people for slot in slots]
    previous = {seat: draw.choice(ids[seat[1]]) for seat in seats if draw.random() < 0.6}
    has_previous = draw.random() < 0.7
    return Problem(
        sessions,
        people,
        seed=str(draw.random()),
        previous=previous if has_previous else {},
        keep=has_previous and draw.random() < 0.6,
    )


def _wishes(draw, ids):
    return {
        slot: tuple(draw.sample(here, draw.randint(0, len(here)))) for slot, here in ids.items()
    }


# Every way to seat everybody


def brute_force(problem):
    """The best goals of all allocations that keep the rules, in their order; None: there is none.

    Says what the rules are once more, person by person, and shares nothing with what it checks.
    """
    sessions = {one.id: one for one in problem.sessions}
    people = sorted(problem.people, key=lambda one: one.id)
    led = {(one.id, sessions[x].slot): x for one in people for x in one.leads}
    if any(_is_wrong(one, people, sessions, led) for one in people):
        return None
    cells = [
        (one, slot)
        for slot in sorted({one.slot for one in problem.sessions})
        for one in people
        if (one.id, slot) not in led and (one.slots is None or slot in one.slots)
    ]
    best = [None]
    _try(problem, cells, dict(led), best, sessions)
    return best[0]


def _is_wrong(person, people, sessions, led):
    """Whether what is fixed for one person cannot be, whoever else sits where."""
    by_id = {one.id: one for one in people}
    head = by_id.get(person.along)
    leads = [sessions[one] for one in person.leads]
    return (
        (person.along and (head is None or bool(head.along)))
        or len({one.slot for one in leads}) < len(leads)
        or len({one.topic for one in leads}) < len(leads)
        or any(not person.needs <= one.offers for one in leads)
        or any(
            led.get((person.id, slot), one) != one
            or (one not in person.leads and person.slots is not None and slot not in person.slots)
            for slot, one in person.fixed.items()
        )
    )


def _try(problem, cells, seats, best, sessions, unseated=0):
    """Seat the cells one after another; gives up where more are left out than need be."""
    if best[0] is not None and unseated > best[0][0]:
        return
    done = len(seats) - len([1 for one in problem.people for _ in one.leads])
    if done == len(cells):
        if keeps_the_rules(problem, seats):
            found = measured(problem, seats)
            if best[0] is None or found < best[0]:
                best[0] = found
        return
    person, slot = cells[done]
    for session in [*(one for one in problem.sessions if one.slot == slot), None]:
        if session and not _may_sit(problem, person, session, seats, sessions):
            continue
        if slot in person.fixed and (session is None or session.id != person.fixed[slot]):
            continue
        seats[person.id, slot] = session.id if session else None
        _try(problem, cells, seats, best, sessions, unseated + (session is None))
        del seats[person.id, slot]


def _may_sit(problem, person, session, seats, sessions):
    """Only to try less; `keeps_the_rules` looks at the whole again."""
    mine = [one for (who, _slot), one in seats.items() if who == person.id and one]
    return person.needs <= session.offers and all(
        sessions[one].topic != session.topic for one in mine
    )


def keeps_the_rules(problem, seats):
    """Whether an allocation breaks none of the rules that always hold."""
    sessions = {one.id: one for one in problem.sessions}
    people = {one.id: one for one in problem.people}
    taken = Counter(
        one for (who, _slot), one in seats.items() if one and one not in people[who].leads
    )
    if any(taken[one.id] > one.places for one in problem.sessions):
        return False
    return all(_is_fine(person, seats, sessions) for person in people.values())


def _is_fine(person, seats, sessions):
    """Whether one person sits where they may, and with whom they must."""
    mine = {slot: one for (who, slot), one in seats.items() if who == person.id}
    sat = [(slot, sessions[one]) for slot, one in mine.items() if one]
    together = [slot for slot in mine if person.along and (person.along, slot) in seats]
    return (
        len({one.topic for _slot, one in sat}) == len(sat)
        and all(person.needs <= one.offers and one.slot == slot for slot, one in sat)
        and all(mine.get(slot) == one for slot, one in person.fixed.items())
        and all(mine.get(sessions[one].slot) == one for one in person.leads)
        and all(seats[person.along, slot] == mine[slot] for slot in together)
    )


def measured(problem, seats):
    """The goals of an allocation in their order, counted from what they say."""
    sessions = {one.id: one for one in problem.sessions}
    people = {one.id: one for one in problem.people}
    cells = {seat: one for seat, one in seats.items() if one not in people[seat[0]].leads}
    taken = Counter(cells.values())
    ranks = {seat: rank(people[seat[0]], seat[1], one) for seat, one in cells.items() if one}
    wishing = {who for who, slot in cells if people[who].wishes.get(slot)}
    values = {
        "unseated": taken[None],
        "short": sum(max(0, one.minimum - taken[one.id]) for one in problem.sessions),
        "worst": max(ranks.values(), default=0),
        "let_down": len(wishing - {seat[0] for seat, place in ranks.items() if place in (1, 2)}),
        "cost": sum(sum(range(place)) for place in ranks.values()),
        "pairs": sum(
            one is not None
            and seats[seat] == seats[other]
            and people[seat[0]].organisation == people[other[0]].organisation != ""
            for seat, other in combinations(seats, 2)
            for one in [seats[seat]]
        ),
        "moves": sum(
            _before(problem, sessions, seat) not in (None, one) for seat, one in cells.items()
        ),
        "lots": sum(lot(problem.seed, seat[0], one) for seat, one in cells.items() if one),
    }
    return tuple(values[name] for name in (KEEP if problem.keep else FULL))


def rank(person, slot, session):
    """1 for a first choice; for what is not on the list, one more than it is long; 0: no wishes."""
    wishes = person.wishes.get(slot, ())
    if not wishes:
        return 0
    return wishes.index(session) + 1 if session in wishes else len(wishes) + 1


def lot(seed, person, session):
    digest = hashlib.sha256(f"{seed}|{person}|{session}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % (1 << 20)


def _before(problem, sessions, seat):
    """Where somebody sat in this slot, if that is still held in it."""
    session = problem.previous.get(seat)
    return session if session in sessions and sessions[session].slot == seat[1] else None
