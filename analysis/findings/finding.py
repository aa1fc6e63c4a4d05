"""A finding: a headline that is the answer, a sentence, a chart in words, and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.charts.drawing import Drawing
from forum import small_counts

SHORTEST_ALT, LONGEST_ALT = 40, 250
_LONGEST_NAME = 60

Cell = str | int | None


@dataclass(frozen=True)
class Table:
    """Headings and rows; the first cell of a row is its name, a count that is hidden is None."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The headings, each with whether numbers stand under it."""
        return [
            (heading, any(not isinstance(row[place], str) for row in self.rows))
            for place, heading in enumerate(self.headings)
        ]

    @property
    def printed(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """The rows as they are read: the name, then every cell and whether it is a number."""
        numbers = [is_number for _heading, is_number in self.columns]
        return [
            (
                in_words(row[0]),
                [(in_words(row[place]), numbers[place]) for place in range(1, len(row))],
            )
            for row in self.rows
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
