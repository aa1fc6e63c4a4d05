"""How high a row must be for all of its wrapped text to be read at first opening.

A file that leaves it open is laid out anew by Excel, and by LibreOffice in the height of one line.
"""

import math
from collections.abc import Sequence

from forum.spreadsheets.sheets import Column, Value

TITLE = {"ht": "21"}
_LINE, _HIGHEST = 15, 405  # in points; Excel takes no row above 409
# Letters are narrower than the digits that a width counts, but words end before the edge, and where
# the font is not there another one is broader.
_LOST = 0.95

Wrapping = list[tuple[int, int]]


def wrapping(columns: Sequence[Column]) -> Wrapping:
    """Which columns wrap their text, and how many characters wide each is."""
    return [(number, column.width) for number, column in enumerate(columns) if column.wraps]


def of_row(values: Sequence[Value], wrapped: Wrapping) -> dict[str, str]:
    """What the row says of its height: nothing for one line of text."""
    lines = max((_lines(values[number], width) for number, width in wrapped), default=1)
    return {"ht": str(min(lines * _LINE, _HIGHEST))} if lines > 1 else {}


def _lines(value: Value, width: int) -> int:
    if not isinstance(value, str) or (len(value) * _LOST <= width and "\n" not in value):
        return 1
    return sum(max(1, math.ceil(len(part) * _LOST / width)) for part in value.split("\n"))
