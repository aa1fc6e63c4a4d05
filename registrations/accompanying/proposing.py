"""A needs lead names somebody for a person who asked; both are asked on their own pages."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum import audit
from forum.models import User
from registrations import needs, places, promises
from registrations.accompanying import pairs
from registrations.accompanying.pairs import KIND, MOST, CompanyError, Rows
from registrations.models import Registration

DEED = "worked on company"


@transaction.atomic
def propose(
    *, registration: Registration, companion: Registration, by: User, now: datetime | None = None
) -> None:
    """Ask both whether this companion may come along with the person who asked.

    Whoever was named before is told that they are not needed. Naming the same one again writes
    nothing. Raises CompanyError with words to show, sealed.UnreadableError without the key.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    promises.check_role(by, event, CompanyError)
    needs.own(registration)  # says so when no key opens it
    asker, other = registration.pk, companion.pk
    named = pairs.asked_of(pairs.company_in(needs.own(Registration.objects.get(pk=asker))))
    rows = Rows(event, {asker, other} | ({named} if named else set()))
    _check(rows, registration, companion)
    if named == other:
        return
    if named:
        _drop(rows, registration, now)
    mine, theirs = rows.company(asker), rows.company(other)
    if len(theirs.get("for", {})) >= MOST:
        words = f"{companion.badge_name} goes along with {MOST} people already. Name somebody else"
        raise CompanyError(words, about="code")
    rows.put(asker, {**mine, "with": {"who": str(other)}})
    half = {**theirs.get("for", {}), str(asker): {"said": ""}}
    rows.put(other, {**theirs, "for": half, "over": False})
    pairs.arrange(rows, asker, by, now)
    promises.tell_news(rows.person(asker), now)
    promises.tell_news(rows.person(other), now)
    audit.record(deed=DEED, by=by, event=event, count=1)


@transaction.atomic
def call_off(*, registration: Registration, by: User, now: datetime | None = None) -> None:
    """Take back what was proposed, also when both agreed: it is asked again. Twice is once."""
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    promises.check_role(by, event, CompanyError)
    asker = registration.pk
    named = pairs.asked_of(pairs.company_in(needs.own(Registration.objects.get(pk=asker))))
    if named is None:
        return
    rows = Rows(event, {asker, named})
    _drop(rows, registration, now)
    pairs.look_again(rows, asker, now)
    audit.record(deed=DEED, by=by, event=event, count=1)


def _check(rows: Rows, registration: Registration, companion: Registration) -> None:
    asker, other = registration.pk, companion.pk
    if asker == other:
        raise CompanyError("This is the person who asks. Name somebody else", about="code")
    for pk, name in ((asker, registration.badge_name), (other, companion.badge_name)):
        if pk not in rows:
            raise CompanyError(f"What {name} told us cannot be opened, so nobody can be asked.")
        if not rows.person(pk).has_a_place:
            about = "code" if pk == other else ""
            raise CompanyError(f"{name} has no place at this event.", about=about)
    if not needs.is_asked(KIND, rows.answers(asker)):
        raise CompanyError(f"{registration.badge_name} does not ask for this any more.")
    if str(other) in rows.company(asker).get("not", []):
        words = f"This did not come about with {companion.badge_name} before. Name somebody else"
        raise CompanyError(words, about="code")


def _drop(rows: Rows, registration: Registration, now: datetime) -> None:
    """End what was proposed, and tell whoever was named."""
    asker = registration.pk
    named = pairs.asked_of(rows.company(asker))
    if named:
        pairs.separate(rows, asker, named)
        if named in rows:
            promises.tell_news(rows.person(named), now)
