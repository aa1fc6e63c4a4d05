"""Mails to who registers others: their page, the codes, and news about each person."""

import re
from typing import Any

import pytest
from django.utils import timezone

from forum.models import Event, Message
from registrations import booking, emails, helping, telling
from registrations.models import Helper, Registration
from tests.factories import ask, help_register, make_event, make_helper

pytestmark = pytest.mark.django_db

TO = "robin@support.example"


@pytest.fixture
def helper(event: Event) -> Helper:
    return make_helper(event, email=TO)


def mail(kind: str, row_id: Any, to: str = TO) -> Any:
    composer = getattr(emails, kind)
    return composer(Message(kind=kind, to=to, row_id=row_id))


def whole(message: Any) -> str:
    """Everything in the mail: subject, sender, text and HTML."""
    parts = [message.subject, message.from_email, message.body]
    return "\n".join([*parts, *(str(content) for content, _ in message.alternatives)])


def test_the_page_comes_by_mail(helper: Helper):
    sent = mail("helper_page", helper.id)
    assert sent.subject == "Your page to register others: Spring casework forum"
    assert "Hello Robin Vale," in sent.body
    assert re.search(r"http\S+/h/[\w-]{43}/", sent.body)
    assert mail("helper_page", helper.id, to="somebody@else.example") is None


def test_the_codes_come_by_mail_and_needs_do_not(helper: Helper):
    ask(helper.event)
    amina, bilal = help_register(helper, "Amina Warsame", "Bilal")
    booking.change(registration=amina, answers={"meals": ["vegan"], "needs_consent": True})
    Registration.objects.filter(pk=bilal.pk).update(
        state="waiting", place=None, waiting_since=timezone.now()
    )
    sent = mail("helper_copy", helper.id)
    assert f"{amina.code}, Amina Warsame: has a place" in sent.body
    assert f"{bilal.code}, Bilal: on the waiting list" in sent.body
    assert "egan" not in whole(sent)
    assert "/b/" not in whole(sent)  # their links are on the helper's page alone


def test_no_codes_are_sent_of_who_is_reached_alone(helper: Helper):
    [amina] = help_register(helper, "Amina")
    booking.change(
        registration=amina, answers={"contact_by": "email", "email": "amina@example.org"}
    )
    assert mail("helper_copy", helper.id) is None


def test_a_name_that_holds_a_link_is_left_out(helper: Helper):
    [one] = help_register(helper, "Win at evil.example now")
    sent = mail("helper_copy", helper.id)
    assert f"{one.code}: has a place" in sent.body
    assert "evil" not in whole(sent)


@pytest.mark.parametrize("kind", ["helper_page", "helper_copy"])
def test_a_discreet_event_is_not_named(kind: str):
    event = make_event(title="Heronsgate shelter", is_discreet=True)
    helper = make_helper(event, email=TO)
    help_register(helper, "Amina")
    text = whole(mail(kind, helper.id))
    assert "Heronsgate" not in text
    assert event.lead_host.name not in text


def test_nor_is_any_event_for_somebody_who_asked_for_discretion(helper: Helper):
    [amina] = help_register(helper, "Amina")
    booking.change(registration=amina, answers={"is_discreet": True})
    assert "Spring casework" not in whole(mail("helper_copy", helper.id))


def test_nothing_leaves_to_a_helper_who_is_forgotten(helper: Helper):
    helping.forget(helper=helper)
    assert mail("helper_page", helper.id) is None
    assert mail("helper_copy", helper.id) is None


def test_news_about_a_person_says_whom_it_is_about(helper: Helper):
    [amina] = help_register(helper, "Amina")
    amina.refresh_from_db()
    telling.tell(amina, "confirmation")
    queued = Message.objects.get(kind="confirmation")
    assert queued.to == TO
    sent = mail("confirmation", amina.id)
    assert "Hello Robin Vale," in sent.body
    assert f"This is about Amina, code {amina.code}, whom you registered." in sent.body
    assert mail("confirmation", amina.id, to="amina@example.org") is None


def test_of_a_helper_without_an_address_a_call_is_noted(event: Event):
    helper = make_helper(event, email="", phone="07700 900123")
    [amina] = help_register(helper, "Amina")
    assert not Message.objects.exists()
    telling.tell(amina, "confirmation")
    assert [call.kind for call in amina.calls.all()] == ["confirmation"]
    assert amina.telephone == "07700 900123"
