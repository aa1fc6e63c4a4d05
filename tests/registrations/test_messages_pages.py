"""O12: the team writes, looks at it as one of those who get it, sends it now or later."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import Event, Message
from registrations import announcing, audience, tickets
from registrations.models import Announcement, Registration
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of
from tests.page_forms import read_forms

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/messages/"


def words(response):
    """The words of the page, as they are read out."""
    return re.sub(r" (?=[,.?:;])", "", text_of(named(page_of(response), "main")[0]))


def typed(**given):
    return {
        "who": "place",
        "reaches_later": "on",
        "subject": "What to bring",
        "body": "Bring a pen, {name}.",
        "short": "",
        **given,
    }


def draft(event, by, **given):
    given = {"subject": "What to bring", "body": "Bring a pen, {name}.", **given}
    said = announcing.Said(**{"audience": {"who": "place"}, **given})
    return announcing.write(event=event, said=said, by=by)


def sent(event, by, **given):
    written = draft(event, by, **given)
    count = audience.reach(event, written.audience).total
    seen = announcing.Seen(count, written.touched_at.isoformat())
    announcing.send(announcement=written, seen=seen, by=by)
    return written


def page_of_message(written, page="look/"):
    return f"{URL}{written.pk}/{page}"


def button(response, deed):
    """What pressing the button would send, from the page as it stands."""
    forms = read_forms(response.content.decode())
    [form] = [one for one in forms if one.action.endswith(f"/{deed}/")]
    return form.action, {name: values[0] for name, values in form.as_it_stands().items()}


@pytest.fixture
def desk(client, sign_in, organiser):
    return sign_in(client, organiser)


def test_an_event_without_messages_says_what_they_are_for(desk, event):
    said = words(desk.get(URL))
    assert "No message sent yet" in said
    assert "Write to everybody who has a place, or to some of them." in said


def test_from_writing_to_sent(desk, event):
    make_registration(event, "Amina", email="amina@example.org")
    response = desk.get(f"{URL}write/")
    assert_form_markup(response)
    response = desk.post(f"{URL}write/", typed(), follow=True)
    said = words(response)
    assert "People who have a place: 1 person at this moment." in said
    assert "As Amina gets it" in said
    assert "Hello Amina, Bring a pen, Amina." in said
    where, given = button(response, "send")
    response = desk.post(where, given, follow=True)
    assert "It is on its way to 1 person." in response.content.decode()
    assert Message.objects.get(kind="announcement").to == "amina@example.org"
    assert "Sent on" in words(response)
    assert "One message sent" in words(desk.get(URL))
    again = desk.post(where, given, follow=True)
    assert "It was sent already. Nobody gets it twice." in again.content.decode()
    assert Message.objects.filter(kind="announcement").count() == 1


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"subject": ""}, "Write a title"),
        ({"subject": "x" * 61}, "Use 60 characters or fewer. You have used 61."),
        ({"body": " "}, "Write the message"),
        (
            {"body": "Dear {surname}"},
            "There is no {surname} here. "
            "There are {name}, {code}, {link}, {event}, {when}, {where}.",
        ),
        ({"subject": "For {name}"}, "There is no {name} here. There are {event}, {when}."),
        ({"short": "x" * 201}, "Use 200 characters or fewer. You have used 201."),
        ({"who": "vegans"}, "Choose who gets it"),
        (
            {"subject": "a\r\nBcc: x@evil.example"},
            "Take out the line breaks and hidden characters.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, event, given, fault):
    response = desk.post(f"{URL}write/", typed(**{"body": "Bring a lamp.", **given}))
    assert response.status_code == 200
    assert_error_contract(response)
    assert fault in words(response)
    if "body" not in given:
        assert "Bring a lamp." in response.content.decode()
    assert Announcement.objects.count() == 0


def test_a_message_to_nobody_says_so_and_has_no_button(desk, event, organiser):
    written = draft(event, organiser, audience={"who": "waiting"})
    response = desk.get(page_of_message(written))
    said = words(response)
    assert "People on the waiting list: nobody at this moment." in said
    assert "Nobody would get it, so it cannot be sent now." in said
    assert "/send/" not in response.content.decode()
    response = desk.post(page_of_message(written, "send/"), follow=True)
    assert Message.objects.count() == 0


def test_when_the_count_changed_it_asks_again(desk, event, organiser):
    make_registration(event)
    written = draft(event, organiser)
    where, given = button(desk.get(page_of_message(written)), "send")
    make_registration(event, "Late")
    response = desk.post(where, given, follow=True)
    assert "It is for 2 people now, and was for 1 when you looked." in response.content.decode()
    assert "Send to 2 people now" in words(response)
    assert Message.objects.filter(kind="announcement").count() == 0


def test_it_is_looked_at_as_each_of_those_who_get_it(desk, event, organiser):
    people = [make_registration(event, name) for name in ("Amina", "Bilal")]
    written = draft(event, organiser, body="{code} {link}")
    for which, person in (("", 0), ("?as=2", 1), ("?as=99", 0), ("?as=x", 0), ("?as=²", 0)):
        response = desk.get(page_of_message(written) + which)
        assert f"As {people[person].badge_name} gets it" in words(response)
        assert people[person].code in words(response)
        for one in people:  # their page holds what they need
            assert tickets.booking_path(one) not in response.content.decode()


def test_discreet_people_are_counted_and_shown_as_they_will_be(desk, event, organiser):
    make_registration(event, "Quiet", is_discreet=True)
    written = draft(event, organiser, body="At the harbour.")
    said = words(desk.get(page_of_message(written)))
    assert "1 of them asked for discretion." in said
    assert "The team has written to you." in said
    assert "At the harbour." not in said


def test_sensitive_words_are_told_of_and_not_refused(desk, event, organiser):
    make_registration(event)
    written = draft(event, organiser, body="About your asylum claim.")
    response = desk.get(page_of_message(written))
    assert "It seems to speak of immigration status (“asylum”)." in words(response)
    assert "Send to 1 person now" in words(response)


def test_a_test_goes_to_oneself_alone(desk, event, organiser):
    make_registration(event)
    written = draft(event, organiser)
    response = desk.post(page_of_message(written, "test/"), follow=True)
    assert f"A test is on its way to {organiser.email}." in response.content.decode()
    assert list(Message.objects.values_list("kind", "to")) == [
        ("announcement_test", organiser.email)
    ]


def test_it_leaves_later_and_can_be_called_off(desk, event, organiser):
    make_registration(event)
    written = draft(event, organiser)
    where, given = button(desk.get(page_of_message(written)), "later")
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    response = desk.post(where, {**given, "day": day, "clock": "18:30"}, follow=True)
    assert "6.30 pm" in words(response)
    written.refresh_from_db()
    assert written.state == "scheduled"
    assert desk.get(page_of_message(written, "edit/")).status_code == 302
    page = desk.get(page_of_message(written))
    assert "To change it, call it off first." in words(page)
    where, given = button(page, "call-off")
    desk.post(where, given)
    written.refresh_from_db()
    assert written.state == "draft"


@pytest.mark.parametrize(
    ("day", "clock", "fault"),
    [
        ("2027-03-28", "01:30", "1.30 am does not exist. Choose another time."),
        ("2026-10-25", "01:30", "1.30 am happens twice. Choose another time."),
        ("2026-01-05", "10:00", "This time has passed. Choose a later one, or send it now."),
        ("", "10:00", "Choose the day it leaves"),
        ("5 June", "25:00", "Enter a time such as 9:30 or 14:00"),
    ],
)
def test_a_time_that_cannot_be_is_told(desk, event, organiser, day, clock, fault):
    make_registration(event)
    written = draft(event, organiser)
    where, given = button(desk.get(page_of_message(written)), "later")
    response = desk.post(where, {**given, "day": day, "clock": clock})
    assert response.status_code == 200
    assert_error_contract(response)
    assert fault in words(response)
    written.refresh_from_db()
    assert written.state == "draft"


def test_a_draft_is_changed_and_thrown_away_after_a_question(desk, event, organiser):
    written = draft(event, organiser)
    response = desk.get(page_of_message(written, "edit/"))
    assert "Bring a pen, {name}." in response.content.decode()
    desk.post(page_of_message(written, "edit/"), typed(subject="Another"))
    written.refresh_from_db()
    assert (written.subject, written.audience) == ("Another", {"who": "place"})
    assert "Delete “ Another ”?" in words(desk.get(page_of_message(written, "delete/")))
    desk.post(page_of_message(written, "delete/"))
    assert Announcement.objects.count() == 0


def test_what_was_sent_says_what_became_of_it_and_who_to_reach(desk, event, organiser):
    amina = make_registration(event, "Amina", email="amina@example.org")
    make_registration(event, "Bilal")
    make_registration(event, "Chen", contact_by="phone", email="", phone="07700 900123")
    written = sent(event, organiser, short="A pen, {name}, for {event}")
    Message.objects.filter(to=amina.email).update(state="failed")
    response = desk.get(page_of_message(written, ""))
    said = words(response)
    assert "People who have a place: 3 people." in said
    assert "A pen, all, for Spring casework forum" in said
    assert f'/people/{amina.pk}/"' in response.content.decode()
    assert "1 email waits, 1 came back" in words(desk.get(URL))
    assert desk.get(page_of_message(written)).status_code == 302
    for deed in ("later", "call-off", "send", "delete"):
        assert desk.post(page_of_message(written, f"{deed}/")).status_code == 302
    assert Announcement.objects.count() == 1


def test_the_list_asks_as_often_for_three_messages_as_for_one(desk, event, organiser):
    counts = []
    for number in range(3):
        make_registration(event, f"Person {number}")
        sent(event, organiser)
        draft(event, organiser)
        with CaptureQueriesContext(connection) as queries:
            desk.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_looking_asks_as_often_for_three_people_as_for_one(desk, event, organiser):
    written, counts = draft(event, organiser), []
    for number in range(3):
        make_registration(event, f"Person {number}")
        with CaptureQueriesContext(connection) as queries:
            desk.get(page_of_message(written))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_a_month_after_the_event_nothing_is_written(desk, event):
    past = timezone.now() - timedelta(days=31)
    Event.objects.update(starts_at=past - timedelta(hours=6), ends_at=past)
    assert "Messages are kept until 30 days after the event" in words(desk.get(URL))
    assert "Nothing is written about it any more." in words(desk.get(f"{URL}write/"))


@pytest.mark.parametrize("page", ["", "edit/", "look/", "delete/"])
def test_a_message_of_another_event_opens_nothing(desk, event, organiser, page):
    elsewhere = draft(make_event(), organiser)
    assert desk.get(page_of_message(elsewhere, page)).status_code == 404


def test_buttons_are_pressed_and_not_followed(desk, event, organiser):
    written = draft(event, organiser)
    for deed in ("send", "later", "call-off", "test"):
        assert desk.get(page_of_message(written, f"{deed}/")).status_code == 405
    assert Registration.objects.count() == 0


def test_staff_and_strangers_find_no_messages(client, sign_in, event, staff, needs_lead, stranger):
    for user in (staff, needs_lead, stranger):
        assert sign_in(client, user).get(URL).status_code == 404
