"""One bar for each row, parted by answer, with the counts inside."""

from dataclasses import dataclass

from analysis.charts.colours import PANEL, QUIET, TONES, Tone, on
from analysis.charts.fonts import LINE, SMALL, TEXT, width_of, wrapped
from analysis.charts.style import Paper, Sheet

_KEY, _AFTER_KEY, _HIGH, _BETWEEN, _APART = 26, 12, 34, 18, 16
HIDDEN = "not shown"


@dataclass(frozen=True)
class Row:
    """A name, its counts by answer, and how many of its answers stay hidden."""

    name: str
    counts: tuple[int | None, ...]
    hidden: int = 0

    @property
    def total(self) -> int:
        return sum(count or 0 for count in self.counts) + self.hidden


@dataclass(frozen=True)
class Block:
    """Rows under one key; an answer has its words and its tone."""

    answers: tuple[tuple[str, Tone], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Stacked:
    """Blocks under one another; a key that is the same as the last is not said again."""

    blocks: tuple[Block, ...]

    def paint(self, width: int) -> Sheet:
        paper = Paper(width)
        y, said = 0.0, None
        for block in self.blocks:
            if block.answers != said:
                y = _key(paper, y + (_APART if said else 0), block) + _AFTER_KEY
                said = block.answers
            for row in block.rows:
                for words in wrapped(row.name, width, bold=True):
                    paper.text(0, y + 15, words, bold=True)
                    y += LINE
                y += 5
                _bar(paper, y, block, row)
                y += _HIGH + _BETWEEN
        return paper.cut(y - _BETWEEN)


def _key(paper: Paper, y: float, block: Block) -> float:
    """The answers in a line, or in as many as they take; where they end."""
    keys = [(words, TONES[tone]) for words, tone in block.answers]
    if any(row.hidden for row in block.rows):
        keys.append((HIDDEN.capitalize(), PANEL))
    x = 0.0
    for words, colour in keys:
        span = 23 + width_of(words)
        if x and x + span > paper.width:
            x, y = 0.0, y + _KEY
        paper.box(x, y + 3, 15, 15, colour)
        paper.text(x + 23, y + 16, words)
        x += span + 22
    return y + _KEY


def _bar(paper: Paper, y: float, block: Block, row: Row) -> None:
    pieces = [
        (count, TONES[tone], str(count))
        for count, (_words, tone) in zip(row.counts, block.answers, strict=True)
        if count
    ]
    if row.hidden:
        pieces.append((row.hidden, PANEL, HIDDEN))
    start = 0.0
    for count, colour, words in pieces:
        wide = count / row.total * paper.width
        paper.box(start, y, max(wide - 2, 1), _HIGH, colour)
        is_count = colour != PANEL
        size = TEXT if is_count else SMALL
        if width_of(words, size=size, bold=is_count) + 4 <= wide:
            ink = on(colour) if is_count else QUIET
            at = start + wide / 2 - 1, y + _HIGH / 2 + 5
            paper.text(*at, words, bold=is_count, size=size, colour=ink, across="center")
        start += wide
