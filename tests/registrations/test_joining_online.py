"""Joining online: in time, the button on one's own page counts the person and shows the link."""

from datetime import timedelta

import pytest
import time_machine

from forum.models import AuditEntry
from registrations import booking, check_in, tickets
from registrations.models import CheckIn
from tests.factories import make_event, make_registration
from tests.markup import named, page_of, text_of

pytestmark = pytest.mark.django_db

LINK = "https://meet.example/spring"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(host):
    return make_event(host, slug="meeting", mode="online", online_link=LINK, capacity=1)


@pytest.fixture
def mine(meeting):
    return make_registration(meeting, "Amina")


def main(response):
    return text_of(named(page_of(response), "main")[0]).replace("\xa0", " ")


def page(client, registration, at, *, joins=False):
    path = tickets.booking_path(registration)
    with time_machine.travel(at, tick=False):
        if joins:
            return client.post(f"{path}join/", follow=True)
        return client.get(path)


def test_the_button_counts_the_person_and_shows_the_link(client, meeting, mine):
    at = meeting.starts_at + 5 * MINUTE
    before = page(client, mine, at)
    after = page(client, mine, at, joins=True)
    assert "Join now" in main(before)
    assert LINK not in before.content.decode()
    assert f'href="{LINK}"' in after.content.decode()
    assert "Join now" not in main(after)
    entries = CheckIn.objects.values_list("registration", "how", "by", "at", "session")
    assert list(entries) == [(mine.pk, "joined", None, at, None)]
    assert list(AuditEntry.objects.filter(deed="checked in").values_list("row_id", "who")) == [
        (mine.pk, None)
    ]


def test_joining_twice_is_one_check_in_and_the_link_stays_until_the_end(client, meeting, mine):
    for minutes in (0, 1, 30):
        response = page(client, mine, meeting.starts_at + minutes * MINUTE, joins=True)
        assert LINK in response.content.decode()
    assert CheckIn.objects.count() == 1
    over = page(client, mine, meeting.ends_at + MINUTE, joins=True)
    assert LINK not in over.content.decode()


@pytest.mark.parametrize(
    ("doors", "released", "opens"),
    [(None, None, -30), (-15, None, -15), (-60, None, -60), (-60, -10, -10), (None, -600, -30)],
)
def test_the_room_opens_with_the_doors_or_half_an_hour_before_and_says_so(
    client, meeting, mine, doors, released, opens
):
    starts = meeting.starts_at
    meeting.doors_at = starts + doors * MINUTE if doors else None
    meeting.place_released_at = starts + released * MINUTE if released else None
    meeting.save()
    early = page(client, mine, starts + (opens - 1) * MINUTE, joins=True)
    assert "The online room opens on" in early.content.decode()
    assert "You can join here from" in main(early)
    assert not CheckIn.objects.exists()
    page(client, mine, starts + opens * MINUTE, joins=True)
    assert CheckIn.objects.count() == 1


def test_nobody_joins_without_a_place_nor_what_is_called_off_or_in_a_room(client, meeting, mine):
    waiting = make_registration(meeting, "Bo")
    at = meeting.starts_at + MINUTE
    for person in (waiting, mine):
        if person == mine:
            booking.cancel(registration=mine)
        assert LINK not in page(client, person, at, joins=True).content.decode()
    meeting.mode = "in_person"
    meeting.save()
    assert LINK not in page(client, waiting, at, joins=True).content.decode()
    assert not CheckIn.objects.exists()


def test_whom_the_door_let_in_sees_the_link_and_stays_counted_at_the_door(client, meeting, mine):
    meeting.mode, meeting.public_place = "hybrid", "Leeds"
    meeting.save()
    check_in.check_in(registration=mine, by=None, scan_id=mine.pk, now=meeting.starts_at)
    response = page(client, mine, meeting.starts_at + MINUTE, joins=True)
    assert LINK in response.content.decode()
    assert CheckIn.objects.get().how == "door"


def test_a_link_that_is_made_up_joins_nobody_and_joining_is_pressed(client, meeting, mine):
    path = f"{tickets.booking_path(mine)}join/"
    assert client.get(path).status_code == 405
    assert client.post(f"/b/{'x' * 43}/join/").status_code == 404
