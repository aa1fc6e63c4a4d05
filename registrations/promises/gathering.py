"""What is arranged for several people at once: interpreting by language, childcare by age, access.

Only those with a place are in it. Opening it opens their answers, so that is written down.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forum import dates
from forum.models import Event, User
from forum.models.people import name_key
from registrations import breakouts, needs, options
from registrations.models import Registration, days
from registrations.models.breakouts import Placement
from registrations.promises import promise as promises

GATHERED = "gathered needs"
_TALK = "Asks to talk about it"


@dataclass(frozen=True)
class Line:
    """One person: what they said beyond the heading, how far it has got, and where they go."""

    person: Registration
    note: str
    state: str
    sessions: list[str]


@dataclass(frozen=True)
class Gathered:
    """People who asked for the same."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Care:
    """How many children there are on a day ("" for the only one), by age, and of how many."""

    day: str
    ages: list[tuple[str, int]]
    parents: int

    @property
    def children(self) -> int:
        return sum(count for _, count in self.ages)


@dataclass
class Gathering:
    """All three, and how many people's answers could not be opened."""

    languages: list[Gathered] = field(default_factory=list)
    care: list[Care] = field(default_factory=list)
    parents: list[Line] = field(default_factory=list)
    support: list[Gathered] = field(default_factory=list)
    unreadable: int = 0
    is_placed: bool = False

    @property
    def has_any(self) -> bool:
        return bool(self.languages or self.parents or self.support)


_People = list[tuple[Registration, dict[str, Any]]]


def gather(*, event: Event, by: User) -> Gathering:
    """Everything that is gathered of an event; the caller has checked Right.SEE_NEEDS.

    Three queries and the line of the trail, however many people there are.
    """
    opened = needs.every(event=event, by=by, deed=GATHERED)
    people = sorted(
        ((person, answers) for person, answers in opened if person.has_a_place),
        key=lambda row: row[0].badge_name.casefold(),
    )
    run = breakouts.published(event)
    sessions = _sessions(run, event)
    return Gathering(
        languages=_languages(people, sessions),
        care=_care(people, event),
        parents=[
            _line("childcare", person, answers, sessions, options.children(answers))
            for person, answers in _asking("childcare", people)
        ],
        support=_support(people, sessions),
        unreadable=opened.unreadable,
        is_placed=run is not None,
    )


def _asking(kind: str, people: _People) -> _People:
    return [row for row in people if needs.is_asked(kind, row[1])]


def _sessions(run: Any, event: Event) -> dict[Any, list[str]]:
    """By person the sessions they are placed in, with time and room: what was published."""
    if run is None:
        return {}
    rows = Placement.objects.filter(allocation=run, session__isnull=False)
    found = defaultdict(list)
    for row in rows.select_related("session__slot", "session__room", "slot").order_by(
        "slot__starts_at", "slot_id"
    ):
        session = row.session
        if session and not session.is_cancelled:
            room = f", {session.room.name}" if session.room else ""
            when = dates.clock(session.begins.astimezone(event.zone))
            found[row.registration_id].append(f"{when}, {session.title}{room}")
    return found


def _line(
    kind: str,
    person: Registration,
    answers: dict[str, Any],
    sessions: dict[Any, list[str]],
    note: str = "",
) -> Line:
    state = answers.get("states", {}).get(kind, promises.ASKED)
    return Line(person, note, promises.STATES[state], sessions.get(person.pk, []))


def _languages(people: _People, sessions: dict[Any, list[str]]) -> list[Gathered]:
    """Languages in any spelling of large and small letters are one."""
    titles: dict[str, str] = {}
    found: dict[str, list[Line]] = defaultdict(list)
    for person, answers in _asking("interpretation", people):
        title = options.interpreter(answers) or "Language not named"
        key = name_key(title)
        titles.setdefault(key, title)
        found[key].append(_line("interpretation", person, answers, sessions))
    return _most_first(Gathered(titles[key], lines) for key, lines in found.items())


def _support(people: _People, sessions: dict[Any, list[str]]) -> list[Gathered]:
    found: dict[str, list[Line]] = defaultdict(list)
    for person, answers in _asking("access", people):
        for key in answers.get("access", []):
            note = answers.get("access_other", "") if key == "other" else ""
            title = options.ACCESS.get(key, key)
            found[title].append(_line("access", person, answers, sessions, note))
        if (talk := answers.get("talk", "no")) != "no":
            note = "by phone" if talk == "call" else "by email"
            found[_TALK].append(_line("access", person, answers, sessions, note))
    return _most_first(Gathered(title, lines) for title, lines in found.items())


def _most_first(groups: Iterable[Gathered]) -> list[Gathered]:
    return sorted(groups, key=lambda group: (-len(group.lines), group.title.casefold()))


def _care(people: _People, event: Event) -> list[Care]:
    asking = _asking("childcare", people)
    if not asking:
        return []
    every: list[date | None] = [*days.asked(event)] or [None]
    found = [_care_on(day, asking, event) for day in every]
    return [care for care in found if care.parents]


def _care_on(day: date | None, asking: _People, event: Event) -> Care:
    there = [
        answers
        for person, answers in asking
        if day is None or day in days.coming(person.days, event)
    ]
    counts = {
        words: sum((answers.get("children") or {}).get(key, 0) for answers in there)
        for key, words in options.CHILDREN.items()
    }
    ages = [(words, count) for words, count in counts.items() if count]
    return Care(dates.hold(dates.short_day(day)) if day else "", ages, len(there))
