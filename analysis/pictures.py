"""Charts as files: painted once for what they show, then kept until something else is to be shown.

A picture is kept under a hash of its drawing. The drawing holds only what may be shown, so that
what stays hidden is neither in the picture nor in its name.
"""

import hashlib

from django.core.cache import caches

from analysis.charts.drawing import Drawing
from analysis.charts.style import EDITION, WIDTHS

_KEPT = 60 * 86_400  # seconds


def name(drawing: Drawing, width: str) -> str:
    """What the picture is known by, to the cache and to the reader's browser."""
    said = f"{EDITION} {width} {drawing!r}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def svg(drawing: Drawing, width: str) -> bytes:
    """The chart as SVG; `width` is a name in WIDTHS."""
    kept = caches["charts"]
    key = name(drawing, width)
    found: bytes | None = kept.get(key)
    if found is None:
        found = drawing.paint(WIDTHS[width]).svg()
        kept.set(key, found, _KEPT)
    return found
