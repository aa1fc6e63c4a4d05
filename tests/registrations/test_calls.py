"""Whom to phone or text: who is on the list, what they are told, and when they are off it again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import publishing
from forum.models import AuditEntry, Message
from registrations import booking, calls, forgetting, handing_over, news, telling, waiting_list
from registrations.models import Call, Helper, Registration
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db

NUMBER = "07700 900123"


def phones(event, name="Zora", phone=NUMBER, **given):
    """Somebody who left a number and no address."""
    return make_registration(event, name, contact_by="phone", email="", phone=phone, **given)


def told(event, **how):
    """Each person on the list, and why they are called."""
    return [
        (one.person.badge_name, [what.why for what in one.tell])
        for one in calls.open_calls(event, **how)
    ]


def words(event):
    return [what.words for one in calls.open_calls(event) for what in one.tell]


def test_who_left_a_number_alone_is_called_and_who_left_an_address_is_not(event):
    zora, amina = phones(event), make_registration(event)
    page = make_registration(event, "Looks", contact_by="page", email="")
    for person in (zora, amina, page):
        telling.tell(person, "confirmation")
    assert told(event) == [("Zora", ["They have a place"])]
    assert list(Message.objects.values_list("to", flat=True)) == [amina.email]
    assert words(event)[0].startswith("Zora, you have a place: Spring casework forum, ")


def test_only_the_latest_word_of_how_it_stands_is_told(host, organiser):
    event = make_event(host, capacity=1)
    ama, zora = make_registration(event, "Ama"), phones(event)
    telling.tell(zora, "waiting_list")
    booking.cancel(registration=ama)
    assert told(event) == [("Zora", ["A place is held for them"])]
    [one] = calls.open_calls(event)
    zora.refresh_from_db()
    assert one.tell[0].until == zora.offered_until
    waiting_list.give_place(registration=zora, by=organiser)
    assert told(event) == [("Zora", ["They were given a place"])]
    assert Call.objects.filter(done_at=None).count() == 3


def test_an_offer_that_is_over_is_told_to_nobody(host):
    event = make_event(host, capacity=1)
    ama = make_registration(event, "Ama")
    phones(event)
    booking.cancel(registration=ama)
    Registration.objects.filter(badge_name="Zora").update(offered_until=timezone.now())
    assert told(event) == []


def test_each_change_is_told_until_somebody_told_it(event, organiser):
    phones(event)
    for place in ("York city centre", "Hull city centre"):
        publishing.change(event=event, by=organiser, fields={"public_place": place})
        event.refresh_from_db()
        news.tell_due()
    later = event.starts_at + timedelta(hours=1)
    publishing.change(event=event, by=organiser, fields={"starts_at": later})
    event.refresh_from_db()
    news.tell_due()
    assert told(event) == [("Zora", ["The event was changed"])]
    [said] = words(event)
    assert "Where: Hull city centre (before: Leeds city centre)." in said
    assert "11 am" in said
    calls.done(call=calls.open_calls(event)[0].tell[0].call, by=organiser)
    assert told(event) == []
    assert not Call.objects.filter(done_at=None).exists()


def test_offers_come_first_and_people_of_one_number_together(host):
    event = make_event(host, capacity=3)
    ama = make_registration(event, "Ama")
    first, second = phones(event, "First"), phones(event, "Second", "+44 7700 900456")
    waits = phones(event, "Waits")
    now = timezone.now()
    for minutes, person in enumerate([second, first]):
        about = [(person, person.id)]
        telling.tell_many(about, "confirmation", event=event, now=now + timedelta(minutes=minutes))
    booking.cancel(registration=ama)
    waits.refresh_from_db()
    assert waits.is_offered
    assert [name for name, _ in told(event)] == ["Waits", "First", "Second"]
    shared = {one.person.badge_name: one.shared_with for one in calls.open_calls(event)}
    assert shared == {"Waits": ["First"], "First": ["Waits"], "Second": []}


def test_a_helper_with_a_telephone_is_called_for_whom_they_entered(event):
    helper = Helper.objects.create(event=event, name="Harriet", phone=NUMBER)
    zora = make_registration(event, "Zora", contact_by="helper", email="")
    Registration.objects.filter(pk=zora.pk).update(helper=helper)
    zora.refresh_from_db()
    telling.tell(zora, "confirmation")
    [one] = calls.open_calls(event)
    assert (one.through, one.person.telephone) == ("Harriet", NUMBER)
    assert one.tell[0].words.startswith("For Zora: you have a place: ")


def test_done_closes_what_it_makes_needless_and_can_be_taken_back(event, organiser):
    zora = phones(event)
    telling.tell(zora, "waiting_list")
    telling.tell(zora, "confirmation")
    telling.tell(zora, "page_news")
    [one] = calls.open_calls(event)
    assert [what.call.kind for what in one.tell] == ["confirmation", "page_news"]
    for _ in range(2):
        calls.done(call=one.tell[0].call, by=organiser)
    assert told(event) == [("Zora", ["There is news on their booking page"])]
    assert [done.call.kind for done in calls.lately_done(event)] == ["confirmation"]
    calls.undone(call=one.tell[0].call, by=organiser)
    assert told(event) == [("Zora", ["They have a place", "There is news on their booking page"])]
    assert list(AuditEntry.objects.order_by("at").values_list("deed", "row_id")) == [
        ("told somebody by phone", zora.pk),
        ("took back a tick of a call", zora.pk),
    ]


def test_what_was_done_more_than_a_week_ago_is_out_of_sight(event, organiser):
    telling.tell(phones(event), "confirmation")
    call = Call.objects.get()
    calls.done(call=call, by=organiser, now=timezone.now() - timedelta(days=8))
    assert calls.lately_done(event) == []


def test_after_the_event_nobody_is_called(event):
    telling.tell(phones(event), "confirmation")
    type(event).objects.update(
        starts_at=timezone.now() - timedelta(hours=8), ends_at=timezone.now() - timedelta(hours=1)
    )
    event.refresh_from_db()
    assert told(event) == []


def test_calls_go_with_the_booking_and_with_whoever_hands_it_over(event):
    first, second = phones(event, "First"), phones(event, "Second", "07700 900456")
    for person in (first, second):
        telling.tell(person, "page_news")
    handing_over.hand_over(
        registration=first, name="Third", contact_by="phone", phone="07700 900789"
    )
    assert told(event) == [
        ("Second", ["There is news on their booking page"]),
        ("Third", ["They have a place"]),
    ]
    forgetting.forget(registration=second)
    assert told(event) == [("Third", ["They have a place"])]


def test_without_links_unless_they_are_asked_for(event):
    telling.tell(phones(event), "confirmation")
    [plain] = calls.open_calls(event)
    [linked] = calls.open_calls(event, has_links=True)
    assert "http" not in plain.tell[0].words
    assert "/b/" in linked.tell[0].words


def test_it_asks_as_often_for_3_people_as_for_1(host, organiser):
    event, asked = make_event(host, capacity=10), []
    for count in (1, 2):
        for number in range(count):
            person = phones(event, f"P{count}{number}", f"07700 9001{count}{number}")
            for kind in ("confirmation", "event_changed", "sessions", "page_news"):
                telling.tell(person, kind)
        with CaptureQueriesContext(connection) as queries:
            assert len(calls.open_calls(event)) == (1 if count == 1 else 3)
        asked.append(len(queries))
    assert asked[0] == asked[1]
