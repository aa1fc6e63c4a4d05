"""Who may not see people works out no count of 1 to 4 of when people book, come or wish."""

import random
from collections import defaultdict
from itertools import pairwise

import pytest

from analysis.details import MET, Booked, Details, details_of
from tests.factories import make_event, make_figures, make_host

pytestmark = pytest.mark.django_db
FEW = range(1, 5)


def made_by_chance(chance: random.Random) -> dict:
    """What is kept of an event, with many small counts in it."""
    few = [0, 1, 2, 3, 4, 5, 6, 9, 14, 30] if chance.random() < 0.5 else [0, 6, 9, 14, 30]
    by_day = {str(day): chance.choice(few[1:]) for day in chance.sample(range(70), 12)}
    arrivals = {f"2026-06-03 {9 + n // 6:02}:{n % 6}0": chance.choice(few[1:]) for n in range(7)}
    slots = chance.choice([["Morning"], ["Morning", "Afternoon"]])
    sessions = [
        {"title": f"{slot} {n}", "slot": slot, "places": 20, "first_choices": chance.choice(few)}
        for slot in slots
        for n in range(4)
    ]
    chose = sum(session["first_choices"] for session in sessions)
    second, unseated = chance.choice([3, 9, 9]), chance.choice([0, 3, 3, 7])
    first = max(0, chose - second - unseated)
    met = dict.fromkeys(MET, 0) | {"first": first, "second": second}
    return {
        "confirmed": max(1, chose // len(slots) + chance.choice([0, 1, 6, 6])),
        "came": sum(arrivals.values()) + chance.choice([0, 2, 6]),
        "details": {
            "booked_by_days_before": by_day,
            "arrivals": arrivals,
            "sessions": sessions,
            "choices_met": met,
        },
    }


def test_whatever_is_kept():
    chance = random.Random(8)  # noqa: S311 - made-up people
    event = make_event(make_host())
    for _ in range(60):
        kept = made_by_chance(chance)
        make_figures(event, **kept)
        shown = details_of([event], exact=False)[event.pk]
        assert_of_bookings(shown.booked, kept["details"]["booked_by_days_before"])
        assert_of_arrivals([step.people for step in shown.arrived], kept)
        assert_of_choices(shown, kept)


def assert_of_bookings(shown: tuple[Booked, ...], by_day: dict[str, int]) -> None:
    """Stretches that follow one another, none of fewer than five, are all who booked."""
    assert min(stretch.people for stretch in shown) >= 5
    assert sum(stretch.people for stretch in shown) == sum(by_day.values())
    assert all(one.near == next_.far + 1 for one, next_ in pairwise(shown))
    assert shown[-1].near <= min(map(int, by_day))


def assert_of_arrivals(shown: list[int | None], kept: dict) -> None:
    """Neither alone, nor by taking away from all who came, of some of whom nobody knows when."""
    counts = list(kept["details"]["arrivals"].values())
    hidden = [count for count, said in zip(counts, shown, strict=True) if said is None]
    assert not {*shown} & {*FEW}
    assert kept["came"] - sum(counts) + sum(hidden) not in FEW
    assert len(hidden) != 1 or kept["came"] > sum(counts)


def assert_of_choices(shown: Details, kept: dict) -> None:
    """Neither alone, nor as the rest of their slot, nor as the rest of all who had a place."""
    placed, sessions = kept["confirmed"], kept["details"]["sessions"]
    slots = defaultdict(list)
    for session, said in zip(sessions, shown.wished, strict=True):
        slots[session["slot"]].append((session["first_choices"], said.first))
    told = {
        "met": list(zip(kept["details"]["choices_met"].values(), shown.met.values(), strict=True))
    }
    for pairs in [*slots.values(), *told.values()]:
        hidden = [count for count, said in pairs if said is None]
        assert not {said for _count, said in pairs} & {*FEW}
        if hidden:
            assert len(hidden) > 1 or hidden[0] >= 5
            assert sum(hidden) >= 5 or sum(count for count, _said in pairs) < 10
        else:
            assert -sum(count for count, _said in pairs) % placed not in FEW
    if shown.seats is not None:
        chose = sum(session["first_choices"] for session in sessions)
        assert {-shown.seats % placed, abs(chose - shown.seats)}.isdisjoint(FEW)


@pytest.mark.parametrize(("came", "shown"), [(50, [30, 20]), (52, [None, None]), (56, [30, 20])])
def test_who_came_to_no_session_is_not_left_over(came, shown):
    event = make_event(make_host())
    session = {"slot": "Morning", "places": 40, "first_choices": 20}
    sessions = [session | {"title": "One", "came": 30}, session | {"title": "Two", "came": 20}]
    make_figures(event, confirmed=60, came=came, details={"sessions": sessions})
    told = [details_of([event], exact=exact)[event.pk].wished for exact in (False, True)]
    assert [[each.came for each in wished] for wished in told] == [shown, [30, 20]]
