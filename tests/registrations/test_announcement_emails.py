"""What a message of the team says in a mailbox, in a text and on a booking's page."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import outbox
from forum.models import Event, Message
from registrations import announcing, audience, booking, emails, own_data, tickets
from registrations.emails import announcements
from registrations.models import Delivery, Registration
from tests.factories import make_event, make_helper, make_host, make_registration
from tests.smtp import mail_server

__all__ = ["mail_server"]

pytestmark = pytest.mark.django_db

BODY = "Bring {code}, {name}.\n\n{event}, {when}\n{where}\n\nYour page:\n{link}"
HOSTILE = "<b>x</b> [Pay](https://evil.example) {{ 7*7 }} {% now 'Y' %} {event.__class__}"


def send(event, by, *, subject="What to bring", body=BODY, short="", now=None):
    said = announcing.Said(subject, body, short, {"who": "place"})
    written = announcing.write(event=event, said=said, by=by)
    count = audience.reach(event, written.audience).total
    seen = announcing.Seen(count, written.touched_at.isoformat())
    announcing.send(announcement=written, seen=seen, by=by, now=now)
    return written


def mail_to(registration):
    delivery = Delivery.objects.get(registration=registration)
    return emails.announcement(Message.objects.get(row_id=delivery.pk))


def text_to(registration):
    return announcements.short_words(Delivery.objects.get(registration=registration))


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina", email="amina@example.org")


def test_it_says_what_was_written_with_what_is_the_readers(event, organiser, amina, mail_server):
    send(event, organiser)
    outbox.send_due()
    [letter] = mail_server.letters
    link = tickets.absolute(tickets.booking_path(amina))
    assert str(letter.message["Subject"]) == "What to bring"
    assert letter.message["Reply-To"] == "forum@harbour.example"
    day = event.local_start
    when = f"{day:%A} {day.day} {day:%B %Y}, 10 am to 4.30 pm"
    assert letter.text.startswith(
        f"Hello Amina,\n\nBring {amina.code}, Amina.\n\nSpring casework forum, {when}\n"
        f"Leeds city centre\n\nYour page:\n{link}\n\nSee, change or cancel your booking:\n{link}\n"
    )
    assert "You get this because you have a place at Spring casework forum." in letter.text
    assert "Questions? Robin Vale, forum@harbour.example" in letter.text
    assert re.findall(r'href="([^"]*)"', letter.html) == [link, link]


def test_hostile_words_are_words_and_make_no_link(event, organiser, amina):
    Registration.objects.update(badge_name=HOSTILE[:80])
    send(event, organiser, subject=HOSTILE[:60], body=f"{HOSTILE}\nhttps://evil.example\n{{name}}")
    mail = mail_to(amina)
    assert f"{HOSTILE}\nhttps://evil.example\n{amina.code}" in mail.body
    [shown] = [part for part, _ in mail.alternatives]
    assert html.escape(HOSTILE) in shown
    assert "<b>" not in shown
    assert re.findall(r'href="([^"]*)"', shown) == [tickets.absolute(tickets.booking_path(amina))]
    assert len(mail.subject) <= 60
    assert mail.subject.isprintable()


def test_to_a_helper_it_says_whom_it_is_about(event, organiser, amina):
    helper = make_helper(event, name="Kay", email="kay@example.org")
    Registration.objects.update(contact_by="helper", helper=helper, email="")
    send(event, organiser)
    mail = mail_to(amina)
    assert mail.to == ["kay@example.org"]
    assert mail.body.startswith("Hello Kay,")
    assert "You get this because you registered Amina." in mail.body


@pytest.mark.parametrize("all_of_it", [True, False])
def test_to_somebody_discreet_the_mail_says_nothing_and_the_page_says_it(
    organiser, client, host, all_of_it
):
    event = make_event(
        host, title="Heronsgate casework forum", slug="heronsgate", is_discreet=all_of_it
    )
    amina = make_registration(event, "Amina", email="amina@example.org", is_discreet=not all_of_it)
    body = "Heronsgate casework forum of Harbour Network is near {where}."
    send(event, organiser, subject="Heronsgate casework forum", body=body, short="Heronsgate")
    mail = mail_to(amina)
    [shown] = [part for part, _ in mail.alternatives]
    link = tickets.absolute(tickets.booking_path(amina))
    for words in (mail.subject, mail.body, shown, mail.from_email, text_to(amina)):
        assert "Heronsgate" not in words
        assert "Harbour" not in words
    assert "The team has written to you. This email does not say what" in mail.body
    assert text_to(amina) == f"There is news about your booking: {link}"
    page = client.get(tickets.booking_path(amina)).content.decode()
    assert "… of … is near Leeds city centre." in page
    assert "Heronsgate" not in page
    assert "Harbour" not in page


@pytest.mark.parametrize(
    "why", ["cancelled", "other address", "over", "event cancelled", "message gone"]
)
def test_it_does_not_leave_when_it_is_not_for_them_any_more(event, organiser, amina, why):
    send(event, organiser)
    delivery = Delivery.objects.get(registration=amina)
    message = Message.objects.get(row_id=delivery.pk)
    if why == "cancelled":
        booking.cancel(registration=amina)
    elif why == "other address":
        message.to = "old@example.org"
    elif why == "over":
        now = timezone.now()
        past = now - timedelta(hours=1)
        Delivery.objects.update(created_at=past - timedelta(hours=1))
        Event.objects.update(starts_at=past - timedelta(hours=6), ends_at=past)
    elif why == "event cancelled":
        Event.objects.update(state="cancelled", cancelled_at=timezone.now())
    else:
        delivery.delete()
    assert emails.announcement(message) is None


def test_thanks_after_the_event_do_leave(event, organiser, amina):
    past = timezone.now() - timedelta(hours=1)
    Event.objects.update(starts_at=past - timedelta(hours=6), ends_at=past)
    event.refresh_from_db()
    send(event, organiser, body="Thank you for coming.")
    assert "Thank you for coming." in mail_to(amina).body


def test_a_short_text_ends_with_the_link_and_fits(event, organiser, amina):
    link = tickets.absolute(tickets.booking_path(amina))
    written = send(event, organiser)
    assert text_to(amina) == f"There is news about Spring casework forum: {link}"
    for short, text in (
        ("A pen, {name}", f"A pen, Amina {link}"),
        ("See {link} for more", f"See {link} for more"),
        ("x" * 300, None),
    ):
        written.short = short
        written.save()
        said = text_to(amina)
        assert said == text or text is None
        assert len(said) <= 300
        assert said.endswith(link) or text


def test_a_test_to_a_colleague_holds_nobodys_code_or_link(event, organiser, amina):
    written = send(event, organiser)
    announcing.test_to(announcement=written, to=organiser)
    message = Message.objects.get(kind="announcement_test")
    assert message.to == organiser.email
    mail = emails.announcement_test(message)
    assert mail.subject == "Test: What to bring"
    assert mail.body.startswith(
        "This is a test, sent to you alone. The code and the link are nobody’s.\n\n"
        "Hello Oscar Vale,\n\nBring FERN-0000, Oscar Vale."
    )
    assert amina.code not in mail.body
    assert tickets.booking_path(amina) not in mail.body
    assert "href" not in mail.alternatives[0][0]
    written.delete()
    assert emails.announcement_test(message) is None


def test_a_test_of_a_discreet_event_is_as_discreet(host, organiser):
    event = make_event(host, title="Heronsgate", slug="heronsgate", is_discreet=True)
    written = send_nothing(event, organiser)
    announcing.test_to(announcement=written, to=organiser)
    mail = emails.announcement_test(Message.objects.get())
    for words in (mail.subject, mail.body, mail.from_email):
        assert "Heronsgate" not in words


def send_nothing(event, by):
    said = announcing.Said("Heronsgate", "Heronsgate", "", {"who": "place"})
    return announcing.write(event=event, said=said, by=by)


def test_the_booking_page_shows_them_newest_first_in_as_many_queries(
    event, organiser, amina, client
):
    path, counts = tickets.booking_path(amina), []
    assert "<h2>Messages</h2>" not in client.get(path).content.decode()
    for number in (1, 2, 3):
        send(event, organiser, subject=f"Word {number}", body="Hello {name} <b>\n\nSee {link}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[2]
    assert re.findall(r"Word \d", page) == ["Word 3", "Word 2", "Word 1"]
    assert "<p>Hello Amina &lt;b&gt;</p>" in page
    assert "<p>See this page</p>" in page
    held = own_data.of(Registration.objects.select_related("event").get(pk=amina.pk))
    assert held["what_the_team_wrote"][0]["words"] == "Hello Amina <b>\n\nSee this page"
    elsewhere = make_registration(make_event(make_host()), "Elsewhere")
    assert "Word 1" not in client.get(tickets.booking_path(elsewhere)).content.decode()
    booking.cancel(registration=amina)
    assert "Word 1" not in client.get(path).content.decode()
