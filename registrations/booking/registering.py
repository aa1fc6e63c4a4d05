"""Booking in one go: a walk-in, somebody added by the team, several who come together."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import breakouts, drafts, needs, own_answers, places
from registrations.booking.opening import must_be_open
from registrations.booking.writing import WELCOMES, admit, consents, write
from registrations.models import Helper, Needs, Registration
from registrations.models.registrations import Kind
from registrations.telling import tell


@places.guarded
def register(
    *,
    event: Event,
    answers: dict[str, Any],
    kind: Kind = Kind.PARTICIPANT,
    with_whom: Registration | None = None,
    by: User | None = None,
    is_walk_in: bool = False,
    quiet: bool = False,
    press: uuid.UUID | None = None,
    helper: Helper | None = None,
    now: datetime | None = None,
) -> Registration:
    """Book somebody in one go: a walk-in, a person added by the team, the demo's people.

    Staff may add people before registration opens and after it closes, and answer nobody whom they
    add. `with_whom` is somebody of the event whom the person comes with. `quiet` writes no mail and
    asks nothing of the event. `press` is one press of the button: repeated, it is still one
    person. `helper` is who registers them and tells them: no mail goes out then.

    Raises ClosedError, FullError for a walk-in when every place is held,
    needs.ConsentError for needs without the consent to hold them, keys.KeyUnavailableError, and
    breakouts.ChoiceError.
    """
    now = now or timezone.now()
    held = _locked(event, by=by, quiet=quiet)
    if press and (before := Registration.objects.filter(pk=press, event=held).first()):
        return before
    booked = _written(held, answers, now, kind=kind, is_walk_in=is_walk_in)
    booked.id = press or booked.id
    booked.helper = helper
    if with_whom:
        booked.with_whom_id = with_whom.with_whom_id or with_whom.id
    admit([booked], held, now, overtakes=is_walk_in, by_the_team=bool(by) or is_walk_in)
    if is_walk_in and booked.is_waiting:
        raise places.FullError("Every place is held.")
    _keep(booked, answers, now, by=by, quiet=quiet)
    return booked


@places.guarded
def register_together(
    *,
    event: Event,
    people: Sequence[dict[str, Any]],
    by: User | None = None,
    quiet: bool = False,
    presses: Sequence[uuid.UUID] = (),
    helper: Helper | None = None,
    now: datetime | None = None,
) -> list[Registration]:
    """Book people who come together, each with their answers: all have a place, or all wait.

    The first stands for them all. `presses` are the keys of their rows. Raises as `register` does.
    """
    now = now or timezone.now()
    held = _locked(event, by=by, quiet=quiet)
    booked = [_written(held, answers, now) for answers in people]
    for one, press in zip(booked, presses, strict=False):
        one.id = press
    for one in booked:
        one.helper = helper
        one.with_whom_id = booked[0].id if one is not booked[0] else None
    admit(booked, held, now, by_the_team=bool(by))
    for one, answers in zip(booked, people, strict=True):
        _keep(one, answers, now, by=by, quiet=quiet)
    return booked


def _locked(event: Event, *, by: User | None, quiet: bool) -> Event:
    held = places.lock(event.pk)
    if not (by or quiet) or (held.is_cancelled and not quiet):
        must_be_open(held)
    return held


def _written(
    event: Event,
    answers: dict[str, Any],
    now: datetime,
    *,
    kind: Kind = Kind.PARTICIPANT,
    is_walk_in: bool = False,
) -> Registration:
    """A row with the answers that are not sealed, not saved yet."""
    if needs.given(answers) and not answers.get("needs_consent"):
        raise needs.ConsentError("Needs answers are kept only with needs_consent.")
    booked = Registration(
        event=event, kind=kind, is_walk_in=is_walk_in, created_at=now, touched_at=now
    )
    write(booked, event, answers)
    return booked


def _keep(
    booked: Registration, answers: dict[str, Any], now: datetime, *, by: User | None, quiet: bool
) -> None:
    """Save the row with all that belongs to it, and tell the person."""
    booked.save(force_insert=True)
    through = "helper" if booked.helper_id else ""
    held = needs.only(answers, agreed_at=now, through=through)
    Needs.objects.create(registration=booked, event=booked.event, answers=held)
    consents(booked, answers, now)
    own_answers.take(booked, answers)
    breakouts.take(registration=booked, wishes=answers.get(drafts.CHOICES, {}), now=now)
    if not quiet and not booked.helper_id:
        tell(booked, WELCOMES[booked.state])
    if by and not booked.is_walk_in:  # letting a walk-in in writes its own line
        audit.record(deed="added a person", by=by, event=booked.event, row_id=booked.id)
