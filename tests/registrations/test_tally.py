"""Heads counted without names: the button, the figure of the day, and taking a press back."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine

from forum.models import AuditEntry
from registrations import check_in, tallying
from registrations.models import AttendanceFigures, Headcount
from registrations.models.check_in import How
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

TALLY = "/organise/events/spring-forum/door/tally/"


@pytest.fixture
def today(event):
    with time_machine.travel(event.starts_at + timedelta(minutes=5)):
        yield event.days[0]


@pytest.fixture
def at_door(client, sign_in, door, today):
    return sign_in(client, door)


def main(response):
    return text_of(named(page_of(response), "main")[0]).replace("\xa0", " ")


def count(event, number, by, **given):
    given = {"day": event.days[0], "press": uuid.uuid4(), **given}
    tallying.count(event=event, number=number, by=by, **given)


def shown(response):
    return int(re.search(r"(\d+) counted on", main(response))[1])


def press_on(response):
    return re.search(r'name="scan_id" value="([0-9a-f-]{36})"', response.content.decode())[1]


def test_each_press_counts_and_the_page_shows_the_sum(at_door, today):
    numbers = []
    for number in (1, 5, 5, -1):
        page = at_door.get(TALLY)
        given = {"number": number, "day": str(today), "scan_id": press_on(page)}
        response = at_door.post(TALLY, given, follow=True)
        numbers.append(shown(response))
    assert numbers == [1, 6, 11, 10]
    assert response.redirect_chain == [(f"{TALLY}?day={today}", 302)]
    assert "Your last: -1" in main(response)
    assert_form_markup(response)


def test_a_press_sent_twice_counts_once(at_door, today):
    given = {"number": 5, "day": str(today), "scan_id": press_on(at_door.get(TALLY))}
    assert [shown(at_door.post(TALLY, given, follow=True)) for _ in range(2)] == [5, 5]


def test_the_last_press_of_ones_own_is_taken_back_once(at_door, event, door, organiser, today):
    count(event, 5, door)
    count(event, 20, organiser)
    last = tallying.last(event, today, door)
    for _ in range(2):
        response = at_door.post(f"{TALLY}undo/", {"last": last.pk, "day": str(today)}, follow=True)
        assert shown(response) == 20
    assert "Undo it" not in main(response)
    theirs = Headcount.objects.get()
    at_door.post(f"{TALLY}undo/", {"last": theirs.pk, "day": str(today)})
    assert tallying.of(event) == {today: 20}
    lines = AuditEntry.objects.filter(event=event).order_by("at")
    assert list(lines.values_list("deed", "who__name", "count")) == [
        ("counted heads", "Dara Door", 5),
        ("counted heads", "Oscar Vale", 20),
        ("counted fewer heads", "Dara Door", 5),
    ]


def test_fewer_than_nobody_is_never_counted(at_door, event, door, organiser, today):
    response = at_door.post(TALLY, {"number": -1, "day": str(today)})
    assert "Fewer than nobody cannot be counted." in main(response)
    count(event, 5, door)
    count(event, -3, organiser)
    last = tallying.last(event, today, door)
    undone = at_door.post(f"{TALLY}undo/", {"last": last.pk, "day": str(today)}, follow=True)
    assert "Fewer than nobody cannot be counted." in undone.content.decode()
    assert shown(undone) == 2


@pytest.mark.parametrize("number", ["", "many", "2001", "-2001", "0", "1e3", "9" * 400])
def test_a_number_that_cannot_be_is_refused_in_words(at_door, today, number):
    response = at_door.post(TALLY, {"number": number, "day": str(today)})
    assert_error_contract(response)
    assert not Headcount.objects.exists()


def test_each_day_of_an_event_is_counted_by_itself_once_it_has_begun(client, sign_in, door, host):
    event = make_event(host, slug="walks")
    event.ends_at = event.starts_at + timedelta(days=2)
    event.save()
    first, second, third = event.days
    path = "/organise/events/walks/door/tally/"
    with time_machine.travel(event.starts_at - timedelta(days=1), tick=False):
        page = sign_in(client, door).get(path)
        assert "Nobody can be counted yet" in main(page)
    with time_machine.travel(event.starts_at + timedelta(days=1), tick=False):
        client = sign_in(client, door)
        client.post(path, {"number": 3, "day": str(first)})
        client.post(path, {"number": 4, "day": str(second)})
        assert client.post(path, {"number": 9, "day": str(third)}).status_code == 200
        assert [shown(client.get(path + asked)) for asked in ("", f"?day={first}")] == [4, 3]
    assert tallying.of(event) == {first: 3, second: 4}


def test_nothing_is_counted_where_figures_are_final_or_the_event_is_off(at_door, event, today):
    AttendanceFigures.objects.create(event=event, frozen_at=event.starts_at)
    final = at_door.post(TALLY, {"number": 1, "day": str(today)})
    event.state, event.cancelled_at = "cancelled", event.starts_at
    event.save()
    off = at_door.post(TALLY, {"number": 1, "day": str(today)})
    assert "The figures of this event are final." in main(final)
    assert "Nobody can be counted" in main(off)
    assert not Headcount.objects.exists()


def test_only_the_door_counts_and_the_undo_is_pressed(client, sign_in, staff, event, today):
    assert sign_in(client, staff).get(TALLY).status_code == 404
    assert client.get(f"{TALLY}undo/").status_code == 405


def test_the_page_asks_as_often_for_one_press_as_for_many(
    at_door, event, door, django_assert_num_queries
):
    count(event, 1, door)
    at_door.get(TALLY)
    with django_assert_num_queries(6):
        at_door.get(TALLY)
    for number in (1, 5, 5):
        count(event, number, door)
    with django_assert_num_queries(6):
        at_door.get(TALLY)


def test_the_door_and_the_panel_of_today_say_how_each_was_counted(
    at_door, client, sign_in, organiser, event, door, today
):
    people = [make_registration(event, f"Guest {number}") for number in range(3)]
    check_in.check_in(registration=people[0], by=door, scan_id=uuid.uuid4())
    assert "So far" not in main(at_door.get("/organise/events/spring-forum/door/"))
    check_in.check_in(registration=people[1], by=None, scan_id=uuid.uuid4(), how=How.JOINED)
    count(event, 12, door)
    said = main(at_door.get("/organise/events/spring-forum/door/"))
    assert "So far 1 at the door, 1 joined online and 12 counted without a name." in said
    card = main(at_door.get(f"/organise/events/spring-forum/door/{people[1].pk}/"))
    assert "Joined online today." in card
    panel = main(sign_in(client, organiser).get("/organise/events/spring-forum/"))
    assert "2 of 3 are in: 1 at the door and 1 joined online" in panel
    assert "12 counted without a name" in panel
