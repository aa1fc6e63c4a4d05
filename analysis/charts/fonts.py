"""Which fonts draw which letters, how wide words are, and where they are broken into lines.

matplotlib is loaded by the first words that are measured, and not before.
"""

import functools
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

TEXT, SMALL, LARGE = 15, 14, 17
LINE = 20

# The first that has a letter draws it. DejaVu comes with matplotlib; the others are used where
# they are installed (Debian: fonts-liberation, fonts-noto-core).
_FAMILIES = [
    *("Liberation Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Sans Ethiopic"),
    *("Noto Sans Hebrew", "Noto Sans Bengali", "Noto Sans Devanagari", "Noto Sans Tamil"),
    *("Noto Sans Thaana", "Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Thai"),
    *("Noto Sans CJK SC", "Noto Sans"),
]
_NOTO = Path("/usr/share/fonts/truetype/noto")
# A letter may be a hair wider in dots than in outlines.
_SPARE = 2
# A no-break space holds what stands beside it together; so does a number with what it counts.
_HELD = re.compile(r"(: [\d,]+) (?=\S+$)")
_SPACE = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
# Words of Hebrew, Arabic, Syriac, Thaana and their neighbours, with what stands between them.
_LEFTWARDS_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
_LEFTWARDS = re.compile(rf"{_LEFTWARDS_LETTER}(?:[\W\d_]*{_LEFTWARDS_LETTER})*")
_RIGHTWARDS = "\N{LEFT-TO-RIGHT MARK}"
_ONLY_MARKS = re.compile(r"\W+")
_LATIN = re.compile("[\u0020-\u024f\u2010-\u2026]*")
# What matplotlib keeps belongs to the whole process, so one is at it at a time.
alone = threading.RLock()


@contextmanager
def without_fuss() -> Iterator[None]:
    """A letter that no font here has is drawn as a box; alternative text and table have it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        yield


@functools.cache
def _families() -> list[str]:
    """Those of our fonts that are installed; a folder of Noto may be newer than the known list."""
    from matplotlib import font_manager

    known = set(font_manager.fontManager.get_font_names())
    for family in _FAMILIES:
        file = _NOTO / f"{family.replace(' ', '')}-Regular.ttf"
        if family not in known and file.exists():
            font_manager.fontManager.addfont(file)
            known.add(family)
    return [family for family in _FAMILIES if family in known]


@functools.cache
def _letters(family: str, *, bold: bool) -> frozenset[int]:
    """Those of the font that is taken: the bold one of a family need not have them all."""
    from matplotlib import font_manager, ft2font

    font = font_manager.FontProperties(family=[family], weight="bold" if bold else "normal")
    return frozenset(ft2font.FT2Font(font_manager.findfont(font)).get_charmap())


@functools.lru_cache(maxsize=4_096)
def _drawn_by(letter: str, *, bold: bool) -> str:
    """The first family that has the letter; the first of all where none has."""
    families = _families()
    having = (each for each in families if ord(letter) in _letters(each, bold=bold))
    return next(having, families[0])


@functools.lru_cache(maxsize=512)
def _font(size: int, families: tuple[str, ...], *, bold: bool) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")


def font_for(words: str, size: int, *, bold: bool) -> "FontProperties":
    """Only the families that the words need: each is looked up and laid out anew for every text."""
    first = _families()[:1]
    if _LATIN.fullmatch(words):
        return _font(size, tuple(first), bold=bold)
    needed = {_drawn_by(letter, bold=bold) for letter in set(words) if not letter.isspace()}
    others = [family for family in _families()[1:] if family in needed]
    return _font(size, (*first, *others), bold=bold)


def in_order(words: str) -> str:
    """The words as they are laid out: the line runs to the right, whatever script it begins in.

    So a month or a number stands after an Arabic title, where it stands after every other.
    """
    marked = _LEFTWARDS.sub(rf"\g<0>{_RIGHTWARDS}", words)
    return words if marked == words else _RIGHTWARDS + marked


@functools.lru_cache(maxsize=4_096)
def width_of(words: str, *, size: int = TEXT, bold: bool = False) -> float:
    """How many pixels the words take in one line."""
    from matplotlib.textpath import text_to_path

    with alone, without_fuss():
        measured = text_to_path.get_text_width_height_descent(
            in_order(words), font_for(words, size, bold=bold), ismath=False
        )
    return float(measured[0])


def wrapped(words: str, room: float, *, size: int = TEXT, bold: bool = False) -> list[str]:
    """The words in lines that fit the room; a word wider than a line is broken."""
    room, words = room - _SPARE, _HELD.sub("\\1\N{NO-BREAK SPACE}", words)
    whole = " ".join(part for part in _SPACE.split(words) if part)
    if width_of(whole, size=size, bold=bold) <= room:
        return [whole] if whole else []
    lines, line = [], ""
    for word in whole.split(" "):
        longer = f"{line} {word}".strip()
        if width_of(longer, size=size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, size=size, bold=bold) > room and len(line) > 1:
            fits = _fitting(line, room, size=size, bold=bold)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def _fitting(word: str, room: float, *, size: int, bold: bool) -> int:
    """How many letters of the word fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(word[:middle], size=size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    # A comma goes down to the next line with the letter before it.
    return low - 1 if low > 1 and _ONLY_MARKS.fullmatch(word[low:]) else low
