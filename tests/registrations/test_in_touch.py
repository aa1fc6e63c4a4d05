"""The list of who wants to hear of later events: onto it, off it, asked again, told once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from forum import outbox, schedule
from forum.models import AuditEntry, Event, Host, Message, ScheduledJob, User
from forum.models.ground import MessageState
from forum.models.people import Role
from registrations import (
    booking,
    consenting,
    forgetting,
    handing_over,
    in_touch,
    own_data,
    retention,
    tickets,
)
from registrations.models import Consent, EventInvitation, Registration, Subscriber
from tests.factories import add_host, make_event, make_host, make_member, make_registration

pytestmark = pytest.mark.django_db

MAIL = "amina@example.org"
TWO_YEARS = timedelta(days=730)


def yes(event: Event, email: str = MAIL, **given: Any) -> Registration:
    return make_registration(event, email=email, news=True, **given)


def on_list(host: Host) -> list[str]:
    return list(Subscriber.objects.filter(host=host).values_list("email", flat=True))


def reader(host: Host, email: str = MAIL, **fields: Any) -> Subscriber:
    return Subscriber.objects.create(host=host, email=email, wording="news-2", **fields)


# Onto it


def test_a_yes_in_a_booking_puts_its_address_on_the_lead_hosts_list(event: Event, host: Host):
    other = add_host(event)
    booked = yes(event, language="ar")
    make_registration(event, name="Bo")
    row = Subscriber.objects.get()
    consent = Consent.objects.get(kind="news")
    assert (row.host, row.email, row.language) == (host, booked.email, "ar")
    assert (row.wording, row.given_at) == (consent.wording, consent.given_at)
    assert on_list(other) == []


def test_nothing_in_the_row_says_which_event_it_came_from():
    names = {field.name for field in Subscriber._meta.get_fields()}
    assert names == {
        *("id", "host", "email", "language", "wording"),
        *("given_at", "asked_at", "days_waited", "waited_on"),
    }


def test_an_address_said_again_in_another_case_is_one_row_and_renewed(event: Event, host: Host):
    first = yes(event, now=timezone.now() - timedelta(days=700))
    Subscriber.objects.update(asked_at=timezone.now(), days_waited=3, wording="news-1")
    later = yes(make_event(host), email="AMINA@example.org")
    row = Subscriber.objects.get()
    assert row.given_at == later.consents.get(kind="news").given_at > first.booked_at
    assert (row.wording, row.asked_at, row.days_waited) == ("news-2", None, 0)


def test_each_host_has_a_list_of_its_own(event: Event, host: Host):
    other = make_event()
    yes(event)
    yes(other)
    assert on_list(host) == on_list(other.lead_host) == [MAIL]


@pytest.mark.parametrize(
    "given",
    [
        {"contact_by": "phone", "phone": "07700 900123"},
        {"contact_by": "helper", "phone": "07700 900123"},
        {"contact_by": "page"},
        {"is_discreet": True},
    ],
)
def test_without_an_address_of_its_own_or_with_discretion_a_booking_puts_nobody_on_it(
    event: Event, given: dict[str, Any]
):
    yes(event, **given)
    assert not Subscriber.objects.exists()


def test_a_discreet_event_puts_nobody_on_it_and_keeps_no_yes(host: Host):
    booked = yes(make_event(host, is_discreet=True))
    consenting.turn_on(registration=booked, kind="news")
    assert not Subscriber.objects.exists()
    assert not Consent.objects.filter(kind="news").exists()


def test_a_yes_on_the_persons_page_counts_at_once_and_a_change_elsewhere_renews_nothing(
    event: Event, host: Host
):
    booked = make_registration(event, email=MAIL)
    consenting.turn_on(registration=booked, kind="news")
    before = Subscriber.objects.get().given_at
    booking.change(registration=booked, answers={"name": "Ama", "news": True})
    assert Subscriber.objects.get().given_at == before


# Off it


def test_taking_the_yes_back_takes_the_address_off(event: Event, host: Host):
    booked = yes(event)
    consenting.turn_off(registration=booked, kind="news")
    assert on_list(host) == []
    consenting.turn_off(registration=booked, kind="news")
    assert on_list(host) == []


@pytest.mark.parametrize(
    "leave",
    [
        lambda row: consenting.turn_off(registration=row, kind="news"),
        lambda row: booking.change(registration=row, answers={"news": False}),
        lambda row: booking.change(registration=row, answers={"is_discreet": True}),
        lambda row: booking.change(
            registration=row, answers={"contact_by": "email", "email": "new@example.org"}
        ),
        lambda row: forgetting.forget(registration=row),
        lambda row: handing_over.hand_over(registration=row, name="Bo", contact_by="page"),
    ],
    ids=["taken back", "unticked", "now discreet", "moved", "deleted", "handed over"],
)
def test_who_leaves_is_off_unless_another_living_booking_at_the_host_says_yes(
    event: Event, host: Host, leave: Any
):
    booked, second = yes(event), yes(make_event(host))
    leave(booked)
    assert MAIL in on_list(host)
    booking.cancel(registration=second)
    again = yes(make_event())  # at another host
    third = yes(event, name="Cy")
    leave(third)
    assert MAIL not in on_list(host)
    assert on_list(again.event.lead_host) == [MAIL]


def test_a_new_address_takes_the_yes_along(event: Event, host: Host):
    booked = yes(event)
    booking.change(registration=booked, answers={"contact_by": "email", "email": "new@example.org"})
    assert on_list(host) == ["new@example.org"]


def test_an_old_no_takes_no_later_yes_back(event: Event, host: Host):
    booked = yes(event)
    consenting.turn_off(registration=booked, kind="news")
    later = yes(make_event(host))
    later.delete()  # its day has come; the list stays
    booking.change(registration=booked, answers={"name": "Ama"})
    assert on_list(host) == [MAIL]


def test_erasing_an_event_does_not_touch_the_list(event: Event, host: Host):
    yes(event)
    row = Subscriber.objects.values().get()
    after = event.ends_at + timedelta(days=182)
    with time_machine.travel(after):
        retention.confirm(by=None)
        retention.erase_due()
    assert not Registration.objects.exists()
    assert Subscriber.objects.values().get() == row


def test_one_press_ends_it_everywhere_at_the_host(event: Event, host: Host):
    booked = yes(event)
    other = yes(make_event())
    row = Subscriber.objects.get(host=host)
    in_touch.leave(subscriber=row)
    in_touch.leave(subscriber=row)
    assert on_list(host) == []
    assert on_list(other.event.lead_host) == [MAIL]
    assert not booked.consents.filter(kind="news", withdrawn_at=None).exists()
    assert other.consents.filter(kind="news", withdrawn_at=None).exists()
    booking.change(registration=booked, answers={"name": "Ama"})
    assert on_list(host) == []
    deeds = AuditEntry.objects.filter(host=host).values_list("deed", "who", "row_id")
    assert list(deeds) == [("left the list of later events", None, None)]


def test_an_owner_takes_off_who_asks_by_telephone(host: Host, owner: User):
    reader(host, MAIL)
    in_touch.remove(host=host, address=" AMINA@example.org", by=owner)
    assert on_list(host) == []
    with pytest.raises(in_touch.NotOnItError):
        in_touch.remove(host=host, address=MAIL, by=owner)
    other = reader(make_host())
    with pytest.raises(in_touch.NotOnItError):
        in_touch.remove(host=host, address=MAIL, by=owner)
    assert Subscriber.objects.get() == other


def test_the_file_of_ones_data_has_what_the_list_holds(event: Event):
    booked = yes(event)
    held = own_data.of(booked)["list_of_later_events"]
    assert (held["email"], held["words"][:3]) == (MAIL, "Yes")
    Registration.objects.update(is_discreet=True)
    booked.refresh_from_db()
    assert own_data.of(booked)["list_of_later_events"] is None


# Its link


def test_the_link_opens_the_list_and_nothing_else(event: Event, host: Host):
    booked = yes(event)
    row = Subscriber.objects.get()
    link = tickets.token(row.pk, "stay")
    assert in_touch.find(link) == row
    stolen = [
        tickets.token(booked.pk, "booking", booked.link_version),
        tickets.token(booked.pk, "stay"),
        tickets.token(row.pk, "ticket"),
        link[:-1] + ("A" if link[-1] != "A" else "B"),
        link[:-1],
        "",
    ]
    assert [in_touch.find(each) for each in stolen] == [None] * len(stolen)
    assert tickets.find(link, "booking") is None
    in_touch.leave(subscriber=row)
    assert in_touch.find(link) is None
    assert in_touch.is_ours(link)


# Asked again


def left(row: Subscriber, at: datetime) -> None:
    """The question has left."""
    Message.objects.filter(row_id=row.pk).update(state=MessageState.SENT, sent_at=at)


def days(first: datetime, count: int) -> None:
    """The daily job, on so many days."""
    for day in range(count):
        in_touch.ask_again_due(first + timedelta(days=day))


def test_two_years_later_it_is_asked_once(host: Host):
    now = timezone.now()
    row = reader(host, given_at=now)
    assert in_touch.ask_again_due(now + TWO_YEARS - timedelta(minutes=1)) == 0
    due = now + TWO_YEARS
    assert [in_touch.ask_again_due(due) for _ in range(3)] == [1, 0, 0]
    asked = Message.objects.get()
    assert (asked.kind, asked.to, asked.row_id) == ("stay_in_touch", MAIL, row.pk)
    left(row, due)
    in_touch.ask_again_due(due + timedelta(days=1))
    row.refresh_from_db()
    assert row.asked_at == due
    assert Message.objects.count() == 1


def test_who_does_not_answer_within_30_days_is_off(host: Host):
    now = timezone.now()
    row = reader(host, given_at=now - TWO_YEARS)
    fresh = reader(host, "bo@example.org", given_at=now)
    in_touch.ask_again_due(now)
    left(row, now)
    days(now + timedelta(days=1), 29)
    assert set(on_list(host)) == {MAIL, fresh.email}
    days(now + timedelta(days=30), 1)
    assert on_list(host) == [fresh.email]
    line = AuditEntry.objects.get(host=host)
    assert (line.deed, line.count) == ("let go who did not say yes again to later events", 1)


def test_a_yes_holds_for_two_more_years(host: Host):
    now = timezone.now()
    row = reader(host, given_at=now - TWO_YEARS)
    in_touch.ask_again_due(now)
    left(row, now)
    days(now + timedelta(days=1), 20)
    assert in_touch.renew(subscriber=row, now=now + timedelta(days=21))
    days(now + timedelta(days=22), 60)
    row.refresh_from_db()
    assert (row.given_at, row.asked_at, row.days_waited) == (now + timedelta(days=21), None, 0)
    row.delete()
    assert not in_touch.renew(subscriber=row)


def test_who_was_not_asked_because_no_mail_leaves_is_never_off(host: Host):
    now = timezone.now()
    reader(host, given_at=now - TWO_YEARS)
    days(now, 90)
    assert on_list(host) == [MAIL]
    assert Message.objects.count() == 1
    Message.objects.update(state=MessageState.FAILED, problem="mail server not reached")
    days(now + timedelta(days=90), 60)
    assert on_list(host) == [MAIL]


def test_an_address_that_takes_no_mail_goes_as_one_that_does_not_answer(host: Host):
    now = timezone.now()
    reader(host, given_at=now - TWO_YEARS)
    in_touch.ask_again_due(now)
    Message.objects.update(state=MessageState.FAILED, problem="refused (550)", created_at=now)
    days(now + timedelta(days=1), 30)
    assert on_list(host) == []


@pytest.mark.parametrize("jump", [timedelta(days=40), timedelta(days=400)])
def test_a_clock_that_jumps_forward_takes_nobody_off(host: Host, jump: timedelta):
    now = timezone.now()
    row = reader(host, given_at=now - TWO_YEARS)
    in_touch.ask_again_due(now)
    left(row, now)
    in_touch.ask_again_due(now + timedelta(days=1))
    days(now + jump, 3)
    days(now + timedelta(days=2), 3)
    assert on_list(host) == [MAIL]


def test_a_clock_that_was_years_ahead_asks_nobody_twice_and_takes_nobody_off(host: Host):
    now = timezone.now()
    row = reader(host, given_at=now - timedelta(days=10))
    ahead = now + timedelta(days=900)
    in_touch.ask_again_due(ahead)
    Message.objects.update(created_at=ahead)
    left(row, ahead)
    in_touch.ask_again_due(ahead + timedelta(days=1))
    days(now, 40)
    row.refresh_from_db()
    assert (row.asked_at, row.days_waited) == (None, 0)
    due = row.given_at + TWO_YEARS
    assert in_touch.ask_again_due(due) == 1


def test_a_job_that_runs_often_counts_a_day_once(host: Host):
    now = timezone.now().replace(hour=12)
    row = reader(host, given_at=now - TWO_YEARS, asked_at=now - timedelta(days=31))
    for _ in range(40):
        in_touch.ask_again_due(now)
    row.refresh_from_db()
    assert row.days_waited == 1


# Told of an event


def test_everybody_fresh_is_told_once_and_who_booked_is_not(
    event: Event, host: Host, organiser: User
):
    now = timezone.now()
    told = [reader(host, f"reader{number}@example.org") for number in range(3)]
    reader(host, "Here@example.org")
    reader(host, "old@example.org", given_at=now - TWO_YEARS)
    reader(make_host(), "elsewhere@example.org")
    make_registration(event, email="here@example.org")
    plan = in_touch.plan(event)
    assert (plan.on_list, plan.count, plan.told, plan.booked, plan.asked) == (5, 3, 0, 1, 1)

    assert in_touch.invite(event=event, expected=3, by=organiser) == 3

    queued = Message.objects.filter(kind="event_invitation")
    assert {row.to for row in queued} == {row.email for row in told}
    assert {row.row_id for row in queued} == {row.pk for row in EventInvitation.objects.all()}
    line = AuditEntry.objects.get(deed="invited people from the list")
    assert (line.who, line.event, line.count) == (organiser, event, 3)
    assert in_touch.plan(event).told == 3
    reader(host, "new@example.org")
    assert in_touch.invite(event=event, expected=1, by=organiser) == 1


def test_another_number_than_was_confirmed_invites_nobody(
    event: Event, host: Host, organiser: User
):
    reader(host)
    for wrong in (0, 2):
        with pytest.raises(in_touch.CountChangedError):
            in_touch.invite(event=event, expected=wrong, by=organiser)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False},
        {"is_discreet": True},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"closes_at": timezone.now() - timedelta(hours=1)},
        {"state": "cancelled", "cancelled_at": timezone.now()},
    ],
)
def test_only_to_a_published_event_that_takes_bookings_and_names_itself(
    host: Host, organiser: User, fields: dict[str, Any]
):
    event = make_event(host, **fields)
    reader(host)
    with pytest.raises(in_touch.InviteError):
        in_touch.invite(event=event, expected=1, by=organiser)
    assert not Message.objects.exists()


def test_another_hosts_team_cannot_write_to_the_lead_hosts_list(event: Event, host: Host):
    friend = make_member(add_host(event), Role.ORGANISER)
    reader(host)
    with pytest.raises(in_touch.InviteError, match=host.name):
        in_touch.invite(event=event, expected=1, by=friend)


def test_who_was_told_is_forgotten_30_days_after_the_event(
    event: Event, host: Host, organiser: User
):
    """Who on the list was not told of an event may have been at it."""
    reader(host)
    in_touch.invite(event=event, expected=1, by=organiser)
    in_touch.ask_again_due(event.ends_at + timedelta(days=29))
    assert EventInvitation.objects.count() == 1
    in_touch.ask_again_due(event.ends_at + timedelta(days=31))
    assert (EventInvitation.objects.count(), on_list(host)) == (0, [MAIL])


def test_while_the_clock_may_be_wrong_who_was_told_is_not_forgotten(
    event: Event, host: Host, organiser: User, settings: Any
):
    reader(host)
    in_touch.invite(event=event, expected=1, by=organiser)
    first, job = settings.ERASING_JOBS[0], "registrations.in_touch.ask_again_due"
    settings.JOBS = {first: 3_600, job: 86_400}
    ScheduledJob.objects.create(name=first, last_run_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        schedule.run_due()
    assert EventInvitation.objects.count() == 1


def test_mails_that_wait_go_when_the_address_leaves(event: Event, host: Host, organiser: User):
    row = reader(host)
    in_touch.invite(event=event, expected=1, by=organiser)
    in_touch.leave(subscriber=row)
    assert outbox.send_due() == 0
    assert not Message.objects.exists()
