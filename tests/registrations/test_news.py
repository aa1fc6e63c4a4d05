"""People are told of a change once: all of them or none, whatever happens to the process."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import outbox, publishing
from forum.models import Event, EventChange, Message, User
from registrations import booking, news
from registrations.models import Call, Registration
from tests.factories import make_event, make_registration
from tests.killing import killed_at_each_statement
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server"]

pytestmark = pytest.mark.django_db


def move(event: Event, by: User, **fields: Any) -> EventChange | None:
    fields = fields or {"starts_at": event.starts_at + timedelta(minutes=30)}
    return publishing.change(event=event, by=by, fields=fields)


def queued() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "to"))


def test_everybody_expected_with_an_address_is_told_once(event: Event, organiser: User) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2)
    make_registration(event, email="amina@example.org")
    make_registration(event, email="bilal@example.org")
    make_registration(event, "Waits", email="waits@example.org")
    gone = make_registration(event, email="gone@example.org")
    make_registration(event, "Phones", contact_by="phone", phone="07700 900123", email="")
    booking.cancel(registration=gone)
    Message.objects.all().delete()
    make_registration(make_event(), email="elsewhere@example.org")
    event.refresh_from_db()
    change = move(event, organiser)
    assert news.tell_due() == 3
    assert news.tell_due() == 0
    assert queued() == [
        ("event_changed", "amina@example.org"),
        ("event_changed", "bilal@example.org"),
        ("event_changed", "waits@example.org"),
    ]
    assert change is not None
    change.refresh_from_db()
    assert change.told_at == Message.objects.first().created_at  # type: ignore[union-attr]
    assert list(Call.objects.values_list("registration__badge_name", "kind", "created_at")) == [
        ("Phones", "event_changed", change.told_at)
    ]


def test_changes_that_wait_together_are_one_mail_and_later_ones_another(
    event: Event, organiser: User, mail_server: MailServer
) -> None:
    make_registration(event, email="amina@example.org")
    move(event, organiser)
    event.refresh_from_db()
    move(event, organiser, public_place="York city centre")
    news.tell_due()
    event.refresh_from_db()
    move(event, organiser, title="Summer casework forum")
    news.tell_due()
    assert outbox.send_due() == 2
    first, second = (letter.text for letter in mail_server.letters)
    assert "10.30 am" in first
    assert "Now: York city centre" in first
    assert "Before: Spring casework forum" not in first
    assert "Before: Spring casework forum\nNow: Summer casework forum" in second
    assert "Before: Leeds" not in second


def test_a_change_that_was_taken_back_is_told_to_nobody(event: Event, organiser: User) -> None:
    make_registration(event)
    move(event, organiser, public_place="York city centre")
    event.refresh_from_db()
    move(event, organiser, public_place="Leeds city centre")
    assert news.tell_due() == 0
    assert not event.changes.filter(told_at=None).exists()


def test_a_change_of_a_place_that_is_not_released_is_told_to_nobody(
    event: Event, organiser: User
) -> None:
    Event.objects.filter(pk=event.pk).update(place_released_at=event.starts_at)
    event.refresh_from_db()
    make_registration(event)
    move(event, organiser, exact_place="Hall, 12 Ferry Lane")
    assert news.tell_due() == 0
    assert queued() == []


def test_those_who_wait_are_not_told_a_released_place(
    event: Event, organiser: User, mail_server: MailServer
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    make_registration(event, email="amina@example.org")
    make_registration(event, email="waits@example.org")
    event.refresh_from_db()
    move(event, organiser, exact_place="Hall, 12 Ferry Lane")
    news.tell_due()
    outbox.send_due()
    (letter,) = mail_server.letters
    assert letter.recipients == ["amina@example.org"]
    assert "Address\nBefore: not given\nNow: Hall, 12 Ferry Lane" in letter.text
    assert list(Message.objects.filter(to="waits@example.org").values_list("state", flat=True)) == [
        "dropped"
    ]


def test_a_new_time_zone_is_told_with_its_name(
    event: Event, organiser: User, mail_server: MailServer
) -> None:
    make_registration(event)
    move(event, organiser, timezone="Europe/Paris")
    news.tell_due()
    outbox.send_due()
    (letter,) = mail_server.letters
    before, now = letter.text.split("When\nBefore: ")[1].splitlines()[:2]
    assert before.endswith("10 am to 4.30 pm")
    assert now == f"Now: {before}, Paris time"


def test_a_cancelled_event_is_told_as_that_alone(event: Event, organiser: User) -> None:
    make_registration(event, email="amina@example.org")
    move(event, organiser)
    event.refresh_from_db()
    publishing.cancel(event=event, by=organiser, reason="No roof")
    assert news.tell_due() == 1
    assert queued() == [("event_cancelled", "amina@example.org")]


def test_of_what_is_over_nobody_is_told(event: Event, organiser: User) -> None:
    make_registration(event)
    move(event, organiser)
    assert news.tell_due(now=event.ends_at + timedelta(days=1)) == 0
    assert not event.changes.filter(told_at=None).exists()


def test_one_address_that_cannot_be_written_to_keeps_no_other_from_being_told(
    event: Event, organiser: User
) -> None:
    broken, other = make_registration(event), make_registration(event, "Bilal")
    Registration.objects.filter(pk=broken.pk).update(email="a@b.org, c@d.org")
    move(event, organiser)
    assert news.tell_due() == 1
    assert queued() == [("event_changed", other.email)]


def test_a_process_killed_at_any_statement_tells_nobody_or_everybody(
    event: Event, organiser: User
) -> None:
    for number in range(3):
        make_registration(event, email=f"person{number}@example.org")
    move(event, organiser)
    told = EventChange.objects.filter(told_at__isnull=False)
    found = [
        (Message.objects.count(), told.count()) for _ in killed_at_each_statement(news.tell_due)
    ]
    assert set(found) <= {(0, 0), (3, 1)}
    assert len(found) >= 5
    news.tell_due()
    assert Message.objects.count() == 3


def test_telling_takes_no_more_queries_for_more_people(event: Event, organiser: User) -> None:
    counts = []
    for people in (1, 3):
        for number in range(people):
            make_registration(event, email=f"person{people}{number}@example.org")
        event.refresh_from_db()
        move(event, organiser)
        with CaptureQueriesContext(connection) as queries:
            news.tell_due()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_is_asked_of_events_without_news(
    event: Event, django_assert_num_queries: Any
) -> None:
    make_registration(event)
    with django_assert_num_queries(1):
        assert news.tell_due(now=timezone.now()) == 0
