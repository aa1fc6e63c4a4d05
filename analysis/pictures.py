"""Charts as files: painted once for what they show, then kept until something else is to be shown.

A picture is kept under a hash of its drawing. The drawing holds only what may be shown, so that
what stays hidden is neither in the picture nor in its name, and nobody comes by a picture who was
not shown its drawing.
"""

import hashlib

from django.core.cache import caches

from analysis.charts.drawing import Drawing
from analysis.charts.style import EDITION, WIDTHS

# The shape of a chart for print, 16 cm wide on white; the others are SVG at a width of WIDTHS.
PNG = "png"
_KEPT = 60 * 86_400  # seconds


def name(drawing: Drawing, shape: str) -> str:
    """What the picture is known by, to the cache and to the reader's browser."""
    said = f"{EDITION} {shape} {drawing!r}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def kept(drawing: Drawing, shape: str) -> bytes | None:
    """The picture if it was painted; `shape` is a name in WIDTHS, or PNG."""
    found: bytes | None = caches["charts"].get(name(drawing, shape))
    return found


def is_kept(drawing: Drawing, shape: str) -> bool:
    """Whether it was painted, without reading it."""
    return name(drawing, shape) in caches["charts"]


def paint(drawing: Drawing, shape: str) -> bytes:
    """The picture, painted now and kept."""
    sheet = drawing.paint(WIDTHS["print" if shape == PNG else shape])
    painted = sheet.png() if shape == PNG else sheet.svg()
    caches["charts"].set(name(drawing, shape), painted, _KEPT)
    return painted
