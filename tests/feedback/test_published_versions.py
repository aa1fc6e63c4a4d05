"""Figures of a recap that was published more than once: no two versions together tell of few.

What can be worked out is asked of linear algebra: a count or a change can be worked out when it is
a sum and difference of numbers that were published, whatever the hidden ones are.
"""

import random
from dataclasses import replace

import pytest

from feedback import recap_figures, recap_versions
from feedback.recap_figures import Counted
from forum.models.people import Reach

REACHES = [str(reach) for reach in Reach]
THEMES = ["Aid", "Homes", "Time"]
# Once counted they never change: the box is closed.
FIXED = ("ballots", "said", "felt")


def some_world(chance):
    came = chance.choice([chance.randint(0, 12), chance.randint(10, 40)])
    ballots = chance.randint(0, came)
    said = chance.randint(0, ballots)
    first = Counted(came, 0, 0, ballots, {}, 0, {}, said, chance.randint(0, said))
    return changed(first, chance, most=chance.choice([12, 30]))


def changed(world, chance, most=9):
    """The same event later: more were found to have come, more was read, a reach was put right."""
    reach = {name: world.reach.get(name, 0) for name in REACHES}
    for name in chance.sample(REACHES, 2):
        reach[name] = max(0, reach[name] + chance.randint(-2, most))
    read, themes = world.read + chance.choice([0, chance.randint(0, most)]), {}
    for name in THEMES:
        more = chance.randint(0, read - world.read)
        themes[name] = world.themes.get(name, 0) + chance.choice([0, more])
    there = sum(reach.values())
    return replace(
        world,
        came=world.came + chance.choice([0, chance.randint(0, most)]),
        organisations=there,
        organisations_new=chance.randint(0, there),
        reach={name: count for name, count in reach.items() if count},
        read=read,
        themes={name: count for name, count in themes.items() if count},
    )


def truth(world):
    """Every number of a world that is not the sum of others, by name."""
    return {
        "came": world.came,
        "ballots": world.ballots,
        "said": world.said,
        "felt": world.felt_welcome,
        "read": world.read,
        "new": world.organisations_new,
        **{f"raise {name}": world.themes.get(name, 0) for name in THEMES},
        **{f"reach {name}": world.reach.get(name, 0) for name in REACHES},
    }


def counts_of_few():
    """Sums of those numbers that count people, words or organisations."""
    yield from ([(name, 1)] for name in ("came", "ballots", "said", "felt", "read", "new"))
    for whole, part in (("came", "ballots"), ("ballots", "said"), ("said", "felt")):
        yield [(whole, 1), (part, -1)]
    for name in THEMES:
        yield [(f"raise {name}", 1)]
        yield [("read", 1), (f"raise {name}", -1)]
    for name in REACHES:
        yield [(f"reach {name}", 1)]
    everywhere = [(f"reach {name}", 1) for name in REACHES]
    yield everywhere
    yield [*everywhere, ("new", -1)]


def told(figures):
    """The sums that a version tells, each with its names."""
    for key, name in (("came", "came"), ("ballots", "ballots"), ("organisations_new", "new")):
        if figures[key] is not None:
            yield [(name, 1)]
    if figures["organisations"] is not None:
        yield [(f"reach {name}", 1) for name in REACHES]
    shown = {row["reach"]: row["count"] for row in figures["reach"]}
    for name in REACHES if shown else ():
        if shown.get(name, 0) is not None:
            yield [(f"reach {name}", 1)]
    if figures["welcome"]:
        yield from ([("said", 1)], [("felt", 1)])
    if figures["themes"]:
        yield [("read", 1)]
        yield from ([(f"raise {row['name']}", 1)] for row in figures["themes"]["rows"])


def worked_out(worlds, versions):
    """The counts and changes of 1 to 4 that follow from these versions of these worlds."""
    import numpy as np

    names = list(truth(worlds[0]))
    size = len(names)

    def row(sums, place):
        found = np.zeros(size * len(worlds))
        for name, times in sums:
            found[(0 if name in FIXED else place) * size + names.index(name)] += times
        return found

    known = np.array(
        [row(sums, at) for at, figures in enumerate(versions) for sums in told(figures)]
    )
    if not len(known):
        return []
    values = np.array([list(truth(world).values()) for world in worlds]).ravel()
    _, weights, directions = np.linalg.svd(known)
    hidden = directions[int((weights > 1e-9).sum()) :]
    wanted = [[row(sums, at) for sums in counts_of_few()] for at in range(len(worlds))]
    asked = [one for rows in wanted for one in rows]
    for later in range(1, len(worlds)):
        asked += [
            b - a for before in wanted[:later] for a, b in zip(before, wanted[later], strict=True)
        ]
        asked += [row(sums, later) - row(sums, 0) for sums in groups(versions, later)]
    asked = np.array(asked)
    follows = np.abs(asked @ hidden.T).max(axis=1, initial=0) < 1e-9
    return sorted({int(value) for value in np.abs(asked @ values)[follows] if 0 < value < 5})


def groups(versions, later):
    """Reaches that this version or the first hides: together they may have changed by few."""
    rows = [row for figures in (versions[0], versions[later]) for row in figures["reach"]]
    hidden = sorted({row["reach"] for row in rows if row["count"] is None})
    return [[(f"reach {name}", 1) for name in hidden]] if hidden else []


def published(worlds):
    """What is public after each world, in turn."""
    versions = []
    for world in worlds:
        new = recap_figures.shown(world)
        held_back = recap_versions.tell_of_few(versions, new)
        if not held_back:
            versions.append(new)
            yield world, new


@pytest.mark.parametrize("seed", range(4))
def test_no_count_and_no_change_of_1_to_4_follows_from_what_was_published(seed):
    chance, several = random.Random(seed), 0  # noqa: S311
    for _ in range(60):
        worlds = [some_world(chance)]
        while len(worlds) < 4:
            worlds.append(changed(worlds[-1], chance))
        out = list(published(worlds))
        several += len(out) > 1
        assert worked_out(*zip(*out, strict=True)) == []
    assert several > 5


def test_a_merge_of_themes_does_not_tell_how_few_raised_both():
    """Of 60, 20 raised one theme and 18 the other; together they are 36, 38 or 30."""
    one = Counted(60, 0, 0, 60, {}, 60, {"Homes": 20, "Rents": 18}, 60, 30)
    first = recap_figures.shown(one)

    def is_held_back(**merged):
        later = recap_figures.shown(replace(one, themes=merged))
        return recap_versions.tell_of_few([first], later)

    assert is_held_back(Homes=36)
    assert not is_held_back(Homes=38)
    assert not is_held_back(Homes=30)


def test_the_check_finds_what_would_follow_without_holding_back():
    chance = random.Random(1)  # noqa: S311
    found = []
    for _ in range(30):
        worlds = [some_world(chance)]
        worlds.append(changed(worlds[0], chance))
        found += worked_out(worlds, [recap_figures.shown(world) for world in worlds])
    assert set(found) == {1, 2, 3, 4}
