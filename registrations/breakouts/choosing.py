"""Choosing sessions: at most three in each slot, best first; and nobody has to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from forum.models import Session
from registrations import places
from registrations.breakouts.rounds import (
    Round,
    closed_words,
    is_closed,
    open_rounds,
    rounds,
    topics,
)
from registrations.models import Registration
from registrations.models.breakouts import BreakoutChoice

MOST = 3
_GONE = "There is nothing to choose at that time any more."
_FOREIGN = "Choose from the sessions in the list."
_ELSE = "Choose another session, or “No preference”."


class ChoiceError(Exception):
    """A choice that cannot be; `words` say what to do. `slot` and `rank` (from 1) say which one."""

    def __init__(self, words: str, *, slot: str = "", rank: int = 1) -> None:
        super().__init__(words)
        self.words, self.slot, self.rank = words, slot, rank


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
        raise ChoiceError(f"{closed_words(event, now)}, so nothing was changed.")
    wished = checked(rounds(event), wishes)
    BreakoutChoice.objects.filter(registration=registration).delete()
    _write(registration, wished)
    Registration.objects.filter(pk=registration.pk).update(touched_at=now)
    registration.touched_at = now


def take(
    *,
    registration: Registration,
    wishes: Mapping[str, Sequence[str]],
    now: datetime | None = None,
) -> None:
    """Write the wishes of a booking that is being made, under the event's lock.

    What cannot be chosen any more is left out: a cancelled session, such a slot, or all when
    people were told where they go. Raises ChoiceError for what never could be.
    """
    there = open_rounds(registration.event, now) if wishes else []
    standing = {}
    for one in there:
        called_off = {str(session.pk) for session in one.called_off}
        standing[one.key] = [key for key in wishes.get(one.key, []) if str(key) not in called_off]
    _write(registration, checked(there, standing))


def wishes_of(registration: Registration) -> dict[str, list[str]]:
    """What somebody wishes for, as answers have it; one query."""
    found: dict[str, list[str]] = {}
    for one in BreakoutChoice.objects.filter(registration=registration):
        found.setdefault(str(one.slot_id), []).append(str(one.session_id))
    return found


class Wished(NamedTuple):
    """What somebody wishes for in a slot, best first; also what was cancelled since."""

    round: Round
    sessions: list[Session]


def told(there: Iterable[Round], wishes: Mapping[str, Sequence[str]]) -> list[Wished]:
    """Wishes as they are told back to the person, for every round; no query."""
    found = []
    for one in there:
        known = {str(session.pk): session for session in [*one.sessions, *one.called_off]}
        ids = wishes.get(one.key, [])
        found.append(Wished(one, [known[key] for key in ids if key in known]))
    return found


def faults(there: Iterable[Round], wishes: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with wishes made earlier, in words, such as a session cancelled since."""
    found = []
    for one in there:
        try:
            checked([one], {one.key: wishes.get(one.key, [])})
        except ChoiceError as error:
            found.append(error.words)
    return found


def checked(
    there: list[Round], wishes: Mapping[str, Sequence[str]]
) -> list[tuple[Round, list[Session]]]:
    """The rounds with the sessions wished for in each, best first; no query. Raises ChoiceError.

    An empty wish is passed over: whoever leaves out the first has the second as their first.
    """
    by_key = {one.key: one for one in there}
    found = []
    for slot, ids in wishes.items():
        if not any(ids):
            continue
        if str(slot) not in by_key:
            raise ChoiceError(_GONE, slot=str(slot))
        found.append((by_key[str(slot)], _of_one(by_key[str(slot)], ids)))
    return found


def _of_one(one: Round, ids: Sequence[str]) -> list[Session]:
    """The sessions wished for in one slot."""
    if len(ids) > MOST:
        raise ChoiceError(f"Choose up to {MOST} sessions.", slot=one.key, rank=MOST)
    held = {str(session.pk): session for session in one.sessions}
    chosen: list[Session] = []
    for rank, key in enumerate(map(str, ids), start=1):
        if not key:
            continue
        words = _fault(one, key, chosen) if key in held else _absent(one, key)
        if words:
            raise ChoiceError(words, slot=one.key, rank=rank)
        chosen.append(held[key])
    return chosen


def _absent(one: Round, key: str) -> str:
    """Why a session that is not there cannot be chosen."""
    called_off = {str(session.pk): session.title for session in one.called_off}
    return f"“{called_off[key]}” was cancelled. {_ELSE}" if key in called_off else _FOREIGN


def _fault(one: Round, key: str, chosen: list[Session]) -> str:
    """What is wrong with one more wish, or nothing."""
    session = next(session for session in one.sessions if str(session.pk) == key)
    about = topics([*one.sessions, *one.called_off])
    for other in chosen:
        if other == session:
            return f"You chose “{session}” twice. {_ELSE}"
        if about[other.pk] == about[session.pk]:
            return f"“{other}” and “{session}” are the same session. Choose one of them."
    return ""


def _write(registration: Registration, wished: list[tuple[Round, list[Session]]]) -> None:
    BreakoutChoice.objects.bulk_create(
        BreakoutChoice(registration=registration, slot=one.slot, session=session, rank=rank)
        for one, sessions in wished
        for rank, session in enumerate(sessions, start=1)
    )
