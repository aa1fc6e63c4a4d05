"""M11: the mail that tells somebody their sessions, as it stands when it leaves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import outbox
from forum.models import Event, Message
from registrations import booking, breakouts, emails, tickets
from registrations.models import Allocation, Placement
from tests.factories import ask, make_registration, make_round

pytestmark = pytest.mark.django_db
HOSTILE = "Pay\r\nBcc: x@evil.example [now](https://evil.example) <b>x</b> {{ 7*7 }}"


@pytest.fixture
def groups(event):
    groups = make_round(event)
    for number, session in enumerate(groups, start=1):
        session.room.name = f"Room {number}"
        session.room.save()
    return groups


@pytest.fixture
def amina(event, groups):
    ask(event)
    slot = str(groups[0].slot_id)
    return make_registration(
        event,
        "Amina",
        email="amina@example.org",
        access=["step_free"],
        needs_consent=True,
        choices={slot: [str(groups[1].pk), str(groups[0].pk)]},
    )


def publish(event, *seats):
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    for registration, slot, session in seats:
        Placement.objects.create(
            allocation=run, registration=registration, slot=slot, session=session
        )


def mail_for(registration):
    message = outbox.queue(
        kind="sessions", to=registration.email, row_id=registration.pk, event=registration.event
    )
    return emails.sessions(message)


def test_it_names_each_session_with_its_time_room_and_reason(event, groups, amina):
    later = make_round(
        event,
        "Law",
        "Letters",
        starts_at=event.starts_at + timedelta(hours=4),
        ends_at=event.starts_at + timedelta(hours=5, minutes=30),
    )
    publish(event, (amina, groups[0].slot, groups[0]), (amina, later[0].slot, None))
    mail = mail_for(amina)
    assert mail.subject == "Your sessions: Spring casework forum"
    assert mail.to == ["amina@example.org"]
    told = mail.body.split("\n\n")
    assert told[0] == "Hello Amina,"
    assert told[1].startswith("These are your sessions at Spring casework forum, ")
    assert told[2:4] == [
        "11 am to 12 noon: Housing\nRoom 1\nYour second choice.",
        "2 pm to 3.30 pm\nWe found no seat for you at this time. Ask the team on the day.",
    ]
    link = tickets.absolute(tickets.booking_path(amina))
    assert f"See your sessions, or cancel your booking:\n{link}\n" in mail.body
    html = mail.alternatives[0][0]
    assert html.count("<a ") == 1
    assert link in html
    assert mail.attachments == []


def test_nothing_of_needs_nor_of_others_choices_is_in_it(event, groups, amina):
    publish(event, (amina, groups[0].slot, groups[0]))
    body = mail_for(amina).body.lower()
    for word in ("step", "wheelchair", "access", "health"):
        assert word not in body


def test_over_several_days_the_day_is_named(event, groups, amina):
    Event.objects.update(ends_at=event.ends_at + timedelta(days=1))
    publish(event, (amina, groups[0].slot, groups[0]))
    begins = groups[0].slot.starts_at.astimezone(event.zone)
    assert f"{begins:%A} {begins.day} {begins:%B}, 11 am to 12 noon: Housing" in (
        mail_for(amina).body
    )


def test_a_session_cancelled_meanwhile_says_what_comes_instead(event, groups, amina):
    publish(event, (amina, groups[0].slot, groups[0]))
    groups[0].is_cancelled, groups[0].replaced_by = True, "Law, room 3."
    groups[0].save()
    assert (
        "11 am to 12 noon: Housing\nThis session was cancelled. Instead: Law, room 3.\n\n"
        in mail_for(amina).body
    )


@pytest.mark.parametrize(
    "why", ["unpublished", "not placed", "cancelled", "event cancelled", "over", "other address"]
)
def test_no_mail_leaves_when_it_is_not_needed_any_more(event, groups, amina, why):
    if why == "unpublished":
        breakouts.run(event=event, by=None)
    elif why == "not placed":
        publish(event)
    else:
        publish(event, (amina, groups[0].slot, groups[0]))
    if why == "cancelled":
        booking.cancel(registration=amina)
    elif why == "event cancelled":
        Event.objects.update(state="cancelled", cancelled_at=timezone.now())
    elif why == "over":
        now = timezone.now()
        Event.objects.update(starts_at=now - timedelta(hours=9), ends_at=now - timedelta(hours=1))
    message = outbox.queue(
        kind="sessions",
        to="old@example.org" if why == "other address" else "amina@example.org",
        row_id=amina.pk,
        event=event,
    )
    assert emails.sessions(message) is None


def test_hostile_titles_stay_words_on_one_line(event, groups, amina):
    groups[0].title = HOSTILE
    groups[0].save()
    groups[0].room.name = HOSTILE
    groups[0].room.save()
    publish(event, (amina, groups[0].slot, groups[0]))
    mail = mail_for(amina)
    line = "Pay Bcc: x@evil.example [now](https://evil.example) <b>x</b> {{ 7*7 }}"
    assert f"11 am to 12 noon: {line}\n{line}\nYour second choice." in mail.body
    html = mail.alternatives[0][0]
    assert html.count("<a ") == 1
    assert "<b>" not in html
    assert mail.recipients() == ["amina@example.org"]


def test_publishing_queues_it_and_it_leaves_by_the_worker(event, groups, amina, settings):
    run = breakouts.run(event=event, by=None)
    breakouts.publish(allocation=run, by=None)
    assert list(Message.objects.values_list("kind", "to")) == [("sessions", "amina@example.org")]
    outbox.send_due()
    [file] = settings.EMAIL_FILE_PATH.iterdir()
    assert "Your first choice." in file.read_text()


def test_it_asks_as_often_for_three_slots_as_for_one(event, groups, amina):
    seats, counts = [(amina, groups[0].slot, groups[0])], []
    for _ in range(2):
        publish(event, *seats)
        message = outbox.queue(kind="sessions", to=amina.email, row_id=amina.pk, event=event)
        with CaptureQueriesContext(connection) as queries:
            assert emails.sessions(message)
        counts.append(len(queries))
        seats += [(amina, one.slot, one) for one in (make_round(event)[0], make_round(event)[0])]
    assert counts[0] == counts[1] <= 8
