"""Whether a session's room meets what somebody needs, in words for that person's own eyes."""

from collections.abc import Iterable
from typing import NamedTuple

from forum.models import Event, Session
from registrations.breakouts.input import offers

_LACKS = {
    "step_free": "has steps",
    "hearing_loop": "has no hearing loop",
    "quiet_room": "is not a quiet one",
}


class Unsuited(NamedTuple):
    """A session and what its room lacks for one person: "its room has steps"."""

    session: Session
    why: str


def lacks(session: Session, event: Event, needed: frozenset[str]) -> str:
    """What the room lacks of what is needed: "its room has steps"; nothing when it suits."""
    missing = [words for need, words in _LACKS.items() if need in needed - offers(session, event)]
    if not missing:
        return ""
    return f"its room {' and '.join(missing)}" if session.room else "it has no room yet"


def unsuited(sessions: Iterable[Session], event: Event, needed: frozenset[str]) -> list[Unsuited]:
    """The sessions whose rooms do not meet what somebody needs, with what they lack."""
    found = [Unsuited(session, lacks(session, event, needed)) for session in sessions]
    return [one for one in found if one.why]
