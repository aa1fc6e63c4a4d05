"""C11: were choices met? Seats by the choice they were, at the latest events with a plan."""

from collections.abc import Sequence

from analysis.charts.colours import Tone
from analysis.charts.stacked import Block, Row, Stacked
from analysis.details import MET, Details
from analysis.findings.finding import Finding, Table, alt_of, counted, in_words, short
from analysis.findings.naming import with_month
from forum import dates

KEY = "choices"
_DRAWN = 4
WORDS = {
    "first": "First choice",
    "second": "Second choice",
    "third": "Third choice",
    "other": "Another session",
    "none": "No seat",
}
_TONES: dict[str, Tone] = {
    "first": "main",
    "second": "middle",
    "third": "pale",
    "other": "rule",
    "none": "care",
}


def find(rows: Sequence[Details]) -> Finding:
    """Of these events, in the order of time."""
    shown = [row for row in reversed(rows) if row.seats and any(row.met.values())]
    if not shown:
        return Finding(
            KEY,
            "Nothing to show yet of whether choices were met",
            "When people have been placed by what they chose, their choices are counted here.",
        )
    latest, drawn = shown[0], shown[:_DRAWN]
    named = [name for name in MET if any(row.met[name] != 0 for row in drawn)]
    answers = tuple((WORDS[name], _TONES[name]) for name in named)
    return Finding(
        key=KEY,
        headline=_headline(latest),
        words=_words(shown),
        alt=_alt(latest, len(drawn)),
        table=Table(
            ("Event", *WORDS.values()),
            tuple((with_month(row.event), *(row.met[name] for name in MET)) for row in shown),
        ),
        drawing=Stacked((Block(answers, tuple(_row(row, named) for row in drawn)),)),
    )


def _headline(row: Details) -> str:
    first = row.met["first"]
    if first is None:
        return f"What people were given of their choices at {short(row.event.title)}"
    of_all = f"All {first}" if first == row.seats else f"{first} of {row.seats}"
    return f"{of_all} got their first choice"


def _words(shown: Sequence[Details]) -> str:
    said = [
        f"At {with_month(shown[0].event)}. One seat for each person and each time to choose for;"
        " who chose nothing is not in it."
    ]
    if len(shown) > _DRAWN:
        said.append(f"The latest {_DRAWN} of {len(shown)} events; the table has them all.")
    if any(None in row.met.values() for row in shown):
        said.append("Counts of 1 to 4 are not shown.")
    return " ".join(said)


def _alt(row: Details, events: int) -> str:
    parts = [
        f"{in_words(row.met[name])} {WORDS[name].lower()}" for name in MET if row.met[name] != 0
    ]
    return alt_of(
        f"One bar for each of {counted(events, 'event')}, parted by which choice people got. At"
        f" {short(row.event.title, 40)}: {', '.join(parts)}."
    )


def _row(row: Details, named: Sequence[str]) -> Row:
    seats, counts = row.seats or 0, tuple(row.met[name] for name in named)
    hidden = seats - sum(count or 0 for count in counts)
    return Row(f"{with_month(row.event)}: {dates.hold(counted(seats, 'seat'))}", counts, hidden)
