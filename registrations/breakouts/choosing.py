"""Choosing sessions: at most three in each slot, best first; and nobody has to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.models import Event, Session
from registrations import places
from registrations.breakouts.rounds import Round, rounds, topics
from registrations.models import Registration
from registrations.models.breakouts import Allocation, BreakoutChoice

MOST = 3
CLOSED = "People have been placed in sessions, so choices cannot be changed any more."
_GONE = "There is nothing to choose at that time any more."
_FOREIGN = "Choose from the sessions in the list."
_TWICE = "You chose “{}” twice. Choose another session, or leave this one empty."
_AGAIN = "“{}” and “{}” are the same session. Choose one of them."
_CANCELLED = "“{}” was cancelled. Choose another session, or leave this one empty."
_TOO_MANY = "Choose up to {} sessions."


class ChoiceError(Exception):
    """A choice that cannot be; `words` say what to do. `slot` and `rank` (from 1) say which one."""

    def __init__(self, words: str, *, slot: str = "", rank: int = 1) -> None:
        super().__init__(words)
        self.words, self.slot, self.rank = words, slot, rank


def is_closed(event: Event, now: datetime | None = None) -> bool:
    """Whether nothing can be chosen any more: people were told their sessions, or it has begun."""
    if event.is_cancelled or event.starts_at <= (now or timezone.now()):
        return True
    return Allocation.objects.filter(event=event).published().exists()


def open_rounds(event: Event, now: datetime | None = None) -> list[Round]:
    """The rounds while people may choose, else none; at most two queries."""
    found = rounds(event)
    return found if found and not is_closed(event, now) else []


@transaction.atomic
def choose(
    *,
    registration: Registration,
    wishes: Mapping[str, Sequence[str]],
    now: datetime | None = None,
) -> None:
    """Put these wishes in the place of all that the booking had: {slot id: [session ids by rank]}.

    A slot that is not named has no preference. Raises ChoiceError with words for the person.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    if is_closed(event, now):
        raise ChoiceError(CLOSED)
    wished = checked(rounds(event), wishes)
    BreakoutChoice.objects.filter(registration=registration).delete()
    BreakoutChoice.objects.bulk_create(
        BreakoutChoice(registration=registration, slot=one.slot, session=session, rank=rank)
        for one, sessions in wished
        for rank, session in enumerate(sessions, start=1)
    )
    Registration.objects.filter(pk=registration.pk).update(touched_at=now)
    registration.touched_at = now


def checked(
    there: list[Round], wishes: Mapping[str, Sequence[str]]
) -> list[tuple[Round, list[Session]]]:
    """The rounds with the sessions wished for in each, best first; no query. Raises ChoiceError."""
    by_key = {one.key: one for one in there}
    found = []
    for slot, ids in wishes.items():
        wanted = [str(one) for one in ids if one]
        if not wanted:
            continue
        if str(slot) not in by_key:
            raise ChoiceError(_GONE, slot=str(slot))
        found.append((by_key[str(slot)], _of_one(by_key[str(slot)], wanted)))
    return found


def _of_one(one: Round, wanted: list[str]) -> list[Session]:
    if len(wanted) > MOST:
        raise ChoiceError(_TOO_MANY.format(MOST), slot=one.key, rank=MOST)
    held = {str(session.pk): session for session in one.sessions}
    called_off = {str(session.pk): session.title for session in one.called_off}
    about = topics([*one.sessions, *one.called_off])
    chosen: list[Session] = []
    for rank, key in enumerate(wanted, start=1):
        if key in called_off:
            words = _CANCELLED.format(called_off[key])
            raise ChoiceError(words, slot=one.key, rank=rank)
        if key not in held:
            raise ChoiceError(_FOREIGN, slot=one.key, rank=rank)
        session = held[key]
        for other in chosen:
            if other == session:
                raise ChoiceError(_TWICE.format(session), slot=one.key, rank=rank)
            if about[other.pk] == about[session.pk]:
                raise ChoiceError(_AGAIN.format(other, session), slot=one.key, rank=rank)
        chosen.append(session)
    return chosen
