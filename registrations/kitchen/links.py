"""The caterer's own link: the current sheet without an account, until it runs out or is ended.

The address is the row's id and a keyed hash of it, as with every private link; nothing of it is
stored. It opens nothing any more once whoever made it may not hand the sheet on, or once the needs
of the event are erased; and no name, once they may not make cards.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from forum import audit, permissions
from forum.models import AuditEntry, Event, User
from forum.models.people import Role
from forum.permissions import Right
from registrations import places, tickets
from registrations.models import KitchenLink

MOST = 20
MADE, ENDED = "made a link for the kitchen", "ended a link for the kitchen"
OPENED = "the link for the kitchen was opened"


class LinkRefusedError(Exception):
    """A link cannot be made; `str` says why."""


@dataclass(frozen=True)
class Standing:
    """A link as it stands: how it ended, if it did, whether it shows names, how often opened."""

    link: KitchenLink
    ended: str
    with_names: bool
    opened: int = 0

    @property
    def until(self) -> date:
        """The last day on which it opens."""
        ends = self.link.expires_at.astimezone(self.link.event.zone)
        return (ends.replace(tzinfo=None) - timedelta(microseconds=1)).date()

    @property
    def path(self) -> str:
        """The address of the page that the caterer opens."""
        return reverse("registrations:kitchen_link", args=[tickets.token(self.link.id, "kitchen")])

    @property
    def address(self) -> str:
        return tickets.absolute(self.path)


def last_day(event: Event) -> date:
    """The last day on which a link can open anything: the day before needs are erased."""
    return event.needs_erased_on - timedelta(days=1)


def is_shown(event: Event, now: datetime | None = None) -> bool:
    """Whether there is a sheet: not before publishing, and not once the answers are erased."""
    here = (now or timezone.now()).astimezone(event.zone)
    return not event.is_draft and here.date() <= last_day(event)


@transaction.atomic
def make(
    *,
    event: Event,
    made_for: str,
    until: date,
    with_names: bool,
    by: User,
    now: datetime | None = None,
) -> KitchenLink:
    """A new link for this caterer, which opens until the end of the day `until`.

    Raises LinkRefusedError when there are too many, on a day that is over or too late, or where
    names are asked for by somebody who may not hand them on.
    """
    now = now or timezone.now()
    event = places.lock(event.pk)
    if not is_shown(event, now) or not now.astimezone(event.zone).date() <= until <= last_day(
        event
    ):
        raise LinkRefusedError("A link opens only while people’s answers are kept.")
    roles = permissions.roles_for_event(by, event)
    if with_names and not permissions.allows(roles, Right.MAKE_CARDS):
        raise LinkRefusedError("Only a needs lead hands on names.")
    live = KitchenLink.objects.filter(event=event, ended_at=None, expires_at__gt=now)
    if live.count() >= MOST:
        raise LinkRefusedError(f"There are {MOST} links already. End one first.")
    link = KitchenLink.objects.create(
        event=event,
        made_for=made_for,
        made_by=by,
        made_at=now,
        expires_at=datetime.combine(until + timedelta(days=1), time.min, tzinfo=event.zone),
        with_names=with_names,
    )
    audit.record(deed=MADE, by=by, event=event, row_id=link.id, reason=words(link, with_names))
    return link


@transaction.atomic
def end(*, link: KitchenLink, by: User, now: datetime | None = None) -> None:
    """Let the link open nothing any more; a second time changes nothing."""
    held = KitchenLink.objects.select_for_update().get(pk=link.pk)
    if held.ended_at is not None:
        return
    held.ended_at = now or timezone.now()
    held.save(update_fields=["ended_at"])
    audit.record(deed=ENDED, by=by, event=link.event, row_id=link.id, reason=held.made_for)


def words(link: KitchenLink, with_names: bool) -> str:
    """For whom a link is, as the record says it."""
    return f"{link.made_for}, with names" if with_names else link.made_for


def of(event: Event, *, now: datetime | None = None) -> list[Standing]:
    """The event's links, the newest first, each as it stands; two queries for each maker more."""
    now = now or timezone.now()
    entries = AuditEntry.objects.filter(event=event, deed=OPENED).order_by().values_list("row_id")
    opened: Counter[Any] = Counter(dict(entries.annotate(Count("pk"))))
    makers: dict[Any, frozenset[Role]] = {}
    found = []
    for link in KitchenLink.objects.filter(event=event).select_related("made_by"):
        link.event = event
        if link.made_by_id not in makers:
            makers[link.made_by_id] = _roles(link.made_by, event)
        found.append(_standing(link, makers[link.made_by_id], now, opened[link.pk]))
    return found


def find(token: str, *, now: datetime | None = None) -> Standing | None:
    """The link that this address is for, as it stands; None for an address that is made up."""
    link_id = tickets.unborn(token, "kitchen")
    rows = KitchenLink.objects.select_related("event", "made_by")
    link = rows.filter(pk=link_id).first() if link_id else None
    if link is None or link.event.is_forgotten:
        return None
    return _standing(link, _roles(link.made_by, link.event), now or timezone.now())


def _roles(user: User, event: Event) -> frozenset[Role]:
    """What whoever made the link holds at the event now; nothing without their second step."""
    roles = permissions.roles_for_event(user, event) if user.is_active else frozenset()
    return frozenset() if permissions.needs_second_factor(user, roles) else roles


def _standing(
    link: KitchenLink, roles: frozenset[Role], now: datetime, opened: int = 0
) -> Standing:
    may_name = permissions.allows(roles, Right.MAKE_CARDS)
    return Standing(link, _ended(link, roles, now), link.with_names and may_name, opened)


def _ended(link: KitchenLink, roles: frozenset[Role], now: datetime) -> str:
    """Why the link opens nothing any more, in words; nothing while it does."""
    if link.ended_at:
        return "Ended by the team"
    if link.expires_at <= now:
        return "Ran out"
    if not permissions.allows(roles, Right.GIVE_TO_KITCHEN):
        return "Whoever made it may not hand on the sheet any more"
    return "" if is_shown(link.event, now) else "People’s answers are not kept any more"
