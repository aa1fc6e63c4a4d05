"""At seven in the morning those who run events read what is new, if anything is."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import Event, Host, Membership, Message, User
from forum.models.events import State
from forum.models.ground import MessageState
from forum.models.people import Role
from registrations import booking, day_news
from registrations.emails import day_news as mail_of
from registrations.models import Call, DayNews, Registration
from tests.factories import add_host, make_event, make_member, make_registration, make_user
from tests.killing import killed_at_each_statement

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def at(clock: time = time(7), days: int = 0) -> datetime:
    """A time of the day of the next seven o'clock, or of so many days after it."""
    is_past = timezone.localtime().time() >= time(7)
    day = timezone.localdate() + timedelta(days=is_past + days)
    return datetime.combine(day, clock, LONDON)


def told() -> list[str]:
    return sorted(Message.objects.filter(kind="day_news").values_list("to", flat=True))


def text_for(user: User) -> str:
    """What the person's last mail says."""
    row = DayNews.objects.filter(user=user).order_by("-day")[0]
    mail = mail_of(Message(kind="day_news", to=user.email, row_id=row.pk))
    assert mail is not None
    return f"{mail.subject}\n{mail.body}"


def test_owners_and_organisers_are_told_once_and_nobody_else(
    event: Event, owner: User, organiser: User, needs_lead: User, staff: User, door: User
) -> None:
    make_registration(event)
    assert day_news.write_due(now=at(time(6, 59))) == 0
    assert day_news.write_due(now=at()) == 2
    assert day_news.write_due(now=at(time(7, 10))) == 0
    assert day_news.write_due(now=at(time(23))) == 0
    assert told() == ["organiser@harbour.example", "owner@harbour.example"]


def test_so_are_those_of_a_host_that_runs_it_too_and_one_of_both_gets_one_mail(
    event: Event, organiser: User
) -> None:
    other = add_host(event)
    make_member(other, Role.ORGANISER, email="friend@other.example")
    make_member(other, Role.OWNER, user=organiser)
    make_registration(event)
    make_registration(make_event(other))
    day_news.write_due(now=at())
    assert told() == ["friend@other.example", "organiser@harbour.example"]
    assert text_for(organiser).count("1 new booking\n") == 2


def test_a_quiet_day_brings_no_mail(event: Event, organiser: User) -> None:
    assert day_news.write_due(now=at()) == 0
    make_registration(event)
    assert day_news.write_due(now=at()) == 1
    assert day_news.write_due(now=at(days=1)) == 0
    assert DayNews.objects.count() == 1


def test_what_happens_after_seven_waits_for_the_next_morning(event: Event, organiser: User) -> None:
    make_registration(event, now=at(time(7, 1)))
    assert day_news.write_due(now=at(time(12))) == 0
    assert day_news.write_due(now=at(days=1)) == 1


def test_it_is_late_when_nothing_ran_and_says_the_same(event: Event, organiser: User) -> None:
    make_registration(event)
    make_registration(event, now=at(time(9)))
    assert day_news.write_due(now=at(time(15))) == 1
    assert "1 new booking\n" in text_for(organiser)
    assert day_news.write_due(now=at(days=3)) == 1
    assert "1 new booking\n" in text_for(organiser)


def test_it_counts_what_is_new_and_what_stands_open_and_no_need(
    event: Event, organiser: User
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2)
    event.refresh_from_db()
    before = at(days=-3)
    make_registration(event, "Earlier", now=before)
    gone = make_registration(event, "Gone", now=before)
    booking.cancel(registration=gone, now=at(days=-1) + timedelta(minutes=30))
    first = make_registration(event, "Amina", now=at(days=-1) + timedelta(hours=1))
    make_registration(event, "Waits", now=at(days=-1) + timedelta(hours=2))
    Message.objects.create(
        kind="confirmation",
        to=first.email,
        row_id=first.pk,
        event=event,
        state=MessageState.FAILED,
        due_at=at(days=-1) + timedelta(hours=3),
    )
    Call.objects.create(
        event=event,
        registration=first,
        kind="confirmation",
        row_id=first.pk,
        created_at=at(days=-1) + timedelta(hours=3),
    )
    Call.objects.create(event=event, registration=first, kind="page_news", row_id=uuid.uuid4())
    day_news.write_due(now=at(days=0))
    subject, *lines = text_for(organiser).splitlines()
    assert subject.startswith("Your events: 2 new bookings")
    start = next(number for number, line in enumerate(lines) if line.startswith(event.title))
    assert lines[start + 1 : start + 6] == [
        "2 new bookings",
        "1 cancellation",
        "1 person is on the waiting list",
        "1 email came back",
        "There are people to phone or text",
    ]
    assert not re.search(r"need(?!s doing)|asked for", "\n".join(lines))


def test_who_leads_needs_too_is_pointed_to_the_board_whatever_is_on_it(
    event: Event, organiser: User
) -> None:
    Membership.objects.create(user=organiser, host=event.lead_host, role=Role.NEEDS_LEAD)
    make_registration(event)
    day_news.write_due(now=at())
    assert "Look at the needs board too." in text_for(organiser)


@pytest.mark.parametrize("what", ["over", "draft", "cancelled"])
def test_of_what_is_not_to_come_nobody_is_told(what: str, event: Event, organiser: User) -> None:
    make_registration(event)
    fields: dict[str, Any] = {
        "over": {"starts_at": at(days=-3), "ends_at": at(days=-2)},
        "draft": {"state": State.DRAFT, "published_at": None},
        "cancelled": {"state": State.CANCELLED, "cancelled_at": timezone.now()},
    }[what]
    Event.objects.filter(pk=event.pk).update(**fields)
    assert day_news.write_due(now=at()) == 0


def test_a_discreet_event_is_named_by_its_day(event: Event, organiser: User) -> None:
    Event.objects.filter(pk=event.pk).update(is_discreet=True)
    make_registration(event)
    day_news.write_due(now=at())
    said = text_for(organiser)
    assert "The event on " in said
    assert "forum" not in said.casefold()
    assert "harbour" not in said.casefold()


def test_who_left_the_team_meanwhile_or_has_another_address_gets_nothing(
    event: Event, organiser: User, owner: User
) -> None:
    make_registration(event)
    day_news.write_due(now=at())
    Membership.objects.filter(user=organiser).delete()
    User.objects.filter(pk=owner.pk).update(email="olive@elsewhere.example")
    for message in Message.objects.filter(kind="day_news"):
        assert mail_of(message) is None


@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28)])
def test_across_a_change_of_the_clocks_it_is_one_mail_a_day(
    change: date, event: Event, organiser: User
) -> None:
    make_registration(event)
    noon = datetime.combine(change - timedelta(days=2), time(12), LONDON)
    Event.objects.filter(pk=event.pk).update(
        starts_at=noon + timedelta(days=30), ends_at=noon + timedelta(days=31)
    )
    now, end = noon.astimezone(UTC), noon.astimezone(UTC) + timedelta(days=4)
    left = []
    while now < end:
        if now.hour == 12:
            Registration.objects.update(booked_at=now)  # every day somebody books at noon
        if day_news.write_due(now=now):
            left.append(now.astimezone(LONDON))
        now += timedelta(hours=1)
    days = [change + timedelta(days=number) for number in (-1, 0, 1, 2)]
    assert [(one.date(), one.hour) for one in left] == [(day, 7) for day in days]


def test_a_process_killed_at_any_statement_tells_nobody_or_everybody(
    event: Event, organiser: User, owner: User
) -> None:
    make_registration(event)
    Message.objects.all().delete()
    for _ in killed_at_each_statement(partial(day_news.write_due, now=at())):
        assert (Message.objects.count(), DayNews.objects.count()) in [(0, 0), (2, 2)]
    assert len(told()) == 2


def test_rows_of_long_ago_are_deleted(event: Event, organiser: User) -> None:
    old = at(days=-40)
    DayNews.objects.create(user=organiser, day=old.date(), since=old, until=old)
    make_registration(event)
    day_news.write_due(now=at())
    assert [row.day for row in DayNews.objects.all()] == [at().date()]


def test_it_takes_no_more_queries_for_more_people_and_events(host: Host) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            user = make_member(host, Role.ORGANISER, user=make_user())
            make_registration(make_event(host))
        Message.objects.all().delete()
        DayNews.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            day_news.write_due(now=at())
        with CaptureQueriesContext(connection) as more:
            text_for(user)
        counts.append((len(queries), len(more)))
    assert counts[0] == counts[1]
