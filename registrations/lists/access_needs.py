"""What people asked for to take part: one line for each thing that one person asks for."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forum.models import Event
from registrations import options, own_answers, own_questions, promises
from registrations.lists.asking import NOT_GIVEN, Asker, Askers
from registrations.models import OwnQuestion
from registrations.promises import Promise

TALK, COMPANY = "A talk about it", "Somebody to come along"
_TALK = {"call": "by phone", "email": "by email"}
NOBODY_YET, NOBODY_NOW = "nobody yet", "nobody any more"


@dataclass(frozen=True)
class Need:
    """One thing that somebody asks for. `key` is that of the answer on offer, "" of any other."""

    asker: Asker
    title: str
    detail: str
    promise: Promise
    key: str = ""

    @property
    def person_id(self) -> uuid.UUID:
        return self.asker.person.pk

    @property
    def talk(self) -> str:
        """How they want to talk about what they need, if they do."""
        return _TALK.get(self.asker.answers.get("talk", ""), "no")

    @property
    def contact(self) -> str:
        """Where to reach them, for those who asked to be; the other way where they gave one."""
        person = self.asker.person
        match self.talk:
            case "by phone":
                return person.telephone or person.mail_address or NOT_GIVEN
            case "by email":
                return person.mail_address or person.telephone or NOT_GIVEN
        return "not wanted"


def of(askers: Askers, event: Event) -> list[Need]:
    """Everything asked for, person by person in the order of the form; one query.

    Interpreters, childcare, travel and food are arranged from lists of their own.
    """
    own = [one for one in own_questions.of(event) if one.is_sensitive]
    return [need for asker in askers for need in _needs(asker, own)]


def _needs(asker: Asker, own: list[OwnQuestion]) -> Iterator[Need]:
    held, said = asker.promises, asker.answers
    if promise := held.get("access"):
        for key in _ticked(said):
            detail = str(said.get("access_other", "")) if key == "other" else ""
            yield Need(asker, options.ACCESS.get(key, key), detail, promise, key)
        if how := _TALK.get(said.get("talk", "")):
            yield Need(asker, TALK, how, promise)
    if promise := held.get("accompaniment"):
        yield Need(asker, COMPANY, options.accompaniment(said), promise)
    if promise := held.get("own"):
        for label, answer in own_answers.lines(own, said, sealed=True):
            if answer:
                yield Need(asker, label, answer, promise)


def _ticked(said: dict[str, Any]) -> list[str]:
    """What was ticked in the order of the form; what is on offer no more comes last."""
    ticked = list(said.get("access") or [])
    known = [key for key in options.ACCESS if key in ticked]
    return [*known, *(key for key in ticked if key not in options.ACCESS)]


def in_order(needs: list[Need]) -> list[Need]:
    """The same as the form asks them: what is ticked, a talk, company, the team's own questions."""
    places = {key: number for number, key in enumerate(options.ACCESS)}
    after = {TALK: len(places) + 1, COMPANY: len(places) + 2}

    def place(need: Need) -> int:
        if need.key:
            return places.get(need.key, len(places))
        return after.get(need.title, len(places) + 3)

    return sorted(needs, key=place)


def owners(needs: list[Need], event: Event) -> Mapping[str, str]:
    """Who sees to what, by the id that a promise holds; one query.

    Whoever is no needs lead here any more sees to nothing.
    """
    here = {str(user.pk): str(user) for user in promises.leads(event)}
    named = {need.promise.owner for need in needs}
    return {pk: here.get(pk, NOBODY_NOW) if pk else NOBODY_YET for pk in named}
