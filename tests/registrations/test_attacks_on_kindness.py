"""Strangers with an old link, a mailbox that was left, somebody else's address: each shut out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum import outbox
from forum.models import Event, Host, Message
from registrations import booking, contacts, helping, tickets
from registrations.models import Registration
from tests.factories import help_register, make_helper, make_member, make_registration

pytestmark = pytest.mark.django_db


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def opens(client: Client, path: str) -> bool:
    return client.get(path).status_code == 200


def test_a_helper_who_has_only_a_telephone_opens_no_booking_that_was_taken_over(
    client: Client, event: Event
):
    helper = make_helper(event, email="", phone="07700 900123")
    for given in (
        {"contact_by": "email", "email": "amina@new.example"},
        {"contact_by": "phone", "phone": "07700 900456"},
        {"contact_by": "page"},
    ):
        [amina] = help_register(helper, "Amina")
        old = tickets.booking_path(amina)
        assert opens(client, old)
        booking.change(registration=amina, answers=given)
        assert not opens(client, old)
        assert opens(client, tickets.booking_path(again(amina)))
        booking.cancel(registration=again(amina))


def test_an_old_link_of_a_helper_does_not_lead_to_the_page_as_it_is_now(
    client: Client, event: Event, host: Host
):
    helper = make_helper(event, email="wrong@stranger.example")
    [amina] = help_register(helper, "Amina")
    old = tickets.helper_token(helper)
    contacts.correct(
        registration=amina,
        contact_by="helper",
        email="robin@support.example",
        by=make_member(host, "organiser"),
    )
    now = tickets.helper_path(again(helper))
    typed = {"key": old, "name": "Stranger", "email": "wrong@stranger.example"}
    answer = client.post(f"/e/{event.slug}/helping/", typed)
    assert answer.headers.get("Location") != now


def test_a_stranger_who_got_a_helpers_mails_opens_no_booking_after_the_address_is_put_right(
    client: Client, event: Event, host: Host
):
    helper = make_helper(event, email="wrong@stranger.example")
    amina, bilal = help_register(helper, "Amina", "Bilal")
    old = [tickets.booking_path(one) for one in (amina, bilal)]
    contacts.correct(
        registration=amina,
        contact_by="helper",
        email="robin@support.example",
        by=make_member(host, "organiser"),
    )
    assert [opens(client, path) for path in old] == [False, False]


def test_who_leaves_a_mailbox_leaves_no_link_in_it_to_those_who_come_along(
    client: Client, event: Event
):
    amina = make_registration(event, "Amina", email="shared@home.example")
    kofi = booking.add_companion(
        first=amina, answers={"with": [{"name": "Kofi", "relation": "child"}]}
    )
    old = tickets.booking_path(kofi)
    assert opens(client, old)
    booking.change(
        registration=again(amina), answers={"contact_by": "email", "email": "amina@new.example"}
    )
    assert not opens(client, old)
    assert again(kofi).through_first


def test_a_press_with_the_key_of_another_booking_adds_somebody_all_the_same(event: Event):
    amina = make_registration(event, "Amina", email="amina@home.example")
    kofi = {"with": [{"name": "Kofi", "relation": "child"}]}
    added = booking.add_companion(first=amina, answers=kofi, press=amina.id)
    assert (added.badge_name, added.id != amina.id) == ("Kofi", True)


def test_nobody_fills_a_mailbox_with_the_codes_of_made_up_people(event: Event):
    helper = make_helper(event, email="victim@home.example")
    for number in range(25):
        help_register(helper, f"Somebody {number}")
        outbox.send_due()
    copies = Message.objects.filter(kind="helper_copy", to="victim@home.example", state="sent")
    assert copies.count() == 20


def test_nobody_enters_and_cancels_people_without_end(event: Event):
    event.capacity = 100
    event.save()
    helper = make_helper(event)
    for one in help_register(helper, *(f"Somebody {number}" for number in range(60))):
        booking.cancel(registration=one)
    with pytest.raises(helping.TooManyError):
        help_register(helper, "One more")
    yesterday = timezone.now() - timedelta(days=1)
    Registration.objects.filter(helper=helper).update(cancelled_at=yesterday)
    help_register(helper, "One more")
