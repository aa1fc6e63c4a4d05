"""Which sessions people would like: some are liked by more than others."""

import random

from forum.models import Event
from registrations import breakouts
from registrations.breakouts import Round

# How much a session is liked, beside the others of its time; drawn for each event.
LIKED = [1.0, 0.45, 0.3, 0.15, 0.1]
# Of a hundred people: who say nothing, one wish, two, three.
HOW_MANY = [10, 10, 28, 52]


class Wishes:
    """What people choose from at one event."""

    def __init__(self, rng: random.Random, event: Event) -> None:
        self.rng = rng
        self.rounds = breakouts.rounds(event)
        self.liked = {one.key: rng.sample(LIKED, len(one.sessions)) for one in self.rounds}

    def draw(self) -> dict[str, list[str]]:
        """One person's wishes: the ids of sessions by slot, best first."""
        return {one.key: self._of(one) for one in self.rounds}

    def _of(self, one: Round) -> list[str]:
        count = self.rng.choices(range(len(HOW_MANY)), HOW_MANY)[0]
        weights = dict(zip((str(row.pk) for row in one.sessions), self.liked[one.key], strict=True))
        found: list[str] = []
        while weights and len(found) < count:
            [key] = self.rng.choices(list(weights), list(weights.values()))
            found.append(key)
            del weights[key]
        return found
