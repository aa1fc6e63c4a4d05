"""What is held about one person as rows with plain labels: what `own_data` gives, all of it.

A label stands for every key that is known; a key without one is told by its own words, so that
nothing that is held is ever left out.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from forum import languages
from forum.models import Event
from forum.spreadsheets import Value
from registrations import (
    companions,
    needs,
    options,
    own_answers,
    own_questions,
    promises,
    summary,
)

NOTHING = "nothing"
Row = list[Value]

_SUBJECTS = {
    "event": "The event",
    "booking": "The booking",
    "you": "You",
    "what_you_need": "What you need",
    "help_with_travel": "Help with travel",
    "consents": "What you agreed to",
    "list_of_later_events": "News of later events",
    "your_own_answers": "Answers to the organisers’ own questions",
    "sessions": "Sessions",
    "check_ins": "When you came in",
    "what_the_team_wrote": "Messages from the team",
    "mails": "Emails to you",
    "telephone_calls": "Telephone calls and texts to you",
}
# What it means where nothing is held.
_WITHOUT = {"days": "all days", "sent": "not sent", "done": "not done", "taken_back": "no"}
_OPTIONS = {
    "where_photos_may_be_used": options.PHOTO_USES,
    "on_the_contact_list": options.CONTACT_LIST,
}


def rows(held: dict[str, Any], event: Event) -> Iterator[Row]:
    """Subject, which entry of it, what, and what is held; of an empty subject one row says so."""
    for key, of_subject in held.items():
        subject = _SUBJECTS.get(key, _words(key))
        if key == "what_you_need" and isinstance(of_subject, dict):
            found = [[subject, 1, what, said] for what, said in _needs(of_subject, event)]
        else:
            found = list(_entries(subject, of_subject))
        yield from found or [[subject, 0, "Held", NOTHING]]


def _entries(subject: str, of_subject: Any) -> Iterator[Row]:
    """The rows of a subject that is one entry, several, or several of several kinds."""
    if _is_entries(of_subject):
        for number, entry in enumerate(of_subject, start=1):
            yield from _entry(subject, number, entry)
    elif isinstance(of_subject, dict):
        kinds = {key: value for key, value in of_subject.items() if _is_entries(value)}
        alone = {key: value for key, value in of_subject.items() if key not in kinds}
        yield from _entry(subject, 1, alone)
        for key, value in kinds.items():
            yield from _entries(f"{subject}: {key}", value)
    elif of_subject:
        yield [subject, 1, "Held", _told("", of_subject)]


def _entry(subject: str, number: int, entry: dict[str, Any]) -> Iterator[Row]:
    for key, value in entry.items():
        yield [subject, number, _words(key), _told(key, value)]


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _told(key: str, value: Any) -> Value:
    """A value as it stands in a cell: words for what is ticked, real moments, never a blank."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", [], {}):
        return _WITHOUT.get(key, NOTHING)
    if key in _OPTIONS:
        return options.listed(value, _OPTIONS[key])
    if key == "language":
        return languages.name(value)
    if key in ("kind", "about") and isinstance(value, str):
        return _words(value) if value.islower() else value
    if isinstance(value, list):
        return "; ".join(str(_told("", one)) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{_words(name)}: {_told(name, one)}" for name, one in value.items())
    return value if isinstance(value, int | float | datetime | date) else str(value)


def _needs(answers: dict[str, Any], event: Event) -> Iterator[tuple[str, Value]]:
    """What was asked for in the words people read, and what became of each kind."""
    for part in summary.parts(answers, set(needs.KEYS)):
        if part.step in _PARTS:
            yield from ((line.question, line.answer) for line in part.lines if line.is_answered)
    own = own_answers.lines(own_questions.of(event), answers, sealed=True)
    yield from ((question, answer) for question, answer in own if answer)
    for kind, state in answers.get("states", {}).items():
        yield from _promised(kind, state, answers.get("promises", {}).get(kind, {}))
    if relation := answers.get(needs.RELATION):
        yield "What you are to whom you come with", companions.RELATION.get(relation, relation)
    if consent := answers.get("consent"):
        yield "You agreed that we hold this", datetime.fromisoformat(consent["given_at"])
        yield "In the wording", consent["wording"]
        yield "You said it to a helper, who wrote it down", _told("", bool(consent.get("through")))
    for key in [key for key in answers if key not in _TOLD]:
        yield _words(key), _told(key, answers[key])


def _promised(kind: str, state: str, promised: dict[str, str]) -> Iterator[tuple[str, Value]]:
    label = promises.KINDS.get(kind, _words(kind))
    yield f"{label}: how far it is", promises.STATES.get(state, state)
    if words := promised.get("words"):
        yield f"{label}: what we said", words
    if due := promised.get("due"):
        yield f"{label}: by", date.fromisoformat(due)


# The parts of the form whose answers are sealed; and what is told above. Whatever else is sealed
# with the needs follows by its key.
_PARTS = ("food", "support")
_TOLD = {*needs.ALL_KEYS, needs.RELATION, "states", "promises", "consent"}
