"""What a table is once it was read, and what is said when it cannot be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_COLUMNS = 200
TOO_WIDE = f"a table may have {MOST_COLUMNS} columns. Delete those that nobody needs."
DAMAGED = (
    "The file cannot be read as an Excel workbook. Open it in a spreadsheet program and save it "
    "again as an Excel workbook (.xlsx) or as CSV."
)


class UnreadableTableError(Exception):
    """The file holds no table that can be read for certain; `str()` says why, and where."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number as the spreadsheet shows it, and one text for each heading.

    Days are written 2026-05-03, times 2026-05-03T14:30:00, whole numbers without a point.
    """

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings, each of its own name; the rows that are not empty; and `told`: how it was read.

    `told` is sentences for the person who handed it in, or empty when there is nothing to say.
    """

    headings: tuple[str, ...]
    rows: tuple[Line, ...]
    told: str


class Row(NamedTuple):
    """A row as it comes out of a file; `width` also counts empty cells at its end."""

    number: int
    cells: list[str]
    width: int


@dataclass
class Source:
    """Rows one by one, none of them checked; `told` and `merged` fill meanwhile.

    `merged` holds what was merged, as (first row, first column, in words); `is_even` says that
    a row is as long as the headings or was broken.
    """

    rows: Iterator[Row]
    told: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    is_even: bool = False


# Marks of direction, spaces of no width, separators and controls: nothing to see in a heading.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+"
)


def plain(text: str, *, longest: int = 80) -> str:
    """The text in one line, with nothing hidden in it, cut after `longest` characters."""
    words = " ".join(_UNSEEN.sub(" ", text[: longest * 4]).split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def letters(column: int) -> str:
    """The name of a column from 1 on: A to Z, then AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_of(name: str) -> int:
    """The number of a column by its letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def where(row: int, column: int) -> str:
    """A cell in words that begin a sentence."""
    return f"Row {row:,}, column {letters(column)}"
