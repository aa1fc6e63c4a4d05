"""What stands side by side: the years, series, kinds, reaches or regions that were asked for."""

from collections.abc import Sequence

from analysis import chance
from analysis.asking import OF_ORGANISATIONS, Filter
from analysis.attendance.elsewhere import NOT_KNOWN
from analysis.attendance.figures import Cell, Side
from analysis.charts.bars import Bar, Bars, Group
from analysis.charts.colours import Tone
from analysis.findings.finding import (
    Finding,
    Table,
    alt_of,
    counted,
    in_words,
    listed,
    short,
)

KEY = "compared"
_DRAWN = 12
_HEADINGS = {
    "series": "Series",
    "kind": "Kind of event",
    "year": "Year",
    "reach": "Reach",
    "region": "Region",
}
_OF_NONE = {"For no organisation", "Region not known"}
_TO = {"series": "to ", "kind": "to ", "year": "in ", "reach": "from ", "region": "from "}
Told = list[tuple[int, Side]]


def find(asked: Filter, sides: Sequence[Side]) -> list[Finding]:
    """Nothing where nothing was asked to stand side by side."""
    name = asked.split or (asked.name if asked.beside else "")
    if not name:
        return []
    if not any(side.booked != 0 or side.came != 0 for side in sides):
        return [Finding(KEY, "Nothing to tell apart yet", "Nobody has booked or come here.")]
    if name == "region":
        sides = sorted(sides, key=_most_first)
    headline = _headline(name, sides)
    return [
        Finding(
            key=KEY,
            headline=headline,
            words=_words(name, sides),
            alt=_alt(name, sides, headline),
            table=_table(name, sides),
            drawing=_drawing(sides),
        )
    ]


def _most_first(side: Side) -> tuple[bool, int, str]:
    """By what is shown; at the end who is of no region."""
    return side.words in _OF_NONE, -(_number(side.came) or 0), side.words


def _number(cell: Cell) -> int | None:
    """How many are told at least; None where nothing is."""
    if isinstance(cell, str):
        said = cell.split(" ")[0].replace(",", "")
        return int(said) if said.isdigit() else None
    return cell


def _headline(name: str, sides: Sequence[Side]) -> str:
    told: Told = [(count, side) for side in sides if (count := _number(side.came)) is not None]
    told.sort(key=lambda pair: -pair[0])
    if not told or not told[0][0]:
        return "Who came is not shown"
    most, first = told[0]
    if len(told) == 1:
        return f"{counted(most, 'person', 'people')} came {_where(name, first)}"
    second, other = told[1]
    if any(not isinstance(side.came, int) for side in sides):
        return f"At least {most:,} came {_where(name, first)} and {second:,} {_where(name, other)}"
    if not chance.counts_differ(second, most):
        return (
            f"No clear difference: {most:,} came {_where(name, first)}"
            f" and {second:,} {_where(name, other)}"
        )
    if len(sides) == 2:
        return (
            f"More came {_where(name, first)} than {_where(name, other)}:"
            f" {most:,} against {second:,}"
        )
    return f"Most came {_where(name, first)}: {most:,} of {sum(count for count, _ in told):,}"


def _where(name: str, side: Side) -> str:
    words = short(side.words, 40)
    if words == "For no organisation":
        return "for no organisation"
    if words == "In no series":
        return "to events in no series"
    if words in {"Region not known", "Reach not known"}:
        return f"from groups whose {name} is not known"
    return _TO[name] + (words.lower() if name in {"reach", "kind"} else words)


def _words(name: str, sides: Sequence[Side]) -> str:
    said = []
    if len(sides) > _DRAWN:
        said.append(f"The {_DRAWN} with most people; the table has all {len(sides)}.")
    if name in OF_ORGANISATIONS:
        said.append(
            "People are counted with the organisation they came for. Answers carry none, so who"
            " gave feedback is not told apart."
        )
    else:
        events = [f"{short(side.words, 40)}: {counted(side.events, 'event')}" for side in sides[:6]]
        said.append(f"{'; '.join(events)}{'' if len(sides) <= 6 else ' and so on'}.")
        said.append("Each organisation is counted once on each side.")
    if told := sum(side.told for side in sides):
        said.append(
            f"{counted(told, 'event')} known by totals from elsewhere: nobody knows who booked"
            " there, and organisations are not counted again."
        )
    if _is_hidden(sides):
        said.append("Counts of 1 to 4 are not shown, nor what would give them away.")
    return " ".join(said)


def _is_hidden(sides: Sequence[Side]) -> bool:
    return any(
        cell is None or (isinstance(cell, str) and cell.endswith("or more"))
        for side in sides
        for cell in (side.booked, side.came, side.no_show, side.organisations, side.new)
    )


def _alt(name: str, sides: Sequence[Side], headline: str) -> str:
    parts = [f"{short(side.words, 30)} {in_words(side.came)}" for side in sides]
    return alt_of(
        f"Bar chart of who booked and came by {name}: {short(headline, 120)}.",
        f"Came: {listed(parts)}.",
    )


def _table(name: str, sides: Sequence[Side]) -> Table:
    """People of some organisations alone gave no answers that could be told from the others."""
    counts = ["Booked", "Came", "Did not come", "Organisations"]
    counts += ["New organisations", "Returning organisations"]
    of_events = name not in OF_ORGANISATIONS
    has_answers = of_events and any(side.answered != NOT_KNOWN for side in sides)
    return Table(
        (
            *([_HEADINGS[name], "Events"] if of_events else [_HEADINGS[name]]),
            *counts,
            *(["Gave feedback"] if has_answers else []),
        ),
        tuple(
            (
                *([side.words, side.events] if of_events else [side.words]),
                *(side.booked, side.came, side.no_show),
                *(side.organisations, side.new, side.returning),
                *([side.answered] if has_answers else []),
            )
            for side in sides
        ),
    )


def _drawn(sides: Sequence[Side]) -> list[Side]:
    """All of them in their order; of many, those with most people."""
    most = sorted(sides, key=lambda side: -(_number(side.came) or 0))[:_DRAWN]
    return [side for side in sides if side in most]


def _drawing(sides: Sequence[Side]) -> Bars | None:
    """Nothing where no bar could be drawn: the words say why."""
    if not any(_number(cell) for side in sides for cell in (side.booked, side.came)):
        return None
    return Bars(tuple(_group(side) for side in _drawn(sides)))


def _group(side: Side) -> Group:
    return Group(side.words, (_bar(side.booked, "booked", "pale"), _bar(side.came, "came", "main")))


def _bar(cell: Cell, word: str, tone: Tone) -> Bar:
    count = _number(cell)
    if count is None:
        return Bar((), f"{word}: {in_words(cell)}")
    return Bar(((count, tone),), f"{count:,}{' or more' if isinstance(cell, str) else ''} {word}")
