"""How large words can stand on a badge: worked out from their width, since no script runs on paper.

Nobody knows which fonts a printer's machine has, so a character is as wide as the widest of the
bold fonts in the stylesheet draws it; what is fitted so is fitted everywhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# In parts of the size of the letters.
_NARROW, _SLIM, _WIDE, _WIDEST = "ijl.,:;'’|! ()[]", "frtI-/1", "mwMWQO@%&", "—…"
_WIDTHS = {
    **dict.fromkeys(_NARROW, 0.36),
    **dict.fromkeys(_SLIM, 0.46),
    **dict.fromkeys(_WIDE, 0.92),
    **dict.fromkeys(_WIDEST, 1.1),
}
_CAPITAL, _SMALL, _SQUARE, _ELSEWHERE = 0.76, 0.64, 1.04, 0.9
# Arabic and its neighbours join their letters, which makes them narrow.
_JOINED, _JOINED_WIDTH = re.compile(r"[\u0600-\u077f\u08a0-\u08ff]"), 0.66
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
    """A size of letters, and how high the words stand in it."""

    size: int
    height: float


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
    return Fit(sizes[-1], height)


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
    if unicodedata.east_asian_width(sign) in "WF" or sign >= "\U00010000":
        return _SQUARE
    if _JOINED.match(sign):
        return _JOINED_WIDTH
    if sign < "\u0590" or "\u1e00" <= sign < "\u2000":
        return _CAPITAL if sign.isupper() else _SMALL
    return _ELSEWHERE
