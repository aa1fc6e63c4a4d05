"""Closing the box: open every sheet, mix, keep what was said, and make the rest unreadable.

All of it is one transaction, so that a process killed on the way has closed the box or has not.
Each question is mixed by itself: two answers of one person stand nowhere together again. Then the
key is destroyed and the disk is swept (`sweeping`); a job finishes what was cut off there.
"""

import logging
import secrets
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from feedback import sweeping
from feedback.ballots import WITHDRAW, session_part
from feedback.models import (
    Ballot,
    BallotBox,
    BallotCode,
    Comment,
    Rating,
    SpareCode,
    WithdrawnCode,
)
from feedback.models.box import BoxState, Share, random_key
from feedback.questionnaire import RATED, SESSIONS, SHAREABLE, WRITTEN
from forum import audit, keys, sealed
from forum.models import Event, User
from forum.small_counts import LEAST

log = logging.getLogger("convenor.feedback")

ENDED = [BoxState.CLOSED, BoxState.TOO_FEW]
Sheet = dict[str, Any]


class KeyMissingError(Exception):
    """There are ballots, and the key that opens them is not where it should be."""


def close(
    *,
    box: BallotBox,
    by: User | None = None,
    now: datetime | None = None,
    lose_what_is_locked: bool = False,
) -> BallotBox:
    """Close the box for good and write what was said; with fewer than 5 ballots, delete it unread.

    A sheet that does not open is counted in the audit trail and holds nothing up. Raises
    KeyMissingError when no sheet can be opened because the key is gone, unless told to lose them:
    the key may only be on a disk that is not there today. Does nothing to a closed box but finish
    what closing left.
    """
    with transaction.atomic():
        held = BallotBox.objects.select_for_update().select_related("event").get(pk=box.pk)
        if held.state not in ENDED:
            _empty(held, by, now or timezone.now(), lose_what_is_locked)
        # After the commit, and not before: the key must outlive a transaction that fails.
        transaction.on_commit(lambda: _finish(held))
    box.refresh_from_db()
    return box


def close_due(now: datetime | None = None) -> int:
    """Close what is due, and finish what a killed process left; how many were closed. A job."""
    now = now or timezone.now()
    due = BallotBox.objects.exclude(state__in=ENDED).filter(closes_at__lte=now)
    closed = sum(_close_if_possible(box, now) for box in due.order_by("closes_at"))
    # Also where a key was left by a kill, or put back by mistake.
    with_a_key = [event_id for event_id, _, _ in keys.there("ballot")]
    left = Q(is_settled=False) | Q(event__in=with_a_key)
    for box in BallotBox.objects.filter(left, state__in=ENDED):
        _finish(box)
    return closed


def _close_if_possible(box: BallotBox, now: datetime) -> bool:
    try:
        close(box=box, now=now)
    except KeyMissingError:
        log.warning("the key of a ballot box is missing: box %s stays as it is", box.pk)
        return False
    return True


def _empty(box: BallotBox, by: User | None, now: datetime, lose: bool) -> None:
    """What the transaction does: from sheets to counters and comments."""
    event = box.event
    rows = list(Ballot.objects.filter(event=event))
    if rows and not lose and not keys.exists(event.id, "ballot"):
        raise KeyMissingError
    sheets, damaged = _opened(rows)
    enough = len(sheets) >= LEAST
    if enough:
        _write(event, sheets)
    _clear(event)
    box.state = BoxState.CLOSED if enough else BoxState.TOO_FEW
    box.ballots = len(sheets) if enough else 0
    box.closed_at, box.is_settled = now, False
    box.save(update_fields=["state", "ballots", "closed_at", "is_settled"])
    audit.record(deed="closed feedback", by=by, event=event)
    if damaged:
        audit.record(deed="found damaged ballots", by=None, event=event, count=damaged)


def _opened(rows: list[Ballot]) -> tuple[list[Sheet], int]:
    """The sheets that open, and how many do not."""
    sheets, damaged = [], 0
    for row in rows:
        try:
            sheet: Any = row.answers
        except (sealed.UnreadableError, ValueError):
            damaged += 1
            continue
        if isinstance(sheet, dict):
            sheets.append(sheet)
        else:
            damaged += 1
    return sheets, damaged


def _write(event: Event, sheets: list[Sheet]) -> None:
    """Counters and comments of one event, each kind in the order of random keys."""
    ratings = [
        Rating(event=event, question=question, answer=answer, count=count)
        for question, counts in _counted(event, sheets).items()
        for answer, count in counts.items()
    ]
    taken_back = set(WithdrawnCode.objects.values_list("hash", flat=True))
    comments: list[Comment] = []
    for question in WRITTEN:
        of_question = [sheet for sheet in sheets if sheet.get(question.key)]
        secrets.SystemRandom().shuffle(of_question)
        for sheet in of_question:
            if question.key == SHAREABLE and sheet.get(WITHDRAW) in taken_back:
                continue
            comments.append(_comment(event, question.key, sheet))
    Rating.objects.bulk_create(_in_random_order(ratings), batch_size=500)
    Comment.objects.bulk_create(_in_random_order(comments), batch_size=500)


def _in_random_order(rows: list[Any]) -> list[Any]:
    """The rows with fresh random keys, sorted by them: where a row lies says nothing."""
    secrets.SystemRandom().shuffle(rows)
    for row, key in zip(rows, sorted(random_key() for _ in rows), strict=True):
        row.id = key
    return rows


def _counted(event: Event, sheets: list[Sheet]) -> dict[str, Counter[str]]:
    """How many gave each answer, by question; sessions by their whole id."""
    found = {
        question.key: Counter(
            sheet[question.key]
            for sheet in sheets
            if sheet.get(question.key) in dict(question.answers)
        )
        for question in RATED
    }
    sessions = {session_part(pk): str(pk) for pk in event.sessions.values_list("pk", flat=True)}
    found[SESSIONS] = Counter(
        sessions[part] for sheet in sheets for part in set(sheet.get(SESSIONS, [])) & set(sessions)
    )
    return found


def _comment(event: Event, question: str, sheet: Sheet) -> Comment:
    """One answer in words; what lets it be shared goes with those words alone."""
    shared = {}
    if question == SHAREABLE and sheet.get("share") in Share.values and sheet.get(WITHDRAW):
        shared = {
            "share": sheet["share"],
            "signed": sheet.get("signed", ""),
            "withdraw_hash": sheet[WITHDRAW],
        }
    return Comment(event=event, question=question, text=sheet[question], **shared)


def _clear(event: Event) -> None:
    """Delete what was in the box, and codes to take words back that no open box can still need."""
    for model in (Ballot, SpareCode, BallotCode):
        model.objects.filter(event=event).delete()
    others = BallotBox.objects.exclude(event=event).exclude(state__in=ENDED)
    if not others.exists():
        WithdrawnCode.objects.all().delete()


def _finish(box: BallotBox) -> None:
    """Destroy the key of a closed box and sweep the disk; what fails is tried again by the job."""
    try:
        keys.destroy(box.event_id, "ballot")
        if not box.is_settled and sweeping.sweep():
            BallotBox.objects.filter(pk=box.pk).update(is_settled=True)
            box.is_settled = True
    except OSError as error:
        log.warning("a key could not be destroyed yet (%s)", type(error).__name__)
