"""What is fixed and cannot be, in words for the team: no need, and no name beside one."""

import uuid
from collections.abc import Iterable

from forum.models import Event, Session
from registrations.breakouts import sealed_part, working
from registrations.models import Allocation, Registration


def of(run: Allocation, event: Event) -> tuple[str, ...]:
    """Why a run failed: a sentence for each clash, said once; at most two queries.

    Once the key of the needs is gone, only that something clashed.
    """
    clashes = sealed_part.of(run).clashes
    if not clashes:
        return (run.problem or working.FAULT,)
    sessions = _names(Session.objects.filter(event=event).values_list("pk", "title"))
    people = _names(Registration.objects.filter(event=event).values_list("pk", "badge_name"))
    said = [
        _words(
            kind,
            session=sessions.get(session, "a session that was taken out"),
            person=people.get(person, "Somebody"),
        )
        for kind, session, person in clashes
    ]
    return tuple(dict.fromkeys(said))


def _names(rows: Iterable[tuple[uuid.UUID, str]]) -> dict[str, str]:
    return {str(pk): name for pk, name in rows}


def _words(kind: str, *, session: str, person: str) -> str:
    match kind:
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
        case "together":
            return (
                f"{person} comes along with somebody and is kept elsewhere than that person. Let "
                "one of them go."
            )
        case "absent":
            return f"{person} is kept in “{session}” and is not there at that time. Move them."
        case _:
            return f"Somebody is kept in “{session}”, which is not held at that time. Move them."
