"""The team reads when reminders leave and what they say, and switches each off or on."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum import dates
from forum.models import Event, User
from registrations import reminding
from registrations.models import Reminder
from registrations.models.messages import ReminderKind

pytestmark = pytest.mark.django_db

WEEK, DAY = ReminderKind.WEEK, ReminderKind.DAY


def words(response: Any) -> str:
    """What the page says, without tags and line ends."""
    shown = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r" ([.,])", r"\1", " ".join(shown.split()))


def address(event: Event) -> str:
    return f"/organise/events/{event.slug}/reminders/"


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    client.force_login(organiser)
    return client


def seen(client: Client, event: Event) -> str:
    response = client.get(address(event))
    assert response.status_code == 200
    return words(response)


def test_it_says_when_each_leaves_and_what_it_says(desk: Client, event: Event) -> None:
    shown = seen(desk, event)
    for kind in ReminderKind:
        day = dates.day(reminding.leaves_at(event, kind))
        assert f"It leaves on {day}, 9 am." in shown
    assert "Coming soon: Spring casework forum" in shown
    assert "Your code is FERN-4821." in shown
    assert shown.count("Hello Amina,") == 2


def test_each_is_switched_off_and_on_by_itself(desk: Client, event: Event) -> None:
    response = desk.post(address(event), {"kind": "week", "turn": "off"}, follow=True)
    assert "Nobody is reminded a week before." in words(response)
    assert "Switched off. It would leave on" in words(response)
    assert [one.is_on for one in reminding.planned(event)] == [False, True]
    response = desk.post(address(event), {"kind": "week", "turn": "on"}, follow=True)
    assert "People are reminded a week before." in words(response)
    assert [one.is_on for one in reminding.planned(event)] == [True, True]


@pytest.mark.parametrize("data", [{}, {"kind": "month", "turn": "off"}, {"kind": "week"}])
def test_what_is_no_reminder_changes_nothing(
    data: dict[str, str], desk: Client, event: Event
) -> None:
    response = desk.post(address(event), data, follow=True)
    assert "Nothing was changed. Choose one of the reminders below." in words(response)
    assert not Reminder.objects.exists()


def test_of_one_that_left_it_says_when_and_has_no_button(desk: Client, event: Event) -> None:
    left = timezone.now()
    Reminder.objects.create(event=event, kind=WEEK, done_at=left)
    shown = seen(desk, event)
    assert f"It left on {dates.day(left, event.zone)}" in shown
    assert desk.get(address(event)).content.count(b'name="turn"') == 1


def test_one_that_is_late_and_one_that_is_missed_say_so(desk: Client, event: Event) -> None:
    start = timezone.now() + timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    shown = seen(desk, event)
    assert "It did not leave." in shown
    assert "It leaves within minutes, to those who booked before" in shown


def test_a_stranger_is_refused_and_so_is_another_method(
    client: Client, event: Event, stranger: User, organiser: User
) -> None:
    client.force_login(stranger)
    assert client.get(address(event)).status_code == 404
    assert client.post(address(event), {"kind": "week", "turn": "off"}).status_code == 404
    client.force_login(organiser)
    assert client.put(address(event)).status_code == 405
    assert not Reminder.objects.exists()
