"""In which order unread words are read: first spread over what they seem to say, then the least
certain, every third by chance; and each of several readers begins with a share of their own.

Plain Python; the same words come in the same order until something is read or suggested anew.
"""

import uuid
import zlib
from collections.abc import Sequence
from itertools import zip_longest

from feedback.inbox.places import Place

# So many are read from all over before doubt decides.
SPREAD = 20
_BY_CHANCE = 3


def in_order(unread: Sequence[Place], *, read: int) -> list[Place]:
    """The unread in the order in which reading them helps most; `read` were read so far.

    Without any suggestion they stay as they are.
    """
    if all(place.likeliest is None for place in unread):
        return list(unread)
    first = _spread(unread)[: max(0, SPREAD - read)]
    taken = {place.key for place in first}
    rest = [place for place in unread if place.key not in taken]
    return first + _by_doubt(rest)


def shared(
    line: Sequence[Place], *, reader: uuid.UUID, readers: Sequence[uuid.UUID]
) -> list[Place]:
    """The reader's own share first, then those of the others who read now."""
    everybody = sorted({reader, *readers})
    mine = everybody.index(reader)
    return sorted(line, key=lambda place: zlib.crc32(place.key.encode()) % len(everybody) != mine)


def _spread(places: Sequence[Place]) -> list[Place]:
    """One of each theme that seems likeliest, in turns."""
    groups: dict[uuid.UUID | None, list[Place]] = {}
    for place in places:
        groups.setdefault(place.likeliest, []).append(place)
    return [place for turn in zip_longest(*groups.values()) for place in turn if place]


def _by_doubt(places: Sequence[Place]) -> list[Place]:
    """The nearest to even first; every third is the next as it comes."""
    waiting = {place.key: place for place in sorted(places, key=_certainty)}
    as_they_come = iter(places)
    line: list[Place] = []
    while waiting:
        if len(line) % _BY_CHANCE == _BY_CHANCE - 1:
            key = next(place.key for place in as_they_come if place.key in waiting)
        else:
            key = next(iter(waiting))
        line.append(waiting.pop(key))
    return line


def _certainty(place: Place) -> float:
    return 1.0 if place.probability is None else abs(place.probability - 0.5)
