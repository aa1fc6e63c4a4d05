"""Events that were not counted here: what totals from elsewhere say, and what they leave open."""

from collections.abc import Mapping, Sequence
from typing import Any

from forum import small_counts
from forum.models.people import Reach
from registrations.models.figures import Counted

NOT_KNOWN = "not known"
# What totals of who came say nothing of.
OPEN = frozenset(
    {
        *("booked", "placed", "walk_ins", "no_show"),
        *("new", "returning", "people_new", "people_returning"),
    }
)


def counted_words(counted: str, heads: int | None) -> str:
    """How an event was counted: "Counted here, 40 by heads", "Estimated totals from elsewhere".

    A hidden number of heads is None.
    """
    if counted != Counted.BY_ROWS:
        return str(Counted(counted).label)
    words = str(Counted.BY_ROWS.label)
    if heads is None:
        return f"{words}, some by heads"
    return f"{words}, {heads:,} by heads" if heads else words


def organisations(
    totals: Mapping[str, Any], *, exact: bool
) -> tuple[int | None, tuple[tuple[Reach, int | None], ...], bool]:
    """From how many organisations people came, how far they reach, and whether it is known.

    Those of whom nobody said how far they reach are not known.
    """
    count = totals.get("organisations")
    if count is None:
        return None, (), False
    given = totals.get("reach", {})
    counts = [int(given.get(reach.value, 0)) for reach in Reach]
    if not any(counts):
        return count if exact else small_counts.alone(count), (), True
    counts[list(Reach).index(Reach.UNKNOWN)] += max(0, count - sum(counts))
    shown: Sequence[int | None] = counts if exact else small_counts.parts(counts)
    reach = tuple((each, one) for each, one in zip(Reach, shown, strict=True) if one != 0)
    return count if exact else small_counts.alone(count), reach, True
