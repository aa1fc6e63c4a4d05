"""Writing a file of sheets, straight into memory."""

import io
import re
import zipfile
import zoneinfo
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from forum.spreadsheets import heights
from forum.spreadsheets.cells import Cells
from forum.spreadsheets.sheets import Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

# openpyxl's number for the size of paper, and how many characters fit on it upright.
_A4, _PORTRAIT = 9, 100


def workbook(
    sheets: Iterable[Sheet], *, zone: zoneinfo.ZoneInfo, right_to_left: bool = False
) -> bytes:
    """The bytes of an XLSX file of these sheets; times are written as they are in `zone`.

    Its properties say "Convenor" and name nobody.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Convenor"
    contents = {}
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_view.rightToLeft = right_to_left
        contents[sheet.name] = sheet
    return _written(book, contents, zone)


def _written(book: "Workbook", contents: dict[str, Sheet], zone: zoneinfo.ZoneInfo) -> bytes:
    """The archive. openpyxl's own way is a temporary file for each sheet, in plain text."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    out = io.BytesIO()
    archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    class Rows(WorksheetWriter):
        def rows(self) -> Iterable[Any]:  # type: ignore[override]
            return _rows(self.ws, contents[self.ws.title], Cells(self.ws, zone))

    class Straight(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            _set_up(ws, contents[ws.title])
            with archive.open(ws.path[1:], "w") as part:
                writer = Rows(ws, part)
                writer.write()
            # As the method does that this replaces.
            ws._rels = writer._rels  # type: ignore[attr-defined]  # noqa: SLF001
            self.manifest.append(ws)

    Straight(book, archive).save()
    return out.getvalue()


def _set_up(page: Any, sheet: Sheet) -> None:
    """Widths, the frozen headings, and paper: as wide as one A4, with the headings on each."""
    for letter, column in zip(_letters(sheet), sheet.columns, strict=True):
        page.column_dimensions[letter].width = column.width
    page.freeze_panes = f"A{sheet.header_row + 1}"
    page.print_title_rows = f"{sheet.header_row}:{sheet.header_row}"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0
    page.page_setup.paperSize = _A4
    if sum(column.width for column in sheet.columns) > _PORTRAIT:
        page.page_setup.orientation = "landscape"


def _rows(page: Any, sheet: Sheet, cells: Cells) -> Iterator[tuple[int, Iterable[Any]]]:
    """Every row with its number, one by one; at the end the table round them."""
    high = page.row_dimensions
    if sheet.headed:
        high[1] = heights.TITLE
        yield 1, [cells.title(sheet.title)]
        yield 2, [cells.text(sheet.sentence, row=2)]
    number = top = sheet.header_row
    yield top, cells.headings(sheet.headings(), row=top)
    wrapped = heights.wrapping(sheet.columns)
    for number, row in enumerate(sheet.rows, start=top + 1):
        if wrapped and (height := heights.of_row(row, wrapped)):
            high[number] = height
        yield number, cells.row(number, row, sheet.columns)
        high.pop(number, None)  # it is written: so ten thousand of them take no memory
    if number > top:
        page.tables.add(_table(sheet, number))
    elif sheet.headed:
        number += 1
        yield number, [cells.text(sheet.empty, row=number)]
    for below, note in enumerate(sheet.notes, start=2):
        yield number + below, [cells.text(note, row=number + below)]


def _letters(sheet: Sheet) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(number) for number in range(1, len(sheet.columns) + 1)]


def _table(sheet: Sheet, last_row: int) -> Any:
    """An Excel table over headings and rows; written by hand, since the rows are gone already.

    Excel refuses a table whose name begins with a digit.
    """
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    area = f"A{sheet.header_row}:{_letters(sheet)[-1]}{last_row}"
    return Table(
        displayName=re.sub(r"^(?=\d)|[^A-Za-z0-9]", "_", f"{sheet.name}_rows"),
        ref=area,
        autoFilter=AutoFilter(ref=area),
        tableColumns=[
            TableColumn(id=number, name=title)
            for number, title in enumerate(sheet.headings(), start=1)
        ],
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
