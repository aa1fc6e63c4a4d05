"""People of one organisation in one session: rows that count them in pairs."""

from collections import Counter, defaultdict
from math import comb

from registrations.allocation.model import Model
from registrations.allocation.parties import Party
from registrations.allocation.program import Row
from registrations.allocation.solver import Vector


def mix(model: Model) -> tuple[Vector, int]:
    """Adds a variable for each further colleague in a session; what they cost, and what is sure.

    The second colleague in a session makes one pair more, the third two, the fourth three. For
    seats that are decided already there is no variable: their pairs are sure.
    """
    import numpy as np

    sure, open_seats = _colleagues(model)
    lower, upper = model.program.lower, model.program.upper
    at, dear, rows = len(upper), [], []
    for key in sorted(open_seats):
        seats = open_seats[key]
        most = sum(seats.values())
        if sure[key] + most < 2:
            continue
        dear += [sure[key] + number for number in range(most)]
        more = range(at, at + most)
        weights = [float(count) for count in seats.values()] + [-1.0] * most
        rows.append(Row(0, 0, [*seats, *more], weights))
        at = more.stop
    model.program.add_variables([0.0] * len(dear), [1.0] * len(dear))
    model.program.add_rows(rows)
    costs = np.append(np.zeros(len(lower)), np.array(dear, dtype=np.float64))
    return costs, sum(comb(count, 2) for count in sure.values())


Key = tuple[str, int]


def _colleagues(model: Model) -> tuple[Counter[Key], dict[Key, dict[int, int]]]:
    """By session and organisation: who is there in any case, and how many each open seat adds."""
    lower, upper = model.program.lower, model.program.upper
    ids = _organisations(model)
    sure: Counter[Key] = Counter()
    for one in model.problem.people:
        sure.update((session, ids[one.organisation]) for session in one.leads if one.organisation)
    open_seats: dict[Key, dict[int, int]] = defaultdict(dict)
    for at, (number, session) in enumerate(model.seats):
        if not upper[at]:
            continue
        for organisation, count in _of(model.parties[number], ids).items():
            if lower[at]:
                sure[session.id, organisation] += count
            else:
                open_seats[session.id, organisation][at] = count
    return sure, open_seats


def _organisations(model: Model) -> dict[str, int]:
    """Numbers in the order of their people, so that another name for one changes nothing."""
    people = sorted(model.problem.people, key=lambda one: one.id)
    names = dict.fromkeys(one.organisation for one in people if one.organisation)
    return {name: number for number, name in enumerate(names)}


def _of(party: Party, ids: dict[str, int]) -> Counter[int]:
    return Counter(ids[one.organisation] for one in party.members if one.organisation)
