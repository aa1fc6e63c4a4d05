"""Marks on a sheet as SVG, and as PNG for print.

matplotlib is loaded by the first chart and not before. Its settings belong to the whole process,
so one chart is printed at a time.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from analysis.charts.fonts import TEXT, alone, font_for, in_order, without_fuss

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

_SETTINGS: Any = {
    # Letters as outlines: the same everywhere, in every script, with no font of the reader's.
    "svg.fonttype": "path",
    # The same numbers give the same bytes.
    "svg.hashsalt": "convenor",
    "font.size": TEXT,
    # A dollar in a title is a dollar.
    "text.parse_math": False,
    "figure.facecolor": "none",
    "figure.dpi": 72,
    # As wide in dots as in outlines.
    "text.hinting": "none",
}
# A4 between margins, 16 cm, is so many dots wide.
PRINT_DOTS, PRINT_DPI = 1890, 300
_REMARK = re.compile(r"\s*<!--.*?-->", re.DOTALL)

Marks = Sequence[tuple[str, dict[str, Any]]]


def svg(width: int, height: int, marks: Marks) -> bytes:
    page = StringIO()
    with _figure(width, height, marks) as figure:
        nothing = dict.fromkeys(["Creator", "Date", "Format", "Type"])
        figure.savefig(page, format="svg", metadata=nothing)
    return _REMARK.sub("", page.getvalue()).encode()


def png(width: int, height: int, marks: Marks) -> bytes:
    """Whatever its width in pixels is, the picture is 16 cm wide on paper, and says so."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    with _figure(width, height, marks) as figure:
        figure.set_facecolor("white")
        # A hair more, because what is left over of a dot is cut off.
        figure.set_dpi((PRINT_DOTS + 0.01) / width * 72)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        size, dots = canvas.get_width_height(), canvas.buffer_rgba()
    painted = Image.frombuffer("RGBA", size, dots, "raw", "RGBA", 0, 1).convert("RGB")
    # So few colours take a quarter of the bytes and half of the time.
    few = painted.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if part > 252 else part for part in few.getpalette() or ()])
    page = BytesIO()
    few.save(page, "png", dpi=(PRINT_DPI, PRINT_DPI))
    return page.getvalue()


@contextmanager
def _figure(width: int, height: int, marks: Marks) -> Iterator["Figure"]:
    """Our settings, nobody else at it, and no fuss over a letter that no font here has."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    with alone, without_fuss(), mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(width / 72, height / 72))
        # From the top, at whatever number of dots to the inch it is saved.
        down = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72)
        for kind, mark in marks:
            artist = _PRINTED[kind](mark)
            artist.set_transform(down + figure.dpi_scale_trans)
            figure.add_artist(artist)
        yield figure


def _text(mark: dict[str, Any]) -> "Artist":
    from matplotlib.text import Text

    return Text(
        *(mark["x"], mark["y"], in_order(mark["words"])),
        color=mark["colour"],
        ha=mark["across"],
        va="baseline",
        fontproperties=font_for(mark["words"], mark["size"], bold=mark["bold"]),
    )


def _box(mark: dict[str, Any]) -> "Artist":
    from matplotlib.patches import Rectangle

    return Rectangle(**({"linewidth": 0} | mark))


def _line(mark: dict[str, Any]) -> "Artist":
    from matplotlib.lines import Line2D

    return Line2D(**mark, solid_capstyle="round", zorder=2)


def _dots(mark: dict[str, Any]) -> "Artist":
    from matplotlib.lines import Line2D

    edge = {"markeredgecolor": "white", "markeredgewidth": 2}
    looks: dict[str, Any] = {**edge, "markersize": 11, "zorder": 2}
    return Line2D(**mark, linestyle="none", marker="o", **looks)


_PRINTED = {"text": _text, "box": _box, "line": _line, "dots": _dots}
