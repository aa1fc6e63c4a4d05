"""CSV: in which letters, with which separator, and cell by cell."""

import codecs
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from forum.tables.table import Row, Source, UnreadableTableError, where

SEPARATORS = ",;\t"
_SAMPLE = 20
_MOST_CELLS = 2_000  # in a row, empty ones too
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAID = re.compile("sep=([,;\t])\r?\n", re.IGNORECASE)


class _BrokenError(Exception):
    def __init__(self, row: int, column: int, words: str) -> None:
        super().__init__(words)
        self.row, self.column, self.words = row, column, words


def source(content: bytes) -> Source:
    """The rows of a CSV, with or without a mark at its start. Raises UnreadableTableError."""
    told: list[str] = []
    text = _decoded(content, told)
    start, separator = 0, ""
    if said := _SAID.match(text):
        start, separator = said.end(), said[1]
    separator = separator or _found(text, start)
    if separator != ",":
        told.append("The columns are parted by " + {";": "semicolons.", "\t": "tabs."}[separator])
    return Source(rows=_refusing(_records(text, separator, start)), told=told, is_even=True)


def _decoded(content: bytes, told: list[str]) -> str:
    for mark, letters in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(letters)
            except UnicodeDecodeError:
                raise UnreadableTableError(
                    "The file breaks off or is damaged: its letters cannot be read. "
                    "Save it again as CSV in UTF-8."
                ) from None
    try:
        return content.decode()
    except UnicodeDecodeError:
        told.append(
            "The file is not in UTF-8. It was read as Western European (Windows-1252): "
            "look whether letters such as é and ö are right."
        )
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _found(text: str, start: int) -> str:
    """The separator that gives most of the first rows the same number of cells, at least two."""

    def even(separator: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        try:
            for row in itertools.islice(_records(text, separator, start), _SAMPLE):
                widths[row.width] += row.width > 1
        except _BrokenError:
            pass
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(SEPARATORS, key=even)


def _refusing(records: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from records
    except _BrokenError as error:
        raise UnreadableTableError(f"{where(error.row, error.column)}: {error.words}") from None


def _records(text: str, separator: str, start: int) -> Iterator[Row]:
    """Row by row with its number; a text in quotes may hold separators and line breaks."""
    sign = re.escape(separator)
    cell = re.compile(f'"([^"]*+(?:""[^"]*+)*+)"|((?!")[^{sign}\r\n]*+)')
    after = re.compile(f"{sign}|\r\n|\r|\n")
    cells: list[str] = []
    number, at, end = 1, start, len(text)
    while at < end:
        found = cell.match(text, at)
        if found is None:
            raise _BrokenError(number, len(cells) + 1, "quotes are opened and never closed.")
        cells.append(found[1].replace('""', '"') if found[2] is None else found[2])
        at = _end_of(found, number, cells)
        parted = after.match(text, at)
        if parted is None and at < end:
            words = "something stands after the closing quotes of the text."
            raise _BrokenError(number, len(cells), words)
        if parted and parted[0] == separator:
            at = parted.end()
            if at < end:
                continue
            cells.append("")
        yield Row(number, cells, len(cells))
        number, cells, at = number + 1, [], parted.end() if parted else end


def _end_of(found: re.Match[str], number: int, cells: list[str]) -> int:
    if len(cells) > _MOST_CELLS:
        raise _BrokenError(number, len(cells), "no table has so many columns.")
    return found.end()
