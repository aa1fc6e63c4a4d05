"""From rows to a table: which row has the headings, and what a table may not be."""

import itertools
from collections.abc import Callable, Iterator

from forum.tables.table import (
    MOST_COLUMNS,
    TOO_WIDE,
    Line,
    Row,
    Source,
    Table,
    UnreadableTableError,
    letters,
    plain,
    where,
)

MOST_ROWS = 20_000
# What a cell of a spreadsheet holds.
LONGEST = 32_767
# How far down headings are looked for under a title.
_TITLE_ROWS = 20

IsHeading = Callable[[tuple[str, ...]], bool]


def shaped(source: Source, *, most_rows: int, is_heading: IsHeading | None = None) -> Table:
    """The table of these rows. Raises UnreadableTableError."""
    rows: Iterator[Row] = (_checked(row) for row in source.rows)
    if is_heading:
        top, rows = _found(rows, is_heading)
    else:
        top, rows = _first(rows, source.told)
    _refuse_merged(source, top)
    is_even = source.is_even and is_heading is None
    names = _names(top.cells, source.told)
    lines: list[Line] = []
    for row in rows:
        if any(row.cells):
            lines.append(Line(row.number, _fitted(row, top, is_even=is_even)))
        if len(lines) > most_rows:
            raise UnreadableTableError(
                f"{where(row.number, 1)}: a file may have {most_rows:,} rows, and this is one "
                "too many. Split it into several files."
            )
    if not lines:
        raise UnreadableTableError(f"There is nothing under the headings in row {top.number:,}.")
    return Table(headings=names, rows=tuple(lines), told=" ".join(source.told))


def _checked(row: Row) -> Row:
    """The row without empty cells at its end; raises when one holds what no cell can."""
    cells = row.cells
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise UnreadableTableError(f"{where(row.number, len(cells))}: {TOO_WIDE}")
    for column, cell in enumerate(cells, start=1):
        if len(cell) > LONGEST:
            raise UnreadableTableError(
                f"{where(row.number, column)}: {len(cell):,} characters are more than a cell "
                f"can hold ({LONGEST:,}). Shorten the text."
            )
        if "\0" in cell:
            raise UnreadableTableError(
                f"{where(row.number, column)}: a character that no text has (NUL). "
                "Save the table as an Excel workbook, or as CSV in UTF-8."
            )
    return row


def _first(rows: Iterator[Row], told: list[str]) -> tuple[Row, Iterator[Row]]:
    """The headings: the first row with something in it, or what follows a title and a gap."""
    seen: list[Row] = []
    for row in itertools.islice(rows, _TITLE_ROWS):
        if not row.cells:
            continue
        if seen and row.number > seen[-1].number + 1 and len(row.cells) > 1:
            told.append(f"The headings were taken from row {row.number:,}.")
            return row, rows
        seen.append(row)
        if len(row.cells) > 1:
            break
    if not seen:
        raise UnreadableTableError("There is no table in the file: its cells are empty.")
    return seen[0], itertools.chain(seen[1:], rows)


def _found(rows: Iterator[Row], is_heading: IsHeading) -> tuple[Row, Iterator[Row]]:
    for row in rows:
        if row.cells and is_heading(tuple(plain(cell) for cell in row.cells)):
            return row, _until_a_gap(row, rows)
    raise UnreadableTableError(
        "No row of the file has the headings that belong there. Hand in the file as it came."
    )


def _until_a_gap(above: Row, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        if row.number > above.number + 1 or not row.cells:
            return
        yield row
        above = row


def _names(headings: list[str], told: list[str]) -> tuple[str, ...]:
    """Each heading with a name of its own."""
    names: list[str] = []
    for column, heading in enumerate(headings, start=1):
        name = plain(heading)
        if not name:
            name = f"Column {letters(column)}"
            told.append(f"{name} has no heading.")
        elif name in names:
            name = f"{name} ({letters(column)})"
        names.append(name)
    return tuple(names)


def _fitted(row: Row, top: Row, *, is_even: bool) -> tuple[str, ...]:
    """The cells of a row, one for each heading."""
    cells, width = row.cells, len(top.cells)
    if len(cells) > width:
        column = next(at for at, cell in enumerate(cells[width:], width + 1) if cell.strip())
        raise UnreadableTableError(
            f"{where(row.number, column)}: there is no heading over it in row {top.number:,}. "
            "Give the column a heading, or put quotes round a text that has a separator in it."
        )
    if is_even and row.width < width:
        raise UnreadableTableError(
            f"{where(row.number, row.width)}: the row ends here, and the headings go on to column "
            f"{letters(width)}. Look for a line break in a text, or save the table as an Excel "
            "workbook."
        )
    return (*cells, *[""] * (width - len(cells)))


def _refuse_merged(source: Source, top: Row) -> None:
    for row, column, words in sorted(source.merged):
        what = "the headings are" if row <= top.number else "cells are"
        raise UnreadableTableError(
            f"{where(row, column)}: {what} merged ({words}). Undo that in the spreadsheet, so that "
            "every column has a heading of its own and every row its own values."
        )
