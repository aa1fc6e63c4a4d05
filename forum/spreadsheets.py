"""Plain rows in, an Excel file out.

No cell can become a formula: every text is written as a text cell, with its characters unchanged
(security D05, V23, V24). What XLSX cannot hold is replaced and what is too long is cut (D06). The
sheets are written straight into the archive in memory, so that no copy of who is coming is left in
a temporary folder.
"""

import io
import re
import zipfile
import zoneinfo
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

Value = str | int | float | date | datetime | None

LONGEST = 32_767
HEADER_ROW = 4
# Not allowed in XML 1.0, and so not in a cell; half a surrogate pair cannot even be encoded.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")
# openpyxl's number for the size of paper, and how many characters fit on it upright.
_A4, _PORTRAIT = 9, 100
_DAY, _TIME = "d mmm yyyy", "d mmm yyyy h:mm"
_FONT = "Calibri"


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and whether long text wraps in it."""

    title: str
    width: int = 16
    wraps: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: `name` on its tab, `title` in A1, `sentence` in A2, headings in row 4.

    `rows` is read once and may be a generator; its times are aware. `empty` is what stands in
    place of rows when there are none.
    """

    name: str
    title: str
    sentence: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = field(default_factory=list)
    empty: str = "Nobody matches."


def clean(text: str) -> str:
    """The text as a cell can hold it: control characters as U+FFFD, at most 32,767 characters."""
    return _UNWRITABLE.sub("\ufffd", _LINE_BREAK.sub("\n", text))[:LONGEST]


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
            return _rows(self.ws, contents[self.ws.title], _Cells(self.ws, zone))

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
    page.freeze_panes = f"A{HEADER_ROW + 1}"
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0
    page.page_setup.paperSize = _A4
    if sum(column.width for column in sheet.columns) > _PORTRAIT:
        page.page_setup.orientation = "landscape"


def _rows(page: Any, sheet: Sheet, cells: "_Cells") -> Iterator[tuple[int, Iterable[Any]]]:
    """Every row with its number, one by one; at the end the table round them."""
    yield 1, [cells.title(sheet.title)]
    yield 2, [cells.text(sheet.sentence, row=2)]
    yield HEADER_ROW, cells.headings(sheet.columns)
    number = HEADER_ROW
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        yield number, cells.row(number, row, sheet.columns)
    if number > HEADER_ROW:
        page.tables.add(_table(sheet, number))
    else:
        yield number + 1, [cells.text(sheet.empty, row=number + 1)]


def _letters(sheet: Sheet) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(number) for number in range(1, len(sheet.columns) + 1)]


def _table(sheet: Sheet, last_row: int) -> Any:
    """An Excel table over headings and rows; written by hand, since the rows are gone already.

    Excel refuses a table whose name begins with a digit.
    """
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    area = f"A{HEADER_ROW}:{_letters(sheet)[-1]}{last_row}"
    return Table(
        displayName=re.sub(r"^(?=\d)|[^A-Za-z0-9]", "_", f"{sheet.name}_rows"),
        ref=area,
        autoFilter=AutoFilter(ref=area),
        tableColumns=[
            TableColumn(id=number, name=column.title)
            for number, column in enumerate(sheet.columns, start=1)
        ],
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )


class _Cells:
    """Makes the cells of one sheet. A cell is written at once, so one of each kind will do."""

    def __init__(self, page: Any, zone: zoneinfo.ZoneInfo) -> None:
        self.page = page
        self.zone = zone
        self.start = "right" if page.sheet_view.rightToLeft else "left"
        self._text, self._wrapped = self._new(), self._new(wraps=True)
        self._number = self._new(is_text=False)
        self._day, self._time = self._new(shown_as=_DAY), self._new(shown_as=_TIME)

    def _new(self, *, shown_as: str = "", wraps: bool = False, is_text: bool = True) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        cell: Any = WriteOnlyCell(self.page)
        cell.alignment = Alignment(horizontal=self.start, vertical="top", wrap_text=wraps)
        if shown_as:
            cell.number_format = shown_as
        elif is_text:
            # Excel keeps a text a text even when somebody edits the cell.
            cell.quotePrefix = True
        return cell

    def title(self, text: str) -> Any:
        from openpyxl.styles import Font

        cell = self._new()
        cell.font = Font(name=_FONT, bold=True, size=14)
        return _filled(cell, text, 1, 1)

    def headings(self, columns: Sequence[Column]) -> Iterator[Any]:
        from openpyxl.styles import Border, Font, Side

        cell = self._new()
        cell.font = Font(name=_FONT, bold=True)
        cell.border = Border(bottom=Side("thin"))
        for number, column in enumerate(columns, start=1):
            yield _filled(cell, column.title, HEADER_ROW, number)

    def text(self, text: str, *, row: int) -> Any:
        return _filled(self._text, text, row, 1)

    def row(self, row: int, values: Sequence[Value], columns: Sequence[Column]) -> Iterator[Any]:
        for number, (value, column) in enumerate(zip(values, columns, strict=True), start=1):
            if isinstance(value, str):
                yield _filled(self._wrapped if column.wraps else self._text, value, row, number)
            elif value is not None:
                yield self._placed(value, row, number)

    def _placed(self, value: float | date | datetime, row: int, column: int) -> Any:
        """A number, a day, or a time as the clock on the wall shows it."""
        cell = self._number
        if isinstance(value, datetime):
            cell = self._time
            value = value.astimezone(self.zone).replace(tzinfo=None, microsecond=0)
        elif isinstance(value, date):
            cell = self._day
        cell.value, cell.row, cell.column = value, row, column
        return cell


def _filled(cell: Any, text: str, row: int, column: int) -> Any:
    cell.value, cell.row, cell.column = clean(text), row, column
    cell.data_type = "s"  # the setter makes a formula of "=1+1" and an error of "#N/A"
    return cell
