"""The short twin of each mail: what is so, what to do, one link, at most 300 characters."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum import publishing
from forum.models import Event
from registrations import booking, news, short_texts, telling, tickets
from registrations.models import Registration
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db

LONG = (
    "A very long name of an event that goes on and on and does not end before the line does, ever"
)


def of(kind, person):
    person.refresh_from_db()
    return short_texts.of(kind, person, person.pk)


def link(person):
    return tickets.absolute(tickets.booking_path(person))


def test_a_confirmation_says_what_when_where_and_what_to_do(event):
    person = make_registration(event)
    day = f"{event.local_start:%A} {event.local_start.day} {event.local_start:%B}"
    assert of("confirmation", person) == (
        f"Amina, you have a place: Spring casework forum, {day}, 10 am to 4.30 pm. "
        f"Code {person.code}. Leeds city centre. See, change or cancel it: {link(person)}"
    )


def test_an_offer_says_until_when_in_words_and_links_to_the_answer(host):
    event = make_event(host, capacity=1)
    ama, person = make_registration(event, "Ama"), make_registration(event, "Zora")
    booking.cancel(registration=ama)
    said = of("offer", person)
    assert re.search(r"is held for you until \w+day \d+ \w+, [\d.]+ [ap]m", said)
    assert "It is not yours yet." in said
    assert said.endswith(f"Say yes or no: {tickets.absolute(tickets.offer_path(person))}")
    assert of("link", person) == said
    Registration.objects.filter(pk=person.pk).update(offered_until=timezone.now())
    assert of("offer", person) == ""


def test_a_change_says_before_and_now(event, organiser):
    person = make_registration(event)
    publishing.change(event=event, by=organiser, fields={"public_place": "York city centre"})
    news.tell_due()
    person.event.refresh_from_db()
    assert "Where: York city centre (before: Leeds city centre)." in of("event_changed", person)


def test_a_kind_that_nobody_knows_says_that_there_is_news(event):
    person = make_registration(event)
    said = of("what_is_this", person)
    assert said.startswith("Amina, there is news on your booking page: ")
    assert said.endswith(f"Read it: {link(person)}")


@pytest.mark.parametrize("kind", ["confirmation", "waiting_list", "offer", "cancelled", "declined"])
def test_what_is_not_so_any_more_is_not_said(kind, event):
    person = make_registration(event)
    assert bool(of(kind, person)) == (kind == "confirmation")


def test_long_names_are_cut_and_the_link_never(event):
    person = make_registration(event, "N" * 80)
    Event.objects.filter(pk=event.pk).update(title=LONG, public_place="P" * 120)
    person.event.refresh_from_db()
    said = of("confirmation", person)
    assert len(said) <= short_texts.MOST
    assert said.endswith(link(person))


@pytest.mark.parametrize("name", ["https://evil.example", "pay@evil.example", "Call 07700 900999"])
def test_a_name_that_is_a_link_or_a_number_is_left_out(name, event):
    person = make_registration(event, name)
    assert of("confirmation", person).startswith("You have a place: ")


def test_a_discreet_text_names_neither_event_nor_host(event, organiser):
    person = make_registration(event, is_discreet=True)
    publishing.change(
        event=event,
        by=organiser,
        fields={"title": "Summer forum", "public_place": f"{event.lead_host.name}, York"},
    )
    news.tell_due()
    person.event.refresh_from_db()
    said = of("event_changed", person)
    assert said.startswith("Amina, something changed about your booking. Where: …, York (before:")
    for kind in ("confirmation", "link", "page_news", "reminder_week", "reminder_day", "sessions"):
        said += of(kind, person)
    assert not [word for word in ("Spring", "Summer", "Harbour") if word in said]


def test_after_the_event_it_says_nothing_of_places(event):
    person = make_registration(event)
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=8), ends_at=timezone.now() - timedelta(hours=1)
    )
    person.event.refresh_from_db()
    assert [of(kind, person) for kind in ("confirmation", "page_news", "reminder_day")] == [""] * 3


def test_nothing_is_told_where_there_is_neither_number_nor_address(event):
    person = make_registration(event, contact_by="page", email="")
    telling.tell(person, "confirmation")
    assert not person.calls.exists()
