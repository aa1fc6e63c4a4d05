"""A finding: a headline that is the answer, a sentence, a chart in words, and its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload
from uuid import UUID

from analysis.charts.drawing import Drawing
from forum import small_counts

SHORTEST_ALT, LONGEST_ALT = 40, 250
_LONGEST_NAME = 60

Cell = str | int | None
Line = tuple[Cell, ...]
# What a page prints of a table; its file has all of it.
SHOWN_LINES, SHOWN_COLUMNS = 24, 14


class Each(Sequence[Line]):
    """A line for each of these things, written when it is read: of very many a page reads few."""

    def __init__(self, things: Sequence[Any], line: Callable[[Any], Line]) -> None:
        self._things, self._line = things, line

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> "Each": ...
    def __getitem__(self, place: int | slice) -> "Line | Each":
        if isinstance(place, slice):
            return Each(self._things[place], self._line)
        return self._line(self._things[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True)
class Table:
    """Headings and rows; the first cell of a row is its name, a count that is hidden is None."""

    headings: tuple[str, ...]
    rows: Sequence[Line]

    @cached_property
    def shown(self) -> "Table":
        """As a page prints it: the first rows, and of many columns the first and the latest."""
        places = list(range(len(self.headings)))
        if len(places) > SHOWN_COLUMNS:
            places = [*places[:2], *places[2 - SHOWN_COLUMNS :]]
        return Table(
            tuple(self.headings[place] for place in places),
            tuple(tuple(row[place] for place in places) for row in self.rows[:SHOWN_LINES]),
        )

    @property
    def left_out(self) -> str:
        """What of it is in the file alone, in words; nothing where all of it is shown."""
        said = []
        if len(self.rows) > SHOWN_LINES:
            said.append(f"the first {SHOWN_LINES} of {len(self.rows):,} lines")
        if len(self.headings) > SHOWN_COLUMNS:
            said.append(f"the first and the latest of {len(self.headings) - 1:,} columns")
        return f"These are {listed(said)}; the file has them all." if said else ""

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The headings that are shown, each with whether numbers stand under it."""
        shown = self.shown
        return [
            (heading, any(not isinstance(row[place], str) for row in shown.rows))
            for place, heading in enumerate(shown.headings)
        ]

    @property
    def printed(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """The rows that are shown, as they are read: the name, then every cell and whether it is a
        number."""
        numbers = [is_number for _heading, is_number in self.columns]
        return [
            (
                in_words(row[0]),
                [(in_words(row[place]), numbers[place]) for place in range(1, len(row))],
            )
            for row in self.shown.rows
        ]


@dataclass(frozen=True)
class Finding:
    """The answer to one question. Without a drawing there is no chart, and `words` say why."""

    key: str
    headline: str
    words: str
    alt: str = ""
    table: Table | None = None
    drawing: Drawing | None = None
    # Names of themes and their keys, for the way to the page of each.
    themes: tuple[tuple[str, UUID], ...] = ()


def in_words(cell: Cell) -> str:
    """A cell as it is printed, in the page and in the file."""
    return cell if isinstance(cell, str) else small_counts.in_words(cell)


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 event", "3 events", "3 people"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def short(name: str, most: int = _LONGEST_NAME) -> str:
    """A name for use inside a sentence."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def alt_of(*sentences: str) -> str:
    """The sentences as alternative text: as many of them as 250 letters hold."""
    said = sentences[0][:LONGEST_ALT]
    for sentence in sentences[1:]:
        if sentence and len(said) + 1 + len(sentence) <= LONGEST_ALT:
            said = f"{said} {sentence}"
    return said


def listed(names: Sequence[str]) -> str:
    """ "Housing", "Housing and Legal aid", "Housing, Raids and Legal aid"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
