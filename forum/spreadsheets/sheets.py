"""What a spreadsheet is made of: sheets, columns, and text as a cell can hold it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

# A decimal is money, and shown to the penny.
Value = str | int | float | Decimal | date | datetime | None

LONGEST = 32_767
# What the name of a table's column may be long, with a number behind it.
_HEADING = 240
# Not allowed in XML 1.0, and so not in a cell; half a surrogate pair cannot even be encoded.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")


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
    place of rows when there are none, and `notes` under the rows, each in a line. One that is not
    `headed` begins with its headings and holds nothing but rows, for programs that read it.
    """

    name: str
    title: str
    sentence: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = field(default_factory=list)
    empty: str = "Nobody matches."
    headed: bool = True
    notes: Sequence[str] = ()

    @property
    def header_row(self) -> int:
        """The row of the headings."""
        return 4 if self.headed else 1

    def headings(self) -> list[str]:
        """The headings as cells hold them: each in one line and unlike every other.

        Two questions of an event may have the same words, and Excel mends a file whose table has
        two columns of one name by taking the table away.
        """
        found: dict[str, str] = {}
        for number, column in enumerate(self.columns, start=1):
            title = " ".join(clean(column.title).split())[:_HEADING] or f"Column {number}"
            again, times = title, 1
            while again.casefold() in found:
                times += 1
                again = f"{title} ({times})"
            found[again.casefold()] = again
        return list(found.values())


def clean(text: str) -> str:
    """The text as a cell can hold it: control characters as U+FFFD, at most 32,767 characters.

    Excel counts as UTF-16 does, where a rare letter or a picture is two.
    """
    if len(text) <= LONGEST // 2 and text.isprintable():
        return text  # as nearly every text is
    text = _UNWRITABLE.sub("\ufffd", _LINE_BREAK.sub("\n", text))[:LONGEST]
    if len(text) > LONGEST // 2:
        text = text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore")
    return text
