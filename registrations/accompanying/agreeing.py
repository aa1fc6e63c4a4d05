"""Saying yes, saying no and taking a yes back: by the person, on their own page."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from registrations import needs, places, promises, tickets
from registrations.accompanying import pairs
from registrations.accompanying.pairs import YES, CompanyError, Rows
from registrations.models import Registration


@transaction.atomic
def answer(
    *,
    registration: Registration,
    other: uuid.UUID,
    is_yes: bool,
    phone: str = "",
    now: datetime | None = None,
) -> bool:
    """Say yes or no to the other person; a no also takes a yes back. Whether both agree now.

    `phone` is the number that the other reads once both agree; "" shows none. A yes said again
    changes the number. The other is told that there is news, and of a no nothing but that.

    Raises CompanyError when it is not asked any more, sealed.UnreadableError without the key, and
    Registration.DoesNotExist when the person's link ended meanwhile.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    tickets.still(registration, Registration.objects.all())
    me = registration.pk
    needs.own(Registration.objects.select_related("needs").get(pk=me))  # says when nothing opens
    rows = Rows(event, {me, other})
    is_asker = pairs.asked_of(rows.company(me)) == other
    asker, comes = (me, other) if is_asker else (other, me)
    if not _is_pair(rows, asker, comes):
        raise CompanyError("This is not asked of you any more.")
    if is_yes:
        return _agree(rows, asker, comes, me, phone, now)
    pairs.separate(rows, asker, comes)
    if me == comes:  # they know: there is nothing to be told on their page
        rows.put(me, {**rows.company(me), "over": False})
    pairs.look_again(rows, asker, now)
    promises.tell_news(rows.person(other), now)
    return False


def _is_pair(rows: Rows, asker: uuid.UUID, comes: uuid.UUID) -> bool:
    """Whether both halves are there and belong together."""
    if asker not in rows or comes not in rows:
        return False
    is_named = pairs.asked_of(rows.company(asker)) == comes
    return is_named and str(asker) in rows.company(comes).get("for", {})


def _agree(
    rows: Rows, asker: uuid.UUID, comes: uuid.UUID, me: uuid.UUID, phone: str, now: datetime
) -> bool:
    theirs, mine = rows.company(comes), rows.company(asker)
    halves = {asker: mine["with"], comes: theirs["for"][str(asker)]}
    was_agreed = _both(halves)
    before, half = halves[me], {**halves[me], "said": YES, "phone": phone}
    halves[me] = {key: value for key, value in half.items() if value}
    if me == asker:
        rows.put(asker, {**mine, "with": halves[me]})
    else:
        rows.put(comes, {**theirs, "for": {**theirs["for"], str(asker): halves[me]}})
    is_agreed = _both(halves)
    if is_agreed and not was_agreed:
        pairs.arranged(rows, asker, now)
    if is_agreed and halves[me] != before:  # the same said again is no news
        promises.tell_news(rows.person(comes if me == asker else asker), now)
    return is_agreed


def _both(halves: dict[uuid.UUID, dict[str, str]]) -> bool:
    return all(half.get("said") == YES for half in halves.values())
