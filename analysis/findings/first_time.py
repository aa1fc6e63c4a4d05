"""C6: new or returning? Organisations that came for the first time, event by event."""

from collections.abc import Sequence

from analysis.attendance.figures import Attendance, Together
from analysis.charts.bars import Bar, Bars, Group
from analysis.charts.colours import Tone
from analysis.findings.finding import Each, Finding, Table, alt_of, counted, in_words, short
from analysis.findings.naming import with_month
from forum import dates

KEY = "first_time"
_DRAWN = 6


def find(together: Together) -> Finding:
    """Of the events at which organisations were counted and it is told who was new."""
    rows = [row for row in together.latest_first if _is_told(row)]
    if not rows:
        return Finding(
            KEY,
            "No organisation to call new or returning yet",
            "When ten organisations have come to an event counted here, they are told apart."
            if not together.is_exact
            else "When people come for an organisation, it is counted here as new or returning.",
        )
    return Finding(
        key=KEY,
        headline=_headline(rows[0]),
        words=_words(rows, sum(_is_hidden(row) for row in together.rows)),
        alt=_alt(rows),
        table=Table(
            ("Event", "Organisations", "New", "Returning"),
            Each(
                rows,
                lambda row: (with_month(row.event), row.organisations, row.new, row.returning),
            ),
        ),
        drawing=Bars(tuple(_group(row) for row in rows[:_DRAWN])),
    )


def _is_told(row: Attendance) -> bool:
    """Whether somebody came for an organisation, and it is shown which of them were new."""
    return not row.is_told and bool(row.new or row.returning)


def _is_hidden(row: Attendance) -> bool:
    """Whether somebody came for an organisation, and it is not shown which of them were new."""
    return not row.is_told and row.organisations != 0 and row.new is row.returning is None


def _headline(row: Attendance) -> str:
    """Of the latest event; one of the two may be hidden when the other is not."""
    of_all = "" if row.organisations is None else f" of {row.organisations}"
    if row.new is None:
        return f"{row.returning}{of_all} organisations had come before"
    if row.organisations == 1:
        return f"The one organisation {'came for the first time' if row.new else 'had come before'}"
    if row.new == row.organisations:
        return f"All {row.new} organisations came for the first time"
    if not row.new:
        return f"All {row.returning} organisations had come before"
    return f"{row.new}{of_all} organisations came for the first time"


def _words(rows: Sequence[Attendance], hidden: int) -> str:
    said = [f"At {with_month(rows[0].event)}. New is who came to none of our events before."]
    if len(rows) > _DRAWN:
        said.append(f"The latest {_DRAWN} of {len(rows)} events; the table has them all.")
    elif len(rows) > 1:
        said.append(f"{counted(len(rows), 'event')}, the latest first.")
    if hidden:
        said.append(f"Of {counted(hidden, 'event')} it is not shown, as it would tell of 1 to 4.")
    elif any(None in (row.new, row.returning, row.organisations) for row in rows):
        said.append("Counts of 1 to 4 are not shown.")
    return " ".join(said)


def _alt(rows: Sequence[Attendance]) -> str:
    latest, first = rows[0], rows[-1]
    earliest = f"The earliest, {short(first.event.title)}: {_told(first)}." if len(rows) > 1 else ""
    return alt_of(
        f"Bars in two parts: organisations at {counted(len(rows), 'event')}. At"
        f" {short(latest.event.title)} {_told(latest)}.",
        earliest,
    )


def _told(row: Attendance) -> str:
    return f"{in_words(row.new)} new, {in_words(row.returning)} returning"


def _group(row: Attendance) -> Group:
    total = ""
    if row.organisations is not None:
        total = f": {dates.hold(counted(row.organisations, 'organisation'))}"
    pieces = (*_piece(row.new, "main"), *_piece(row.returning, "pale"))
    return Group(f"{with_month(row.event)}{total}", (Bar(pieces, _told(row)),))


def _piece(count: int | None, tone: Tone) -> tuple[tuple[int, Tone], ...]:
    return ((count, tone),) if count else ()
