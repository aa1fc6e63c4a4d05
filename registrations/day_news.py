"""What is new at the events of somebody who runs them, told at seven in the morning (M18).

One mail a person and day, for all their events that are still to come, and none on a quiet day. It
counts what happened up to seven, so that it says the same however late it is written. What people
asked for is not counted: a day with one new booking and one new need would tell whose it is.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from forum import outbox
from forum.models import Event, Membership, Message, User
from forum.models.events import State as EventState
from forum.models.ground import MessageState
from forum.models.people import Role
from registrations.models import Call, DayNews, Registration
from registrations.models.registrations import State

ROLES = [Role.OWNER, Role.ORGANISER]
_SEVEN = time(7)
_A_DAY = timedelta(days=1)
# Rows older than this are gone; whoever was last written to before then is told of one day.
_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class News:
    """What is new at one event, and what stands open there now.

    `calls_left` counts calls, and not the people on the page of calls: no number of it is told.
    """

    booked: int = 0
    cancelled: int = 0
    came_back: int = 0
    new_calls: int = 0
    waiting: int = 0
    to_answer: int = 0
    calls_left: int = 0

    def __bool__(self) -> bool:
        """Whether anything happened; what only stands open is no news."""
        return bool(self.booked or self.cancelled or self.came_back or self.new_calls)


def gather(events: Iterable[uuid.UUID], since: datetime, until: datetime) -> dict[uuid.UUID, News]:
    """The news of these events after `since` and up to `until`; three queries for all of them."""
    ids = list(events)
    in_time = {"gt": since, "lte": until}

    def within(field: str) -> Q:
        return Q(**{f"{field}__{end}": at for end, at in in_time.items()})

    people = (
        Registration.objects.filter(event__in=ids).finished().order_by().values("event")
    ).annotate(
        booked=Count("id", filter=within("booked_at")),
        cancelled=Count("id", filter=within("cancelled_at") & Q(state=State.CANCELLED)),
        waiting=Count("id", filter=Q(state=State.WAITING)),
        to_answer=Count("id", filter=Q(state=State.AWAITING)),
    )
    # A mail that came back keeps the hour of its last try.
    failed = Message.objects.filter(within("due_at"), event__in=ids, state=MessageState.FAILED)
    returned = failed.order_by().values("event").annotate(came_back=Count("id"))
    calls = (
        Call.objects.filter(event__in=ids, done_at=None)
        .order_by()
        .values("event")
        .annotate(new_calls=Count("id", filter=within("created_at")), calls_left=Count("id"))
    )
    found: dict[uuid.UUID, dict[str, Any]] = {pk: {} for pk in ids}
    rows: list[dict[str, Any]] = [dict(row) for row in [*people, *returned, *calls]]
    for row in rows:
        found[row.pop("event")].update(row)
    return {pk: News(**row) for pk, row in found.items()}


def coming_events(user: User, now: datetime) -> list[Event]:
    """The published events, not over, that this person runs as an owner or organiser."""
    mine = Q(hosts__memberships__user=user, hosts__memberships__role__in=ROLES)
    coming = Event.objects.filter(mine, state=EventState.PUBLISHED, ends_at__gt=now)
    return list(coming.order_by("starts_at", "id").distinct())


def write_due(now: datetime | None = None) -> int:
    """Write to everybody who has news, once they are all from before seven; how many mails. A job.

    All mails of a morning are one transaction with the rows that say so: a killed process writes
    to all or none, and of two processes one.
    """
    now = now or timezone.now()
    today = now.astimezone(timezone.get_default_timezone()).date()
    until = datetime.combine(today, _SEVEN, timezone.get_default_timezone())
    if now < until:
        return 0
    theirs = _events_by_user(until)
    for user in DayNews.objects.filter(day=today).values_list("user", flat=True):
        theirs.pop(user, None)
    if not theirs:
        return 0
    written = [
        DayNews(user_id=user, day=today, since=since, until=until)
        for user, since in _with_news(theirs, until)
    ]
    return _write(written, now) if written else 0


def _events_by_user(until: datetime) -> dict[uuid.UUID, set[uuid.UUID]]:
    rows = (
        Membership.objects.filter(
            role__in=ROLES,
            user__is_active=True,
            host__events__state=EventState.PUBLISHED,
            host__events__ends_at__gt=until,
        )
        .order_by()
        .values_list("user", "host__events")
    )
    theirs: dict[uuid.UUID, set[uuid.UUID]] = {}
    for user, event in rows:
        theirs.setdefault(user, set()).add(event)
    return theirs


def _with_news(
    theirs: dict[uuid.UUID, set[uuid.UUID]], until: datetime
) -> Iterable[tuple[uuid.UUID, datetime]]:
    """Those who have news, and since when: since they were last written to, else for a day."""
    last = dict(
        DayNews.objects.filter(user__in=theirs)
        .order_by()
        .values_list("user")
        .annotate(Max("until"))
    )
    news: dict[datetime, dict[uuid.UUID, News]] = {}
    for user, events in theirs.items():
        since = last.get(user, until - _A_DAY)
        if since not in news:
            news[since] = gather(set().union(*theirs.values()), since, until)
        if any(news[since][event] for event in events):
            yield user, since


def _write(rows: list[DayNews], now: datetime) -> int:
    try:
        with transaction.atomic():
            DayNews.objects.bulk_create(rows)
            DayNews.objects.filter(until__lt=now - _KEPT).delete()
            addresses = dict(
                User.objects.filter(pk__in=[row.user_id for row in rows]).values_list("pk", "email")
            )
            to = [(addresses[row.user_id], row.pk) for row in rows]
            return len(outbox.queue_many(kind="day_news", to=to, now=now))
    except IntegrityError:
        return 0  # another process was first
