"""The number of places is lowered below those who have one: nobody loses theirs, and it says so."""

import re

import pytest

from forum.models import Event
from registrations import booking, places, waiting_list
from registrations.models import Registration
from tests.factories import make_event, make_registration
from tests.page_forms import read_forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(host):
    return make_event(host, slug="forum", capacity=3)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def lowered(client, event, capacity):
    """The team changes the number of places on the page of the event; the page after it."""
    where = f"/organise/events/{event.slug}/edit/"
    forms = read_forms(client.get(where).content.decode())
    form = next(one for one in forms if "capacity" in one.fields)
    return client.post(where, form.as_it_stands() | {"capacity": str(capacity)}, follow=True)


def test_nobody_loses_a_place_and_both_pages_say_so(client, event, organiser):
    people = [make_registration(event, name) for name in ("Ama", "Bo", "Cy")]
    client.force_login(organiser)
    before = words(client.get(f"/organise/events/{event.slug}/edit/"))
    assert (
        "3 people have a place. With fewer places than that nobody loses theirs: no new ones are"
        " given until enough people cancel." in before
    )
    after = words(lowered(client, event, 2))
    assert "Your changes are kept." in after
    assert (
        "3 people have a place, and there are 2 places. Nobody loses it; no new places are given"
        " until fewer than 2 people have one." in after
    )
    assert {row.state for row in Registration.objects.all()} == {"confirmed"}
    assert [row.place for row in people] == [1, 2, 3]


def test_nothing_is_given_until_enough_people_cancelled(client, event, organiser):
    people = [make_registration(event, name) for name in ("Ama", "Bo", "Cy")]
    dee = make_registration(event, "Dee")
    client.force_login(organiser)
    lowered(client, event, 2)
    stands = []
    for person in people:
        booking.cancel(registration=person)
        waiting_list.offer_due()
        dee.refresh_from_db()
        stands.append((places.counts(Event.objects.get()).held, dee.state))
    assert stands == [(2, "waiting"), (2, "offered"), (1, "offered")]
    assert "and there are" not in words(client.get(f"/organise/events/{event.slug}/"))


def test_whoever_books_now_waits(client, event, organiser):
    for name in ("Ama", "Bo", "Cy"):
        make_registration(event, name)
    client.force_login(organiser)
    lowered(client, event, 1)
    assert make_registration(event, "Dee").is_waiting
    said = words(client.get(f"/organise/events/{event.slug}/"))
    assert "there is 1 place. Nobody loses it; no new places are given until nobody has one" in said


def test_an_offer_is_told_as_an_offer_and_those_who_wait_come_first(client, event, organiser):
    ama, *_ = [make_registration(event, name) for name in ("Ama", "Bo", "Cy", "Dee", "Ed")]
    booking.cancel(registration=ama)
    client.force_login(organiser)
    said = words(client.get(f"/organise/events/{event.slug}/edit/"))
    assert "3 people have a place or the offer of one." in said
    assert "Places that you add are offered to those who wait, first come first." in said


def test_nothing_is_said_where_nobody_booked_nor_to_who_may_not_change_it(
    client, event, organiser, staff
):
    client.force_login(organiser)
    assert "nobody loses theirs" not in words(client.get(f"/organise/events/{event.slug}/edit/"))
    for name in ("Ama", "Bo", "Cy"):
        make_registration(event, name)
    Event.objects.update(capacity=1)
    client.force_login(staff)
    assert "Nobody loses it" not in words(client.get(f"/organise/events/{event.slug}/"))
