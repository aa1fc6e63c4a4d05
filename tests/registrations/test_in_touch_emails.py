"""The two mails of the list: why they came, and how to hear no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum.models import Event, Host, Message, User
from registrations import in_touch, tickets
from registrations.models import Subscriber
from tests.factories import make_registration
from tests.registrations.test_emails import MAKERS, Scene, addresses, scene
from tests.smtp import mail_server

__all__ = ["mail_server", "scene"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["event_invitation", "stay_in_touch"])
def test_a_mail_program_can_end_it_with_one_press_of_its_own(
    kind: str, scene: Scene, client: Client
) -> None:
    """RFC 8058: the header's address takes a POST without any page, cookie or token before it."""
    MAKERS[kind](scene)
    (letter,) = scene.sent()
    reader = Subscriber.objects.get()
    link = tickets.absolute(in_touch.leave_path(reader))
    assert letter.message["List-Unsubscribe"].strip() == f"<{link}>"
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert tickets.absolute(in_touch.stay_path(reader)) in addresses(letter)
    program = Client(enforce_csrf_checks=True)
    answer = program.post(in_touch.leave_path(reader), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert not Subscriber.objects.exists()


def test_an_invitation_says_what_is_on_whose_list_it_is_and_since_when(scene: Scene) -> None:
    MAKERS["event_invitation"](scene)
    (letter,) = scene.sent()
    assert letter.message["Subject"] == "You are invited: Spring casework forum"
    words = " ".join(letter.text.split())
    for said in [
        "Harbour Network invites you to: Spring casework forum",
        "10 am to 4.30 pm",
        "A day for caseworkers to compare notes.",
        "You get this because somebody who gave your address said yes",
        "Stop these emails with one press",
    ]:
        assert said in words
    assert addresses(letter)[0].endswith("/e/spring-forum/")


def test_the_question_says_what_becomes_of_no_answer(scene: Scene) -> None:
    Host.objects.update(contact_email="office@harbour.example")
    MAKERS["stay_in_touch"](scene)
    (letter,) = scene.sent()
    assert letter.message["Subject"] == "May we still write to you? Harbour Network"
    assert letter.message["Reply-To"] == "office@harbour.example"
    assert "deleted from the list in 30 days" in letter.text


def _leaves(scene: Scene) -> None:
    in_touch.leave(subscriber=Subscriber.objects.get())


def _moves(scene: Scene) -> None:
    Subscriber.objects.update(email="other@example.org")


def _books(scene: Scene) -> None:
    make_registration(scene.event, email="Amina@example.org")


def _is_off(scene: Scene) -> None:
    Event.objects.update(state="cancelled", cancelled_at=timezone.now())


def _is_discreet(scene: Scene) -> None:
    Event.objects.update(is_discreet=True)


def _says_yes(scene: Scene) -> None:
    in_touch.renew(subscriber=Subscriber.objects.get())


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        *(("event_invitation", deed) for deed in (_leaves, _moves, _books, _is_off, _is_discreet)),
        *(("stay_in_touch", deed) for deed in (_leaves, _moves, _says_yes)),
    ],
)
def test_what_waits_does_not_leave_when_it_is_not_wanted_any_more(
    kind: str, deed: Any, scene: Scene
) -> None:
    MAKERS[kind](scene)
    deed(scene)
    assert scene.sent() == []
    states = list(Message.objects.filter(kind=kind).values_list("state", flat=True))
    assert states == ([] if deed is _leaves else ["dropped"])  # who leaves leaves no address


def test_a_yes_in_a_form_sends_nothing_of_its_own(event: Event, organiser: User) -> None:
    """Whoever types another's address makes the list write nothing before a team invites."""
    make_registration(event, email="amina@example.org", news=True)
    in_touch.ask_again_due(timezone.now() + timedelta(days=1))
    assert not Message.objects.exists()
