"""C5: who is in the room? Organisations by how far they reach."""

from analysis.attendance.figures import Attendance, ReachCounts, Together
from analysis.charts.bars import Bar, Bars, Group
from analysis.findings.finding import (
    Each,
    Finding,
    Line,
    Table,
    alt_of,
    counted,
    in_words,
    listed,
)
from analysis.findings.naming import marked, told_words
from forum.models.people import Reach

KEY = "reach"
_DRAWN = 4
# An event, or what all of them are called, its organisations, and how far they reach.
_Counted = tuple[str | Attendance, int | None, ReachCounts]
_BY_TOTALS = "How far organisations reach, by totals from elsewhere"


def find(together: Together) -> Finding:
    rows = [row for row in reversed(together.rows) if row.reach and row.organisations != 0]
    here = [row for row in rows if not row.is_told]
    if not rows or (here and together.organisations == 0):
        return Finding(
            KEY,
            "No organisation has come yet",
            "When people come for an organisation, its reach is counted here.",
        )
    groups: list[_Counted] = [(row, row.organisations, row.reach) for row in rows]
    everywhere = f"All {counted(len(here), 'event')}"
    if len(here) < len(rows):
        everywhere += " counted here"
    if len(here) > 1:
        groups.insert(0, (everywhere, together.organisations, together.reach))
    drawn = [group for group in groups if any(count is not None for _reach, count in group[2])]
    total = together.organisations
    if not drawn or total is None:
        words = "Reach is shown when ten organisations have come"
        words += "." if together.is_exact else ", and no small count can be worked out from it."
        return Finding(KEY, "Too few organisations to show their reach", words)
    return Finding(
        key=KEY,
        headline=_headline(together.reach, total) if here else _BY_TOTALS,
        words=f"{_words(len(rows))} {told_words(rows)}".rstrip(),
        alt=_alt(together.reach, total) if here else f"Bar chart of organisations. {_BY_TOTALS}.",
        table=_table(groups),
        drawing=Bars(tuple(_group(*group) for group in drawn[: _DRAWN + 1])),
    )


def _headline(reach: ReachCounts, total: int) -> str:
    counts = {each: count for each, count in reach if count and each is not Reach.UNKNOWN}
    unknown = dict(reach).get(Reach.UNKNOWN) or 0
    most = max(counts.values(), default=0)
    if unknown > most or not counts:
        return f"Who is in the room: {counted(total, 'organisation')}"
    level = [str(each.label).lower() for each, count in counts.items() if count == most]
    groups = f"{listed(level)} {'group' if most == 1 and len(level) == 1 else 'groups'}"
    verb = "was" if most == 1 and len(level) == 1 else "were"
    each_one = " each" if len(level) > 1 else ""
    said = f"{groups} {verb} {most}{each_one} of {counted(total, 'organisation')}"
    return said[0].upper() + said[1:]


def _words(events: int) -> str:
    if events == 1:
        return "Organisations that somebody came from, by how far they reach."
    if events > _DRAWN:
        return (
            f"Organisations that somebody came from, each counted once; under them the latest"
            f" {_DRAWN} of {events} events. The table has them all."
        )
    return f"Organisations that somebody came from, each counted once; under them {events} events."


def _alt(reach: ReachCounts, total: int) -> str:
    told = sorted(
        ((count, str(each.label).lower()) for each, count in reach if count is not None),
        key=lambda pair: -pair[0],
    )
    parts = [f"{count} {word}" for count, word in told]
    hidden = "Counts of 1 to 4 are not shown." if len(told) < len(reach) else ""
    told_words = f": {listed(parts)}" if parts else ""
    return alt_of(
        f"Bar chart of {counted(total, 'organisation')} by how far they reach{told_words}.", hidden
    )


def _table(groups: list[_Counted]) -> Table:
    return Table(
        ("Event", "Organisations", *(str(each.label) for each in Reach)),
        Each(groups, lambda group: _line(*group)),
    )


def _line(what: str | Attendance, total: int | None, reach: ReachCounts) -> Line:
    counts = dict(reach)
    return _name(what), total, *(counts.get(each, 0) for each in Reach)


def _name(what: str | Attendance) -> str:
    return what if isinstance(what, str) else marked(what)


def _group(what: str | Attendance, total: int | None, reach: ReachCounts) -> Group:
    of_all = "" if total is None else f": {counted(total, 'organisation')}"
    return Group(_name(what) + of_all, tuple(_bar(each, count) for each, count in reach))


def _bar(reach: Reach, count: int | None) -> Bar:
    word = "reach not known" if reach is Reach.UNKNOWN else str(reach.label).lower()
    if count is None:
        return Bar((), f"{word}: {in_words(count)}")
    return Bar(((count, "rule" if reach is Reach.UNKNOWN else "main"),), f"{count} {word}")
