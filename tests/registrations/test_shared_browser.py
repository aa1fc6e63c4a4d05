"""On a browser that others use too, and in the mail program of a colleague."""

import re

import pytest

from registrations import tickets
from tests.factories import ask, make_registration

OWN_WORDS = [
    *("meal_other", "allergen_other", "access_other"),
    *("interpreter_language", "travel_from"),
]


@pytest.mark.parametrize("name", OWN_WORDS)
def test_the_browser_does_not_offer_needs_to_the_next_person(client, event, name):
    ask(event)
    booked = make_registration(event)
    step = "food" if name in {"meal_other", "allergen_other"} else "support"
    page = client.get(f"{tickets.booking_path(booked)}change/{step}/").content.decode()
    control = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
    assert 'autocomplete="off"' in control


def test_no_address_adds_a_second_reader_to_a_mail(client, event, organiser):
    booked = make_registration(event, email="a?bcc=evil%40evil.example@example.org")
    client.force_login(organiser)
    page = client.get(f"/organise/events/spring-forum/people/{booked.pk}/").content.decode()
    assert 'href="mailto:a%3Fbcc%3Devil%2540evil.example@example.org"' in page
