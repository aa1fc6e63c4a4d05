"""Excel workbooks: the first sheet that has a table in it, and what was left out.

openpyxl says which sheets there are and which numbers are days. The cells are read here: its own
reading takes four times as long, and says nothing of merged cells, hidden rows and claims of size.
"""

import io
import re
import warnings
from collections.abc import Sequence
from typing import Any

from forum.tables import archive
from forum.tables.sheets import Cells, Format, Strings, read_into
from forum.tables.table import DAMAGED, Row, Source, UnreadableTableError, column_of, letters, plain


def source(content: bytes) -> Source:
    """The rows of the first sheet that has any. Raises UnreadableTableError."""
    archive.measure(content)
    found = Source(rows=iter(()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found.rows = iter(_rows(content, found))
        except UnreadableTableError:
            raise
        except Exception as error:  # of every kind, when a file is not as openpyxl hoped
            raise UnreadableTableError(DAMAGED) from error
    return found


def _rows(content: bytes, found: Source) -> list[Row]:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    reader: Any = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    texts = _texts(reader)
    book = reader.wb
    days, spans = book._date_formats, book._timedelta_formats  # noqa: SLF001
    how = Format(texts=texts, days=days, spans=spans, epoch=book.epoch)
    there = [
        (plain(sheet.name, longest=40), sheet.state == "visible", rel.target)
        for sheet, rel in reader.parser.find_sheets()
        if "chartsheet" not in rel.Type
    ]
    seen = [(name, path) for name, is_seen, path in there if is_seen]
    hidden = [name for name, is_seen, _path in there if not is_seen]
    for number, (name, path) in enumerate(seen):
        cells = Cells(how)
        with reader.archive.open(path) as part:
            read_into(cells, part)
        if cells.rows:
            _tell_sheets(found, name, [other for other, _ in seen[number + 1 :]], hidden)
            _tell_cells(found, cells)
            return cells.rows
    if hidden:
        raise UnreadableTableError(
            "The sheets that can be seen are empty, and hidden sheets are not read. "
            "Show the sheet that has the table."
        )
    return []


def _texts(reader: Any) -> Sequence[str]:
    """The texts that cells point to by number; none when every cell holds its own."""
    from openpyxl.xml.constants import SHARED_STRINGS

    part = reader.package.find(SHARED_STRINGS)
    if part is None:
        return []
    strings = Strings()
    with reader.archive.open(part.PartName[1:]) as file:
        read_into(strings, file)
    return strings.texts


def _tell_sheets(found: Source, name: str, others: list[str], hidden: list[str]) -> None:
    if others or hidden:
        found.told.append(f"Read from the sheet “{name}”.")
    if others:
        found.told.append(f"Left out: {_named(others)}.")
    if hidden:
        found.told.append(f"Left out because hidden: {_named(hidden)}.")


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(f"“{name}”" for name in names[:5]) + more


def _tell_cells(found: Source, cells: Cells) -> None:
    """Say what is hidden, and note what is merged."""
    rows = [row.number for row in cells.rows if row.number in cells.hidden_rows]
    if rows:
        found.told.append(f"Hidden rows are read too: {len(rows):,}, the first is row {rows[0]:,}.")
    widest = max(len(row.cells) for row in cells.rows)
    columns = [column for column in cells.hidden_columns if column <= widest]
    if columns:
        found.told.append(f"Hidden columns are read too, from column {letters(min(columns))} on.")
    for area in cells.merged:
        corner = re.match(r"([A-Z]{1,3})(\d{1,7}):", area)
        if corner and int(corner[2]) <= cells.rows[-1].number:
            found.merged.append((int(corner[2]), column_of(corner[1]), area))
