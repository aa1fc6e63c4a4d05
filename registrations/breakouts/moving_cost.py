"""What a move by hand would change, in words, before it is made. Nothing of needs is in it."""

from collections.abc import Iterator

from forum.models import Session, User
from registrations.allocation import in_order
from registrations.breakouts import pinning
from registrations.models import Allocation, Placement, Registration

_NOT_WISHED = "which is not on their list"
_RANKS = {1: "their first choice", 2: "their second choice", 3: "their third choice"}


def of(
    *, allocation: Allocation, registration: Registration, session: Session, by: User | None
) -> list[str]:
    """What the move would change, a sentence each; five queries beside those of the move.

    Raises pinning.MoveError when it cannot be made.
    """
    wanted = pinning.wanted(
        allocation=allocation, registration=registration, session=session, by=by
    )
    if wanted.own.session_id == session.pk:
        return ["They are there already, and stay there when you run it again."]
    return [
        *_own(wanted),
        *_company(wanted),
        *_left_behind(wanted),
        *_there(wanted),
    ]


def _own(wanted: pinning.Wanted) -> Iterator[str]:
    """From which of their choices to which."""
    person = wanted.own.registration
    wishes = wanted.rows.wishes.get(person.pk, {}).get(str(wanted.slot.pk), ())
    if not wishes:
        yield f"{person} gave no preference for this time."
        return
    before = wanted.own.session
    to = f"“{wanted.session}”, {_rank(wanted.session, wishes)}"
    if before is None:
        yield f"{person} has no seat now and gets {to}."
    else:
        yield f"{person} goes from “{before}”, {_rank(before, wishes)}, to {to}."


def _rank(session: Session, wishes: tuple[str, ...]) -> str:
    place = in_order(wishes).get(str(session.pk), 0)
    return _RANKS.get(place, f"their choice number {place}" if place else _NOT_WISHED)


def _company(wanted: pinning.Wanted) -> Iterator[str]:
    names = [str(one.registration) for one in wanted.placements[1:]]
    if names:
        comes = "comes" if len(names) == 1 else "come"
        yield f"{' and '.join(names)} {comes} along and {'goes' if len(names) == 1 else 'go'} too."


def _left_behind(wanted: pinning.Wanted) -> Iterator[str]:
    """Whether the session that they leave has too few people then."""
    before = wanted.own.session
    if before is None or before.is_cancelled or not before.min_places:
        return
    going = [one for one in wanted.placements if one.session_id == before.pk]
    left = len(_seated(wanted, before)) - len(going)
    if left < before.min_places:
        yield f"“{before}” is left with {left} of the {before.min_places} people it needs."


def _there(wanted: pinning.Wanted) -> Iterator[str]:
    """How full the session is then, and which of their colleagues are there."""
    seated = _seated(wanted, wanted.session)
    new = [one for one in wanted.placements if one.session_id != wanted.session.pk]
    limit = wanted.rows.places()[wanted.session.pk]
    taken = len(seated) + len(new)
    if limit is not None:
        yield f"“{wanted.session}” then has {taken} of its {limit} places taken."
    person = wanted.own.registration
    if not person.organisation_id:
        return
    there = sum(one.registration.organisation_id == person.organisation_id for one in seated)
    if there:
        who = "1 of their colleagues is" if there == 1 else f"{there} of their colleagues are"
        yield f"{who} in it already."


def _seated(wanted: pinning.Wanted, session: Session) -> list[Placement]:
    """Who sits in a session and does not lead it; one query."""
    leads = {pk for pk, led in wanted.rows.leading.items() if session in led}
    here = Placement.objects.filter(
        allocation=wanted.own.allocation, session=session
    ).select_related("registration")
    people = {one.pk for one in wanted.rows.people}
    return [
        one for one in here if one.registration_id not in leads and one.registration_id in people
    ]
