"""What every chart is: something that paints itself at a width, and is the same when equal."""

from typing import Protocol

from analysis.charts.style import Sheet


class Drawing(Protocol):
    """A frozen dataclass of what may be shown, whose `repr` tells all that is in it."""

    def paint(self, width: int) -> Sheet:
        """The chart, `width` pixels wide."""
        ...
