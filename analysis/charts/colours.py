"""The colours of charts: one blue, and what reads well on it."""

from typing import Literal

Tone = Literal["main", "middle", "pale", "rule", "care"]

INK, QUIET, RULE, PANEL, BLUE = "#1D1D1B", "#55524C", "#D8D2C4", "#F4F1EA", "#12436D"
TONES: dict[Tone, str] = {
    "main": BLUE,
    "middle": "#688DAE",
    "pale": "#B9CBDB",
    "rule": RULE,
    "care": "#B04A7A",
}


# What of these is too pale to stand out from the paper has an edge.
_EDGES = {TONES["pale"]: TONES["middle"], RULE: "#8A8577", PANEL: "#8A8577"}


def edge(colour: str) -> str:
    """The edge of a mark in this colour; "" for one that needs none."""
    return _EDGES.get(colour, "")


def shade(share: float) -> str:
    """A blue between nearly white, for nought, and the full blue, for one."""
    light, full = (238, 243, 247), (18, 67, 109)
    share = min(max(share, 0.0), 1.0)
    mixed = [round(a + (b - a) * share) for a, b in zip(light, full, strict=True)]
    return "#" + "".join(f"{part:02X}" for part in mixed)


def on(colour: str) -> str:
    """Ink or white, whichever reads better on the colour."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#FFFFFF" if 1.05 / (light + 0.05) > (light + 0.05) / 0.061 else INK
