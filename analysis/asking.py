"""One filter at a time, in the address: a series, a kind of event or a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from forum.models import Event
from forum.models.events import Kind

ONE_AT_A_TIME = "Events are chosen by one thing at a time."
_LONGEST_SAID = 60


@dataclass(frozen=True)
class Filter:
    """Which events are looked at: `name` is series, kind or year; without one, all of them."""

    name: str = ""
    value: str = ""
    words: str = "All events"

    @property
    def query(self) -> str:
        """What stands after the question mark: "kind=forum", or nothing."""
        return urlencode({self.name: self.value}) if self.name else ""

    @property
    def chosen(self) -> str:
        """The same as one value of a form."""
        return f"{self.name}:{self.value}" if self.name else ""

    def holds(self, event: Event) -> bool:
        return not self.name or _VALUES[self.name](event) == self.value


def _series(event: Event) -> str:
    return event.series.slug if event.series else ""


def _kind(event: Event) -> str:
    return event.kind


def _year(event: Event) -> str:
    return str(event.local_start.year)


_VALUES = {"series": _series, "kind": _kind, "year": _year}
ALL = Filter()


def offered(events: Sequence[Event]) -> dict[str, list[Filter]]:
    """What can be asked of these events, by what it goes by; no query with series prefetched."""
    series = {event.series.slug: event.series.title for event in events if event.series}
    kinds = {str(kind): str(kind.label) for kind in Kind}
    years = sorted({_year(event) for event in events}, reverse=True)
    held_kinds = {event.kind for event in events}
    return {
        "Series": [
            Filter("series", slug, title)
            for slug, title in sorted(series.items(), key=lambda item: item[1].casefold())
        ],
        "Kind": [
            Filter("kind", kind, _many(label))
            for kind, label in kinds.items()
            if kind in held_kinds
        ],
        "Year": [Filter("year", year, year) for year in years],
    }


def asked(given: Mapping[str, str], events: Sequence[Event]) -> tuple[Filter, str]:
    """The filter that the address names, and what to say when it names none, or more than one."""
    choices = {
        (choice.name, choice.value): choice
        for group in offered(events).values()
        for choice in group
    }
    named = [(name, given[name]) for name in _VALUES if given.get(name)]
    known = [choices[pair] for pair in named if pair in choices]
    if len(known) > 1 or (known and len(named) > 1):
        return known[0], f"{ONE_AT_A_TIME} These are: {known[0].words}."
    if known:
        return known[0], ""
    if named:
        name, value = named[0]
        return ALL, f"There are no events with the {name} “{value[:_LONGEST_SAID]}”. These are all."
    return ALL, ""


def chosen(value: str, events: Sequence[Event]) -> Filter:
    """The filter that was chosen in the form; all events for what is not on offer."""
    name, _, rest = value.partition(":")
    return asked({name: rest}, events)[0] if name in _VALUES else ALL


def _many(kind: str) -> str:
    return f"{kind}s"
