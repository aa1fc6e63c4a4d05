"""Of events made by chance, no count of 1 to 4 can be worked out from all an analyst can ask for.

Every number that is shown, under each filter and split and with two series or two years side by
side, is an equation over the people (by event, reach and region) or the organisations (by the
events they came to, reach and region). What these equations tell together is everything that sums
and differences can tell.
"""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from analysis import attendance
from analysis.asking import ALL, NAMES, OF_ORGANISATIONS, SIDE_BY_SIDE, Filter, offered
from analysis.attendance.figures import Attendance, Together
from analysis.attendance.reading import Reading
from analysis.attendance.shares import ALONE
from forum.models import Event, Organisation
from registrations.models import AttendanceFigures
from tests.factories import make_event, make_host, make_series

pytestmark = pytest.mark.django_db

EVENTS = 5
REACHES, REGIONS = ("local", "national"), ("Leeds", "London", "")
PARTS: list[dict[str, str]] = [
    {},
    *({"reach": reach} for reach in REACHES),
    *({"region": region} for region in REGIONS),
]
# What stands on a side, by its words.
SIDES = {
    "Local groups": "local",
    "National groups": "national",
    "For no organisation": ALONE,
    "Leeds": "Leeds",
    "London": "London",
    "Region not known": "",
}
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
        import numpy as np

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
    one, other = make_series(host), make_series(host)
    events = [
        make_event(
            host,
            series=one if (rolled := chance.random()) < 0.6 else other if rolled < 0.85 else None,
            kind=chance.choice(["forum", "training"]),
            starts_at=datetime(2024, 3, 6, 10, tzinfo=UTC) + timedelta(days=190 * number),
        )
        for number in range(EVENTS)
    ]
    again = chance.choice([0.2, 0.5, 0.9])
    came: dict[Organisation, set[int]] = {}
    for number in range(chance.choice([15, 40, 70])):
        more = {number for number in range(EVENTS) if chance.random() < again}
        there = {chance.randrange(EVENTS)} | more
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


def questions(reading: Reading) -> Iterator[Filter]:
    """Everything, and each filter; each of these told apart, and two of them side by side."""
    choices = [*itertools.chain(*offered(reading.events, reading.known.values()).values())]
    for choice in [ALL, *choices]:
        yield choice
        for split in NAMES:
            is_crossed = bool(choice.only) and split in OF_ORGANISATIONS
            if split != choice.name and not is_crossed:
                yield Filter(choice.name, choice.value, choice.words, split=split)
    for choice, other in itertools.combinations(choices, 2):
        if choice.name == other.name and choice.name in SIDE_BY_SIDE:
            words = f"{choice.words} and {other.words}"
            yield Filter(choice.name, choice.value, words, beside=other)


def words_of(event: Event, name: str) -> str:
    """What a side is called on which the event stands."""
    if name == "series":
        return event.series.title if event.series else "In no series"
    return f"{event.get_kind_display()}s" if name == "kind" else str(event.local_start.year)


def one(only: Mapping[str, str]) -> Holds:
    """Whether a part is of this reach or region, or any."""
    return lambda part: (
        only.get("reach", part[1]) == part[1] and only.get("region", part[2]) == part[2]
    )


def at(group: frozenset[int], only: Mapping[str, str]) -> Holds:
    """People at these events."""
    return lambda part: part[0] in group and one(only)(part)


def came_to(group: frozenset[int], only: Mapping[str, str]) -> Holds:
    """Organisations that came to one of these events."""
    return lambda part: bool(part[0] & group) and one(only)(part)


def new_at(group: frozenset[int], only: Mapping[str, str]) -> Holds:
    return lambda part: min(part[0]) in group and one(only)(part)


def again_at(group: frozenset[int], only: Mapping[str, str]) -> Holds:
    return lambda part: came_to(group, only)(part) and min(part[0]) not in group


def both(one_of: Holds, other: Holds, *, not_other: bool = False) -> Holds:
    return lambda part: one_of(part) and other(part) is not not_other


class Ledger:
    """All that an analyst was told, in answer to one question after the other."""

    def __init__(self, came: dict[Organisation, set[int]], people: Counter[Any]) -> None:
        apart = [*itertools.product(REACHES, REGIONS)]
        signs = [
            frozenset(sign)
            for size in range(1, EVENTS + 1)
            for sign in itertools.combinations(range(EVENTS), size)
        ]
        self.sides: set[frozenset[int]] = set()
        self.people = Known(
            [(number, *pair) for number in range(EVENTS) for pair in [*apart, (ALONE, ALONE)]],
            people,
        )
        self.groups = Known(
            [(sign, *pair) for sign in signs for pair in apart],
            Counter((frozenset(there), row.reach, row.region) for row, there in came.items()),
        )

    def note(self, asked: Filter, together: Together, place: Mapping[Any, int]) -> frozenset[int]:
        """Write down every number of one answer; which events it is about."""
        here = frozenset(place[row.event.pk] for row in together.rows)
        self._note_organisations(here, together, asked)
        for row in together.rows:
            group = frozenset([place[row.event.pk]])
            self._note_organisations(group, row, asked)
            self.people.add(row.came, at(group, asked.only))
            self.groups.add(row.new, new_at(group, asked.only))
            self.groups.add(row.returning, again_at(group, asked.only))
        for side in together.sides:
            group, only = here, dict(asked.only)
            if asked.split not in OF_ORGANISATIONS:
                held, name = [row.event for row in together.rows], asked.split or asked.name
                group = frozenset(
                    place[event.pk] for event in held if words_of(event, name) == side.words
                )
                assert group
                self.sides.add(group)
                self.groups.add(side.new, new_at(group, only))
                self.groups.add(side.returning, again_at(group, only))
            else:
                only = {asked.split: SIDES[side.words]}
            self.people.add(side.came, at(group, only))
            self.groups.add(side.organisations, came_to(group, only))
        return here

    def _note_organisations(
        self, group: frozenset[int], counted: Together | Attendance, asked: Filter
    ) -> None:
        self.groups.add(counted.organisations, came_to(group, asked.only))
        for reach, count in counted.reach:
            self.groups.add(count, came_to(group, {"reach": str(reach)}))
        for region, count in counted.regions:
            self.groups.add(count, came_to(group, {"region": region}))


def sums_of_people(views: set[frozenset[int]]) -> dict[str, Holds]:
    """What nobody may be able to work out: who came to the events of a view, all or of a part."""
    return {
        f"at {sorted(view)} {only}": at(view, only)
        for view, only in itertools.product(views, [*PARTS, {"region": ALONE}])
    }


def sums_of_groups(views: set[frozenset[int]], sides: set[frozenset[int]]) -> dict[str, Holds]:
    """Organisations at a view or on a side, new or again; and at two views both, or at one and
    not the other."""
    found: dict[str, Holds] = {}
    for view, only in itertools.product(views | sides, PARTS):
        name, here = f"{sorted(view)} {only}", came_to(view, only)
        found |= {
            f"at {name}": here,
            f"new at {name}": new_at(view, only),
            f"again at {name}": again_at(view, only),
        }
        for other in views - {view} if view in views else ():
            there = came_to(other, {})
            found[f"at {name} and {sorted(other)}"] = both(here, there)
            found[f"at {name}, not {sorted(other)}"] = both(here, there, not_other=True)
    return found


# The same years each time: one more is a year of made-up people, and takes seconds.
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6))
@example(seed=102157)
def test_nothing_under_five_can_be_worked_out(seed: int) -> None:
    events, came, people = make_events(seed)
    reading = attendance.read(events[0].lead_host, events)
    place = {event.pk: number for number, event in enumerate(events)}
    ledger = Ledger(came, people)
    views = {
        ledger.note(asked, attendance.add_up(reading, asked, exact=False), place)
        for asked in questions(reading)
    }
    views |= {frozenset([number]) for number in range(EVENTS)}
    assert ledger.people.shown
    assert ledger.people.leaks(sums_of_people(views | ledger.sides)) == []
    assert ledger.groups.leaks(sums_of_groups(views, ledger.sides)) == []
