"""What people answer to a team's own questions: some of it sealed with the needs, the rest plain.

In a form and in a draft the answers stand under two keys, each by the question's id: "own" for the
sensitive questions, which is kept like a need, and "own_open" for the others.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from forum import dates
from forum.models import Event
from registrations.models import OwnAnswer, OwnQuestion, Registration
from registrations.models.questions import AnswerKind

SEALED, OPEN = "own", "own_open"
TEXT = 200
HIGHEST = 1_000_000


def key_for(question: OwnQuestion) -> str:
    """Under which key of the answers the question's answer stands."""
    return SEALED if question.is_sensitive else OPEN


def sift(answers: dict[str, Any], asked: Iterable[OwnQuestion]) -> dict[str, Any]:
    """The answers without those to questions that were removed, or are asked differently now."""
    if SEALED not in answers and OPEN not in answers:
        return answers
    kept: dict[str, dict[str, Any]] = {SEALED: {}, OPEN: {}}
    for question in asked:
        key, name = key_for(question), str(question.pk)
        given = answers.get(key) or {}
        if name in given and fits(question, given[name]) and is_asked_of(question, kept):
            kept[key][name] = given[name]
    return {**answers, **kept}


def is_asked_of(question: OwnQuestion, answers: dict[str, Any]) -> bool:
    """Whether the condition of the question is met by the other answers; most have none."""
    first = question.asked_after
    if first is None:
        return True
    given = (answers.get(key_for(first)) or {}).get(str(first.pk), [])
    chosen = given if isinstance(given, list) else [given]
    return any(option in question.asked_if for option in chosen)


def fits(question: OwnQuestion, value: Any) -> bool:
    """Whether the value is an answer to the question as it is asked now."""
    match question.kind:
        case AnswerKind.NUMBER:
            return type(value) is int
        case AnswerKind.CHOICE:
            return value in question.options
        case AnswerKind.SEVERAL:
            return isinstance(value, list) and all(one in question.options for one in value)
    return isinstance(value, str)


def take(registration: Registration, answers: dict[str, Any]) -> None:
    """Write the plain answers of a new booking, which `sift` has looked through; one query."""
    OwnAnswer.objects.bulk_create(
        OwnAnswer(registration=registration, question_id=key, value=value)
        for key, value in (answers.get(OPEN) or {}).items()
    )


def replace(
    registration: Registration, answers: dict[str, Any], asked: Iterable[OwnQuestion]
) -> None:
    """Write the plain answers in place of those given before."""
    OwnAnswer.objects.filter(registration=registration).delete()
    take(registration, sift(answers, asked))


def plain(registration: Registration) -> dict[str, Any]:
    """A booking's plain answers by the question's id; one query."""
    rows = OwnAnswer.objects.filter(registration=registration)
    return {str(row.question_id): row.value for row in rows}


def of_person(registration: Registration) -> list[tuple[str, str]]:
    """What a person answered that is not sealed, in the team's words and order; one query."""
    rows = registration.own_answers.select_related("question")
    return [
        (row.question.label, told(row.question, row.value))
        for row in rows.order_by("question__position")
    ]


def by_person(event: Event) -> dict[Any, dict[Any, Any]]:
    """The plain answers of everybody at an event, by registration and question; one query."""
    found: dict[Any, dict[Any, Any]] = {}
    rows = OwnAnswer.objects.filter(question__event=event)
    for person, question, value in rows.values_list("registration_id", "question_id", "value"):
        found.setdefault(person, {})[question] = value
    return found


def told(question: OwnQuestion, value: Any) -> str:
    """An answer in words, empty when none was given."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if question.kind == AnswerKind.DATE:
        try:
            return dates.day(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return f"{value:,}" if type(value) is int else str(value)


def lines(
    asked: Iterable[OwnQuestion], answers: dict[str, Any], *, sealed: bool
) -> list[tuple[str, str]]:
    """Questions with their answers in words: the sealed ones or the plain ones, asked or not."""
    given = answers.get(SEALED if sealed else OPEN) or {}
    return [
        (question.label, told(question, given.get(str(question.pk))))
        for question in asked
        if question.is_sensitive == sealed
    ]
