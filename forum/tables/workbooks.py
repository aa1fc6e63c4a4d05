"""Excel workbooks: an archive that is measured before it is opened, and the first table in it."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from forum.tables.table import Row, Source, UnreadableTableError, plain, where

# Packed, a table is a tenth to a fiftieth of itself; what swells more is made to fill memory.
MOST_UNPACKED = 64 * 1024 * 1024
MOST_SWELLING = 200
MOST_PARTS = 2_000
MOST_LINES = 150_000
_SMALL = 1024 * 1024
_CHUNK = 256 * 1024

# What XML cannot hold Excel writes by number, such as _x000D_ for a line break of the old kind.
_BY_NUMBER = re.compile("_x00([01][0-9A-Fa-f])_")
_DAMAGED = (
    "The file cannot be read as an Excel workbook. Open it in a spreadsheet program and save it "
    "again as an Excel workbook (.xlsx) or as CSV."
)
_SWOLLEN = (
    "Unpacked, this workbook is far larger than a table of people. Copy the rows into a new "
    "workbook and save that."
)
_ENDLESS = (
    f"The sheet has more than {MOST_LINES:,} rows, empty ones too. Copy the rows that matter into "
    "a new workbook and save that."
)


def source(content: bytes) -> Source:
    """The rows of the first sheet that has any. Raises UnreadableTableError."""
    _measure(content)
    found = Source(rows=iter(()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found.rows = iter(_rows(content, found))
        except UnreadableTableError:
            raise
        except Exception as error:  # openpyxl raises of every kind when a file is not as it hoped
            raise UnreadableTableError(_DAMAGED) from error
    return found


def _measure(content: bytes) -> None:
    """Refuse what would fill the memory: by what it says of itself, then by what comes out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableTableError(_SWOLLEN)
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableTableError(_DAMAGED)
            left = MOST_UNPACKED
            for part in parts:
                left -= _unpacked(archive, part, left)
    except UnreadableTableError:
        raise
    except Exception as error:  # zipfile raises what its packing methods raise
        raise UnreadableTableError(_DAMAGED) from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How many bytes really come out of this part; raises once they are too many."""
    size = 0
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            swells = size > _SMALL and size > MOST_SWELLING * max(part.compress_size, 1)
            if size > left or swells:
                raise UnreadableTableError(_SWOLLEN)
    return size


def _rows(content: bytes, found: Source) -> list[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [plain(s.title, longest=40) for s in book.worksheets if s.sheet_state != "visible"]
    for number, sheet in enumerate(seen):
        rows = list(_read(book, sheet, found))
        if any(row.cells for row in rows):
            others = [plain(other.title, longest=40) for other in seen[number + 1 :]]
            _tell(found, plain(sheet.title, longest=40), others, hidden)
            return rows
    if hidden:
        raise UnreadableTableError(
            "The sheets that can be seen are empty, and hidden sheets are not read. "
            "Show the sheet that has the table."
        )
    return []


def _tell(found: Source, name: str, others: list[str], hidden: list[str]) -> None:
    told = []
    if others or hidden:
        told.append(f"Read from the sheet “{name}”.")
    if others:
        told.append(f"Left out: {_named(others)}.")
    if hidden:
        told.append(f"Left out because hidden: {_named(hidden)}.")
    found.told[:0] = told


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(f"“{name}”" for name in names[:5]) + more


def _read(book: Any, sheet: Any, found: Source) -> Iterator[Row]:
    """The rows of one sheet; what is merged or hidden in it is noted in `found`.

    openpyxl's own reading without a copy in memory says nothing of merged cells and of hidden
    rows, and believes the size that the file claims; its parser knows better.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    with sheet._get_source() as part:  # noqa: SLF001
        parser = WorkSheetParser(
            part,
            sheet._shared_strings,  # noqa: SLF001
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        filled, last = [], 0
        for count, (number, cells) in enumerate(parser.parse(), start=1):
            if number <= last or count > MOST_LINES:
                raise UnreadableTableError(_DAMAGED if number <= last else _ENDLESS)
            last = number
            row = Row(number, _texts(number, cells), 0)
            if row.cells:
                filled.append(number)
                yield row
    _note(found, parser, filled)


def _note(found: Source, parser: Any, filled: list[int]) -> None:
    there = set(filled)
    rows = sorted(
        int(number)
        for number, row in parser.row_dimensions.items()
        if row.get("hidden") in {"1", "true"} and int(number) in there
    )
    if rows:
        found.told.append(f"Hidden rows are read too: {len(rows):,}, the first is row {rows[0]:,}.")
    columns = [
        name
        for name, column in parser.column_dimensions.items()
        if column.get("hidden") in {"1", "true"}
    ]
    if columns and filled:
        found.told.append(f"Hidden columns are read too, from column {columns[0]} on.")
    for area in parser.merged_cells.mergeCell if parser.merged_cells else []:
        if filled and area.min_row <= filled[-1]:
            found.merged.append((area.min_row, area.min_col, str(area.ref)))


def _texts(number: int, cells: list[dict[str, Any]]) -> list[str]:
    """The cells of a row as texts, each in its place."""
    texts: list[str] = []
    for cell in cells:
        column, value = cell["column"], cell["value"]
        if value is None or value == "":
            continue
        if cell["data_type"] == "f":
            raise UnreadableTableError(
                f"{where(number, column)}: a formula, and formulas are not worked out. Copy the "
                "column and paste it as values only."
            )
        if cell["data_type"] == "e":
            raise UnreadableTableError(
                f"{where(number, column)}: an error of the spreadsheet ({plain(str(value))}). "
                "Put a value there or empty it."
            )
        texts += [""] * (column - len(texts))
        texts[column - 1] = _text(value)
    return texts


def _text(value: Any) -> str:
    if isinstance(value, str):
        return _BY_NUMBER.sub(_sign, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _sign(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)).replace("\r", "")
