"""Answers on the way to a booking: sealed whole, saved page by page, gone after seven days.

A draft is a registration in state "draft" whose needs row holds every answer, also name and
contact, so that a stolen database does not even say who began to register.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum import sealed
from registrations import breakouts, companions, needs, wording
from registrations.breakouts import Round
from registrations.models import Needs, Registration
from registrations.models.registrations import State

KEPT = timedelta(days=7)
# Written into a draft when its last button was pressed and the address had a booking already: the
# form is then finished for whoever looks at it, as it would be with a new address.
SENT = "sent"
# Which sessions somebody wishes for, as {slot id: [session ids, best first]}; never "needs".
CHOICES = "choices"
# Room for what is added when the draft is booked: the states as they may become, and the consent
# with its moment.
_LATER = {
    "states": dict.fromkeys(needs.KEYS, needs.LONGEST_STATE),
    "consent": {
        "wording": wording.NEEDS.version,
        "given_at": datetime.max.replace(tzinfo=UTC).isoformat(),
        "through": "helper",
    },
}
# Room for what the team promises: a few who see to it, with days and short words.
_PROMISES = 600

# On which page of the form a kind of need is asked about.
PAGE_OF = {
    "food": "food",
    "allergy": "food",
    "access": "support",
    "interpretation": "support",
    "childcare": "support",
    "travel": "support",
    "accompaniment": "support",
    "own": "own",
}


class FinishedError(Exception):
    """The draft was booked meanwhile, so that its pages take nothing more."""


@dataclass(frozen=True)
class Gap:
    """An answer that is missing before booking: on which page, and in words."""

    step: str
    words: str


def answers(registration: Registration) -> dict[str, Any]:
    """Every answer given so far. Raises sealed.UnreadableError."""
    return needs.own(registration)


def fits(answers: dict[str, Any]) -> bool:
    """Whether the answers can be kept together under one seal, now and after booking.

    After booking, name and contact leave the seal, and what the team promises comes in.
    """
    stays = {key: answers[key] for key in needs.ALL_KEYS if key in answers}
    promised = answers.get("promises", {})
    room = "." * max(0, _PROMISES - sealed.size(promised))
    after = {**stays, **_LATER, "promises": promised, "room": room}
    return sealed.fits({**answers, **_LATER}) and sealed.fits(after)


@transaction.atomic
def save(
    *,
    registration: Registration,
    answers: dict[str, Any],
    check: Callable[[dict[str, Any]], None] | None = None,
    now: datetime | None = None,
) -> dict[str, Any]:
    """Merge answers into the draft, seal them and start its seven days anew; all of them.

    `check` is shown the answers that stand before anything is written, and may raise.

    Raises FinishedError when it is a draft no more, sealed.UnreadableError without the key and
    sealed.TooLongError when the form let too much through.
    """
    held = Registration.objects.select_for_update().get(pk=registration.pk)
    row = Needs.objects.select_for_update().get(registration=held)
    standing = needs.own_of(row) if held.is_draft else {}
    if is_finished(held, standing):
        raise FinishedError
    if check:
        check(standing)
    merged = {**standing, **answers}
    row.answers = merged
    row.save(update_fields=["answers"])
    held.touched_at = now or timezone.now()
    held.save(update_fields=["touched_at"])
    registration.touched_at, registration.needs = held.touched_at, row
    return merged


def is_finished(registration: Registration, answers: dict[str, Any]) -> bool:
    """Whether the last button was pressed, with a new address or with one that was known."""
    return not registration.is_draft or SENT in answers


def is_expired(registration: Registration, now: datetime) -> bool:
    """Whether the form was left for seven days: its link then stops, also where a booking stands.

    A finished form expires too when a mail was sent; otherwise only a known address would. What a
    helper keeps for later stays until the event ends.
    """
    if registration.helper_id:
        return now >= registration.event.ends_at
    return now - registration.touched_at > KEPT


def gaps(
    answers: dict[str, Any], kinds: set[str], pages: list[str], rounds: Iterable[Round] = ()
) -> list[Gap]:
    """What is missing before booking, in the order of the pages, or does not stand any more.

    `kinds` are the questions that are switched on, `pages` the pages of the form, `rounds` where
    people may choose a session.
    """
    found = []
    if not answers.get("name"):
        found.append(Gap("you", "Enter a name for your badge"))
    if not answers.get("contact_by"):
        found.append(Gap("you", "Choose how we can reach you"))
    if missing := companions.gap(answers):
        found.append(Gap("together", missing))
    if "organisation" in kinds and not answers.get("coming_as"):
        found.append(Gap("organisation", "Choose whether you come with an organisation"))
    if needs.given(answers) and not answers.get("needs_consent"):
        page = next(page for kind, page in PAGE_OF.items() if needs.is_asked(kind, answers))
        found.append(Gap(page, "Tick to let us keep your answers about needs, or leave them blank"))
    wished = breakouts.faults(rounds, answers.get(CHOICES, {}))
    found += [Gap("sessions", words) for words in wished]
    if not answers.get("agree"):
        found.append(Gap("sharing", "Tick to show you have read the agreement"))
    return [gap if gap.step in pages else Gap(pages[0], gap.words) for gap in found]


def forget_old(now: datetime | None = None) -> int:
    """Delete drafts that nobody touched for seven days; how many there were. A job.

    A helper's are deleted when the event has ended.
    """
    now = now or timezone.now()
    left = Q(helper=None, touched_at__lt=now - KEPT)
    over = Q(helper__isnull=False, event__ends_at__lte=now)
    _, by_model = Registration.objects.filter(left | over, state=State.DRAFT).delete()
    return by_model.get("registrations.Registration", 0)
