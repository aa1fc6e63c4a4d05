"""What is asked for, in the address: one filter, beside it one other, or one split.

`?series=forums&split=year`, `?year=2024&beside=2025`. Filters are a series, a kind of event, a
year, or how far organisations reach or where they are based.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Optional
from urllib.parse import urlencode

from analysis.organisations import Known
from forum.models import Event
from forum.models.events import Kind
from forum.models.people import Reach

ONE_AT_A_TIME = "Events are chosen by one thing at a time."
NOT_CROSSED = "Reach and region are not told apart together for who may not see people's names."
_LONGEST_SAID = 60
# What chooses organisations and their people, and not events.
OF_ORGANISATIONS = ("reach", "region")
# Of what two can stand side by side.
SIDE_BY_SIDE = ("series", "year")


@dataclass(frozen=True)
class Filter:
    """Which events are looked at, or whose people: `name` is one of NAMES, or nothing for all."""

    name: str = ""
    value: str = ""
    words: str = "All events"
    beside: Optional["Filter"] = None
    split: str = ""

    @property
    def query(self) -> str:
        """What stands after the question mark: "kind=forum&split=year", or nothing."""
        asked = {self.name: self.value} if self.name else {}
        if self.beside:
            asked["beside"] = self.beside.value
        if self.split:
            asked["split"] = self.split
        return urlencode(asked)

    @property
    def chosen(self) -> str:
        """The filter as one value of a form."""
        return f"{self.name}:{self.value}" if self.name else ""

    @property
    def only(self) -> dict[str, str]:
        """Which organisations alone are counted, with their people; nothing for all."""
        return {self.name: self.value} if self.name in OF_ORGANISATIONS else {}

    def holds(self, event: Event) -> bool:
        """Whether it is among the events, on either side; whose people are counted is `only`."""
        if self.name not in _OF_EVENT:
            return True
        is_beside = self.beside is not None and self.beside.holds(event)
        return is_beside or _OF_EVENT[self.name](event) == self.value


def _series(event: Event) -> str:
    return event.series.slug if event.series else ""


def _kind(event: Event) -> str:
    return event.kind


def _year(event: Event) -> str:
    return str(event.local_start.year)


_OF_EVENT = {"series": _series, "kind": _kind, "year": _year}
NAMES = (*_OF_EVENT, *OF_ORGANISATIONS)
# All that an address can ask.
GIVEN = (*NAMES, "beside", "split")
ALL = Filter()


def offered(
    events: Sequence[Event], organisations: Iterable[Known] = ()
) -> dict[str, list[Filter]]:
    """What can be asked of these, by what it goes by; no query with series prefetched."""
    series = {event.series.slug: event.series.title for event in events if event.series}
    kinds = {str(kind): str(kind.label) for kind in Kind}
    years = sorted({_year(event) for event in events}, reverse=True)
    held_kinds = {event.kind for event in events}
    known = {(organisation.reach, organisation.region) for organisation in organisations}
    reaches = {reach for reach, _region in known}
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
        "Reach": [
            Filter("reach", reach.value, reach_words(reach.value))
            for reach in Reach
            if reach.value in reaches
        ],
        "Region": [
            Filter("region", region, region)
            for region in sorted({region for _reach, region in known} - {""})
        ],
    }


def asked(
    given: Mapping[str, str], events: Sequence[Event], organisations: Iterable[Known] = ()
) -> tuple[Filter, str]:
    """What the address asks for, and what to say where it asks for what is not, or for too much."""
    choices = {
        (choice.name, choice.value): choice
        for group in offered(events, organisations).values()
        for choice in group
    }
    found, remark = _filter(given, choices)
    if beside := given.get("beside"):
        found, said = _beside(found, beside, choices)
        remark = remark or said
    if split := given.get("split"):
        found, said = _split(found, split)
        remark = remark or said
    return found, remark


def _filter(
    given: Mapping[str, str], choices: Mapping[tuple[str, str], Filter]
) -> tuple[Filter, str]:
    named = [(name, given[name]) for name in NAMES if given.get(name)]
    known = [choices[pair] for pair in named if pair in choices]
    if len(known) > 1 or (known and len(named) > 1):
        return known[0], f"{ONE_AT_A_TIME} These are: {known[0].words}."
    if known:
        return known[0], ""
    if named:
        name, value = named[0]
        what = "organisations" if name in OF_ORGANISATIONS else "events"
        return ALL, f"There are no {what} with the {name} “{_cut(value)}”. These are all."
    return ALL, ""


def _beside(
    found: Filter, value: str, choices: Mapping[tuple[str, str], Filter]
) -> tuple[Filter, str]:
    if found.name not in SIDE_BY_SIDE:
        return found, "To see two side by side, choose a series or a year, then another."
    other = choices.get((found.name, value))
    if other is None:
        return found, f"There are no events with the {found.name} “{_cut(value)}” to put beside."
    if other == found:
        return found, f"Choose another {found.name} to put beside this one."
    return replace(found, words=f"{found.words} and {other.words}", beside=other), ""


def _split(found: Filter, split: str) -> tuple[Filter, str]:
    if split not in NAMES:
        return found, f"Nothing can be told apart by “{_cut(split)}”."
    if found.beside:
        return found, "Two stand side by side here. To tell them apart further, look at one alone."
    if split == found.name:
        return found, f"These are of one {split}, so there is nothing to tell apart by it."
    return replace(found, split=split), ""


def address(given: Mapping[str, str]) -> str:
    """What was chosen in the form, as an address; who asks for what is not is told so there."""
    name, _, value = given.get("show", "").partition(":")
    asked = {name: value} if name in NAMES and value else {}
    if beside := given.get("beside", ""):
        asked["beside"] = beside.partition(":")[2] or beside
    if split := given.get("split", ""):
        asked["split"] = split
    return urlencode(asked)


def value_of(event: Event, name: str) -> str:
    """The series, kind or year of an event, as it stands in an address."""
    return _OF_EVENT[name](event)


def reach_words(reach: str) -> str:
    """Organisations of this reach, as a choice: "Local groups"."""
    return "Reach not known" if reach == Reach.UNKNOWN else f"{Reach(reach).label} groups"


def _cut(value: str) -> str:
    return value[:_LONGEST_SAID]


def _many(kind: str) -> str:
    return f"{kind}s"
