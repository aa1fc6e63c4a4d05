"""Of events made by chance, no count of 1 to 4 can be worked out from all an analyst can ask for.

Every number that is shown, under each filter and split, is an equation over the people (by event,
reach and region) or the organisations (by the events they came to, reach and region). What these
equations tell together is everything that sums and differences can tell.
"""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import attendance
from analysis.asking import ALL, Filter, offered
from analysis.attendance.shares import ALONE
from forum.models import Event, Organisation
from registrations.models import AttendanceFigures
from tests.factories import make_event, make_host, make_series

pytestmark = pytest.mark.django_db

REACHES, REGIONS = ("local", "national"), ("Leeds", "London", "")
Holds = Callable[[Any], bool]


class Known:
    """Shown sums over parts, and whether they tell another sum."""

    def __init__(self, parts: list[Any], truth: Counter[Any]) -> None:
        self.parts, self.truth = parts, truth
        self.shown: list[list[bool]] = []

    def add(self, count: object, holds: Holds) -> None:
        if isinstance(count, int):
            assert count == self.count(holds)
            self.shown.append(self._line(holds))

    def count(self, holds: Holds) -> int:
        return sum(count for part, count in self.truth.items() if holds(part))

    def leaks(self, asked: dict[str, Holds]) -> list[str]:
        """Which of these sums are 1 to 4 and can be worked out."""
        small = {name: holds for name, holds in asked.items() if 0 < self.count(holds) < 5}
        if not small or not self.shown:
            return []
        lines = np.array(self.shown, dtype=float)
        _u, sizes, along = np.linalg.svd(lines, full_matrices=False)
        told = along[sizes > 1e-9]
        found = []
        for name, holds in small.items():
            line = np.array(self._line(holds), dtype=float)
            if np.linalg.norm(line - (line @ told.T) @ told) < 1e-6:
                found.append(name)
        return found

    def _line(self, holds: Holds) -> list[bool]:
        return [holds(part) for part in self.parts]


def make_events(seed: int) -> tuple[list[Event], dict[Organisation, set[int]], Counter[Any]]:
    """Five events, organisations that come again or not, and people, some with none of them."""
    chance = random.Random(seed)  # noqa: S311 - made-up people
    host = make_host()
    series = make_series(host)
    events = [
        make_event(
            host,
            series=series if chance.random() < 0.6 else None,
            kind=chance.choice(["forum", "training"]),
            starts_at=datetime(2024, 3, 6, 10, tzinfo=UTC) + timedelta(days=190 * number),
        )
        for number in range(5)
    ]
    again = chance.choice([0.2, 0.5, 0.9])
    came: dict[Organisation, set[int]] = {}
    for number in range(chance.choice([15, 40, 70])):
        there = {chance.randrange(5)} | {n for n in range(5) if chance.random() < again}
        reach, region = chance.choices(REACHES, [3, 1])[0], chance.choices(REGIONS, [4, 2, 1])[0]
        row = Organisation(
            host=host,
            name=f"Group {number}",
            name_key=f"group {number}",
            reach=reach,
            region=region,
        )
        came[row] = there
    Organisation.objects.bulk_create(came)
    people: Counter[Any] = Counter()
    rows = []
    for number, event in enumerate(events):
        here = [row for row, there in came.items() if number in there]
        of_each = [(row, chance.choices([1, 2, 5], [6, 2, 1])[0]) for row in here]
        alone = chance.choice([0, 2, 7, 20])
        for row, count in of_each:
            people[number, row.reach, row.region] += count
            rows.append(AttendanceFigures(event=event, organisation=row, came=count, booked=count))
        people[number, ALONE, ALONE] += alone
        everybody = alone + sum(count for _row, count in of_each)
        rows.append(
            AttendanceFigures(
                event=event,
                booked=everybody,
                confirmed=everybody,
                came=everybody,
                came_from=[str(row.pk) for row in here],
            )
        )
    AttendanceFigures.objects.bulk_create(rows)
    return events, came, people


def questions(events: list[Event], reading: attendance.reading.Reading) -> Iterable[Filter]:
    """Everything, each filter, each split of everything and of each filter by one of each sort."""
    choices = [ALL, *itertools.chain(*offered(events, reading.known.values()).values())]
    for choice in choices:
        yield choice
        for split in ("series", "kind", "year", "reach", "region"):
            is_crossed = choice.only and split in {"reach", "region"}
            if split != choice.name and not is_crossed:
                yield Filter(choice.name, choice.value, choice.words, split=split)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6))
def test_nothing_under_five_can_be_worked_out(seed: int) -> None:
    events, came, people = make_events(seed)
    reading = attendance.read(events[0].lead_host, events)
    place = {event.pk: number for number, event in enumerate(events)}
    apart = [*itertools.product(REACHES, REGIONS)]
    of_people = Known(
        [(number, *pair) for number in range(5) for pair in [*apart, (ALONE, ALONE)]], people
    )
    signs = [
        frozenset(sign) for size in range(1, 6) for sign in itertools.combinations(range(5), size)
    ]
    of_groups = Known(
        [(sign, *pair) for sign in signs for pair in apart],
        Counter((frozenset(there), row.reach, row.region) for row, there in came.items()),
    )
    groups: set[frozenset[int]] = {frozenset([number]) for number in range(5)}
    for asked in questions(events, reading):
        together = attendance.add_up(reading, asked, exact=False)
        here = frozenset(place[row.event.pk] for row in together.rows)
        groups.add(here)
        is_one = _one(asked.only)
        of_groups.add(together.organisations, lambda p, h=here, o=is_one: bool(p[0] & h) and o(p))
        for reach, count in together.reach:
            of_groups.add(count, lambda p, h=here, r=reach: bool(p[0] & h) and p[1] == r)
        for region, count in together.regions:
            of_groups.add(count, lambda p, h=here, r=region: bool(p[0] & h) and p[2] == r)
        for row in together.rows:
            number = place[row.event.pk]
            of_people.add(row.came, lambda p, n=number, o=is_one: p[0] == n and o(p))
            of_groups.add(row.organisations, lambda p, n=number, o=is_one: n in p[0] and o(p))
            of_groups.add(row.new, lambda p, n=number, o=is_one: min(p[0]) == n and o(p))
            of_groups.add(
                row.returning, lambda p, n=number, o=is_one: min(p[0]) < n and n in p[0] and o(p)
            )
            for reach, count in row.reach:
                of_groups.add(count, lambda p, n=number, r=reach: n in p[0] and p[1] == r)
            for region, count in row.regions:
                of_groups.add(count, lambda p, n=number, r=region: n in p[0] and p[2] == r)
    everything: dict[str, Holds] = {}
    parts = [{}, *({"reach": r} for r in REACHES), *({"region": r} for r in [*REGIONS, ALONE])]
    for group, only in itertools.product(groups, parts):
        is_one = _one(only)
        everything[f"at {sorted(group)} {only}"] = lambda p, g=group, o=is_one: p[0] in g and o(p)
    assert of_people.leaks(everything) == []
    asked_of: dict[str, Holds] = {}
    for group, only in itertools.product(groups, parts[:-1]):
        is_one, name = _one(only), f"{sorted(group)} {only}"
        asked_of[f"at {name}"] = lambda p, g=group, o=is_one: bool(p[0] & g) and o(p)
        asked_of[f"new at {name}"] = lambda p, g=group, o=is_one: min(p[0]) in g and o(p)
        asked_of[f"again at {name}"] = lambda p, g=group, o=is_one: (
            bool(p[0] & g) and min(p[0]) not in g and o(p)
        )
        for other in groups - {group}:
            asked_of[f"{name} and {sorted(other)}"] = lambda p, g=group, h=other, o=is_one: (
                bool(p[0] & g) and bool(p[0] & h) and o(p)
            )
            asked_of[f"{name} not {sorted(other)}"] = lambda p, g=group, h=other, o=is_one: (
                bool(p[0] & g) and not bool(p[0] & h) and o(p)
            )
    assert of_groups.leaks(asked_of) == []


def _one(only: dict[str, str]) -> Holds:
    return lambda part: (
        only.get("reach", part[1]) == part[1] and only.get("region", part[2]) == part[2]
    )
