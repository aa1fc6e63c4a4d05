"""Tables that people hand in, as CSV or as an Excel workbook: bytes in, texts out.

Everything is in memory and nothing reaches the disk. What cannot be read for certain is refused in
words that name the row and the column as a spreadsheet shows them: a table that was half understood
is worse than none.
"""

from collections.abc import Callable

from forum.tables import texts, workbooks
from forum.tables.shape import MOST_ROWS, shaped
from forum.tables.table import Line, Table, UnreadableTableError

__all__ = ["MOST_ROWS", "Line", "Table", "UnreadableTableError", "read"]

ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


def read(
    name: str,
    content: bytes,
    *,
    most_rows: int = MOST_ROWS,
    is_heading: Callable[[tuple[str, ...]], bool] | None = None,
) -> Table:
    """The table in this file: a workbook or a CSV, told apart by what is in it.

    `name` is what the person called it. With `is_heading`, the headings are the first row of which
    it says so (it is given the cells as they stand, trimmed), and the table ends at the next empty
    row: for reports that have several tables under each other. Raises UnreadableTableError.
    """
    if not content:
        raise UnreadableTableError("The file is empty.")
    if content.startswith(OLD_EXCEL):
        raise UnreadableTableError(
            "This is an Excel file of the old kind, or one with a password. "
            "Open it and save it as an Excel workbook (.xlsx) without a password."
        )
    if content.startswith(PDF):
        raise UnreadableTableError("This is a PDF. Save the table as CSV or as an Excel workbook.")
    source = workbooks.source(content) if content.startswith(ZIP) else texts.source(content)
    return shaped(source, most_rows=most_rows, is_heading=is_heading)
