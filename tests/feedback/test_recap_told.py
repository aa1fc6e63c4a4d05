"""Those who had a place are told of the recap once, by whatever way they are reached."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback import recaps
from feedback.emails import recap_ready
from feedback.models import Recap
from forum.models import Event, Host, Message
from registrations import booking
from registrations.models import Call, Registration
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(host: Host) -> Event:
    return make_event(host, title="Spring casework forum", capacity=2)


def over(event: Event, *, days: int = 7) -> Event:
    """The same event, so many days after its end, with nothing waiting in the outbox."""
    ended = timezone.now() - timedelta(days=days)
    Event.objects.filter(pk=event.pk).update(starts_at=ended - timedelta(hours=6), ends_at=ended)
    Message.objects.all().delete()
    event.refresh_from_db()
    return event


def publish(event: Event, **figures: Any) -> Recap:
    recap = recaps.save(event=event, fields={"title": "A full room"}, quotes=[], by=None)
    recaps.publish(recap=recap, by=None)
    if figures:
        recap.figures |= figures
        recap.save()
    return recap


def queued() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "to"))


def test_everybody_who_had_a_place_is_told_and_nobody_else(event: Event) -> None:
    make_registration(event, email="amina@example.org")
    make_registration(event, "Phones", contact_by="phone", phone="07700 900123", email="")
    make_registration(event, "Waits", email="waits@example.org")
    gone = make_registration(event, "Gone", email="gone@example.org")
    booking.cancel(registration=gone)
    publish(over(event))
    assert queued() == [("recap_ready", "amina@example.org")]
    assert [(call.kind, call.registration.badge_name) for call in Call.objects.all()] == [
        ("recap_ready", "Phones")
    ]


def test_publishing_again_and_taking_it_back_between_tells_nobody_twice(event: Event) -> None:
    make_registration(event)
    recap = publish(over(event))
    told_at = recap.told_at
    recaps.publish(recap=recap, by=None)
    recaps.unpublish(recap=recap, by=None)
    recaps.publish(recap=Recap.objects.get(), by=None)
    assert len(queued()) == 1
    assert Recap.objects.get().told_at == told_at


def test_once_bookings_are_to_be_deleted_nobody_is_told(event: Event) -> None:
    make_registration(event)
    publish(over(event, days=182))
    assert queued() == []


def test_it_has_the_link_and_three_figures_that_the_recap_shows(event: Event) -> None:
    registration = make_registration(event)
    publish(over(event), came=64, organisations=None, ballots=42, organisations_new=9)
    mail = recap_ready(Message(to=registration.email, row_id=registration.pk, event=event))
    assert mail is not None
    assert mail.subject == "What came of it: Spring casework forum"
    assert f"/e/{event.slug}/recap/\n" in mail.body
    figures = "64 people came\n42 people said how it was\n9 organisations came for the first time"
    assert figures in mail.body
    assert "None" not in mail.body
    assert "organisations were there" not in mail.body


def test_without_figures_to_show_it_says_none(event: Event) -> None:
    registration = make_registration(event)
    publish(over(event))
    mail = recap_ready(Message(to=registration.email, row_id=registration.pk, event=event))
    assert mail is not None
    assert "people came" not in mail.body


def test_a_discreet_one_names_neither_event_nor_host(event: Event) -> None:
    registration = make_registration(event)
    Registration.objects.update(is_discreet=True)
    publish(over(event))
    mail = recap_ready(Message(to=registration.email, row_id=registration.pk, event=event))
    assert mail is not None
    said = mail.message().as_string().casefold()
    assert "spring" not in said
    assert "harbour network" not in said
    assert f"/e/{event.pk}/recap/" in mail.body


def test_of_a_recap_that_was_taken_back_meanwhile_nobody_is_told(event: Event) -> None:
    registration = make_registration(event)
    recaps.unpublish(recap=publish(over(event)), by=None)
    message = Message(to=registration.email, row_id=registration.pk, event=event)
    assert recap_ready(message) is None


def test_telling_takes_no_more_queries_for_more_people(host: Host) -> None:
    counts = []
    for people in (1, 1, 3):
        event = make_event(host)
        for _ in range(people):
            make_registration(event)
        over(event)
        recap = recaps.save(event=event, fields={"title": "A full room"}, quotes=[], by=None)
        with CaptureQueriesContext(connection) as queries:
            recaps.publish(recap=recap, by=None)
        counts.append(len(queries))
    assert counts[1] == counts[2]  # the first makes what a host has once
