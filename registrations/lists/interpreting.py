"""X9, interpreting: who interprets what, in which sessions, and how much of it is arranged."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum import dates, languages
from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.models.people import name_key
from forum.models.programme import SessionKind
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import needs, options, promises
from registrations.lists import asking, sittings
from registrations.lists.asking import Asker, Askers
from registrations.lists.sittings import Sitting
from registrations.models import days
from registrations.models.registrations import Kind

DEED = "read needs for the interpreting list"
NOBODY = "Nobody with a place asked for an interpreter."
NO_LANGUAGE, NO_INTERPRETER = "Language not named", "nobody yet"
_DONE = (promises.ARRANGED, promises.MET)


@dataclass
class Language:
    """One language with those who asked for it and the interpreters booked in it."""

    title: str
    people: list[Asker] = field(default_factory=list)
    interpreters: list[Asker] = field(default_factory=list)

    @property
    def arranged(self) -> int:
        return sum(one.promises["interpretation"].state in _DONE for one in self.people)


def build(order: Order) -> Contents:
    """The sheets, from seven queries however many people and sessions there are."""
    event = order.event
    askers = asking.of(order, deed=DEED)
    found = _languages(askers)
    there = sittings.of(event, [asker.person for asker in askers])
    held = [one for one in there if one.session.kind != SessionKind.BREAK]
    return Contents(
        sheets=[
            _by_language(event, askers, found, held),
            _by_session(event, askers, found, held),
            _interpreters(event, askers),
        ],
        who="People with a place who asked for an interpreter, and the interpreters",
        count=sum(len(one.people) for one in found),
        delete_by=event.needs_erased_on,
    )


def _languages(askers: Askers) -> list[Language]:
    """Most asked for first; any spelling of large and small letters is one language."""
    found: dict[str, Language] = {}
    for one in askers.asking_for("interpretation"):
        title = options.interpreter(one.answers) or NO_LANGUAGE
        found.setdefault(name_key(title), Language(title)).people.append(one)
    for one in _booked(askers):
        if language := found.get(name_key(languages.name(one.person.language))):
            language.interpreters.append(one)
    return sorted(found.values(), key=lambda one: (-len(one.people), one.title.casefold()))


def _booked(askers: Askers) -> list[Asker]:
    """The interpreters of the event; somebody's own stays with that person."""
    kinds = [one for one in askers if one.person.kind == Kind.INTERPRETER]
    return [one for one in kinds if one.person.with_whom_id is None]


def _own(askers: Askers) -> set[uuid.UUID | None]:
    """Who brings an interpreter of their own."""
    return {
        one.person.with_whom_id
        for one in askers
        if one.answers.get(needs.RELATION) == "interpreter" or one.person.kind == Kind.INTERPRETER
    } - {None}


def _by_language(event: Event, askers: Askers, found: list[Language], held: list[Sitting]) -> Sheet:
    own = _own(askers)
    return Sheet(
        name="Languages",
        title=f"Interpreting by language: {event.title}",
        sentence=(
            "Interpreters stand beside the language that they booked in; write in the others."
            + askers.note
        ),
        columns=[
            Column("Language", 34, wraps=True),
            Column("People", 10),
            Column("Bring their own", 16),
            Column("Sessions", 12),
            Column("Interpreter", 40, wraps=True),
            Column("Confirmed", 16),
        ],
        rows=[
            [
                one.title,
                len(one.people),
                sum(asker.person.pk in own for asker in one.people),
                sum(bool(_needing(one, sitting)) for sitting in held),
                _names(one.interpreters),
                f"{one.arranged} of {len(one.people)}",
            ]
            for one in found
        ],
        empty=askers.empty(NOBODY),
    )


def _by_session(event: Event, askers: Askers, found: list[Language], held: list[Sitting]) -> Sheet:
    is_open = " Sessions that people choose from follow once they are placed."
    return Sheet(
        name="Sessions",
        title=f"Interpreting by session: {event.title}",
        sentence=(
            "Where somebody who asked for the language is expected, and the session is not held in"
            " it." + (is_open if any(one.is_open for one in held) else "") + askers.note
        ),
        columns=[
            Column("Starts", 20),
            Column("Ends", 20),
            Column("Session", 44, wraps=True),
            Column("Room", 26, wraps=True),
            Column("Language", 30, wraps=True),
            Column("People", 10),
            Column("Interpreter", 36, wraps=True),
        ],
        rows=_session_rows(event, found, held),
        empty=askers.empty("No session needs an interpreter so far."),
    )


def _session_rows(
    event: Event, found: list[Language], held: list[Sitting]
) -> Iterator[list[Value]]:
    for sitting in held:
        session = sitting.session
        day = session.begins.astimezone(event.zone).date()
        for one in found:
            if people := _needing(one, sitting):
                is_a_day = day in days.of(event)
                here = [each for each in one.interpreters if not is_a_day or day in each.days]
                yield [
                    session.begins,
                    session.finishes,
                    session.title,
                    sitting.room,
                    one.title,
                    people,
                    _names(here),
                ]


def _needing(one: Language, sitting: Sitting) -> int:
    """How many need the language in a session; nobody where it is held in it."""
    held_in = {name_key(name) for name in languages.names(sitting.session.languages)}
    if name_key(one.title) in held_in:
        return 0
    return sum(asker.person.pk in sitting.people for asker in one.people)


def _names(interpreters: list[Asker]) -> str:
    return ", ".join(one.person.badge_name for one in interpreters) or NO_INTERPRETER


def _interpreters(event: Event, askers: Askers) -> Sheet:
    names = {str(one.person.pk): one.person.badge_name for one in askers}
    booked = [one for one in askers if one.person.kind == Kind.INTERPRETER]
    return Sheet(
        name="Interpreters",
        title=f"Interpreters who are booked: {event.title}",
        sentence="They eat with everybody and take nobody's place.",
        columns=[
            Column("Code", 14),
            Column("Badge name", 30, wraps=True),
            Column("Booked in", 24),
            Column("Works for", 30, wraps=True),
            Column("Days", 40, wraps=True),
        ],
        rows=[
            [
                one.person.code,
                one.person.badge_name,
                languages.name(one.person.language),
                names.get(str(one.person.with_whom_id), "everybody"),
                ", ".join(dates.short_day(day) for day in one.days),
            ]
            for one in booked
        ],
        empty="No interpreter is booked yet.",
    )


EXPORT = Export(
    kind="interpreting",
    title="Interpreting list",
    sentence="Which languages are asked for, in which sessions, and who interprets them.",
    for_whom="The needs lead and the interpreters' coordinator",
    rights=(Right.MAKE_CARDS,),
    is_sensitive=True,
    extras=(),
    build=build,
    needs_reason=True,
    delete_by=lambda event: event.needs_erased_on,
    size=asking.size,
)
