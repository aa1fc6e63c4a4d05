"""The parts of a workbook, read as they stream by; entities and references outside are refused."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any
from xml.sax.handler import ContentHandler

from defusedxml import sax

from forum.tables.table import (
    DAMAGED,
    MOST_COLUMNS,
    TOO_WIDE,
    Row,
    UnreadableTableError,
    column_of,
    plain,
    where,
)

MOST_LINES = 150_000
_LAST_ROW = 1_048_576
_ENDLESS = (
    f"The sheet has more than {MOST_LINES:,} rows, empty ones too. Copy the rows that matter into "
    "a new workbook and save that."
)
# What XML cannot hold Excel writes by number, such as _x000D_ for a line break of the old kind.
_BY_NUMBER = re.compile("_x00([01][0-9A-Fa-f])_")
_PLACE = re.compile(r"([A-Z]{1,3})\d{1,7}")


@dataclass(frozen=True)
class Format:
    """What a cell's own words mean: texts by number, and which styles are days or spans of time."""

    texts: Sequence[str]
    days: Collection[int]
    spans: Collection[int]
    epoch: datetime


def read_into(handler: ContentHandler, part: IO[bytes]) -> None:
    """Feed a part to the handler. Raises of every kind for what is no XML or has entities."""
    sax.parse(part, handler)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Strings(ContentHandler):
    """The texts that cells point to; how a word is pronounced is no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._collects = self._is_sound = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        name = _local(name)
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_sound = True
        self._collects = name == "t" and not self._is_sound

    def endElement(self, name: str) -> None:  # noqa: N802
        name = _local(name)
        self._collects = False
        if name == "si":
            self.texts.append("".join(self._parts))
        elif name == "rPh":
            self._is_sound = False

    def characters(self, content: str) -> None:
        if self._collects:
            self._parts.append(content)


class Cells(ContentHandler):
    """The rows of a sheet that have something in them, as texts, each in its column."""

    def __init__(self, how: Format) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[int] = []
        self.merged: list[str] = []
        self._how = how
        self._lines = self._number = self._column = self._style = 0
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._kind = "n"
        self._collects = self._has_formula = self._is_sound = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        name = _local(name)
        self._collects = name in {"v", "t"} and not self._is_sound
        if name == "c":
            self._begin_cell(attrs)
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._begin_row(attrs)
        elif name == "rPh":
            self._is_sound = True
        elif name == "mergeCell":
            self.merged.append(attrs.get("ref", ""))
        elif name == "col" and attrs.get("hidden") in {"1", "true"}:
            self.hidden_columns.append(int(attrs["min"]))

    def endElement(self, name: str) -> None:  # noqa: N802
        name = _local(name)
        self._collects = False
        if name == "c":
            self._end_cell()
        elif name == "rPh":
            self._is_sound = False
        elif name == "row" and self._cells:
            self.rows.append(Row(self._number, self._cells, 0))

    def characters(self, content: str) -> None:
        if self._collects:
            self._parts.append(content)

    def _begin_row(self, attrs: Any) -> None:
        number = int(attrs.get("r") or self._number + 1)
        self._lines += 1
        if not self._number < number <= _LAST_ROW:
            raise UnreadableTableError(DAMAGED)
        if self._lines > MOST_LINES:
            raise UnreadableTableError(_ENDLESS)
        self._number, self._column, self._cells = number, 0, []
        if attrs.get("hidden") in {"1", "true"}:
            self.hidden_rows.add(number)

    def _begin_cell(self, attrs: Any) -> None:
        place = _PLACE.fullmatch(attrs.get("r") or "")
        column = column_of(place[1]) if place else self._column + 1
        if column <= self._column:
            raise UnreadableTableError(DAMAGED)
        self._column, self._parts, self._has_formula = column, [], False
        self._kind, self._style = attrs.get("t", "n"), int(attrs.get("s", 0))

    def _end_cell(self) -> None:
        if self._has_formula:
            raise UnreadableTableError(
                f"{where(self._number, self._column)}: a formula, and formulas are not worked "
                "out. Copy the column and paste it as values only."
            )
        text = "".join(self._parts)
        if not text:
            return
        if self._column > MOST_COLUMNS:
            raise UnreadableTableError(f"{where(self._number, self._column)}: {TOO_WIDE}")
        self._cells += [""] * (self._column - len(self._cells))
        self._cells[-1] = self._read(text)

    def _read(self, text: str) -> str:
        match self._kind:
            case "s":
                return _written(self._how.texts[int(text)])
            case "inlineStr" | "str":
                return _written(text)
            case "b":
                return "yes" if text in {"1", "true"} else "no"
            case "e":
                raise self._error(text)
            case "d":
                return _moment(datetime.fromisoformat(text))
        return self._number_of(text)

    def _number_of(self, text: str) -> str:
        value = float(text) if re.search("[.eE]", text) else int(text)
        if self._style in self._how.days:
            from openpyxl.utils.datetime import from_excel

            is_span = self._style in self._how.spans
            try:
                return _moment(from_excel(value, self._how.epoch, timedelta=is_span))
            except (OverflowError, ValueError):
                raise self._error("####") from None
        return str(value) if isinstance(value, int) else f"{value:.15g}"

    def _error(self, text: str) -> UnreadableTableError:
        return UnreadableTableError(
            f"{where(self._number, self._column)}: an error of the spreadsheet ({plain(text)}). "
            "Put a value there or empty it."
        )


def _written(text: str) -> str:
    return _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)).replace("\r", ""), text)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)
