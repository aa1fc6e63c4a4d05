"""Which sessions somebody would like, slot by slot, best first. Nobody has to choose."""

from typing import Any

from django import forms

from forum.models import Event
from registrations import breakouts
from registrations.breakouts import Round, Unsuited
from registrations.forms.parts.part import Asking, Cleaned, Conditional, Part

_RANKS = ["First choice", "Second choice", "Third choice"]


class Wish(Conditional, forms.ChoiceField):
    """One session of a slot, or none; `ask` says what is wrong with all of a slot together."""

    def valid_value(self, value: str) -> bool:
        return True


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for one in asking.rounds:
        wishes = asking.wishes.get(one.key, [])
        for rank in range(_most(one)):
            fields[name(one, rank)] = _field(one, rank, wishes)
    return fields


def _most(one: Round) -> int:
    """How many sessions can be named: the last of a few says nothing that the others do not."""
    return min(breakouts.MOST, len(one.sessions))


def unsuited(one: Round, event: Event, answers: dict[str, Any]) -> list[Unsuited]:
    """The sessions of a round in which somebody with these answers cannot sit as rooms are now."""
    return breakouts.unsuited(one.sessions, event, breakouts.of_rooms(answers))


def _field(one: Round, rank: int, wishes: list[str]) -> Wish:
    offered = [(str(session.pk), session.title) for session in one.sessions]
    before = wishes[rank] if rank < len(wishes) else ""
    gone = [session.title for session in one.called_off if str(session.pk) == before]
    return Wish(
        label=_RANKS[rank],
        choices=[("", "No preference"), *offered],
        initial="" if gone else before,
        help_text=f"“{gone[0]}” was cancelled. You can choose another session." if gone else "",
    )


def name(one: Round, rank: int) -> str:
    """The name of the field of a wish; ranks are counted from 0."""
    return f"session-{one.key}-{rank}"


def _clean(answers: Cleaned) -> None:
    """Put the wishes together as `choices`: the fields of one by one are answers no more."""
    choices = {}
    for one in answers.rounds:
        ids = [answers.take(name(one, rank)) or "" for rank in range(_most(one))]
        try:
            breakouts.checked([one], {one.key: ids})
        except breakouts.ChoiceError as error:
            answers.wrong(name(one, error.rank - 1), error.words)
        if wanted := [key for key in ids if key]:
            choices[one.key] = wanted
    answers.put("choices", choices)


PART = Part("Choose sessions", _fields, _clean)
