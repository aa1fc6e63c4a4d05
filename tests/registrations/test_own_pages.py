"""The person's own pages: hand over, consents, sessions as a calendar, all data, delete, undo."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from icalendar import Calendar

from forum import keys
from forum.data_map import P2
from forum.models import AuditEntry, Event, Message, Session
from forum.models.ground import MessageState
from registrations import (
    booking,
    breakouts,
    extras,
    forgetting,
    needs,
    own_data,
    retention,
    tickets,
)
from registrations.data_map import FIELDS
from registrations.models import (
    AttendanceFigures,
    Consent,
    Needs,
    OwnAnswer,
    OwnQuestion,
    Registration,
)
from tests import factories

pytestmark = pytest.mark.django_db

NEEDS: dict[str, Any] = {"meals": ["vegan"], "needs_consent": True}
PAGES = ["hand_over", "consents", "my_data", "my_data_file", "delete_me"]


@pytest.fixture
def event() -> Event:
    event = factories.make_event()
    factories.ask(event)
    return event


@pytest.fixture
def booked(event: Event) -> Registration:
    return factories.make_registration(
        event, email="amina@example.org", photo="yes", pronouns="she/her", **NEEDS
    )


def address(name: str, registration: Registration) -> str:
    held = tickets.token(registration.pk, "booking", registration.link_version)
    return reverse(f"registrations:{name}", args=[held])


def words(client: Client, name: str, registration: Registration) -> str:
    response = client.get(address(name, registration))
    assert response.status_code == 200
    return response.content.decode()


# Who may see them


@pytest.mark.parametrize("name", [*PAGES, "my_sessions_calendar"])
def test_a_link_that_was_made_up_finds_nothing(
    client: Client, booked: Registration, name: str
) -> None:
    other = tickets.token(booked.pk, "ticket")
    assert client.get(reverse(f"registrations:{name}", args=[other])).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "my_sessions_calendar"])
def test_they_are_kept_by_nobody_on_the_way(
    client: Client, booked: Registration, name: str
) -> None:
    response = client.get(address(name, booked))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")


@pytest.mark.parametrize("name", ["my_data", "my_data_file", "my_sessions_calendar"])
def test_what_is_only_read_takes_no_post(client: Client, booked: Registration, name: str) -> None:
    assert client.post(address(name, booked)).status_code == 405


@pytest.mark.parametrize("name", [*PAGES, "my_sessions_calendar"])
def test_they_cost_the_same_with_one_booking_and_with_three(
    client: Client,
    event: Event,
    booked: Registration,
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    where = address(name, booked)
    with django_assert_max_num_queries(20) as first:
        client.get(where)
    for _ in range(2):
        factories.make_registration(event, photo="yes", **NEEDS)
    with django_assert_max_num_queries(len(first)):
        client.get(where)


# Someone else


def give(client: Client, registration: Registration, **said: str) -> Any:
    usual = {"name": "Bilal", "contact_by": "email", "email": "bilal@example.org", "phone": ""}
    return client.post(address("hand_over", registration), usual | said)


def test_the_place_goes_to_somebody_by_email_and_the_link_is_in_the_mail_alone(
    client: Client, booked: Registration
) -> None:
    text = give(client, booked).content.decode()
    new = Registration.objects.get(pk=booked.pk)
    assert new.badge_name == "Bilal"
    assert "Your place is theirs now" in text
    assert tickets.booking_path(new) not in text
    assert new.code not in text
    assert client.get(tickets.booking_path(booked)).status_code == 404


@pytest.mark.parametrize("by", ["phone", "helper", "page"])
def test_without_an_address_the_new_link_is_shown_once(
    client: Client, booked: Registration, by: str
) -> None:
    text = give(client, booked, contact_by=by, email="", phone="07700 900123").content.decode()
    new = Registration.objects.get(pk=booked.pk)
    assert tickets.absolute(tickets.booking_path(new)) in text
    assert new.code in text
    assert [row.kind for row in Message.objects.all()] == ["handed_over"]


def test_a_double_click_is_answered_as_the_first_press_was(
    client: Client, booked: Registration
) -> None:
    said = {"contact_by": "phone", "email": "", "phone": "07700 900123"}
    pages = [give(client, booked, **said) for _ in range(2)]
    assert {page.status_code for page in pages} == {200}
    assert pages[0].content == pages[1].content
    assert AuditEntry.objects.filter(deed="handed over a place").count() == 1


def test_the_first_person_cannot_give_the_place_on_again(
    client: Client, booked: Registration
) -> None:
    give(client, booked)
    assert give(client, booked, name="Carol").status_code == 404
    assert Registration.objects.get(pk=booked.pk).badge_name == "Bilal"


def test_a_link_that_an_address_change_ended_answers_nothing(
    client: Client, booked: Registration
) -> None:
    old = Registration.objects.get(pk=booked.pk)
    new = {"contact_by": "email", "email": "bilal@example.org", "name": "Bilal"}
    booking.change(registration=booked, answers=new)
    assert give(client, old).status_code == 404


def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, booked: Registration
) -> None:
    text = give(client, booked, email="bilal", name="Bilal Haddad").content.decode()
    assert "Enter an email address with an @ in it" in text
    assert 'value="Bilal Haddad"' in text
    assert Registration.objects.get(pk=booked.pk).badge_name == "Amina"


def test_whoever_waits_reads_that_only_a_place_can_be_given(
    client: Client, event: Event, booked: Registration
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    waits = factories.make_registration(event, "Bo")
    assert "Only a place that you have can go to somebody else." in words(
        client, "hand_over", waits
    )
    assert "Only a place" in give(client, waits).content.decode()


def test_the_new_person_is_asked_to_read_how_we_treat_each_other(
    client: Client, booked: Registration
) -> None:
    assert "Before the day" not in words(client, "booking", booked)
    give(client, booked)
    new = Registration.objects.get(pk=booked.pk)
    text = words(client, "booking", new)
    assert "Before the day" in text
    assert "Tell us what you need" in text
    client.post(address("consents", new), {"kind": "agreement", "turn": "on"})
    assert "Before the day" not in words(client, "booking", new)
    assert extras.of(new).has_agreed


# Consents


def test_a_consent_is_told_in_the_words_that_were_agreed_to(
    client: Client, booked: Registration
) -> None:
    text = words(client, "consents", booked)
    assert "<bdi>Yes, I can be in photos</bdi>" in text
    assert "They can say something about my health" in text
    assert "I have read how we treat each other at this event" in text


def test_taking_needs_back_erases_them_at_once(client: Client, booked: Registration) -> None:
    client.post(address("consents", booked), {"kind": "needs", "turn": "off"})
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}
    assert "We hold nothing about what you need" in words(client, "consents", booked)


def test_taking_photos_back_is_no_photos(client: Client, booked: Registration) -> None:
    client.post(address("consents", booked), {"kind": "photo", "turn": "off"})
    booked.refresh_from_db()
    assert (booked.photo, booked.photo_uses) == ("no", [])
    row = Consent.objects.get(registration=booked, kind="photo")
    assert row.withdrawn_at is not None
    assert "and took it back on" in words(client, "consents", booked)


def test_news_go_on_and_off(client: Client, booked: Registration) -> None:
    where = address("consents", booked)
    client.post(where, {"kind": "news", "turn": "on"})
    client.post(where, {"kind": "news", "turn": "on"})
    alive = Consent.objects.filter(registration=booked, kind="news", withdrawn_at=None)
    assert alive.count() == 1
    client.post(where, {"kind": "news", "turn": "off"})
    client.post(where, {"kind": "news", "turn": "off"})
    assert not alive.exists()


@pytest.mark.parametrize(
    "posted",
    [{}, {"kind": "everything", "turn": "off"}, {"kind": "photo", "turn": "sideways"}],
)
def test_a_button_that_is_not_ours_does_nothing_and_says_so(
    client: Client, booked: Registration, posted: dict[str, str]
) -> None:
    response = client.post(address("consents", booked), posted)
    assert "Press the button once more." in response.content.decode()
    booked.refresh_from_db()
    assert booked.photo == "yes"


def test_reading_the_agreement_cannot_be_taken_back(client: Client, booked: Registration) -> None:
    client.post(address("consents", booked), {"kind": "agreement", "turn": "off"})
    assert extras.of(booked).has_agreed


# Sessions as a calendar


def entries(client: Client, registration: Registration) -> dict[str, Any]:
    answer = client.get(address("my_sessions_calendar", registration))
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["SUMMARY"]): one for one in found}


@pytest.fixture
def placed(event: Event) -> Registration:
    housing, *_ = factories.make_round(event)
    factories.make_session(event, title="Welcome", kind="plenary")
    wishes = {str(housing.slot_id): [str(housing.pk)]}
    booked = factories.make_registration(event, choices=wishes)
    breakouts.publish(allocation=_run(event), by=_organiser(event))
    return booked


def _organiser(event: Event) -> Any:
    return factories.make_member(event.lead_host, "organiser")


def _run(event: Event) -> Any:
    return breakouts.run(event=event, by=_organiser(event))


def test_it_holds_where_one_was_placed_and_what_is_for_everybody(
    client: Client, placed: Registration
) -> None:
    assert set(entries(client, placed)) == {"Housing", "Welcome"}
    assert "Add your sessions to your calendar" in words(client, "booking", placed)


def test_an_entry_keeps_its_uid_and_the_later_file_stands(
    client: Client, placed: Registration
) -> None:
    before = entries(client, placed)["Housing"]
    Registration.objects.filter(pk=placed.pk).update(
        booked_at=timezone.now() - timedelta(minutes=5)
    )
    after = entries(client, placed)["Housing"]
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_the_room_is_told_with_the_exact_place_only(
    client: Client, event: Event, placed: Registration
) -> None:
    Event.objects.filter(pk=event.pk).update(
        exact_place="12 Ferry Lane", place_released_at=timezone.now() + timedelta(days=1)
    )
    assert str(entries(client, placed)["Housing"]["LOCATION"]) == "Leeds city centre"
    Event.objects.filter(pk=event.pk).update(place_released_at=None)
    assert "12 Ferry Lane" in str(entries(client, placed)["Housing"]["LOCATION"])
    assert "Room" in str(entries(client, placed)["Housing"]["LOCATION"])


def test_a_discreet_file_names_nothing(client: Client, placed: Registration) -> None:
    Registration.objects.filter(pk=placed.pk).update(is_discreet=True)
    text = client.get(address("my_sessions_calendar", placed)).content.decode()
    assert [name in text for name in ("Housing", "Welcome", placed.event.title)] == [False] * 3


def test_a_session_that_is_cancelled_ends_in_the_calendar_too(
    client: Client, placed: Registration
) -> None:
    Session.objects.filter(title="Housing").update(is_cancelled=True)
    assert str(entries(client, placed)["Housing"]["STATUS"]) == "CANCELLED"
    assert str(entries(client, placed)["Welcome"].get("STATUS", "")) != "CANCELLED"


def test_whoever_waits_has_no_sessions(client: Client, event: Event, booked: Registration) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    waits = factories.make_registration(event, "Bo")
    assert client.get(address("my_sessions_calendar", waits)).status_code == 404


# All that is held


def test_the_file_holds_every_row_about_the_person(
    client: Client, event: Event, booked: Registration
) -> None:
    factories.make_registration(event, "Bo-CANARY", email="bo-canary@example.org")
    question = OwnQuestion.objects.create(event=event, label="Which train?")
    OwnAnswer.objects.create(registration=booked, question=question, value="The 9.10")
    Message.objects.create(
        kind="link", to=booked.email, row_id=booked.pk, event=event, state=MessageState.SENT
    )
    answer = client.get(address("my_data_file", booked))
    held = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert held["you"]["badge_name"] == "Amina"
    assert held["you"]["email"] == "amina@example.org"
    assert held["what_you_need"]["meals"] == ["vegan"]
    assert held["your_own_answers"] == [{"question": "Which train?", "answer": "The 9.10"}]
    assert {one["about"] for one in held["consents"]} == {
        "Photos",
        "Read how we treat each other",
    }
    assert [one["kind"] for one in held["mails"]] == ["link"]
    assert "canary" not in answer.content.decode().lower()


def test_the_file_says_nothing_of_whoever_had_the_place_before(
    client: Client, booked: Registration
) -> None:
    give(client, booked)
    new = Registration.objects.get(pk=booked.pk)
    text = client.get(address("my_data_file", new)).content.decode()
    assert [word in text for word in ("Amina", "amina", "vegan", "handed_over")] == [False] * 4


# Deleting


def test_deleting_asks_first(client: Client, booked: Registration) -> None:
    assert "It goes now and cannot be brought back." in words(client, "delete_me", booked)
    assert Registration.objects.filter(pk=booked.pk).exists()


def test_everything_goes_with_the_button_and_one_mail_says_so(
    client: Client, event: Event, booked: Registration
) -> None:
    Message.objects.create(
        kind="link", to=booked.email, row_id=booked.pk, event=event, state=MessageState.SENT
    )
    answer = client.post(address("delete_me", booked))
    assert "Your data is deleted" in answer.content.decode()
    assert not Registration.objects.filter(pk=booked.pk).exists()
    assert not Needs.objects.filter(pk=booked.pk).exists()
    assert not Consent.objects.filter(registration=booked.pk).exists()
    [row] = Message.objects.all()
    assert (row.kind, row.to, row.row_id) == ("deleted", "amina@example.org", event.pk)
    mail = import_string(settings.MAILS[row.kind])(row)
    assert mail.subject == "Your data is deleted"
    assert event.title not in str(mail.message())
    assert "Amina" not in str(mail.message())
    assert client.get(tickets.booking_path(booked)).status_code == 404
    assert client.post(address("delete_me", booked)).status_code == 404


def test_the_place_goes_to_whoever_waits(event: Event, booked: Registration) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    waits = factories.make_registration(event, "Bo")
    forgetting.forget(registration=booked)
    waits.refresh_from_db()
    assert waits.is_offered


def test_forgetting_twice_is_once(event: Event, booked: Registration) -> None:
    again = Registration.objects.get(pk=booked.pk)
    forgetting.forget(registration=booked)
    forgetting.forget(registration=again)
    assert AuditEntry.objects.filter(deed="deleted their own booking").count() == 1


def test_frozen_figures_stay_as_they_were(event: Event, booked: Registration) -> None:
    AttendanceFigures.objects.create(event=event, booked=1, came=1, frozen_at=timezone.now())
    forgetting.forget(registration=booked)
    figures = AttendanceFigures.objects.get(event=event)
    assert (figures.booked, figures.came) == (1, 1)


# Undo


def test_a_cancellation_is_taken_back_while_the_place_is_free(
    client: Client, booked: Registration
) -> None:
    booking.cancel(registration=booked)
    assert "I can come after all" in words(client, "booking", booked)
    response = client.post(address("restore", booked), follow=True)
    text = response.content.decode()
    assert "Your booking is back." in text
    assert "You have a place" in text


def test_the_team_s_cancellation_is_not_taken_back(
    client: Client, event: Event, booked: Registration
) -> None:
    booking.cancel(registration=booked, by=_organiser(event))
    assert "I can come after all" not in words(client, "booking", booked)
    response = client.post(address("restore", booked), follow=True)
    assert "The team cancelled this booking." in response.content.decode()


def test_cancelling_offers_to_give_the_place_to_somebody_instead(
    client: Client, booked: Registration
) -> None:
    assert address("hand_over", booked) in words(client, "cancel", booked)
    assert address("hand_over", booked) in words(client, "booking", booked)


# Discretion


@pytest.mark.parametrize("name", [*PAGES, "booking", "cancel"])
def test_a_discreet_booking_names_neither_event_nor_host(
    client: Client, event: Event, booked: Registration, name: str
) -> None:
    Registration.objects.filter(pk=booked.pk).update(is_discreet=True)
    text = words(client, name, booked)
    assert event.title not in text
    assert event.slug not in text
    assert event.lead_host.name not in text


def test_the_page_of_a_place_handed_over_is_discreet_too(
    client: Client, event: Event, booked: Registration
) -> None:
    Registration.objects.filter(pk=booked.pk).update(is_discreet=True)
    for by in ("email", "phone"):
        row = Registration.objects.get(pk=booked.pk)
        text = give(client, row, contact_by=by, phone="07700 900123").content.decode()
        assert "Your place is theirs now" in text
        assert event.title not in text
        assert event.lead_host.name not in text


# After the event


@pytest.fixture
def long_over(event: Event, booked: Registration) -> Registration:
    """Fifteen days after the event: the needs have been erased."""
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(
        starts_at=now - timedelta(days=15, hours=6), ends_at=now - timedelta(days=15)
    )
    retention.erase(retention.find(now), now)
    return Registration.objects.select_related("event").get(pk=booked.pk)


def test_photos_are_taken_back_after_the_event_too(client: Client, long_over: Registration) -> None:
    assert address("consents", long_over) in words(client, "booking", long_over)
    text = words(client, "consents", long_over)
    assert "Take back the yes to photos" in text
    assert "Keeping what you need" not in text
    client.post(address("consents", long_over), {"kind": "photo", "turn": "off"})
    long_over.refresh_from_db()
    assert long_over.photo == "no"


def test_the_file_comes_without_needs_when_they_are_erased(
    client: Client, long_over: Registration, caplog: pytest.LogCaptureFixture
) -> None:
    held = json.loads(client.get(address("my_data_file", long_over)).content)
    assert held["what_you_need"] == "Deleted: their day has come."
    assert held["you"]["badge_name"] == "Amina"
    assert "cannot be opened" not in caplog.text


def test_the_file_says_that_a_key_is_missing(client: Client, booked: Registration) -> None:
    keys.path_of(booked.event_id, "needs").unlink()
    held = json.loads(client.get(address("my_data_file", booked)).content)
    assert held["what_you_need"] == "We hold answers that we cannot open: their key is missing."


def test_every_column_about_the_person_is_in_the_file(booked: Registration) -> None:
    """What the data map calls personal; a column that is added is asked for here."""
    fields = FIELDS["registrations.Registration"]
    personal = {name for name, entry in fields.items() if entry.level is P2}
    told = {
        "code": "code",
        "days": "days",
        "is_discreet": "asks_for_discretion",
        "answer_reason": "what_the_team_answered",
        "with_whom": "comes_with_somebody",
        "through_first": "reached_through_them",
        "helper": "registered_by_a_helper",
        "badge_name": "badge_name",
        "pronouns": "pronouns",
        "contact_by": "reached_by",
        "email": "email",
        "phone": "phone",
        "language": "language",
        "coming_as": "coming_as",
        "organisation": "organisation",
        "photo": "photos",
        "photo_uses": "where_photos_may_be_used",
        "contact_list": "on_the_contact_list",
    }
    assert set(told) == personal
    held = own_data.of(booked)
    assert set(told.values()) <= {*held["you"], *held["booking"]}
