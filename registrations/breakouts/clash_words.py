"""What is fixed and cannot be, in words for the team: no need, and no name beside one."""

import uuid
from collections.abc import Iterable

from forum.models import Event, Session
from registrations.allocation import Clash, ClashError
from registrations.models import Registration


def of(error: ClashError, event: Event) -> tuple[str, ...]:
    """One sentence for each clash, said once; two queries."""
    sessions = _names(Session.objects.filter(event=event).values_list("pk", "title"))
    people = _names(Registration.objects.filter(event=event).values_list("pk", "badge_name"))
    said = [
        _words(
            clash,
            session=sessions.get(clash.session, "a session that was taken out"),
            person=people.get(clash.person, "Somebody"),
        )
        for clash in error.clashes
    ]
    return tuple(dict.fromkeys(said))


def _names(rows: Iterable[tuple[uuid.UUID, str]]) -> dict[str, str]:
    return {str(pk): name for pk, name in rows}


def _words(clash: Clash, *, session: str, person: str) -> str:
    match clash.kind:
        case "need":
            return (
                f"Somebody who leads “{session}” or was put into it needs something that its room "
                "does not have. Give the session another room; the needs lead knows which."
            )
        case "full":
            return f"More people were put into “{session}” than it has places. Move somebody out."
        case "topic":
            return (
                f"{person} would be in “{session}” twice: it is offered again. Move them out of "
                "one."
            )
        case "leads":
            return (
                f"{person} leads a session at the same time as “{session}”. Change who leads, or "
                "move them."
            )
        case "absent":
            return f"{person} is kept in “{session}” and is not there at that time. Move them."
        case _:
            return f"Somebody is kept in “{session}”, which is not held at that time. Move them."
