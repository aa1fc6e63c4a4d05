"""One theme over all events of a host, and the words behind it whose writers agreed to share them.

Words are looked up anew each time: what was taken back is gone with the next look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from analysis import asking, voices
from analysis.asking import Filter
from analysis.charts.bars import Bar, Bars, Group
from analysis.events import begun
from analysis.findings import moved
from analysis.findings.finding import Finding, Table, alt_of, short
from analysis.findings.naming import with_month
from analysis.voices import Said, Themes
from feedback import quotes, theme_counts, themes
from feedback.models import Comment, Theme, ThemeTag
from forum import small_counts
from forum.models import Event, Host

_OF_EVENTS = ("series", "kind", "year")
_DRAWN = 8
# Bars are as long as the share in thousandths, so that events of other sizes compare.
_FINE = 1000
# So many words are shown of one event.
MOST_WORDS = 20


class NotThereError(Exception):
    """The host has no such theme, and none was raised at its events; or no such event."""


@dataclass(frozen=True)
class Cell:
    """A theme at one event: of `base` answers and notes so many, None where that stays hidden."""

    event: Event
    base: int
    count: int | None
    # Whether words that raise it may be shown.
    has_words: bool = False

    @property
    def in_words(self) -> str:
        """ "11 of 50", or that it is not shown."""
        said = small_counts.in_words(self.count)
        return f"{said}, of {self.base}" if self.count is None else f"{said} of {self.base}"

    @property
    def share(self) -> str:
        """ "44%" of 20 or more; nothing where it is hidden."""
        if self.count is None or self.base < small_counts.LEAST_FOR_PERCENT:
            return ""
        return small_counts.portion(self.count, self.base)


@dataclass(frozen=True)
class Story:
    """A theme, the latest event first; `finding` tells how it moved."""

    theme: Theme
    filter: Filter
    remark: str
    cells: tuple[Cell, ...]
    finding: Finding
    # The series of the host's events, to look at one of them.
    series: tuple[Filter, ...] = ()


def tell(*, host: Host, pk: UUID, given: Mapping[str, str], now: datetime) -> Story:
    """The theme at the events of one filter. Raises NotThereError.

    Those of a host we held an event with count with ours of the same name.
    """
    events = begun(host, now)
    theme = _known(host, pk, events)
    asked = {name: value for name, value in given.items() if name in _OF_EVENTS}
    chosen, remark = asking.asked(asked, events)
    said = voices.themes_of([event for event in events if chosen.holds(event)])
    key = theme.name_key
    with_words = _with_words([row.event for row in said.rows], key)
    cells = tuple(
        Cell(row.event, row.base, count, bool(count) and row.event.pk in with_words)
        for row in reversed(said.rows)
        for count in [_count(row, key)]
    )
    series = tuple(asking.offered(events)["Series"])
    return Story(theme, chosen, remark, cells, _finding(theme, said, cells), series)


def words(
    *, host: Host, pk: UUID, event: str, now: datetime
) -> tuple[Theme, Cell, list[quotes.Quote]]:
    """What may be shown of the words that raise the theme at the event with this slug.

    None where the count itself stays hidden. Raises NotThereError.
    """
    events = begun(host, now)
    theme = _known(host, pk, events)
    there = next((each for each in events if each.slug == event), None)
    said = voices.themes_of([there] if there else [])
    if there is None or not said.rows:
        raise NotThereError
    [row] = said.rows
    count = _count(row, theme.name_key)
    found = _quotable([there], theme.name_key).order_by("id")[:MOST_WORDS] if count else []
    shown = [quotes.Quote(comment.text, quotes.signed(comment)) for comment in found]
    return theme, Cell(there, row.base, count, bool(shown)), shown


def _known(host: Host, pk: UUID, events: Sequence[Event]) -> Theme:
    """The theme as it counts today: of the host's codebook, or raised at an event of its own."""
    theme = Theme.objects.select_related("host").filter(pk=pk).first()
    if theme is None:
        raise NotThereError
    if theme.host_id == host.pk:
        return themes.resolve(host, [theme])[0]
    raised = theme_counts.by_event(events).values()
    if not any(theme in row.counts for row in raised if row.base >= small_counts.LEAST_ANSWERS):
        raise NotThereError
    return theme


def _count(row: Themes, key: str) -> int | None:
    """Nobody is nought; a theme that nobody raised anywhere is in no row."""
    return row.counts[key] if key in row.counts else small_counts.of_base(0, row.base)


def _with_words(events: Sequence[Event], key: str) -> set[UUID]:
    return set(_quotable(events, key).values_list("event_id", flat=True))


def _quotable(events: Sequence[Event], key: str) -> QuerySet[Comment]:
    """Words that raise a theme of this name, that somebody read, and whose writers agree."""
    tags = ThemeTag.objects.confirmed().filter(theme__name_key=key, comment__event__in=events)
    return quotes.quotable_at(events).filter(is_coded=True, pk__in=tags.values("comment"))


def _finding(theme: Theme, said: Said, cells: Sequence[Cell]) -> Finding:
    if not any(cell.count for cell in cells):
        return Finding(
            "story",
            "Not raised where that can be shown",
            "Counts of 1 to 4 at one event are not shown.",
        )
    move = next((move for move in moved.moves(said) if move.key == theme.name_key), None)
    shown = [cell for cell in cells if cell.count is not None]
    latest = shown[0]
    return Finding(
        key="story",
        headline=move.headline if move else _whole(said, theme.name_key, len(cells)),
        words=_words(said, move, len(shown)),
        alt=alt_of(
            f"Bar chart of {short(theme.name)} as a share of answers and notes, by event.",
            f"{short(with_month(latest.event))}: {latest.count} of {latest.base}.",
        ),
        table=Table(
            ("Event", "Answers and notes that raise it", "Of"),
            tuple((with_month(cell.event), cell.count, cell.base) for cell in cells),
        ),
        drawing=Bars(
            tuple(Group(with_month(cell.event), (_bar(cell),)) for cell in shown[:_DRAWN])
        ),
    )


def _whole(said: Said, key: str, events: int) -> str:
    more = " or more" if said.is_partly_hidden(key) else ""
    where = "one event" if events == 1 else f"{events} events"
    return f"Raised by {said.shown(key)}{more} of {said.base:,} answers and notes at {where}"


def _words(said: Said, move: moved.Move | None, shown: int) -> str:
    words = "Bars are shares of the answers and notes that were read at each event."
    if shown > _DRAWN:
        words += f" Drawn are the latest {_DRAWN} of {shown} events where the count is shown."
    if move is None:
        return words
    rows = moved.compared(said)
    series = rows[0].event.series
    where = f"the series {short(series.title)}" if series else "all these events"
    told = moved.said_of(move.change, len(moved.moves(said)), len(rows), where=where)
    return f"{words} {told}"


def _bar(cell: Cell) -> Bar:
    count = cell.count or 0
    return Bar(((round(_FINE * count / cell.base), "main"),), f"{count} of {cell.base}")
