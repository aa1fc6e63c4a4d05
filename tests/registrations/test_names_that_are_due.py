"""Bookings whose day has passed and that wait to be erased, as after a jump of the clock.

Breakouts and their lists name nobody then.
"""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from forum import exports
from forum.models import Event
from registrations import breakouts
from registrations.breakouts.running import NothingToPlaceError
from tests.factories import make_event, make_registration, make_round

WITHOUT_MAIL = {"contact_by": "phone", "phone": "020 7946 0999", "email": ""}
DESK = ["", "people/"]


@pytest.fixture
def event(host) -> Event:
    """Two were told their sessions; half a year went by, and nothing was erased."""
    event = make_event(host)
    make_round(event)
    make_registration(event, "Amina Warsame")
    make_registration(event, "Zainab Nomail", **WITHOUT_MAIL)
    run = breakouts.run(event=event, by=None)
    breakouts.publish(allocation=run, by=None)
    start = timezone.now() - timedelta(days=200)
    Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + timedelta(hours=5))
    event.refresh_from_db()
    return event


def test_the_session_lists_name_nobody_and_say_why(event):
    import openpyxl

    made = exports.make(kind="sessions", event=event, by=None).content
    book = openpyxl.load_workbook(io.BytesIO(made))
    words = " ".join(
        str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row
    )
    assert "Amina" not in words
    assert "Zainab" not in words
    assert "are due to be erased" in words


@pytest.mark.parametrize("page", DESK)
def test_the_pages_of_breakouts_name_nobody(client, organiser, event, page):
    client.force_login(organiser)
    text = client.get(f"/organise/events/{event.slug}/breakouts/{page}").content.decode()
    assert "Amina" not in text
    assert "Zainab" not in text


def test_nobody_is_placed_anew(event):
    with pytest.raises(NothingToPlaceError):
        breakouts.run(event=event, by=None)
