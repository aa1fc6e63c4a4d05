"""People are reminded a week before and the day before: once, whatever clock or process does."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import AuditEntry, Event, Message, User
from forum.models.events import State
from registrations import booking, reminding
from registrations.models import Call, Reminder
from registrations.models.messages import ReminderKind
from tests.factories import make_event, make_registration
from tests.killing import killed_at_each_statement

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
# When the clocks go back and forward in the United Kingdom.
CHANGES = [date(2026, 10, 25), date(2027, 3, 28)]
WEEK, DAY = ReminderKind.WEEK, ReminderKind.DAY


def at(day: date, clock: time = time(9), zone: ZoneInfo = LONDON) -> datetime:
    return datetime.combine(day, clock, zone)


def days_before(event: Event, days: int, clock: time = time(9)) -> datetime:
    return at(event.days[0] - timedelta(days=days), clock, event.zone)


def queued() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "to"))


def test_a_week_before_at_nine_everybody_with_a_place_is_reminded_once(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2)
    make_registration(event, email="amina@example.org")
    gone = make_registration(event, email="gone@example.org")
    booking.cancel(registration=gone)
    make_registration(event, "Phones", contact_by="phone", phone="07700 900123", email="")
    make_registration(event, "Waits", email="waits@example.org")
    Message.objects.all().delete()
    nine = days_before(event, 7)
    assert reminding.remind_due(now=nine - timedelta(minutes=1)) == 0
    assert reminding.remind_due(now=nine) == 1
    assert reminding.remind_due(now=nine + timedelta(minutes=10)) == 0
    assert queued() == [("reminder_week", "amina@example.org")]
    assert [(call.kind, call.registration.badge_name) for call in Call.objects.all()] == [
        ("reminder_week", "Phones")
    ]
    assert list(AuditEntry.objects.filter(deed="reminded people").values_list("count")) == [(2,)]


def test_the_day_before_at_nine_they_are_reminded_again(event: Event) -> None:
    make_registration(event, email="amina@example.org")
    for days in range(9, -1, -1):
        for clock in (time(8, 50), time(9), time(9, 10), time(23)):
            reminding.remind_due(now=days_before(event, days, clock))
    assert queued() == [
        ("reminder_day", "amina@example.org"),
        ("reminder_week", "amina@example.org"),
    ]


@pytest.mark.parametrize(
    ("change", "zone", "days"),
    [
        *((day, "Europe/London", days) for day in CHANGES for days in (0, 1, 3, 7)),
        (CHANGES[0], "Europe/Athens", 1),
        (date(2027, 3, 14), "America/New_York", 1),
        (date(2027, 4, 4), "Pacific/Auckland", 7),
    ],
)
def test_across_a_change_of_the_clocks_each_reminder_leaves_once_at_nine(
    change: date, zone: str, days: int
) -> None:
    """The clocks change on the day of the event, of a reminder, or in between."""
    local, first = ZoneInfo(zone), change + timedelta(days=days)
    starts = at(first, time(10), local)
    event = make_event(starts_at=starts, timezone=zone)
    make_registration(event, now=starts - timedelta(days=30))
    left = []
    for day in range(9, -1, -1):
        for clock in (time(0, 30), time(1, 30), time(8, 59), time(9), time(15)):
            now = days_before(event, day, clock)
            reminding.remind_due(now=now.astimezone(UTC))
            left += [now] * (Message.objects.count() - len(left))
    assert left == [days_before(event, 7), days_before(event, 1)]


@pytest.mark.parametrize(
    ("hours_before", "kinds"),
    [
        (6 * 24, ["reminder_week"]),
        (49, ["reminder_week"]),
        (47, []),
        (20, ["reminder_day"]),
        (1, ["reminder_day"]),
        (-1, []),
    ],
)
def test_when_nothing_ran_at_nine_a_reminder_is_late_while_it_makes_sense(
    event: Event, hours_before: int, kinds: list[str]
) -> None:
    make_registration(event)
    reminding.remind_due(now=event.starts_at - timedelta(hours=hours_before))
    assert [kind for kind, _ in queued()] == kinds


def test_who_books_after_the_hour_is_not_reminded_of_what_they_were_just_told(
    event: Event,
) -> None:
    nine = days_before(event, 1)
    make_registration(event, email="before@example.org", now=nine - timedelta(minutes=1))
    make_registration(event, "Bilal", email="after@example.org", now=nine + timedelta(minutes=1))
    reminding.remind_due(now=nine + timedelta(minutes=5))
    assert queued() == [("reminder_day", "before@example.org")]


@pytest.mark.parametrize("state", [State.DRAFT, State.CANCELLED])
def test_of_an_event_that_is_not_on_nobody_is_reminded(event: Event, state: State) -> None:
    make_registration(event)
    is_cancelled = state == State.CANCELLED
    Event.objects.filter(pk=event.pk).update(
        state=state,
        published_at=timezone.now() if is_cancelled else None,
        cancelled_at=timezone.now() if is_cancelled else None,
    )
    reminding.remind_due(now=days_before(event, 7))
    assert (queued(), Reminder.objects.count()) == ([], 0)


def test_a_reminder_that_is_switched_off_does_not_leave_until_it_is_switched_on(
    event: Event, organiser: User
) -> None:
    make_registration(event)
    reminding.switch(event=event, kind=WEEK, is_on=False, by=organiser)
    assert reminding.remind_due(now=days_before(event, 7)) == 0
    reminding.switch(event=event, kind=WEEK, is_on=True, by=organiser)
    assert reminding.remind_due(now=days_before(event, 6)) == 1
    reminding.switch(event=event, kind=DAY, is_on=False, by=organiser)
    assert reminding.remind_due(now=days_before(event, 1)) == 0
    assert list(AuditEntry.objects.order_by("at").values_list("deed", flat=True)) == [
        "switched off a reminder",
        "switched on a reminder",
        "reminded people",
        "switched off a reminder",
    ]


def test_an_event_that_is_moved_afterwards_reminds_nobody_a_second_time(event: Event) -> None:
    make_registration(event)
    assert reminding.remind_due(now=days_before(event, 7)) == 1
    later = timedelta(days=14)
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at + later, ends_at=event.ends_at + later
    )
    event.refresh_from_db()
    assert reminding.remind_due(now=days_before(event, 7)) == 0
    assert reminding.remind_due(now=days_before(event, 1)) == 1


def test_each_event_reminds_its_own(event: Event) -> None:
    make_registration(event, email="amina@example.org")
    other = make_event(starts_at=event.starts_at + timedelta(days=1))
    make_registration(other, email="bilal@example.org")
    reminding.switch(event=event, kind=DAY, is_on=False, by=None)
    assert reminding.remind_due(now=days_before(event, 7)) == 1
    assert reminding.remind_due(now=days_before(other, 7)) == 1
    assert queued() == [
        ("reminder_week", "amina@example.org"),
        ("reminder_week", "bilal@example.org"),
    ]


def test_a_process_killed_at_any_statement_reminds_nobody_or_everybody(event: Event) -> None:
    for number in range(3):
        make_registration(event, email=f"person{number}@example.org")
    remind = partial(reminding.remind_due, now=days_before(event, 7))
    done = Reminder.objects.filter(done_at__isnull=False)
    found = [(Message.objects.count(), done.count()) for _ in killed_at_each_statement(remind)]
    assert set(found) <= {(0, 0), (3, 1)}
    assert len(found) >= 5
    assert Message.objects.count() == 3


def test_reminding_takes_no_more_queries_for_more_people(event: Event) -> None:
    reminding.remind_due(now=days_before(event, 7))  # this one has nobody
    counts = []
    for people in (1, 3):
        one = make_event(starts_at=event.starts_at)
        for _ in range(people):
            make_registration(one)
        with CaptureQueriesContext(connection) as queries:
            assert reminding.remind_due(now=days_before(one, 7)) == people
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_more_is_asked_where_nothing_is_due(
    event: Event, django_assert_num_queries: Any
) -> None:
    make_registration(event)
    with django_assert_num_queries(2):
        assert reminding.remind_due(now=days_before(event, 8)) == 0
