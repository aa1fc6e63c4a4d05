"""Why somebody did not get a session that they wished for more: from counts, never stored.

Plain Python: what the counts are is read elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registrations.allocation import Session


class Why(StrEnum):
    """What stood against a seat; the first of these that is so."""

    GONE = "the session is not held any more"
    NEEDS = "the room does not meet what the person needs"
    TOPIC = "the person has the same session at another time"
    FULL = "there was no place left"
    MINIMUM = "without the person their own session would lack people"
    KEPT = "nobody was moved from where they were told to go"
    OTHER = "none of these"


# With these no other plan of the same rooms and times could have given the seat.
FIRM = frozenset({Why.GONE, Why.NEEDS, Why.TOPIC})


@dataclass(frozen=True)
class Facts:
    """What a person's reasons follow from.

    `seats` is where the person sits or leads, by slot. `taken` counts who sits in a session and
    does not lead it. `before` is where a run that disturbs nobody found the person. `size` is how
    many sit together: the person and who comes along.
    """

    sessions: Mapping[str, Session]
    seats: Mapping[str, str | None]
    taken: Mapping[str, int]
    needs: frozenset[str] = frozenset()
    before: Mapping[str, str] = field(default_factory=dict)
    size: int = 1


def why_not(facts: Facts, wished: str) -> Why:
    """Why the person is not in the session that they wished for more than what they got."""
    session = facts.sessions.get(wished)
    if session is None:
        return Why.GONE
    got = facts.seats.get(session.slot)
    if facts.needs - session.offers:
        return Why.NEEDS
    if elsewhere(facts, wished):
        return Why.TOPIC
    if facts.taken.get(wished, 0) + facts.size > session.places:
        return Why.FULL
    if _lacks_more(facts, got, wished):
        return Why.MINIMUM
    if got and facts.before.get(session.slot) == got:
        return Why.KEPT
    return Why.OTHER


def elsewhere(facts: Facts, wished: str) -> str:
    """Where the person hears the same at another time, or nothing."""
    session = facts.sessions[wished]
    for slot, one in sorted(facts.seats.items()):
        other = facts.sessions.get(one or "")
        if other and slot != session.slot and other.topic == session.topic:
            return other.id
    return ""


def _lacks_more(facts: Facts, got: str | None, wished: str) -> bool:
    """Whether sessions would lack more people if this person changed over."""
    if got is None or got not in facts.sessions:
        return False
    before = _short(facts, got) + _short(facts, wished)
    after = _short(facts, got, -facts.size) + _short(facts, wished, facts.size)
    return after > before


def _short(facts: Facts, session: str, more: int = 0) -> int:
    """How many people the session lacks of the least it needs."""
    return max(0, facts.sessions[session].minimum - facts.taken.get(session, 0) - more)
