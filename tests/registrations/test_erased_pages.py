"""The team's pages of an event whose bookings were erased: they say so, and show what is left."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import Event
from registrations import check_in, retention
from tests.factories import make_event, make_registration


@pytest.fixture
def erased(host) -> Event:
    """Three booked, two came, and half a year went by."""
    start = timezone.now() - timedelta(days=200)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=3))
    people = [make_registration(event) for _ in range(3)]
    for person in people[:2]:
        check_in.check_in(registration=person, by=None, scan_id=uuid.uuid4(), now=start)
    retention.erase_due()
    return event


def test_today_says_how_it_was(client, sign_in, organiser, erased):
    sign_in(client, organiser)
    page = client.get(f"/organise/events/{erased.slug}/").content.decode()
    assert "How it was" in page
    assert '<span class="fig">2</span> people came' in page
    assert '<span class="fig">3</span> had booked' in page
    assert "places taken or offered" not in page


def test_the_people_page_says_that_bookings_were_erased(client, sign_in, organiser, erased):
    sign_in(client, organiser)
    page = client.get(f"/organise/events/{erased.slug}/people/").content.decode()
    assert "The bookings were erased" in page
    assert "2 people came to this one" in page
    assert "Nobody has booked yet" not in page
    assert "Add a person" not in page
