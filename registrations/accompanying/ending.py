"""What becomes of a pair when one of the two cancels, hands over, or asks for something else."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from forum import sealed
from forum.models import Event
from registrations import needs, promises
from registrations.accompanying import pairs
from registrations.accompanying.pairs import Rows
from registrations.models import Needs, Registration


def end(held: Registration, event: Event, now: datetime | None = None) -> None:
    """End every pair of this person; to be called under the event's lock, before needs are erased.

    Whoever asked is looked after again; whoever would have come along reads that it is over.
    Where no key opens the row nothing is done: a half alone is no pair and shows nothing.
    """
    try:
        company = pairs.company_in(needs.own_of(Needs.objects.get(registration=held)))
    except sealed.UnreadableError:
        return
    named, askers = pairs.asked_of(company), pairs.goes_with(company)
    if not (named or askers):
        return
    now = now or timezone.now()
    rows = Rows(event, {held.pk, *askers} | ({named} if named else set()))
    if named:
        pairs.separate(rows, held.pk, named)
        if named in rows:
            promises.tell_news(rows.person(named), now)
    for asker in askers:
        pairs.separate(rows, asker, held.pk)
        pairs.look_again(rows, asker, now)


def changes_what_is_asked(before: dict[str, Any], answers: dict[str, Any]) -> bool:
    """Whether new answers ask for other company than those for which somebody was named."""
    key = needs.KEYS[pairs.KIND][0]
    is_named = bool(pairs.company_in(before).get("with"))
    return is_named and key in answers and answers[key] != before.get(key)
