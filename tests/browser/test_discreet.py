"""A discreet booking on a small telephone without scripts: chosen, booked, read, changed back."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum import outbox
from forum.models import Event, Host
from registrations import discreet, tickets
from registrations.models import Registration
from tests.browser.conftest import overflow, pick, press
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)

CANARIES = re.compile("zebrafinch|quokka", re.IGNORECASE)


@pytest.fixture
def forum(transactional_db: None, host: Host) -> Event:
    Host.objects.filter(pk=host.pk).update(name="Quokka Network", slug="quokka-network")
    return make_event(
        host,
        title="Zebrafinch casework forum",
        slug="zebrafinch-forum",
        contact_name="Quokka office",
        contact_email="forum@quokka.example",
        contact_phone="0113 496 0021",
    )


def assert_says_nothing(phone: Page) -> None:
    """Neither name stands on the page, in its title, its address or a link; and it fits."""
    assert CANARIES.findall(f"{phone.url} {phone.title()} {phone.content()}") == []
    assert overflow(phone) == 0


def test_a_booking_that_names_neither_event_nor_host_anywhere(
    phone: Page, forum: Event, settings: Any
) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto("/e/zebrafinch-forum/register/")
    phone.get_by_label("What name should be on your badge?").fill("Amina")
    pick(phone, "How can we reach you about this event?", "Email")
    phone.get_by_label("If by email, your email address").fill("amina@example.org")
    phone.get_by_label("Keep our emails and your calendar neutral").check()
    phone.get_by_label("I have read how we treat each other at this event").check()
    press(phone, "Book my place")
    assert phone.get_by_role("heading", level=1).inner_text() == "Check your email"
    assert_says_nothing(phone)

    outbox.send_due()
    [mail] = Path(settings.EMAIL_FILE_PATH).iterdir()
    words = mail.read_text().replace("=\n", "")
    assert CANARIES.findall(words) == []
    assert f"Subject: You have a place: {discreet.title(forum)}" in words
    assert 'From: "Bookings" <' in words or "From: Bookings <" in words
    link = re.search(r"https?://\S+(/b/[\w-]{43}/)", words)
    assert link

    phone.goto(link[1])
    assert phone.get_by_role("heading", level=1).inner_text() == "You have a place, Amina"
    assert_says_nothing(phone)
    calendar = phone.request.get(phone.url + "calendar.ics").text()
    assert CANARIES.findall(calendar.replace("\r\n ", "")) == []
    assert "SUMMARY:Appointment" in calendar
    for words in ("Change name and contact", "Download all we hold", "Cancel my place"):
        press(phone, words, "link")
        assert_says_nothing(phone)
        phone.go_back()

    phone.get_by_role("link", name="Change name and contact").click()
    phone.get_by_label("Keep our emails and your calendar neutral").uncheck()
    press(phone, "Save")
    assert not Registration.objects.get().keeps_quiet
    expect(phone).to_have_title(re.compile("Zebrafinch casework forum"))


def test_the_way_to_the_event_is_there_for_who_takes_it(phone: Page, forum: Event) -> None:
    Event.objects.update(is_discreet=True)
    booked = make_registration(forum)
    phone.goto(tickets.booking_path(booked))
    assert_says_nothing(phone)
    press(phone, "See the programme and how to get there", "link")
    assert phone.url.endswith("/e/zebrafinch-forum/")
