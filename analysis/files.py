"""Tables as CSV files, in which nothing that people typed can become a formula."""

import csv
import io

from analysis.attendance.figures import Together
from analysis.findings.finding import Cell, Table, in_words
from forum import spreadsheets

# A cell that begins so is run by a spreadsheet program when it opens the file.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_COUNTS = (
    *("booked", "placed", "came", "no_show", "walk_ins", "organisations", "new", "returning"),
    *("people_new", "people_returning"),
)
_BOM = "\ufeff"  # tells Excel that it is UTF-8


def csv_of(table: Table) -> bytes:
    """The table as a file; a text that would be run has an apostrophe in front."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(_written(heading) for heading in table.headings)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return (_BOM + page.getvalue()).encode()


def _written(cell: Cell) -> str | int:
    if isinstance(cell, int):
        return cell
    text = spreadsheets.clean(in_words(cell))
    return f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}").startswith(_RUNS) else text


def events_table(together: Together) -> Table:
    """Every event with its figures, the latest first."""
    return Table(
        (
            *("Event", "Date", "Booked", "Had a place", "Came", "Did not come"),
            *("Came without booking", "Organisations", "New organisations"),
            *("Returning organisations", "New people", "Returning people"),
            *("Gave feedback", "How it was counted", "Source"),
        ),
        tuple(
            (
                *(row.event.title, row.event.local_start.date().isoformat()),
                *(row.cell(name) for name in _COUNTS),
                *(row.answered, row.how, row.source),
            )
            for row in reversed(together.rows)
        ),
    )
