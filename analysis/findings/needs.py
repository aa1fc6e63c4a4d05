"""C12: did we meet needs? What was asked for by kind, and what became of it. Never food."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.charts.bars import Bar, Bars, Group
from analysis.charts.colours import Tone
from analysis.details import Details
from analysis.findings.finding import Cell, Finding, Table, alt_of, counted, short
from registrations import options, promises
from registrations.figures import ALL
from registrations.needs import ASKED

KEY = "needs"
_DRAWN = 8
_SHORTER = {"supporter": "A supporter comes along", "other": "Something else"}
_KEPT = (promises.MET, promises.ARRANGED)
# What is drawn of a kind, each as a bar.
_PIECES: tuple[tuple[str, Tone, tuple[str, ...]], ...] = (
    ("met", "main", (promises.MET,)),
    ("arranged", "middle", (promises.ARRANGED,)),
    ("not arranged", "pale", (promises.ARRANGING, ASKED)),
    ("could not be done", "care", (promises.CANNOT,)),
)


@dataclass
class Kind:
    """A kind of need over several events: of each state those counts that are shown."""

    key: str
    states: Counter[str] = field(default_factory=Counter)
    # At each event where it is shown, all of it is.
    is_whole: bool = True

    @property
    def name(self) -> str:
        named = {**options.ACCESS, **promises.KINDS, **_SHORTER}
        return named.get(self.key, self.key)

    @property
    def shown(self) -> int:
        return self.states.total()

    @property
    def kept(self) -> int:
        return sum(self.states[state] for state in _KEPT)

    @property
    def is_told(self) -> bool:
        """Whether somebody said what became of any of them."""
        return self.shown > self.states[ASKED]


def find(rows: Sequence[Details]) -> Finding:
    """Over these events; a sum holds only counts that are shown event by event."""
    kinds = _kinds(rows)
    if not kinds:
        return Finding(
            KEY,
            "No needs can be shown yet",
            "When five people or more have asked for the same at an event that is over,"
            " what became of it is counted here. What anybody eats never is.",
        )
    return Finding(
        key=KEY,
        headline=_headline(kinds),
        words=_words(kinds, sum(bool(row.needs) for row in rows)),
        alt=_alt(kinds),
        table=_table(kinds),
        drawing=Bars(tuple(_group(kind) for kind in kinds[:_DRAWN])),
    )


def _kinds(rows: Sequence[Details]) -> list[Kind]:
    """What is asked for most first."""
    found: dict[str, Kind] = {}
    for row in rows:
        for key, states in row.needs.items():
            kind = found.setdefault(key, Kind(key))
            kind.states.update({state: states.get(state, 0) for state in promises.STATES})
            kind.is_whole &= ALL in states
    return sorted(found.values(), key=lambda kind: (-kind.shown, kind.name))


def _headline(kinds: Sequence[Kind]) -> str:
    whole = [kind for kind in kinds if kind.is_whole]
    told = whole or kinds
    kept, shown = sum(kind.kept for kind in told), sum(kind.shown for kind in told)
    if not any(kind.is_told for kind in kinds):
        of_all, became = f"{shown}", "came, and nobody has said what became of them"
    else:
        is_met = kept == sum(kind.states[promises.MET] for kind in told)
        became = "were met" if is_met else "were arranged or met"
        of_all = f"{kept} of {shown}" if whole else f"{kept} or more"
        of_all = f"all {shown}" if kept == shown and whole else of_all
    if len(told) == 1:
        return f"{short(told[0].name)}: {of_all} requests {became}"
    return f"{of_all[0].upper()}{of_all[1:]} requests for support {became}"


def _words(kinds: Sequence[Kind], events: int) -> str:
    said = [
        f"What people asked for at {counted(events, 'event')} and what became of it: only what"
        " five or more asked for at one event. What anybody eats is never in it."
    ]
    if any(not kind.is_whole for kind in kinds):
        said.append("“Or more” stands where a part is fewer than five.")
    if len(kinds) > _DRAWN:
        said.append(f"The table has all {len(kinds)} kinds.")
    return " ".join(said)


def _alt(kinds: Sequence[Kind]) -> str:
    first = kinds[0]
    others = "; ".join(f"{short(kind.name, 30)}: {_label(kind)}" for kind in kinds[1:3])
    return alt_of(
        f"Bars of {counted(len(kinds), 'kind')} of need by what became of them. Asked for most:"
        f" {short(first.name)}, {_label(first)}.",
        f"{others}." if others else "",
    )


def _table(kinds: Sequence[Kind]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (kind.name, *(_cell(kind, state) for state in promises.STATES)) for kind in kinds
    ]
    return Table(("Need", *promises.STATES.values()), tuple(rows))


def _cell(kind: Kind, state: str) -> Cell:
    """Where a part is hidden, nought may be a few, and a count more."""
    count = kind.states[state]
    if kind.is_whole:
        return count
    return f"{count} or more" if count else None


def _label(kind: Kind) -> str:
    return ", ".join(_told(kind, count, words) for count, words, _tone in _pieces(kind))


def _told(kind: Kind, count: int, words: str) -> str:
    return f"{count} {words}" if kind.is_whole else f"{count} or more {words}"


def _pieces(kind: Kind) -> list[tuple[int, str, Tone]]:
    """What is drawn of it, and not nought."""
    counts = [
        (sum(kind.states[state] for state in states), words, tone)
        for words, tone, states in _PIECES
    ]
    return [piece for piece in counts if piece[0]]


def _group(kind: Kind) -> Group:
    return Group(
        kind.name,
        tuple(
            Bar(((count, tone),), _told(kind, count, words)) for count, words, tone in _pieces(kind)
        ),
    )
