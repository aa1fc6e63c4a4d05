"""How charts look: one colour, words of at least 14 px, and each mark with its own number.

matplotlib is loaded by the first chart and not before. Its settings belong to the whole process,
so one chart is painted at a time.
"""

import functools
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis.charts.colours import BLUE, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

# A new number paints every chart anew: raise it with each change of how charts look.
EDITION = 1
# In CSS pixels, which are the units of the SVG.
WIDTHS = {"wide": 700, "middle": 500, "narrow": 330}
NARROW = 450

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
_SETTINGS: Any = {
    # Letters as outlines: the same everywhere, in every script, with no font of the reader's.
    "svg.fonttype": "path",
    # The same numbers give the same bytes.
    "svg.hashsalt": "convenor",
    "font.size": TEXT,
    "text.color": INK,
    # A dollar in a title is a dollar.
    "text.parse_math": False,
    "figure.facecolor": "none",
    "figure.dpi": 72,
}
# A no-break space holds what stands beside it together.
_SPACE = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_LATIN = re.compile("[\u0020-\u024f\u2010-\u2026]*")
_REMARK = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_alone = threading.RLock()


@contextmanager
def _painting() -> Iterator[None]:
    """Our settings, nobody else at it, and no fuss over a letter that no font here has."""
    import matplotlib as mpl

    with _alone, _without_fuss(), mpl.rc_context(_SETTINGS):
        yield


@contextmanager
def _without_fuss() -> Iterator[None]:
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
        file = Path("/usr/share/fonts/truetype/noto", f"{family.replace(' ', '')}-Regular.ttf")
        if family not in known and file.exists():
            font_manager.fontManager.addfont(file)
            known.add(family)
    return [family for family in _FAMILIES if family in known]


@functools.cache
def _font(size: int, *, bold: bool, is_latin: bool) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    # Every font in the list is looked up for every text: Latin needs only the first two.
    families = _families()[:2] if is_latin else _families()
    return FontProperties(family=families, size=size, weight="bold" if bold else "normal")


def _font_for(words: str, size: int, *, bold: bool) -> "FontProperties":
    return _font(size, bold=bold, is_latin=_LATIN.fullmatch(words) is not None)


@functools.lru_cache(maxsize=4_096)
def width_of(words: str, *, size: int = TEXT, bold: bool = False) -> float:
    """How many pixels the words take in one line."""
    from matplotlib.textpath import text_to_path

    with _alone, _without_fuss():
        measured = text_to_path.get_text_width_height_descent(
            words, _font_for(words, size, bold=bold), ismath=False
        )
    return float(measured[0])


def wrapped(words: str, room: float, *, size: int = TEXT, bold: bool = False) -> list[str]:
    """The words in lines that fit the room; a word wider than a line is broken."""
    lines, line = [], ""
    for word in _SPACE.split(words.strip()):
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
    return low


@dataclass
class Paper:
    """A sheet of a width in pixels, counted from the top: marks are noted, then printed at once."""

    width: int
    marks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        return self.width < NARROW

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        self.marks.append(
            ("box", {"xy": (x, y), "width": wide, "height": high, "facecolor": colour})
        )

    def line(self, xs: list[float], ys: list[float], colour: str, thick: float) -> None:
        self.marks.append(("line", {"xs": xs, "ys": ys, "color": colour, "lw": thick}))

    def dots(self, xs: list[float], ys: list[float]) -> None:
        self.marks.append(("dots", {"xs": xs, "ys": ys}))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        bold: bool = False,
        size: int = TEXT,
        colour: str = INK,
        across: Literal["left", "center"] = "left",
    ) -> None:
        at = {"x": x, "y": y, "s": words, "color": colour, "ha": across, "va": "baseline"}
        self.marks.append(("text", {**at, "fontproperties": _font_for(words, size, bold=bold)}))

    def printed(self, height: float) -> bytes:
        """The sheet, cut at that height, as SVG."""
        from matplotlib.figure import Figure

        height = max(1, round(height))
        with _painting():
            figure = Figure(figsize=(self.width / 72, height / 72))
            axes = figure.add_axes((0, 0, 1, 1))
            axes.set_axis_off()
            axes.set(xlim=(0, self.width), ylim=(height, 0))
            for kind, mark in self.marks:
                _set(axes, kind, mark)
            page = StringIO()
            figure.savefig(
                page,
                format="svg",
                metadata=dict.fromkeys(["Creator", "Date", "Format", "Type"]),
            )
        return _REMARK.sub("", page.getvalue()).encode()


def _set(axes: "Axes", kind: str, mark: dict[str, Any]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    if kind == "text":
        axes.text(**mark)
    elif kind == "box":
        axes.add_patch(Rectangle(**mark, linewidth=0, clip_on=False))
    elif kind == "line":
        line = Line2D(mark["xs"], mark["ys"], color=mark["color"], lw=mark["lw"], clip_on=False)
        line.set_solid_capstyle("round")
        axes.add_line(line)
    else:
        axes.add_line(
            Line2D(
                *(mark["xs"], mark["ys"]),
                linestyle="none",
                marker="o",
                markersize=11,
                color=BLUE,
                markeredgecolor="white",
                markeredgewidth=2,
                clip_on=False,
            )
        )
