"""How charts look: one colour, words of at least 14 px, and each mark with its own number."""

from dataclasses import dataclass, field
from typing import Any, Literal

from analysis.charts import printing
from analysis.charts.colours import BLUE, INK, edge
from analysis.charts.fonts import TEXT

# A new number paints every chart anew: raise it with each change of how charts look.
EDITION = 4
# In CSS pixels, which are the units of the SVG; "print" is 16 cm of paper.
WIDTHS = {"wide": 700, "print": 605, "middle": 500, "narrow": 330}
NARROW = 450

Mark = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Sheet:
    """A painted chart: marks on a sheet of so many pixels, counted from the top."""

    width: int
    height: int
    marks: tuple[Mark, ...]

    def svg(self) -> bytes:
        """The same marks give the same bytes."""
        return printing.svg(self.width, self.height, self.marks)

    def png(self) -> bytes:
        """On white, 16 cm wide at 300 dots to the inch; so are these."""
        return printing.png(self.width, self.height, self.marks)


@dataclass
class Paper:
    """A sheet of a width in pixels, counted from the top: marks are noted, then it is cut."""

    width: int
    marks: list[Mark] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        return self.width < NARROW

    def box(
        self, x: float, y: float, wide: float, high: float, colour: str, *, edged: bool = True
    ) -> None:
        """A pale one has an edge inside it that stands out from what is around it."""
        mark: dict[str, Any] = {"xy": (x, y), "width": wide, "height": high, "facecolor": colour}
        around = edge(colour)
        if edged and around and wide > 1 and high > 1:
            inside = {"xy": (x + 0.5, y + 0.5), "width": wide - 1, "height": high - 1}
            mark |= {**inside, "edgecolor": around, "linewidth": 1}
        self.marks.append(("box", mark))

    def line(self, xs: list[float], ys: list[float], colour: str, thick: float) -> None:
        self.marks.append(("line", {"xdata": xs, "ydata": ys, "color": colour, "lw": thick}))

    def dots(self, xs: list[float], ys: list[float]) -> None:
        self.marks.append(("dots", {"xdata": xs, "ydata": ys, "color": BLUE}))

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
        at = {"x": x, "y": y, "words": words, "colour": colour, "across": across}
        self.marks.append(("text", {**at, "bold": bold, "size": size}))

    def cut(self, height: float) -> Sheet:
        """The sheet, as high as it is."""
        return Sheet(self.width, max(1, round(height)), tuple(self.marks))
