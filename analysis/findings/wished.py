"""C10: which sessions were over-asked? First choices against places, at the latest event."""

from collections.abc import Sequence

from analysis.attendance import elsewhere
from analysis.charts.bars import Bar
from analysis.charts.bullets import Bullet, Bullets
from analysis.charts.colours import Tone
from analysis.details import Details, Wished
from analysis.findings.finding import Cell, Finding, Table, alt_of, counted, in_words, short
from analysis.findings.naming import with_month
from forum import dates

KEY = "wished"
_DRAWN = 8


def find(rows: Sequence[Details]) -> Finding:
    """Of these events, in the order of time."""
    shown = [row for row in rows if any(session.first for session in row.wished)]
    if not shown:
        return Finding(
            KEY,
            "Nothing to show yet of the sessions people wished for",
            "When people have chosen between sessions, their first choices are counted here.",
        )
    row = shown[-1]
    ranked = sorted(row.wished, key=lambda session: -(session.first or 0))
    return Finding(
        key=KEY,
        headline=_headline(ranked),
        words=_words(row, ranked),
        alt=_alt(row, ranked),
        table=_table(ranked),
        drawing=Bullets(
            tuple(_bullet(session, row.wished) for session in ranked[:_DRAWN]), "Places"
        ),
    )


def _over(sessions: Sequence[Wished]) -> list[Wished]:
    """Those with more first choices than places, the furthest over first."""
    over = [each for each in sessions if each.places and (each.first or 0) > each.places]
    return sorted(over, key=lambda each: (each.places or 0) - (each.first or 0))


def _headline(ranked: Sequence[Wished]) -> str:
    over = _over(ranked)
    first = (over or ranked)[0]
    name = f"“{short(first.title)}”"
    if over:
        places = "the one place" if first.places == 1 else f"the {first.places} places"
        return f"{first.first} wanted {places} of {name}"
    if all(each.places and each.first is not None for each in ranked):
        return "There was room for every first choice"
    return f"{name} was wanted most, by {first.first}"


def _words(row: Details, ranked: Sequence[Wished]) -> str:
    over = len(_over(ranked))
    said = [f"{with_month(row.event)}: first choices of people with a place, and how many came in."]
    if not any(each.is_ticked for each in ranked):
        said = [f"{with_month(row.event)}: first choices of people with a place."]
    if over > 1:
        said.append(f"{over} of {len(ranked)} sessions had more first choices than places.")
    if len(ranked) > _DRAWN:
        said.append(f"The {_DRAWN} most wanted are drawn; the table has all {len(ranked)}.")
    if any(each.first is None or (each.is_ticked and each.came is None) for each in ranked):
        said.append("Counts of 1 to 4 are not shown.")
    return " ".join(said)


def _alt(row: Details, ranked: Sequence[Wished]) -> str:
    most = ranked[0]
    least = min(
        (each for each in ranked if each.first is not None), key=lambda each: each.first or 0
    )
    room = f" for {counted(most.places, 'place')}" if most.places else ""
    return alt_of(
        f"Bars with a tick for places: first choices of {counted(len(ranked), 'session')} at"
        f" {short(row.event.title, 40)}.",
        f"Most for “{short(most.title, 40)}”: {most.first}{room}.",
        f"Fewest shown for “{short(least.title, 40)}”: {least.first}." if least != most else "",
    )


def _table(ranked: Sequence[Wished]) -> Table:
    return Table(
        ("Session", "When", "First choices", "Places", "Came"),
        tuple((each.title, each.slot, each.first, *_room_and_came(each)) for each in ranked),
    )


def _room_and_came(each: Wished) -> tuple[Cell, Cell]:
    places = each.places if each.places is not None else "no limit"
    return places, each.came if each.is_ticked else elsewhere.NOT_KNOWN


def _bullet(session: Wished, every: Sequence[Wished]) -> Bullet:
    """The slot stands with the title where the sessions have slots of different names."""
    slots = {each.slot for each in every}
    name = session.title if len(slots) == 1 else f"{session.title}, {session.slot}"
    if session.places:
        name += f", {dates.hold(counted(session.places, 'place'))}"
    bars = [_bar(session.first, "first choice", "first choices", "pale")]
    if session.is_ticked:
        bars.append(_bar(session.came, "came", "came", "main"))
    return Bullet(name, tuple(bars), session.places)


def _bar(count: int | None, one: str, many: str, tone: Tone) -> Bar:
    if count is None:
        return Bar((), f"{many}: {in_words(count)}")
    return Bar(((count, tone),), f"{count} {one if count == 1 else many}")
