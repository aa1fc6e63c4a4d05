"""Who comes to which event: so many from each of so many groups."""

import random
from dataclasses import replace

from analysis.demo.organisations import (
    INTERNATIONAL,
    LOCAL,
    NATIONAL,
    NEWCOMERS,
    REGIONAL,
    Group,
)
from analysis.demo.people import Person, of_group


def groups(
    local: int, regional: int, national: int, international: int, *, newest: bool = False
) -> list[Group]:
    """So many of each reach: the first in each list, or the last, which overlap in the middle."""
    wanted = [
        (LOCAL, local),
        (REGIONAL, regional),
        (NATIONAL, national),
        (INTERNATIONAL, international),
    ]
    return [
        group for known, count in wanted for group in (known[-count:] if newest else known[:count])
    ]


def near(regions: set[str], local: int, regional: int, national: int) -> list[Group]:
    """Groups of some regions, and national ones from anywhere."""
    here = [group for group in LOCAL if group.region in regions]
    around = [group for group in REGIONAL if group.region in regions]
    return [*here[:local], *around[:regional], *NATIONAL[:national]]


def with_newcomers(
    people: list[Person], chosen: list[Group], first: int, last: int
) -> tuple[list[Person], list[Group]]:
    """The same people and groups, but that some groups are new ones which their people founded."""
    new = dict(zip(LOCAL[first:last], NEWCOMERS[first:last], strict=True))
    return (
        [_moved(person, new) for person in people],
        [new.get(group, group) for group in chosen],
    )


def _moved(person: Person, new: dict[Group, Group]) -> Person:
    if person.group not in new:
        return person
    group, email = new[person.group], person.own["email"]
    moved = f"{email.partition('@')[0]}@{group.domain}" if email else ""
    return replace(person, group=group, own={**person.own, "email": moved})


class Draw:
    """Draws people of the chosen groups, each once."""

    def __init__(self, rng: random.Random, people: list[Person], chosen: list[Group]) -> None:
        self.rng = rng
        self.chosen = list(chosen)
        rng.shuffle(self.chosen)
        self.left = {group.name: self._mixed(of_group(people, group)) for group in chosen}
        self.alone = self._mixed(of_group(people, None))

    def _mixed(self, people: list[Person]) -> list[Person]:
        return self.rng.sample(people, len(people))

    def share(self, count: int) -> list[Person]:
        """At least one of each group and `count` in all: a second and third from the first."""
        found: list[Person] = []
        while len(found) < count:
            rows = [self.left[group.name] for group in self.chosen if self.left[group.name]]
            if not rows:
                raise ValueError("These groups have not so many people.")
            found += [row.pop() for row in rows[: count - len(found)]]
        return found

    def more(self, count: int) -> list[Person]:
        """So many others from the same groups, no two from one while that is possible."""
        with_some = [self.left[group.name] for group in self.chosen if self.left[group.name]]
        return [rows.pop() for rows in with_some[::-1][:count]]

    def themselves(self, count: int) -> list[Person]:
        """People who come for nobody."""
        return [self.alone.pop() for _ in range(count)]
