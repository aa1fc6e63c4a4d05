"""Bars that lie, under each name, with an upright tick for what there was room for."""

from dataclasses import dataclass

from analysis.charts.bars import Bar
from analysis.charts.colours import INK, QUIET, TONES
from analysis.charts.fonts import LINE, width_of, wrapped
from analysis.charts.style import Paper, Sheet

_THICK, _STEP, _AFTER, _BETWEEN, _KEY, _OVER = 18, 23, 7, 18, 30, 4


@dataclass(frozen=True)
class Bullet:
    """A name, its bars, and how many there was room for, if that is known."""

    name: str
    bars: tuple[Bar, ...]
    room: int | None = None


@dataclass(frozen=True)
class Bullets:
    """`tick` says above all of them what the tick means, such as "Places"."""

    bullets: tuple[Bullet, ...]
    tick: str

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        scale = self._scale(width)
        y = 0.0
        if any(bullet.room for bullet in self.bullets):
            paper.box(0, 2, 3, _THICK, INK)
            paper.text(12, 16, self.tick)
            y = _KEY
        for bullet in self.bullets:
            for words in wrapped(bullet.name, width, bold=True):
                paper.text(0, y + 15, words, bold=True)
                y += LINE
            y += 4 + _OVER
            top = y
            for bar in bullet.bars:
                self._lay(paper, bar, bullet.room, y, scale)
                y += _STEP
            if bullet.room:
                high = y - (_STEP - _THICK) - top + 2 * _OVER
                paper.box(bullet.room * scale - 1.5, top - _OVER, 3, high, INK)
            y += _BETWEEN - (_STEP - _THICK)
        return paper.cut(y - _BETWEEN + 4 + _OVER)

    def _scale(self, width: int) -> float:
        """Pixels for one, so that every bar, tick and label is on the sheet."""
        ends = [
            (max(bar.value, bullet.room or 0), width_of(bar.label))
            for bullet in self.bullets
            for bar in bullet.bars
        ]
        scales = [max(width - wide - _AFTER - 4, width / 4) / end for end, wide in ends if end]
        return min(scales, default=1.0)

    @staticmethod
    def _lay(paper: Paper, bar: Bar, room: int | None, y: float, scale: float) -> None:
        start = 0.0
        for count, tone in bar.pieces:
            paper.box(start, y, count * scale, _THICK, TONES[tone])
            start += count * scale
        after = start + (_AFTER if start else 0)
        # The words stand clear of the tick: before it where there is room, else behind it.
        if room and after + width_of(bar.label) > room * scale - _AFTER:
            after = max(after, room * scale + _AFTER + 2)
        paper.text(after, y + _THICK / 2 + 5, bar.label, colour=INK if bar.pieces else QUIET)
