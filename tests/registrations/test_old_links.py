"""Whoever leaves a shared mailbox leaves it behind: its links and its waiting mails end there."""

import pytest

from forum import outbox
from forum.models import Message
from registrations import booking, drafts, tickets
from registrations.models import Call, Registration
from tests.factories import answers, make_registration

SHARED, OWN = "family@example.org", "amina@example.org"


@pytest.fixture
def booked(event):
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers("Amina", email=SHARED))
    return booking.book(draft_id=draft.id)


def links(registration):
    kinds = [tickets.booking_path, tickets.another_path, tickets.ticket_path]
    return [path(registration) for path in kinds]


def change(client, registration, **answered):
    sent = {"name": "Amina", "contact_by": "email", "email": OWN, "language": "en", **answered}
    response = client.post(f"{tickets.booking_path(registration)}change/you/", sent)
    assert response.status_code == 302
    return response.headers["Location"]


@pytest.mark.parametrize("moved", [{}, {"contact_by": "phone", "phone": "07700900123"}])
def test_links_in_the_old_mailbox_open_nothing_any_more(client, booked, moved):
    old = links(booked)
    new = change(client, booked, **moved)
    assert [client.get(path).status_code for path in old[:2]] == [404, 404]
    assert tickets.find(old[2].split("/")[2], "ticket") is None
    text = client.get(new).content.decode()
    assert "You have a place, <bdi>Amina</bdi>" in text
    assert "The link in your old mailbox has stopped working." in text


def test_the_new_address_gets_the_link_and_what_was_still_to_be_sent(client, booked):
    change(client, booked)
    outbox.send_due()
    rows = Message.objects.order_by("created_at").values_list("kind", "to", "state")
    assert list(rows) == [("confirmation", OWN, "sent"), ("link", OWN, "sent")]


def test_what_was_still_to_be_sent_goes_nowhere_without_an_address(client, booked):
    change(client, booked, contact_by="phone", phone="07700900123")
    outbox.send_due()
    assert list(Message.objects.all()) == []
    assert [call.kind for call in Call.objects.all()] == ["confirmation", "link"]


def test_a_first_address_gets_the_link_and_ends_none(client, event):
    by_phone = make_registration(event, contact_by="phone", phone="07700900123", email="")
    new = change(client, by_phone)
    assert new == tickets.booking_path(by_phone)
    assert [(row.kind, row.to) for row in Message.objects.all()] == [("link", OWN)]


@pytest.mark.parametrize("email", [SHARED, SHARED.upper()])
def test_the_same_address_changes_no_link(client, booked, email):
    new = change(client, booked, name="Amina W.", email=email)
    assert new == tickets.booking_path(booked)
    assert Registration.objects.get().badge_name == "Amina W."
    assert [row.kind for row in Message.objects.all()] == ["confirmation"]


def test_nobody_fills_a_mailbox_by_changing_an_address_to_and_fro(event):
    row = make_registration(event, contact_by="page", email="")
    for _ in range(25):
        for contact in ({"contact_by": "email", "email": OWN}, {"contact_by": "page"}):
            booking.change(registration=row, answers=contact)
        booking.change(registration=row, answers={"contact_by": "email", "email": OWN})
        outbox.send_due()
        booking.change(registration=row, answers={"contact_by": "page"})
    assert Message.objects.filter(to=OWN, state="sent").count() == 20


def test_nobody_fills_a_mailbox_by_cancelling_to_and_fro(event):
    row = make_registration(event, email=OWN)
    for _ in range(5):
        booking.cancel(registration=row)
        booking.restore(registration=row)
    booking.cancel(registration=row)
    with pytest.raises(booking.RestoreError, match="several times today"):
        booking.restore(registration=row)
    assert Message.objects.filter(to=OWN).count() == 11
