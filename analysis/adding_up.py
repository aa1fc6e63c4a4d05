"""The analysis of a host: its events, what they add up to, and what that says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as django_format

from analysis import asking, attendance, voices
from analysis.asking import Filter
from analysis.attendance.figures import Together
from analysis.details import Details, details_of
from analysis.events import begun
from analysis.findings import (
    answered,
    arrivals,
    booking,
    came,
    choices,
    compared,
    felt,
    first_time,
    growth,
    moved,
    needs,
    raised,
    reach,
    regions,
    small_groups,
    wished,
)
from analysis.findings.finding import Finding, counted
from analysis.findings.naming import told_words
from forum.models import Event, Host
from forum.models.people import Reach

_OF_SOME = (
    "People who came for no organisation are not in it. Answers, wishes and needs carry no"
    " organisation: look at all events to see them."
)


@dataclass(frozen=True)
class Section:
    """A part of the page: its anchor, its heading, and its charts in their order."""

    anchor: str
    title: str
    charts: tuple[str, ...]


SECTIONS = (
    Section(
        "who-came", "Who came", (compared.KEY, came.KEY, growth.KEY, booking.KEY, arrivals.KEY)
    ),
    Section("room", "Who is in the room", (reach.KEY, first_time.KEY, regions.KEY)),
    Section(
        "said",
        "What people said",
        (raised.KEY, moved.KEY, small_groups.KEY, answered.KEY, felt.FELT, felt.WELCOME),
    ),
    Section("breakouts", "Breakouts and needs", (wished.KEY, choices.KEY, needs.KEY)),
)
# What charts are called in addresses, in their order on the page.
CHARTS = tuple(key for section in SECTIONS for key in section.charts)


@dataclass(frozen=True)
class Analysis:
    """What was asked for; everything in it may be shown to who asked."""

    host: Host
    filter: Filter
    remark: str
    offered: dict[str, list[Filter]]
    together: Together
    findings: tuple[Finding, ...]
    # How many events of the host have begun, asked for or not.
    begun: int = 0

    def finding(self, key: str) -> Finding:
        """Raises KeyError for what is not found for this question."""
        return {finding.key: finding for finding in self.findings}[key]

    @property
    def beside(self) -> dict[str, list[Filter]]:
        """What can be put beside another."""
        sides = {
            group: [choice for choice in choices if choice.name in asking.SIDE_BY_SIDE]
            for group, choices in self.offered.items()
        }
        return {group: choices for group, choices in sides.items() if len(choices) > 1}

    @property
    def splits(self) -> list[tuple[str, str]]:
        """By what these can be told apart: a name for the address, and words."""
        return [
            (name, group)
            for name, group in zip(asking.NAMES, self.offered, strict=True)
            if self.offered[group]
        ]

    @property
    def sections(self) -> list[tuple[Section, list[Finding]]]:
        """The sections in which something is found, each with its findings."""
        found = {finding.key: finding for finding in self.findings}
        parts = [
            (section, [found[key] for key in section.charts if key in found])
            for section in SECTIONS
        ]
        return [(section, findings) for section, findings in parts if findings]


def add_up(
    *, host: Host, given: Mapping[str, str], exact: bool, now: datetime | None = None
) -> Analysis:
    """What the host's events add up to; `given` is what asking.py reads in an address.

    `exact` is for who may see people: without it, counts of 1 to 4 of attendance and organisations
    stay hidden. What people said hides its small counts from everybody.
    """
    reading = attendance.read(host, begun(host, now or timezone.now()))
    known = list(reading.known.values())
    asked, remark = asking.asked(given, reading.events, known)
    if not exact and asked.only and asked.split in asking.OF_ORGANISATIONS:
        asked, remark = replace(asked, split=""), remark or asking.NOT_CROSSED
    together = attendance.add_up(reading, asked, exact=exact)
    return Analysis(
        host=host,
        filter=asked,
        remark=remark,
        offered=asking.offered(reading.events, known),
        together=together,
        findings=tuple(_findings(asked, together, list(filter(asked.holds, reading.events)))),
        begun=len(reading.events),
    )


def _findings(asked: Filter, together: Together, events: list[Event]) -> list[Finding]:
    found = compared.find(asked, together.sides)
    if asked.only:
        return [*found, came.find(together), growth.find(together), *_room_of(asked, together)]
    details = list(details_of(events, exact=together.is_exact).values())
    return [
        *found,
        *_who_came(together, details),
        *_room(together),
        *_said(together, events),
        *_breakouts(details),
    ]


def _who_came(together: Together, details: list[Details]) -> list[Finding]:
    return [
        came.find(together),
        growth.find(together),
        booking.find(details),
        arrivals.find(details),
    ]


def _room(together: Together) -> list[Finding]:
    return [reach.find(together), first_time.find(together), regions.find(together)]


def _room_of(asked: Filter, together: Together) -> list[Finding]:
    """Of one reach where they are based, and of one region how far they reach."""
    if not together.is_exact:
        return []
    other = regions if asked.name == "reach" else reach
    return [first_time.find(together), other.find(together)]


def _said(together: Together, events: list[Event]) -> list[Finding]:
    said = voices.themes_of(events)
    ratings = voices.ratings_of(events)
    return [
        raised.find(said),
        moved.find(said),
        small_groups.find(together, said),
        answered.find(together),
        felt.find(ratings),
        felt.find_welcome(ratings),
    ]


def _breakouts(details: list[Details]) -> list[Finding]:
    return [wished.find(details), choices.find(details), needs.find(details)]


def lead_of(analysis: Analysis) -> str:
    """The whole in a sentence or two."""
    together = analysis.together
    if not together.rows:
        return "No event has begun yet. Once one has, who booked and who came is counted here."
    first = django_format(together.rows[0].event.local_start, "F Y")
    said = f"{counted(len(together.rows), 'event')} since {first}."
    if together.came:
        least = "at least " if together.is_partly_hidden else ""
        said += f" {_people(analysis.filter)} came {least}{counted(together.came, 'time')}"
        if together.organisations or (together.organisations == 0 and not together.told):
            said += f", from {counted(together.organisations, 'organisation')}"
            said += " counted here" if together.told else ""
        said += "."
    said = f"{said} {told_words(together.rows)}".rstrip()
    if analysis.filter.only:
        return f"{said} {_OF_SOME}"
    hidden = (
        "Counts of 1 to 4" if not together.is_exact else "In what people said, counts of 1 to 4"
    )
    return f"{said} {hidden} stay hidden."


def _people(asked: Filter) -> str:
    if asked.name == "region":
        return f"People from groups in {asked.value}"
    if asked.name == "reach":
        unknown = "groups whose reach is not known"
        return f"People from {unknown if asked.value == Reach.UNKNOWN else asked.words.lower()}"
    return "People"
