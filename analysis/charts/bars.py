"""Bars that lie: a name, under it a bar or more, each with its number and word at its end."""

from dataclasses import dataclass

from analysis.charts.colours import INK, QUIET, TONES, Tone
from analysis.charts.fonts import LINE, width_of, wrapped
from analysis.charts.style import Paper, Sheet

_THICK, _STEP, _AFTER, _BETWEEN = 18, 23, 7, 18


@dataclass(frozen=True)
class Bar:
    """A bar in one piece or several, end to end; without pieces its number is not shown."""

    pieces: tuple[tuple[int, Tone], ...]
    label: str

    @property
    def value(self) -> int:
        return sum(count for count, _tone in self.pieces)


@dataclass(frozen=True)
class Group:
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Bars:
    groups: tuple[Group, ...]

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        bars = [bar for group in self.groups for bar in group.bars]
        scale = (
            min(
                (max(width - width_of(bar.label) - _AFTER - 2, width / 4) / bar.value)
                for bar in bars
                if bar.value
            )
            if any(bar.value for bar in bars)
            else 1.0
        )
        y = 0.0
        for group in self.groups:
            for words in wrapped(group.name, width, bold=True):
                paper.text(0, y + 15, words, bold=True)
                y += LINE
            y += 4
            for bar in group.bars:
                _lay(paper, bar, y, scale)
                y += _STEP
            y += _BETWEEN - (_STEP - _THICK)
        return paper.cut(y - _BETWEEN + 4)


def _lay(paper: Paper, bar: Bar, y: float, scale: float) -> None:
    start = 0.0
    for count, tone in bar.pieces:
        paper.box(start, y, count * scale, _THICK, TONES[tone])
        start += count * scale
    after = start + (_AFTER if start else 0)
    paper.text(after, y + _THICK / 2 + 5, bar.label, colour=INK if bar.pieces else QUIET)
