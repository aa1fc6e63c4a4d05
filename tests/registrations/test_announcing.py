"""The team's own messages: to exactly those who were counted, once each, all of them or none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import outbox, publishing
from forum.models import AuditEntry, Event, Message
from registrations import announcing, audience, booking, calls, handing_over, placeholders, telling
from registrations.models import Announcement, Call, Delivery, Registration
from tests.factories import make_registration

pytestmark = pytest.mark.django_db

SAID = announcing.Said("What to bring", "Bring a pen, {name}.", "A pen, {name}", {"who": "place"})


def write(event, by, subject="What to bring", **given):
    given = {"body": "Bring a pen.", "audience": {"who": "place"}, **given}
    return announcing.write(event=event, said=announcing.Said(subject, **given), by=by)


def seen(written):
    count = audience.reach(written.event, written.audience).total
    return announcing.Seen(count, written.touched_at.isoformat())


def send(written, by, **given):
    return announcing.send(announcement=written, seen=seen(written), by=by, **given)


def queued():
    found = Message.objects.filter(kind="announcement").order_by("created_at", "to")
    return list(found.values_list("to", flat=True))


def deeds():
    found = AuditEntry.objects.filter(deed__contains="a message").order_by("at")
    return list(found.values_list("deed", "count"))


# -- writing --


def test_a_draft_is_nobodys_mail(event, organiser):
    make_registration(event)
    written = announcing.write(event=event, said=SAID, by=organiser)
    changed = announcing.Said("Another", "Words", audience={"who": "all"}, reaches_later=False)
    announcing.edit(announcement=written, said=changed, by=organiser)
    assert (written.subject, written.body, written.short) == ("Another", "Words", "")
    assert (written.audience, written.reaches_later) == ({"who": "all"}, False)
    announcing.delete(announcement=written, by=organiser)
    assert Announcement.objects.count() == Delivery.objects.count() == 0
    assert queued() == []
    assert deeds() == [
        ("wrote a message", None),
        ("changed a message", None),
        ("deleted a message", None),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello {name}, {code} {link} {event} {when} {where} { name }", ""),
        ("{} {{ 7*7 }} {event.__class__} {name!r} {0} {% now %} {a b} { }", ""),
        (
            "Dear {surname}",
            "There is no {surname} here. "
            "There are {name}, {code}, {link}, {event}, {when}, {where}.",
        ),
        (
            "{Name}",
            "There is no {Name} here. There are {name}, {code}, {link}, {event}, {when}, {where}.",
        ),
    ],
)
def test_a_word_in_braces_that_there_is_not_is_named(text, words):
    assert placeholders.fault(text) == words


def test_a_message_with_such_a_word_is_not_kept(event, organiser):
    said = announcing.Said("For {name}", "At {place}", "{phone}", {"who": "place"})
    with pytest.raises(announcing.WrongError) as caught:
        announcing.write(event=event, said=said, by=organiser)
    assert [name for name, _ in caught.value.faults] == ["subject", "body", "short"]
    assert caught.value.faults[0][1] == "There is no {name} here. There are {event}, {when}."
    assert Announcement.objects.count() == 0


def test_what_is_put_in_is_never_read_again():
    """V15: one pass, so a name that looks like a word in braces stays a name."""
    values = {"name": "{link} {event.__class__} \\1", "link": "https://ours.example"}
    assert placeholders.fill("{name}, {link}, {event}", values) == (
        "{link} {event.__class__} \\1, https://ours.example, {event}"
    )


# -- sending --


def test_everybody_who_was_counted_gets_it_once(event, organiser):
    make_registration(event, "Amina", email="amina@example.org")
    make_registration(event, "Bilal", email="bilal@example.org")
    phones = make_registration(event, "Chen", contact_by="phone", email="", phone="07700 900123")
    make_registration(event, "Dawit", contact_by="page", email="")
    written = write(event, organiser)
    now = timezone.now()
    assert seen(written).count == 4
    assert send(written, organiser, now=now) == 4
    assert send(written, organiser) == 0
    assert (written.state, written.sent_at) == ("sent", now)
    assert queued() == ["amina@example.org", "bilal@example.org"]
    assert Delivery.objects.filter(announcement=written).count() == 4
    [call] = Call.objects.all()
    assert call.registration == phones
    assert (call.kind, call.row_id) == (
        "announcement",
        Delivery.objects.get(registration=phones).pk,
    )
    assert deeds() == [("wrote a message", None), ("sent a message", 4)]


def test_a_message_to_nobody_is_not_sent(event, organiser):
    written = write(event, organiser, audience={"who": "waiting"})
    with pytest.raises(announcing.RefusedError) as caught:
        send(written, organiser)
    assert caught.value.words == "Nobody is among these people, so nobody would get it."
    assert Announcement.objects.get().state == "draft"


def test_more_people_than_somebody_saw_are_asked_about_again(event, organiser):
    make_registration(event)
    written = write(event, organiser)
    looked = seen(written)
    make_registration(event, "Late")
    with pytest.raises(announcing.ChangedError) as caught:
        announcing.send(announcement=written, seen=looked, by=organiser)
    assert caught.value.words == "It is for 2 people now, and was for 1 when you looked."
    assert queued() == []
    assert send(written, organiser) == 2


def test_words_that_somebody_changed_meanwhile_are_read_again_first(event, organiser, owner):
    make_registration(event)
    written = write(event, organiser)
    looked = seen(written)
    announcing.edit(announcement=written, said=SAID, by=owner)
    with pytest.raises(announcing.ChangedError) as caught:
        announcing.send(announcement=written, seen=looked, by=organiser)
    assert caught.value.words == ("Somebody changed this message after you looked. Read it again.")
    assert queued() == []


def test_what_was_sent_is_neither_changed_nor_deleted_nor_called_off(event, organiser):
    make_registration(event)
    written = write(event, organiser)
    send(written, organiser)
    with pytest.raises(announcing.NotADraftError):
        announcing.edit(announcement=written, said=SAID, by=organiser)
    with pytest.raises(announcing.NotADraftError):
        announcing.delete(announcement=written, by=organiser)
    with pytest.raises(announcing.RefusedError) as caught:
        announcing.call_off(announcement=written, by=organiser)
    assert caught.value.words == "It has left already, so it cannot be called off."


def test_a_process_killed_on_the_way_told_nobody(event, organiser, monkeypatch):
    make_registration(event)
    written = write(event, organiser)
    monkeypatch.setattr(telling, "tell_many", _killed)
    with pytest.raises(SystemExit):
        send(written, organiser)
    assert Delivery.objects.count() == Message.objects.filter(kind="announcement").count() == 0
    assert Announcement.objects.get().state == "draft"


def _killed(*_given, **_named):
    raise SystemExit


# -- at a day and hour --


def test_it_leaves_at_its_hour_to_whoever_is_there_then(event, organiser):
    make_registration(event, "Amina", email="amina@example.org")
    written = write(event, organiser)
    at = timezone.now() + timedelta(hours=2)
    announcing.schedule(announcement=written, at=at, seen=seen(written), by=organiser)
    make_registration(event, "Bilal", email="bilal@example.org")
    assert announcing.send_due(at - timedelta(seconds=1)) == 0
    assert announcing.send_due(at) == 2
    assert announcing.send_due(at) == 0
    written.refresh_from_db()
    assert (written.state, written.sent_at) == ("sent", at)
    assert queued() == ["amina@example.org", "bilal@example.org"]


def test_one_that_was_called_off_does_not_leave(event, organiser):
    make_registration(event)
    written = write(event, organiser)
    at = timezone.now() + timedelta(hours=2)
    announcing.schedule(announcement=written, at=at, seen=seen(written), by=organiser)
    announcing.call_off(announcement=written, by=organiser)
    assert (written.state, written.send_at) == ("draft", None)
    assert announcing.send_due(at) == 0
    assert deeds()[1:] == [("scheduled a message", None), ("called off a message", None)]


def test_one_that_waits_is_sent_in_no_other_way(event, organiser):
    make_registration(event)
    written = write(event, organiser)
    at = timezone.now() + timedelta(hours=2)
    announcing.schedule(announcement=written, at=at, seen=seen(written), by=organiser)
    for deed in (
        lambda: send(written, organiser),
        lambda: announcing.schedule(announcement=written, at=at, seen=seen(written), by=organiser),
    ):
        with pytest.raises(announcing.RefusedError) as caught:
            deed()
        assert caught.value.words == (
            "It leaves by itself already. Call it off to send it otherwise."
        )


def test_a_moment_that_has_passed_or_is_long_after_the_event_is_refused(event, organiser):
    make_registration(event)
    written = write(event, organiser)
    now = timezone.now()
    for at, words in (
        (now, "This time has passed. Choose a later one, or send it now."),
        (event.ends_at + timedelta(days=30), "Messages about this event can leave until "),
    ):
        with pytest.raises(announcing.RefusedError) as caught:
            announcing.schedule(
                announcement=written, at=at, seen=seen(written), by=organiser, now=now
            )
        assert caught.value.words.startswith(words)


@pytest.mark.parametrize("why", ["nobody", "cancelled", "over"])
def test_one_that_should_not_leave_any_more_is_a_draft_again(event, organiser, why):
    registration = make_registration(event)
    written = write(event, organiser)
    at = timezone.now() + timedelta(hours=2)
    announcing.schedule(announcement=written, at=at, seen=seen(written), by=organiser)
    now = at
    if why == "nobody":
        booking.cancel(registration=registration)
    elif why == "cancelled":
        publishing.cancel(event=event, by=organiser, reason="No roof")
    else:
        now = event.ends_at
    assert announcing.send_due(now) == 0
    written.refresh_from_db()
    assert (written.state, written.send_at) == ("draft", at)
    assert queued() == []


# -- to those who come later --


def test_whoever_comes_later_gets_it_after_their_confirmation(event, organiser):
    make_registration(event, email="amina@example.org")
    for subject in ("First", "Second"):
        send(write(event, organiser, subject), organiser)
    assert announcing.send_later_due() == 0
    Message.objects.all().delete()
    late = booking.register(
        event=event,
        answers={"name": "Late", "contact_by": "email", "email": "late@example.org", "agree": True},
    )
    assert announcing.send_later_due() == 2
    assert announcing.send_later_due() == 0
    mails = Message.objects.filter(to="late@example.org").order_by("created_at", "id")
    told = Delivery.objects.filter(registration=late).order_by("created_at")
    assert [one.announcement.subject for one in told] == ["First", "Second"]
    assert [(mail.kind, mail.row_id) for mail in mails] == [
        ("confirmation", late.pk),
        *(("announcement", one.pk) for one in told),
    ]


def test_a_given_moment_keeps_the_order_too(event, organiser):
    make_registration(event)
    for subject in ("First", "Second"):
        send(write(event, organiser, subject), organiser)
    make_registration(event, "Late", email="late@example.org")
    assert announcing.send_later_due(timezone.now()) == 2
    mails = Message.objects.filter(to="late@example.org").order_by("created_at")
    told = [Delivery.objects.get(pk=mail.row_id).announcement.subject for mail in mails]
    assert told == ["First", "Second"]


def test_somebody_who_waited_gets_it_with_the_place_and_nobody_twice(event, organiser):
    Event.objects.filter(pk=event.pk).update(capacity=1)
    event.refresh_from_db()
    first = make_registration(event, "Amina", email="amina@example.org")
    waits = make_registration(event, "Waits", email="waits@example.org")
    send(write(event, organiser), organiser)
    send(write(event, organiser, "Not later", reaches_later=False), organiser)
    booking.cancel(registration=first)
    Message.objects.all().delete()
    assert announcing.send_later_due() == 0
    waits.refresh_from_db()
    assert waits.is_offered
    Registration.objects.filter(pk=waits.pk).update(state="confirmed", offered_until=None)
    assert announcing.send_later_due() == 1
    assert queued() == ["waits@example.org"]


def test_nobody_gets_it_later_once_the_event_ends_or_is_cancelled(event, organiser):
    make_registration(event)
    send(write(event, organiser), organiser)
    make_registration(event, "Late")
    assert announcing.send_later_due(event.ends_at) == 0
    publishing.cancel(event=event, by=organiser, reason="No roof")
    assert announcing.send_later_due() == 0


def test_who_comes_instead_is_told_as_anybody_new(event, organiser):
    first = make_registration(event, email="first@example.org")
    send(write(event, organiser), organiser)
    handing_over.hand_over(
        registration=first, name="Second", contact_by="email", email="second@example.org"
    )
    assert announcing.send_later_due() == 1
    assert queued()[-1] == "second@example.org"
    outbox.send_due()
    states = Message.objects.filter(kind="announcement").order_by("created_at")
    assert list(states.values_list("to", "state")) == [
        ("first@example.org", "dropped"),
        ("second@example.org", "sent"),
    ]


def test_looking_for_somebody_new_asks_twice_however_many_messages_are_live(event, organiser):
    make_registration(event)
    counts = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            assert announcing.send_due() == announcing.send_later_due() == 0
        counts.append(len(queries))
        send(write(event, organiser, f"Message {number}"), organiser)
    assert counts == [2, 3, 3, 3]


# -- what became of it --


def test_the_log_counts_each_person_once_by_what_became_of_the_mail(event, organiser):
    for number in range(5):
        make_registration(event, f"Person {number}", email=f"p{number}@example.org")
    make_registration(event, "Page", contact_by="page", email="")
    for number in range(2):
        make_registration(
            event, f"Phone {number}", contact_by="phone", email="", phone="07700900123"
        )
    written = write(event, organiser)
    send(written, organiser)
    for number, state in enumerate(["sent", "failed", "dropped", "held"]):
        Message.objects.filter(to=f"p{number}@example.org").update(state=state)
    Call.objects.filter(registration__badge_name="Phone 0").update(done_at=timezone.now())
    stand = announcing.standing(event, [written])[written.pk]
    assert stand == announcing.Standing(
        people=8,
        sent=1,
        waiting=2,
        came_back=1,
        not_needed=1,
        to_call=1,
        called=1,
        page_only=1,
    )
    assert [person.badge_name for person in announcing.came_back(written)] == ["Person 1"]


def test_a_month_after_the_event_messages_are_gone(event, organiser):
    make_registration(event)
    make_registration(event, "Phone", contact_by="phone", email="", phone="07700 900123")
    written = write(event, organiser)
    send(written, organiser)
    later = event.ends_at + timedelta(days=30)
    assert announcing.forget_old(later - timedelta(seconds=1)) == 0
    assert announcing.forget_old(later) == 1
    assert Announcement.objects.count() == Delivery.objects.count() == Call.objects.count() == 0
    assert Registration.objects.count() == 2
    with pytest.raises(announcing.RefusedError) as caught:
        send(write(event, organiser), organiser, now=later)
    assert caught.value.words == (
        "The event was more than 30 days ago. Nothing is sent about it now."
    )


def test_words_that_led_to_a_link_end_as_a_sentence_where_none_is_given(event, organiser):
    make_registration(event, "Zora", contact_by="phone", email="", phone="07700 900123")
    send(write(event, organiser, short="Bring a case. All else: {link}"), organiser)
    [one] = calls.open_calls(event)
    assert one.tell[0].words == "Bring a case. All else."
