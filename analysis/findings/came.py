"""C1: did the people who booked come?"""

from analysis.attendance.figures import Attendance, Together
from analysis.charts.bars import Bar, Bars, Group
from analysis.charts.colours import Tone
from analysis.findings.finding import Each, Finding, Table, alt_of, counted, in_words, short
from analysis.findings.naming import told_words, with_month

KEY = "came"
_DRAWN = 6


def find(together: Together) -> Finding:
    held = list(reversed(together.held))
    if not held:
        return Finding(
            KEY,
            "Nobody has booked or come yet",
            "When people book for an event that has begun, they are counted here.",
        )
    here = [row for row in held if not row.is_told]
    return Finding(
        key=KEY,
        headline=_headline(here) if here else _headline_of_totals(held),
        words=_words(held),
        alt=_alt(here) if here else alt_of(f"Bar chart: {_headline_of_totals(held)}."),
        table=_table(held),
        drawing=Bars(tuple(_group(row, held) for row in held[:_DRAWN])),
    )


def booked_and_came(row: Attendance) -> int | None:
    """How many of those who booked came."""
    if row.came is None or row.walk_ins is None:
        return None
    return row.came - row.walk_ins


def _sums(rows: list[Attendance]) -> tuple[int, int] | None:
    """How many booked and how many of these came, where every count is shown."""
    pairs = [(row.booked, booked_and_came(row)) for row in rows]
    if any(None in pair for pair in pairs):
        return None
    return sum(booked or 0 for booked, _ in pairs), sum(came or 0 for _, came in pairs)


def _headline(rows: list[Attendance]) -> str:
    sums = _sums(rows)
    if sums is None:
        booked, came = (sum(row.booked or 0 for row in rows), sum(row.came or 0 for row in rows))
        if any(row.booked is None or row.came is None for row in rows):
            return f"{counted(came, 'person', 'people')} came, where the count is shown"
        return f"{booked:,} booked and {came:,} came"
    booked, came = sums
    if not booked:
        return "Everybody came without booking"
    if booked == 1:
        return f"The one person who booked {'came' if came else 'did not come'}"
    if came == booked:
        return f"All {booked:,} who booked came"
    return f"{came:,} of the {booked:,} who booked came"


def _headline_of_totals(rows: list[Attendance]) -> str:
    came = sum(row.came or 0 for row in rows)
    return f"{counted(came, 'person', 'people')} came, by totals from elsewhere"


def _words(rows: list[Attendance]) -> str:
    said = [f"{counted(len(rows), 'event')}, the latest first."]
    if len(rows) > _DRAWN:
        said = [f"The latest {_DRAWN} of {len(rows)} events; the table has them all."]
    if told := told_words(rows):
        said.append(f"{told} Nobody knows who booked there.")
    here = [row for row in rows if not row.is_told]
    walk_ins = [row.walk_ins for row in here]
    if None not in walk_ins and (without := sum(count or 0 for count in walk_ins)):
        said.append(f"{counted(without, 'more person', 'more people')} came without booking.")
        heads = [row.heads for row in here]
        if None not in heads and (by_heads := sum(count or 0 for count in heads)):
            said.append(
                f"{by_heads:,} of these {'was' if by_heads == 1 else 'were'} counted by heads."
            )
    if any(_is_hidden(row) for row in rows):
        said.append("Counts of 1 to 4 are not shown.")
    return " ".join(said)


def _is_hidden(row: Attendance) -> bool:
    return None in [row.cell(name) for name in ("booked", "placed", "came", "walk_ins")]


def _alt(rows: list[Attendance]) -> str:
    told = [
        (came / row.booked, row, came)
        for row in rows
        if row.booked and (came := booked_and_came(row)) is not None
    ]
    kind = f"Bar chart of bookings and attendance at {counted(len(rows), 'event')}."
    if not told:
        return alt_of(kind, "How many of those who booked came is not shown.")
    best, worst = max(told, key=lambda each: each[0]), min(told, key=lambda each: each[0])
    if len(told) == 1 or best[0] == worst[0]:
        share, row, came = told[0]
        whose = "everywhere the same share" if len(told) > 1 else "of those who booked"
        return alt_of(
            f"{kind[:-1]}: at {short(row.event.title)} {came} of {row.booked} came,"
            f" {whose}, {share:.0%}."
        )
    return alt_of(
        kind,
        f"Closest at {short(best[1].event.title)}: {best[2]} of {best[1].booked} came.",
        f"Furthest apart at {short(worst[1].event.title)}: {worst[2]} of {worst[1].booked}.",
    )


def _table(rows: list[Attendance]) -> Table:
    return Table(
        ("Event", "Booked", "Had a place", "Came", "Without booking", "How it was counted"),
        Each(
            rows,
            lambda row: (
                with_month(row.event),
                *(row.cell(name) for name in ("booked", "placed", "came", "walk_ins")),
                row.how,
            ),
        ),
    )


def _group(row: Attendance, rows: list[Attendance]) -> Group:
    """Booked, had a place where that differs somewhere, and came, with walk-ins at the end."""
    if row.is_told:
        name = f"{with_month(row.event)}: {row.how[0].lower()}{row.how[1:]}"
        return Group(name, (_bar(row.came, "came", "rule"),))
    bars = [_bar(row.booked, "booked", "pale")]
    if any(each.placed != each.booked for each in rows[:_DRAWN]):
        bars.append(_bar(row.placed, "had a place", "middle"))
    came = _bar(row.came, "came", "main")
    if row.came and row.walk_ins:
        pieces: tuple[tuple[int, Tone], ...] = (
            (row.came - row.walk_ins, "main"),
            (row.walk_ins, "middle"),
        )
        came = Bar(pieces, f"{row.came} came, {row.walk_ins} without booking")
    by_heads = f": {row.heads:,} counted by heads" if row.heads else ""
    return Group(with_month(row.event) + by_heads, (*bars, came))


def _bar(count: int | None, word: str, tone: Tone) -> Bar:
    if count is None:
        return Bar((), f"{word}: {in_words(count)}")
    return Bar(((count, tone),), f"{count} {word}")
