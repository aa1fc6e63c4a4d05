"""Hiding small counts: the one place that says what of a figure may be shown (design 3.8).

What people said, what they need and everything published hide counts of 1 to 4, with what would
give them away. A hidden count is None. Nought is shown: it tells of nobody.
"""

from collections.abc import Sequence

# A count below it tells of somebody; a breakdown of fewer answers is not shown at all; a
# percentage of fewer is given as "x of y".
LEAST, LEAST_ANSWERS, LEAST_FOR_PERCENT = 5, 10, 20
FEWER = "fewer than 5"
NOT_SHOWN = "not shown"


def parts(counts: Sequence[int]) -> list[int | None]:
    """The parts of a whole whose sum is known, with None for each that stays hidden.

    Counts of 1 to 4 are hidden, and with them the next lowest until what is hidden together could
    be made up in more than one way. Of fewer than 10 answers nothing is shown.
    """
    whole = sum(counts)
    if 0 < whole < LEAST_ANSWERS:
        return [None] * len(counts)
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    shown = sorted((count, place) for place, count in enumerate(counts) if count >= LEAST)
    while hidden and shown and _gives_away([counts[place] for place in hidden]):
        hidden.add(shown.pop(0)[1])
    return [None if place in hidden else count for place, count in enumerate(counts)]


def _gives_away(hidden: Sequence[int]) -> bool:
    """Whether the sum of the hidden counts, which can be worked out, tells one of them."""
    return len(hidden) == 1 or sum(hidden) < LEAST


def grid(rows: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The cells of a table whose sums along, down and over all may be known, as `parts` has them.

    With each hidden count the next lowest of its row and its column is hidden, until what is
    hidden of any line could be made up in more than one way.
    """
    cells = {(y, x): count for y, row in enumerate(rows) for x, count in enumerate(row)}
    lines = [list(cells)]
    lines += [[place for place in cells if place[0] == y] for y in range(len(rows))]
    lines += [[place for place in cells if place[1] == x] for x in range(len(rows[0]))]
    is_thin = 0 < sum(cells.values()) < LEAST_ANSWERS
    hidden = {place for place, count in cells.items() if is_thin or 0 < count < LEAST}
    while owed := {place for line in lines for place in _owed(line, cells, hidden)}:
        hidden |= owed
    return [
        [None if (y, x) in hidden else count for x, count in enumerate(row)]
        for y, row in enumerate(rows)
    ]


def _owed(
    line: list[tuple[int, int]], cells: dict[tuple[int, int], int], hidden: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What must be hidden next, so that the sum of the line gives nothing away."""
    out = [cells[place] for place in line if place in hidden]
    shown = [place for place in line if place not in hidden and cells[place] >= LEAST]
    if not out or not shown or not _gives_away(out):
        return []
    return [min(shown, key=lambda place: (cells[place], place))]


def of_base(count: int, base: int) -> int | None:
    """One count of a base that is known, such as answers that raise a theme; None when hidden.

    Hidden are counts of 1 to 4, those that leave 1 to 4 out, and all of a base below 10.
    """
    if count == 0:
        return None if 0 < base < LEAST_ANSWERS else 0
    rest = base - count
    if base < LEAST_ANSWERS or count < LEAST or 0 < rest < LEAST:
        return None
    return count


def alone(count: int) -> int | None:
    """A count that stands by itself, such as organisations that came; None for 1 to 4."""
    return None if 0 < count < LEAST else count


def in_words(count: int | None) -> str:
    """A count as it is printed: `12`, or "not shown"."""
    return NOT_SHOWN if count is None else str(count)


def portion(count: int, base: int) -> str:
    """ "31 of 58" as words; "53%" only of 20 or more. Of nothing it says nothing."""
    if base < LEAST_FOR_PERCENT:
        return f"{count} of {base}"
    return f"{round(100 * count / base)}%"
