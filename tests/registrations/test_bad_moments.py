"""A date that passed while typing, the back button, a double click: the words say what happened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import Event, Message
from registrations import booking, breakouts, drafts, tickets
from registrations.models import Registration
from tests.factories import answers, ask, make_event, make_registration, make_round
from tests.page_forms import read_forms

pytestmark = pytest.mark.django_db

YOU = {"contact_by": "page", "name": "Amina <b>Warsame</b>"}


@pytest.fixture
def event(host):
    return make_event(host, slug="forum", contact_phone="0113 496 0021")


def moved(event, **fields):
    Event.objects.filter(pk=event.pk).update(**fields)


def ago(**much):
    return timezone.now() - timedelta(**much)


CLOSED = {"closes_at": ago(minutes=1)}
OVER = {"starts_at": ago(hours=9), "ends_at": ago(minutes=1)}
CALLED_OFF = {"state": "cancelled", "cancelled_at": ago(minutes=1)}
MOMENTS = [
    pytest.param(CLOSED, "Registration is closed", id="closed"),
    pytest.param(OVER, "This event is over", id="over"),
    pytest.param(CALLED_OFF, "This event is cancelled", id="called off"),
]


def filled(client, where, **typed):
    """What the page would send with these words typed into it."""
    return read_forms(client.get(where).content.decode())[-1].as_it_stands() | typed


# Closed while typing


@pytest.mark.parametrize(("then", "heading"), MOMENTS)
def test_a_short_form_sent_too_late_books_nothing_and_shows_what_was_typed(
    client, event, then, heading
):
    where = f"/e/{event.slug}/register/"
    typed = filled(client, where, **YOU, agree="on")
    moved(event, **then)
    text = client.post(where, typed).content.decode()
    assert f"<h1>{heading}" in text
    assert "<b>Nothing was booked.</b>" in text
    assert "What you typed" in text
    assert "Amina &lt;b&gt;Warsame&lt;/b&gt;" in text
    assert "I will look at my booking page" in text  # in words, as it was chosen
    assert "0113 496 0021" in text
    assert not Registration.objects.exists()


@pytest.mark.parametrize(("then", "heading"), MOMENTS)
def test_a_page_of_a_long_form_sent_too_late_shows_what_was_typed(client, event, then, heading):
    ask(event)
    draft = booking.start(event=event)
    where = tickets.draft_path(draft, "support")
    typed = filled(client, where, access=["other"], access_other="A chair by the window")
    moved(event, **then)
    text = client.post(where, typed).content.decode()
    assert f"<h1>{heading}" in text
    assert "A chair by the window" in text
    assert drafts.answers(Registration.objects.get()) == {}


def test_the_last_button_pressed_too_late_says_that_nothing_was_booked(client, event):
    ask(event)
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers())
    moved(event, **CLOSED)
    text = client.post(tickets.draft_path(draft, "check"), {"expects": "place"}).content.decode()
    assert "<b>Nothing was booked.</b>" in text
    assert "deleted after 7 days" in text
    assert Registration.objects.get().is_draft


def test_looking_at_a_closed_form_shows_nothing_typed(client, event):
    moved(event, **CLOSED)
    text = client.get(f"/e/{event.slug}/register/?name=Somebody").content.decode()
    assert "What you typed" not in text
    assert "Nothing was booked" not in text


def test_sessions_chosen_after_choosing_closed_are_said_to_be_too_late(client, event):
    ask(event)
    housing, *_ = make_round(event)
    draft = booking.start(event=event)
    where = tickets.draft_path(draft, "sessions")
    typed = filled(client, where, **{f"session-{housing.slot_id}-0": str(housing.pk)})
    moved(event, starts_at=ago(hours=2))
    response = client.post(where, typed, follow=True)
    event.refresh_from_db()
    said = f"{breakouts.closed_words(event)}, before you pressed the button."
    assert response.request["PATH_INFO"] == tickets.draft_path(draft, "check")
    assert said in response.content.decode()
    mine = make_registration(event, "Amina")
    response = client.post(f"{tickets.booking_path(mine)}change/sessions/", typed, follow=True)
    assert said in response.content.decode()


# A booking changed too late


@pytest.mark.parametrize(
    ("then", "words"),
    [
        pytest.param(OVER, "before you pressed the button.", id="over"),
        pytest.param(CALLED_OFF, "The event was cancelled before you pressed", id="called off"),
        pytest.param(None, "This booking was cancelled before you pressed", id="cancelled"),
    ],
)
def test_a_change_sent_too_late_says_why_and_shows_what_was_typed(client, event, then, words):
    mine = make_registration(event, "Amina", contact_by="page")
    where = f"{tickets.booking_path(mine)}change/you/"
    typed = filled(client, where, name="Amina Warsame")
    if then:
        moved(event, **then)
    else:
        booking.cancel(registration=mine)
    text = client.post(where, typed).content.decode()
    assert "<h1>Your change was not saved</h1>" in text
    assert words in text
    assert "Amina Warsame" in text
    assert f'href="{tickets.booking_path(mine)}">See your booking' in text
    assert Registration.objects.get().badge_name == "Amina"
    assert client.get(where).headers["Location"] == tickets.booking_path(mine)


# The back button and a double click


def test_back_to_a_page_of_the_form_after_booking_leads_to_the_end_of_it(client, event):
    ask(event)
    draft = booking.start(event=event)
    typed = filled(client, tickets.draft_path(draft, "you"), **YOU)
    drafts.save(registration=draft, answers=answers())
    client.post(tickets.draft_path(draft, "check"), {"expects": "place"})
    done = tickets.draft_path(draft, "done")
    assert client.post(tickets.draft_path(draft, "you"), typed).headers["Location"] == done
    assert client.get(done).status_code == 200
    assert Registration.objects.get().badge_name == "Amina"


def test_back_to_a_page_before_booking_shows_what_was_saved(client, event):
    ask(event)
    draft = booking.start(event=event)
    where = tickets.draft_path(draft, "you")
    client.post(where, filled(client, where, **YOU))
    assert client.get(where).context["form"]["name"].value() == YOU["name"]


def test_cancelling_twice_is_once(client, event):
    mine = make_registration(event, "Amina", email="amina@example.org")
    where = f"{tickets.booking_path(mine)}cancel/"
    for _ in range(2):
        assert client.post(where).headers["Location"] == tickets.booking_path(mine)
    assert [one.kind for one in Message.objects.all()] == ["cancelled"]


def test_saving_a_change_twice_is_once(client, event):
    mine = make_registration(event, "Amina", email="amina@example.org")
    where = f"{tickets.booking_path(mine)}change/you/"
    typed = filled(client, where, name="Amina W")
    for _ in range(2):
        assert client.post(where, typed).headers["Location"] == tickets.booking_path(mine)
    assert not Message.objects.exists()
