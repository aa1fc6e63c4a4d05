"""What became of a message: how many got it, who did not."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from forum.models import Event, Message
from forum.models.ground import WAITING, MessageState
from registrations.emails.announcements import KIND
from registrations.models import Announcement, Call, Delivery, Registration

_PAGE, _TO_CALL, _CALLED = "page", "to call", "called"


@dataclass(frozen=True)
class Standing:
    """How many people a message went to, and what became of each."""

    people: int = 0
    sent: int = 0
    waiting: int = 0
    came_back: int = 0
    not_needed: int = 0
    to_call: int = 0
    called: int = 0
    page_only: int = 0


def standing(event: Event, which: Iterable[Announcement]) -> dict[uuid.UUID, Standing]:
    """How each of these messages of one event stands; three queries for all of them."""
    states: dict[uuid.UUID, str] = dict(
        Message.objects.filter(event=event, kind=KIND).values_list("row_id", "state")
    )
    calls = Call.objects.filter(event=event, kind=KIND).values_list("row_id", "done_at")
    states |= {row_id: _CALLED if done else _TO_CALL for row_id, done in calls}
    counts: dict[uuid.UUID, Counter[str]] = {one.pk: Counter() for one in which}
    rows = Delivery.objects.filter(announcement__in=list(counts))
    for pk, announcement in rows.values_list("pk", "announcement_id"):
        counts[announcement][states.get(pk, _PAGE)] += 1
    return {pk: _standing(count) for pk, count in counts.items()}


def _standing(count: Counter[str]) -> Standing:
    return Standing(
        people=count.total(),
        sent=count[MessageState.SENT],
        waiting=sum(count[state] for state in WAITING),
        came_back=count[MessageState.FAILED],
        not_needed=count[MessageState.DROPPED],
        to_call=count[_TO_CALL],
        called=count[_CALLED],
        page_only=count[_PAGE],
    )


def came_back(announcement: Announcement) -> list[Registration]:
    """Whose mail with this message came back, by name; one query."""
    failed = Message.objects.filter(
        event=announcement.event_id, kind=KIND, state=MessageState.FAILED
    )
    rows = Delivery.objects.filter(announcement=announcement, pk__in=failed.values("row_id"))
    people = Registration.objects.filter(pk__in=rows.values("registration"))
    return list(people.order_by("badge_name", "id"))
