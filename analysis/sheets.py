"""Tables as sheets of a workbook, in columns as wide as what stands in them."""

import re
import textwrap
from datetime import date, datetime

from analysis.findings.finding import Cell, Table, in_words
from forum.models import User
from forum.spreadsheets import Column, Sheet, Value

# In characters; a longer text goes on in the next line of its cell.
_NARROWEST, _WIDEST = 10, 60
# How long a line of text may be beside a narrow table: a longer one makes all of it small in print.
_LINE = 70
# Under these headings stand days, which a sheet can sort and count with.
_DAYS = ("Date", "On")
_SENTENCES = re.compile(r"(?<=[.!?]) (?=\S)")


def of_table(
    table: Table, *, name: str, title: str, sentence: str, empty: str = "", notes: str = ""
) -> Sheet:
    """One sheet: `name` on its tab, over the table what fits one line of the sentence, and under it
    the rest and the notes.
    """
    columns = [_column(table, place) for place in range(len(table.headings))]
    line = max(_LINE, sum(column.width for column in columns))
    first, rest = _first(sentence, line)
    return Sheet(
        name=name,
        title=title,
        sentence=first,
        columns=columns,
        rows=[
            [_value(cell, heading) for cell, heading in zip(row, table.headings, strict=True)]
            for row in table.rows
        ],
        empty=empty or "There is nothing to show yet.",
        notes=[*textwrap.wrap(rest, line), *textwrap.wrap(notes, line)],
    )


def read_me(
    *, title: str, sentence: str, rows: list[tuple[str, Value]], by: User, now: datetime
) -> Sheet:
    """What this file is: who made it and when, and what else its reader must know."""
    return Sheet(
        name="Read me",
        title=title,
        sentence=sentence,
        columns=[Column("About this file", 24), Column("What it says", 90, wraps=True)],
        rows=[("Made by", str(by)), ("Made at", now), *rows],
    )


def _first(words: str, line: int) -> tuple[str, str]:
    """As many whole sentences as one line holds, at least one; and the others."""
    sentences = _SENTENCES.split(words)
    count = 1
    while count < len(sentences) and len(" ".join(sentences[: count + 1])) <= line:
        count += 1
    return " ".join(sentences[:count]), " ".join(sentences[count:])


def _column(table: Table, place: int) -> Column:
    heading = table.headings[place]
    longest = max((len(in_words(row[place])) for row in table.rows), default=0)
    # Beside the heading stands the button of the filter.
    width = max(_NARROWEST, len(heading) + 4, longest + 2)
    return Column(heading, min(width, _WIDEST), wraps=longest > _WIDEST)


def _value(cell: Cell, heading: str) -> Value:
    if heading in _DAYS and cell:
        return date.fromisoformat(in_words(cell))
    return cell if isinstance(cell, int) else in_words(cell)
