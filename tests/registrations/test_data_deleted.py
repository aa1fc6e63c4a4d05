"""On the day bookings are deleted, each address that was held for them is told once (M17)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from forum import outbox
from forum.models import Event, Message
from registrations import booking, retention
from registrations.models import Helper, Registration
from registrations.models.registrations import ContactBy
from tests.factories import make_registration
from tests.smtp import MailServer, mail_server

__all__ = ["mail_server"]

pytestmark = pytest.mark.django_db


def half_a_year_ago(event: Event) -> datetime:
    ended = timezone.now() - timedelta(days=182)
    Event.objects.filter(pk=event.pk).update(starts_at=ended - timedelta(hours=6), ends_at=ended)
    Message.objects.all().delete()
    return timezone.now()


def queued() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "to"))


def test_each_address_is_told_once_also_of_those_who_cancelled_or_shared_it(event: Event) -> None:
    make_registration(event, email="amina@example.org")
    make_registration(event, "Bilal", email="Amina@example.org")
    gone = make_registration(event, "Gone", email="gone@example.org")
    booking.cancel(registration=gone)
    make_registration(event, "Phones", contact_by="phone", phone="07700 900123", email="")
    helped = [make_registration(event, name, contact_by="page", email="") for name in "XY"]
    helper = Helper.objects.create(event=event, name="Carol", email="carol@example.org")
    Registration.objects.filter(pk__in=[one.pk for one in helped]).update(
        helper=helper, contact_by=ContactBy.HELPER
    )
    booking.start(event=event)
    now = half_a_year_ago(event)
    retention.erase_due(now)
    retention.erase_due(now)
    addresses = [to.casefold() for kind, to in queued()]
    assert addresses == ["amina@example.org", "carol@example.org", "gone@example.org"]
    assert {kind for kind, _ in queued()} == {"data_deleted"}
    assert not Registration.objects.exists()


def test_it_says_what_went_and_what_stays_and_names_neither_event_nor_host(
    event: Event, mail_server: MailServer
) -> None:
    make_registration(event, email="amina@example.org")
    half_a_year_ago(event)
    retention.erase_due()
    outbox.send_due()
    (letter,) = mail_server.letters
    text = " ".join(letter.text.split())
    assert "now yours is deleted: your name, how to reach you, your answers" in text
    assert "What stays are counts of people that name nobody." in text
    said = letter.message.as_string().casefold() + letter.text.casefold()
    assert "spring" not in said
    assert "harbour" not in said


def test_the_outbox_forgets_the_address_with_its_next_sweep(
    event: Event, mail_server: MailServer
) -> None:
    make_registration(event, email="amina@example.org")
    half_a_year_ago(event)
    retention.erase_due()
    assert outbox.forget_old() == 0  # it has not left yet
    outbox.send_due()
    assert outbox.forget_old() == 1
    assert not Message.objects.exists()


def test_an_address_that_is_none_keeps_nothing_from_being_deleted(event: Event) -> None:
    broken = make_registration(event)
    Registration.objects.filter(pk=broken.pk).update(email="a@b.org, c@d.org")
    half_a_year_ago(event)
    retention.erase_due()
    assert (queued(), Registration.objects.count()) == ([], 0)
