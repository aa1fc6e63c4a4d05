"""Answering a claim and paying it: by a needs lead, under the event's lock, once."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from forum import audit, keys, sealed
from forum.models import User
from registrations import needs, places, promises
from registrations.models import Needs, Registration
from registrations.telling import REACHED
from registrations.travel_claims import claim as claims
from registrations.travel_claims.claim import HOW, WORDS, Claim, ClaimError
from registrations.travel_claims.money import pounds
from registrations.travel_claims.told import told

DEED = "worked on help with travel"
_NO_KEY = (
    "The key for help with travel is missing or damaged, so nothing can be kept. "
    "Tell whoever runs this site: a restart makes one for an event that never had it."
)
_STATE_OF = {
    claims.APPROVED: promises.ARRANGED,
    claims.BOOKED: promises.ARRANGED,
    claims.PAID: promises.MET,
    claims.REFUSED: promises.CANNOT,
}


def approve(
    *,
    registration: Registration,
    how: str,
    up_to: Decimal,
    by: User,
    now: datetime | None = None,
) -> Claim:
    """Say yes: how it is paid, and up to how much. What was approved before is replaced.

    This and the others tell the person that there is news, and raise ClaimError with words to
    show; doing the same again writes nothing.
    """
    if how not in HOW:
        raise ClaimError("Choose how we pay", about="how")
    if up_to <= 0:
        raise ClaimError("Enter an amount of more than nothing", about="up_to")

    def approved(stands: Claim) -> Claim:
        _check_unpaid(stands)
        is_booked = stands.state == claims.BOOKED and how == "ticket"
        return stands.with_(
            state=claims.BOOKED if is_booked else claims.APPROVED,
            how=how,
            up_to=up_to,
            words="",
            reference=stands.reference if is_booked else "",
        )

    return _change(registration, by, now, approved)


def refuse(
    *, registration: Registration, words: str, by: User, now: datetime | None = None
) -> Claim:
    """Say no, with words that the person reads."""
    words = " ".join(words.split())
    if not words:
        raise ClaimError("Say why, and what they can do instead: they read it", about="words")
    if len(words) > WORDS:
        raise ClaimError(f"Use at most {WORDS} characters: you have {len(words)}", about="words")

    def refused(stands: Claim) -> Claim:
        _check_unpaid(stands)
        return Claim(
            who=stands.who,
            state=claims.REFUSED,
            words=words,
            start=stands.start,
            row_id=stands.row_id,
        )

    return _change(registration, by, now, refused)


def book(
    *, registration: Registration, reference: str, by: User, now: datetime | None = None
) -> Claim:
    """Note the reference of the ticket that was booked."""
    reference = " ".join(reference.split())
    if not reference:
        raise ClaimError("Enter the reference of the ticket", about="reference")

    def booked(stands: Claim) -> Claim:
        _check_unpaid(stands)
        if not stands.is_to_do or stands.how != "ticket":
            raise ClaimError("Approve a ticket first, then book it")
        return stands.with_(state=claims.BOOKED, reference=reference)

    return _change(registration, by, now, booked)


def pay(
    *, registration: Registration, amount: Decimal, by: User, now: datetime | None = None
) -> Claim:
    """Note what was paid, at most what was approved. Paying twice is refused."""
    now = now or timezone.now()

    def paid(stands: Claim) -> Claim:
        if stands.state == claims.PAID:
            if stands.paid == amount:
                return stands
            _check_unpaid(stands)
        if not stands.is_to_do or stands.up_to is None:
            raise ClaimError("Approve an amount first, then pay it")
        if amount <= 0:
            raise ClaimError("Enter an amount of more than nothing", about="amount")
        if amount > stands.up_to:
            words = f"This is more than the {pounds(stands.up_to)} approved. Approve more first"
            raise ClaimError(words, about="amount")
        return stands.with_(state=claims.PAID, paid=amount, paid_by=str(by.pk), paid_at=now)

    return _change(registration, by, now, paid)


def take_back_payment(
    *, registration: Registration, by: User, now: datetime | None = None
) -> Claim:
    """Undo a payment that was noted by mistake: it is approved, or booked, as before."""

    def unpaid(stands: Claim) -> Claim:
        if stands.state != claims.PAID:
            return stands
        before = claims.BOOKED if stands.reference else claims.APPROVED
        return stands.with_(state=before, paid=None, paid_by="", paid_at=None)

    return _change(registration, by, now, unpaid)


def _check_unpaid(stands: Claim) -> None:
    if stands.state == claims.PAID and stands.paid is not None:
        words = f"{pounds(stands.paid)} was paid already. Take the payment back first"
        raise ClaimError(words)


@transaction.atomic
def _change(
    registration: Registration,
    by: User,
    now: datetime | None,
    deed: Callable[[Claim], Claim],
) -> Claim:
    event = places.lock(registration.event_id)
    promises.check_role(by, event, ClaimError)
    held = Registration.objects.select_related(*REACHED).get(pk=registration.pk, event=event)
    held.event = event
    if held.is_cancelled or held.is_draft:
        raise ClaimError(f"{held.badge_name} cancelled meanwhile, so nothing is paid.")
    try:
        stands = claims.of(held)
        start = _start(held, is_known=stands is not None)
        before = stands or Claim(who=held.pk, state=claims.ASKED)
        new = deed(before)
        if new == stands:
            return new
        new = new.with_(start=start or new.start)
        claims.save(event, new)
    except (sealed.UnreadableError, keys.KeyUnavailableError) as error:
        raise ClaimError(_NO_KEY) from error
    audit.record(deed=DEED, by=by, event=event, count=1)
    _tell(held, new, now or timezone.now())
    return new


def _start(held: Registration, *, is_known: bool) -> str:
    """From where they come, kept with the claim. Raises ClaimError when nothing is asked for."""
    try:
        answers = needs.own_of(Needs.objects.get(registration=held))
    except sealed.UnreadableError:
        answers = {}  # erased by now, or its key is missing: the claim stands alone
    if not (is_known or needs.is_asked("travel", answers)):
        raise ClaimError(f"{held.badge_name} asks for no help with travel.")
    return str(answers.get("travel_from", ""))


def _tell(held: Registration, claim: Claim, now: datetime) -> None:
    """Say it where the person reads what became of their needs, while these are held."""
    try:
        stands = promises.of(needs.own_of(Needs.objects.get(registration=held))).get("travel")
    except sealed.UnreadableError:
        stands = None
    if stands is None:
        promises.tell_news(held, now)
        return
    state = promises.ARRANGING if claim.to_book else _STATE_OF[claim.state]
    try:
        promises.restate(
            registration=held, stands=stands, state=state, words=told(claim), by=None, now=now
        )
    except promises.ChangeError as error:
        raise ClaimError(str(error)) from error
