"""How a pair stands, as each of the two reads it, and as the needs lead does."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forum import audit, sealed
from forum.models import User
from registrations import needs, options
from registrations.accompanying import pairs
from registrations.accompanying.pairs import KIND, YES
from registrations.models import Needs, Registration


@dataclass(frozen=True)
class Company:
    """One pair as one of the two sees it.

    `how` is "travel", "sit" or "both". Whoever is asked to come along reads the other's `name` only
    once that person said yes: until then it would say who asked.
    """

    other: uuid.UUID
    name: str
    how: str
    is_mine: bool  # whether the reader is the one who asked
    have_said_yes: bool
    is_agreed: bool
    phone: str = ""
    own_phone: str = ""


def of(registration: Registration, answers: dict[str, Any]) -> list[Company]:
    """The pairs of a person, from their own answers; one query, and none for whoever has none."""
    company = pairs.company_in(answers)
    named, askers = pairs.asked_of(company), pairs.goes_with(company)
    others = _opened([named] if named else [], askers)
    found = []
    if named and (other := others.get(named)):
        half = pairs.company_in(other[1]).get("for", {}).get(str(registration.pk))
        found += _company(other[0], company["with"], half, answers, is_mine=True)
    for asker in askers:
        if not (other := others.get(asker)):
            continue
        whole = pairs.company_in(other[1]).get("with", {})
        half = whole if whole.get("who") == str(registration.pk) else None
        mine = company["for"][str(asker)]
        found += _company(other[0], mine, half, other[1], is_mine=False)
    return found


def _opened(
    *ids: Iterable[uuid.UUID],
) -> dict[uuid.UUID, tuple[Registration, dict[str, Any]]]:
    """Those who still have a place and whose answers open."""
    wanted = [pk for some in ids for pk in some]
    if not wanted:
        return {}
    found = {}
    for row in Needs.objects.filter(pk__in=wanted).select_related("registration"):
        try:
            answers = needs.own_of(row)
        except sealed.UnreadableError:
            continue
        if row.registration.has_a_place:
            found[row.pk] = (row.registration, answers)
    return found


def _company(
    other: Registration,
    mine: dict[str, Any],
    theirs: dict[str, Any] | None,
    asking: dict[str, Any],
    *,
    is_mine: bool,
) -> list[Company]:
    """The pair, or nothing where the other half is gone."""
    if theirs is None:
        return []
    said = mine.get("said") == YES
    they_said = theirs.get("said") == YES
    is_agreed = said and they_said
    return [
        Company(
            other=other.pk,
            name=other.badge_name if is_mine or they_said else "",
            how=asking.get(KIND, ""),
            is_mine=is_mine,
            have_said_yes=said,
            is_agreed=is_agreed,
            phone=theirs.get("phone", "") if is_agreed else "",
            own_phone=mine.get("phone", ""),
        )
    ]


def is_over(answers: dict[str, Any]) -> bool:
    """Whether somebody was asked to come along and is not needed any more."""
    return bool(pairs.company_in(answers).get("over"))


def own_words(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as the person takes them away: of a pair their own part, and nobody else."""
    company = pairs.company_in(answers)
    if not company:
        return answers
    halves = [*([company["with"]] if company.get("with") else []), *company.get("for", {}).values()]
    told = [
        {"said": half.get("said", "") or "nothing yet", "phone_shown": half.get("phone", "")}
        for half in halves
    ]
    return {**answers, pairs.KEY: told}


@dataclass(frozen=True)
class Stand:
    """What a needs lead reads about one person who asked: what for, who is named, who said yes."""

    asked: str
    named: Registration | None = None
    asker_said_yes: bool = False
    other_said_yes: bool = False

    @property
    def is_agreed(self) -> bool:
        return self.asker_said_yes and self.other_said_yes


def look_at(*, registration: Registration, by: User) -> Stand:
    """How it stands for one person; that somebody looked is written down, and not at whom.

    Raises sealed.UnreadableError.
    """
    answers = needs.own(registration)
    audit.record(deed="looked at company", by=by, event=registration.event, count=1)
    if not needs.is_asked(KIND, answers):
        return Stand("")
    words = options.accompaniment(answers)
    company = pairs.company_in(answers)
    named = pairs.asked_of(company)
    found = _opened([named] if named else [])
    if named is None or named not in found:
        return Stand(words)
    other, theirs = found[named]
    half = pairs.company_in(theirs).get("for", {}).get(str(registration.pk))
    if half is None:
        return Stand(words)
    mine = company["with"]
    return Stand(words, other, mine.get("said") == YES, half.get("said") == YES)
