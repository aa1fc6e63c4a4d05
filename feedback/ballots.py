"""Casting a ballot: a code is used up and a sealed sheet goes into the box, in one transaction.

Nothing here knows a person, a session or a time, and nothing is written into a log or the audit
trail: a line that says "somebody answered at 11:02" is how the others were found out (security 5).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback import codes
from feedback.models import Ballot, BallotBox, BallotCode
from feedback.models.box import Share
from feedback.questionnaire import QUESTIONS, SESSIONS, SHAREABLE
from forum import sealed
from forum.models import Event

# What goes beside the answers into the sheet.
WITHDRAW = "withdraw"
_KEYS = [question.key for question in QUESTIONS] + ["share", "signed"]
_SHARED = {Share.WORDS, Share.ORGANISATION, Share.NAME}
_SIGNED = {Share.ORGANISATION, Share.NAME}
# Enough of a session's id to find it again among those of one event; whole ones take the room of
# what people write.
_ID_PART = 8


class CodeError(Exception):
    """The code is unknown, used or of another event: one answer for all three."""


class ClosedError(Exception):
    """The box takes no ballots now."""


def cast(
    *, event: Event, code: str, answers: dict[str, Any], now: datetime | None = None
) -> str | None:
    """Use up the code and keep the answers sealed; a code to take words back, if any are shared.

    Raises CodeError, ClosedError, sealed.TooLongError when the form let too much through, and
    keys.KeyUnavailableError when the box's key is not there; then the code is still good.
    """
    sheet, withdrawal = _sheet(answers)
    with transaction.atomic():
        box = BallotBox.objects.select_for_update().filter(event=event).first()
        if box is None or not box.is_open or (now or timezone.now()) >= box.closes_at:
            raise ClosedError
        used, _ = BallotCode.objects.filter(hash=codes.hashed(code), event=event).delete()
        if used != 1:
            raise CodeError
        Ballot(event=event, answers=sheet).save(force_insert=True)
    return withdrawal


def fits(answers: dict[str, Any]) -> bool:
    """Whether the answers can be kept together under one seal."""
    return sealed.fits(_sheet(answers)[0])


def session_part(session_id: Any) -> str:
    """What a sheet holds of a session's id."""
    return str(session_id)[:_ID_PART]


def is_shared(answers: dict[str, Any]) -> bool:
    """Whether there are words that may be shown outside the team."""
    return bool(answers.get(SHAREABLE)) and answers.get("share") in _SHARED


def _sheet(answers: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The answers that were given, as they are sealed, and the code to take words back."""
    sheet = {key: answers[key] for key in _KEYS if answers.get(key)}
    if SESSIONS in sheet:
        sheet[SESSIONS] = [session_part(one) for one in sheet[SESSIONS]]
    if not is_shared(answers):
        return {k: v for k, v in sheet.items() if k not in ("share", "signed")}, None
    if answers["share"] not in _SIGNED:
        sheet.pop("signed", None)
    withdrawal = codes.new()
    return {**sheet, WITHDRAW: codes.hashed(withdrawal)}, withdrawal
