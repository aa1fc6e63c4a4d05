"""Beginning a registration and finishing it."""

import contextlib
import copy
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import outbox
from forum.models import Event
from registrations import (
    breakouts,
    companions,
    drafts,
    needs,
    own_answers,
    own_questions,
    places,
    questions,
)
from registrations.booking import together
from registrations.booking.opening import must_be_open
from registrations.booking.writing import WELCOMES, admit, consents, write
from registrations.models import Needs, OwnQuestion, Registration
from registrations.models.registrations import ContactBy, State
from registrations.telling import tell


class IncompleteError(Exception):
    """An answer is missing that booking needs; `gaps` say which, and on which page."""

    def __init__(self, gaps: list[drafts.Gap]) -> None:
        super().__init__("; ".join(gap.words for gap in gaps))
        self.gaps = gaps


@places.guarded
def start(
    *, event: Event, draft_id: uuid.UUID | None = None, now: datetime | None = None
) -> Registration:
    """A new draft with an empty sealed row; the one of `draft_id` when it was begun before.

    Raises ClosedError when the event takes no registrations, keys.KeyUnavailableError when its key
    is gone: nothing is begun that could not be kept. Raises Registration.DoesNotExist when what was
    booked with the draft has other links by now: it may be somebody else's.
    """
    registration, is_new = _started(event, draft_id or uuid.uuid4(), {}, now or timezone.now())
    if is_new:
        registration.needs.save(force_insert=True)
    return registration


def _started(
    event: Event, draft_id: uuid.UUID, answers: dict[str, Any], now: datetime
) -> tuple[Registration, bool]:
    """The draft, and whether it is new: then its sealed row has these answers, and is not saved."""
    must_be_open(event)
    # Hardly ever there: to ask only whether it is costs a third of asking for it.
    if not Registration.objects.filter(id=draft_id).exists():
        registration = Registration.objects.create(
            id=draft_id, event=event, created_at=now, touched_at=now
        )
        registration.needs = Needs(registration=registration, event=event, answers=answers)
        return registration, True
    registration = Registration.objects.get(id=draft_id)
    if registration.event_id != event.id:  # a link of another event's form begins nothing there
        return _started(event, uuid.uuid4(), answers, now)
    if registration.link_version > 1:
        raise Registration.DoesNotExist  # the form's own links ended: it leads to nobody's booking
    return registration, False


@places.guarded
def begin(
    *,
    event: Event,
    draft_id: uuid.UUID,
    answers: dict[str, Any],
    now: datetime | None = None,
) -> Registration:
    """A draft with its answers, in one go: the form that has one page. Sent twice, it is one.

    Raises as `start` does.
    """
    registration, is_new = _started(event, draft_id, answers, now or timezone.now())
    if is_new:
        registration.needs.save(force_insert=True)
        return registration
    with contextlib.suppress(drafts.FinishedError):  # pressed twice: what was booked stands
        drafts.save(registration=registration, answers=answers, now=now)
    return registration


@places.guarded
def book_at_once(
    *,
    event: Event,
    draft_id: uuid.UUID,
    answers: dict[str, Any],
    on: Iterable[str],
    has_own: bool,
    only_a_place: bool = False,
    now: datetime | None = None,
) -> Registration:
    """`begin` and `book` in one transaction, for the form that has one page; once only.

    `on` are the kinds of question that the form showed, and `has_own` says whether it showed any of
    the team's own. Raises as `book` does, and then keeps nothing: `begin` keeps the answers.
    """
    now = now or timezone.now()
    held = places.lock(event.id)
    draft, is_new = _started(held, draft_id, answers, now)
    if is_new:
        asked = own_questions.of(held) if has_own else []  # one may have been removed meanwhile
        return _take(draft, held, answers, asked, set(on), now=now, only_a_place=only_a_place)
    with contextlib.suppress(drafts.FinishedError):
        drafts.save(registration=draft, answers=answers, now=now)
    return _book(draft_id=draft.id, now=now, only_a_place=only_a_place)


def book(
    *, draft_id: uuid.UUID, now: datetime | None = None, only_a_place: bool = False
) -> Registration:
    """Turn a draft into a booking: a place while one is free, else the waiting list. Once only.

    With `only_a_place` a full event raises FullError, so that the page can ask first. When the
    same address has a booking at this event, the draft stays a draft and a mail offers to add
    another person; nothing else tells the two cases apart (design 3.5).

    Raises ClosedError, IncompleteError, FullError, sealed.UnreadableError, and
    Registration.DoesNotExist for a draft that is gone.
    """
    return _book(draft_id=draft_id, now=now or timezone.now(), only_a_place=only_a_place)


def book_another(*, draft_id: uuid.UUID, now: datetime | None = None) -> Registration:
    """Book a draft although its address has a booking: whoever reads that mailbox asked for it.

    Raises as `book` does.
    """
    return _book(draft_id=draft_id, now=now or timezone.now(), another=True)


@places.guarded
def _book(
    *, draft_id: uuid.UUID, now: datetime, only_a_place: bool = False, another: bool = False
) -> Registration:
    found = Registration.objects.values_list("event_id", flat=True).get(pk=draft_id)
    event = places.lock(found)
    draft = Registration.objects.select_related("needs").get(pk=draft_id)
    if not draft.is_draft:
        return draft
    answers = drafts.answers(draft)
    if drafts.SENT in answers and not another:
        return draft
    asked, on = own_questions.of(event), questions.asked(questions.switched_on(event))
    return _take(
        draft,
        event,
        answers,
        asked,
        set(on),
        now=now,
        only_a_place=only_a_place,
        another=another,
    )


def _take(
    draft: Registration,
    event: Event,
    answers: dict[str, Any],
    asked: list[OwnQuestion],
    on: set[str],
    *,
    now: datetime,
    only_a_place: bool,
    another: bool = False,
) -> Registration:
    """Book the draft, whose event is locked, when nothing that was asked is missing."""
    must_be_open(event)
    # Whoever reads a mailbox can mend nothing: what does not stand any more is left out for them.
    answers = own_answers.sift(answers, asked)
    there = breakouts.open_rounds(event, now) if answers.get(drafts.CHOICES) and not another else []
    company = bool(companions.wanted(answers))
    pages = questions.pages(on, has_rounds=bool(there), has_own=bool(asked), has_company=company)
    if missing := drafts.gaps(answers, on, pages, there):
        raise IncompleteError(missing)
    return _finish(draft, event, answers, now=now, only_a_place=only_a_place, another=another)


def _finish(
    draft: Registration,
    event: Event,
    answers: dict[str, Any],
    *,
    now: datetime,
    only_a_place: bool,
    another: bool,
) -> Registration:
    """Write the booking; for a known address take it back and mark the draft as sent.

    Whoever comes along is booked with it: all get places or none does. Both ways do the same work
    in the same number of queries, so that the time it takes tells nobody who is registered.
    """
    booked = copy.copy(draft)
    booked.event, booked.touched_at = event, now
    row = draft.needs
    is_new = row._state.adding  # noqa: SLF001 - Django tells it in no other way
    # A draft that was erased meanwhile is not written anew.
    how: dict[str, Any] = {"force_insert": True} if is_new else {"update_fields": ["answers"]}
    before = transaction.savepoint()
    write(booked, event, answers)
    known = _is_known(booked)
    others = together.rows(booked, event, answers, now)
    admit([booked, *others], event, now)
    if only_a_place and booked.is_waiting:
        raise places.FullError("The last place went.")
    booked.save()
    together.keep(others, answers, now)
    consents(booked, answers, now)
    own_answers.take(booked, answers)
    breakouts.take(registration=booked, wishes=answers.get(drafts.CHOICES, {}), now=now)
    if known and not another:
        transaction.savepoint_rollback(before)
        row.answers = {**answers, drafts.SENT: True}
        row.save(**how)
        outbox.queue(kind="already_booked", to=booked.email, row_id=draft.id, event=event)
        return draft
    transaction.savepoint_commit(before)
    row.answers = needs.only(answers, agreed_at=now)
    row.save(**how)
    tell(booked, WELCOMES[booked.state])
    return booked


def _is_known(registration: Registration) -> bool:
    """Whether the address has a living booking at the event; asked of every booking."""
    same = Registration.objects.finished().exclude(state=State.CANCELLED)
    found: bool = same.filter(event=registration.event, email__iexact=registration.email).exists()
    return found and registration.contact_by == ContactBy.EMAIL and bool(registration.email)
