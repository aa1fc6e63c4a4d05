"""How large words can stand on a badge: worked out from their width, since no script runs on paper.

Nobody knows which fonts a printer's machine has, so a character is as wide as the widest of the
bold fonts in the stylesheet draws it; what is fitted so is fitted everywhere.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# In parts of the size of the letters.
_SPECIAL = {
    "ijl.,:;'’|! ()[]": 0.36,
    "frtI-/": 0.46,
    "0123456789": 0.68,
    "wOQ": 0.86,
    "mMW@%&—…": 1.0,
}
_WIDTHS = {sign: width for signs, width in _SPECIAL.items() for sign in signs}
# The first sign of a script, or of several that are drawn alike: how wide its small letters are,
# and its capitals. Arabic and its neighbours join their letters, which makes them narrow.
_SCRIPTS = [
    ("\u0000", 0.64, 0.76),
    ("\u0370", 0.8, 0.92),
    ("\u0590", 0.72, 0.72),
    ("\u0900", 1.2, 1.2),
    ("\u0b80", 1.4, 1.4),
    ("\u0e00", 0.8, 0.8),
    ("\u0f00", 1.2, 1.2),
    ("\u10a0", 0.9, 0.9),
    ("\u1780", 1.2, 1.2),
    ("\u1e00", 0.64, 0.76),
    ("\u2000", 1.04, 1.04),
    ("\U0001f000", 1.35, 1.35),
    ("\U00020000", 1.04, 1.04),
]
_FIRSTS = [first for first, _small, _capital in _SCRIPTS]
# Written without spaces: a line may end after any character.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[\U00020000-\U0003ffff]"
)
# Latin, Greek, Cyrillic, Hebrew, Chinese, Japanese, Korean: nothing reaches far above or below.
_LOW = re.compile(r"[\u0000-\u058f\u05d0-\u05ff\u1e00-\u22ff\u2e80-\ud7ff\uf900-\uffff]*")
LEADING, TALL_LEADING = 1.15, 1.5
_MARKS = {"Mn", "Me", "Cf", "Cc"}


def is_tall(text: str) -> bool:
    """Whether the lines need more room between them: marks above and below, or tall letters."""
    return not _LOW.fullmatch(text) or any(unicodedata.combining(sign) for sign in text)


@dataclass(frozen=True)
class Fit:
    """A size of letters, how high the words stand in it, and whether that is room enough."""

    size: int
    height: float
    is_whole: bool = True


def fit(text: str, *, sizes: Sequence[int], width: float, height: float) -> Fit:
    """The largest of the sizes, given from large to small, at which the text fits; else the last.

    Width and height are in the unit of the sizes. A word is broken only where no size keeps it
    whole.
    """
    leading = TALL_LEADING if is_tall(text) else LEADING
    for pieces in (_words(text), [_width(sign) for sign in text]):
        for size in sizes:
            needed = lines(pieces, width / size) * size * leading
            if 0 < needed <= height:
                return Fit(size, needed)
    return Fit(sizes[-1], height, is_whole=False)


def lines(pieces: Iterable[float], width: float) -> int:
    """On how many lines these pieces stand, none broken; 0 when one is wider than a line."""
    count, used = 1, 0.0
    for piece in pieces:
        if piece > width:
            return 0
        if used + piece > width:
            count, used = count + 1, 0.0
        used += piece
    return count


def _words(text: str) -> list[float]:
    """The widths of what a line does not break: words with the space or dash that ends them."""
    found, used = [], 0.0
    for sign in text:
        used += _width(sign)
        if sign in " -" or _UNSPACED.match(sign):
            found.append(used)
            used = 0.0
    return [*found, used] if used else found or [0.0]


def _width(sign: str) -> float:
    if unicodedata.category(sign) in _MARKS:
        return 0.0
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    _first, small, capital = _SCRIPTS[bisect_right(_FIRSTS, sign) - 1]
    return capital if sign.isupper() else small
