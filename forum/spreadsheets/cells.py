"""The cells of one sheet: text that stays text, days and times as the clock shows them."""

import zoneinfo
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from forum.spreadsheets.sheets import Column, Value, clean

_DAY, _TIME, _MONEY = "d mmm yyyy", "d mmm yyyy h:mm", "#,##0.00"
_FONT = "Calibri"


class Cells:
    """Makes the cells of one sheet. A cell is written at once, so one of each kind will do."""

    def __init__(self, page: Any, zone: zoneinfo.ZoneInfo) -> None:
        self.page = page
        self.zone = zone
        self.start = "right" if page.sheet_view.rightToLeft else "left"
        self._text, self._wrapped = self._new(), self._new(wraps=True)
        self._number = self._new(is_text=False)
        self._day, self._time = self._new(shown_as=_DAY), self._new(shown_as=_TIME)
        self._money = self._new(shown_as=_MONEY)

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

    def headings(self, titles: Sequence[str], *, row: int) -> Iterator[Any]:
        from openpyxl.styles import Border, Font, Side

        cell = self._new()
        cell.font = Font(name=_FONT, bold=True)
        cell.border = Border(bottom=Side("thin"))
        for number, title in enumerate(titles, start=1):
            yield _filled(cell, title, row, number)

    def text(self, text: str, *, row: int) -> Any:
        return _filled(self._text, text, row, 1)

    def row(self, row: int, values: Sequence[Value], columns: Sequence[Column]) -> Iterator[Any]:
        for number, (value, column) in enumerate(zip(values, columns, strict=True), start=1):
            if isinstance(value, str):
                yield _filled(self._wrapped if column.wraps else self._text, value, row, number)
            elif value is not None:
                yield self._placed(value, row, number)

    def _placed(self, value: float | Decimal | date | datetime, row: int, column: int) -> Any:
        """A number, an amount, a day, or a time as the clock on the wall shows it."""
        cell = self._number
        if isinstance(value, datetime):
            cell = self._time
            value = value.astimezone(self.zone).replace(tzinfo=None, microsecond=0)
        elif isinstance(value, date):
            cell = self._day
        elif isinstance(value, Decimal):
            cell = self._money
        cell.value, cell.row, cell.column = value, row, column
        return cell


def _filled(cell: Any, text: str, row: int, column: int) -> Any:
    # Not by the setter, which looks at each text again and makes a formula of "=1+1" and an error
    # of "#N/A".
    cell._value, cell.data_type = clean(text), "s"  # noqa: SLF001
    cell.row, cell.column = row, column
    return cell
