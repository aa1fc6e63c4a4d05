"""O9: the rules by which places are given, the log of them, and the team's answers to bookings."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import dates
from forum.models import AuditEntry, Message
from registrations import booking, place_log, places, waiting_list
from registrations.models import PlaceRules, Registration
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

URL = "/organise/events/spring-forum/places/"
PEOPLE = "/organise/events/spring-forum/people/"
FIRST_COME = "First come, first served: whoever books while a place is free has it."


def main(response):
    """The words of the page, as they are read out."""
    return re.sub(r" (?=[,.?:;])", "", text_of(named(page_of(response), "main")[0]))


def chosen(**given):
    """The form as it is sent when nothing was changed, but for what is given."""
    return {
        "needs_approval": "no",
        "answer_by": "",
        "offers_itself": "yes",
        "offer_hours": "48",
        "kept": "0",
        "kept_day": "",
        "kept_clock": "",
        **given,
    }


def days_before(event, days):
    return (event.days[0] - timedelta(days=days)).isoformat()


def test_the_page_says_the_order_as_people_read_it(client, sign_in, organiser, event):
    response = sign_in(client, organiser).get(URL)
    said = main(response)
    assert "0 of 10 places are taken or offered. Nobody waits." in said
    assert FIRST_COME in said
    assert (
        "A place that becomes free is offered to whoever has waited longest, "
        "and held for them for 2 days." in said
    )
    assert "Nothing has been offered, answered or given by hand yet." in said
    assert_form_markup(response)


def test_the_rules_are_chosen_and_said(client, sign_in, organiser, event):
    sign_in(client, organiser)
    day = event.days[0] - timedelta(days=3)
    given = chosen(
        needs_approval="yes",
        answer_by=day.isoformat(),
        offers_itself="no",
        offer_hours="5",
        kept="4",
        kept_for=["local", "regional"],
        kept_day=days_before(event, 2),
    )
    said = main(client.post(URL, given, follow=True))
    rules = places.rules_of(event)
    evening = timezone.make_aware(datetime.combine(day + timedelta(days=1), time(18)))
    assert (rules.needs_approval, rules.answer_by, rules.offers_itself) == (True, day, False)
    assert (rules.offer_hours, rules.kept, rules.kept_for) == (5, 4, ["local", "regional"])
    assert rules.kept_until == evening
    assert "These rules are kept." in said
    assert f"The team answers each booking by {dates.day(day)}." in said
    assert "A place that becomes free is given by the team" in said
    assert (
        f"4 places are kept for people from local or regional organisations until "
        f"{dates.day(evening)}, 6 pm. After that, for everybody." in said
    )
    assert "Oscar Vale changed how places are given" in said
    assert_form_markup(client.get(URL))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kept": "11"}, "This event has 10 places in all. Keep 10 or fewer."),
        ({"kept": "-1"}, "Enter a number from 0 to 100,000"),
        ({"kept": "many"}, "Enter a number from 0 to 100,000"),
        ({"kept": "2", "kept_for": []}, "Choose whom the places are kept for"),
        ({"kept": "2", "kept_day": ""}, "Choose the day from which they are for everybody"),
        ({"kept": "2", "kept_day": "+1"}, "Choose an earlier day or time."),
        ({"kept": "2", "kept_day": "-90"}, "This day has passed. Choose a later day."),
        ({"offer_hours": "0"}, "Enter a number from 1 to 336"),
        ({"offer_hours": "337"}, "Enter a number from 1 to 336"),
        ({"offer_hours": ""}, "Enter a number from 1 to 336"),
        ({"needs_approval": "maybe"}, "Choose who gets a place"),
        ({"needs_approval": "yes"}, "Choose the day by which everybody has an answer"),
        ({"needs_approval": "yes", "answer_by": "+1"}, "Choose an earlier day."),
        ({"needs_approval": "yes", "answer_by": "-90"}, "This day has passed."),
        ({"needs_approval": "yes", "answer_by": "soon"}, "Enter a day such as 3 June 2026"),
        ({"offers_itself": ""}, "Choose who gets a place that becomes free"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words_and_kept(
    client, sign_in, organiser, event, given, words
):
    sent = chosen(kept_for=["local"], kept_day=days_before(event, 2)) | given
    for field in ("kept_day", "answer_by"):
        if re.fullmatch(r"[+-]\d+", sent[field]):
            sent[field] = days_before(event, -int(sent[field]))
    response = sign_in(client, organiser).post(URL, sent)
    assert_error_contract(response)
    assert words in main(response)
    assert not PlaceRules.objects.exists()


def test_days_that_were_chosen_before_and_have_passed_are_no_fault(
    client, sign_in, organiser, event
):
    ago = timezone.now() - timedelta(days=3)
    PlaceRules.objects.create(
        event=event,
        needs_approval=True,
        answer_by=ago.date(),
        kept=2,
        kept_for=["local"],
        kept_until=ago.replace(second=0, microsecond=0),
    )
    here = ago.astimezone(event.zone)
    given = chosen(
        needs_approval="yes",
        answer_by=ago.date().isoformat(),
        kept="2",
        kept_for=["local"],
        kept_day=here.date().isoformat(),
        kept_clock=here.strftime("%H:%M"),
        offer_hours="24",
    )
    sign_in(client, organiser).post(URL, given)
    assert places.rules_of(event).offer_hours == 24


def test_the_log_names_who_was_offered_what_and_who_jumped_why(client, sign_in, organiser, event):
    event.capacity = 1
    event.save()
    ama, zora, musa = (make_registration(event, name) for name in ("Ama", "Zora", "Musa"))
    booking.cancel(registration=ama)
    zora.refresh_from_db()
    waiting_list.accept(registration=zora)
    event.capacity = 2
    event.save()
    waiting_list.give_place(registration=musa, by=organiser, reason="Came <b>far</b>")
    assert [(line.name, line.deed, line.who, line.reason) for line in place_log.of(event)] == [
        ("Musa", "was given a place", "Oscar Vale", "Came <b>far</b>"),
        ("Zora", "took the place", "", ""),
        ("Zora", "was offered a place", "", ""),
    ]
    response = sign_in(client, organiser).get(URL)
    assert "Musa was given a place by Oscar Vale: Came <b>far</b>" in main(response)
    assert "<b>far</b>" not in response.content.decode()
    Registration.objects.filter(pk=zora.pk).delete()
    assert "Somebody whose booking was deleted took the place" in main(client.get(URL))


def test_more_people_than_places_lose_nothing_and_the_page_says_so(
    client, sign_in, organiser, event
):
    for _ in range(2):
        make_registration(event)
    event.capacity = 1
    event.save()
    said = main(sign_in(client, organiser).get(URL))
    assert "2 of 1 places are taken or offered. That is more than there are: nobody loses" in said


def test_an_event_that_is_cancelled_takes_no_rules(client, sign_in, organiser, event):
    event.state, event.cancelled_at, event.cancel_reason = "cancelled", timezone.now(), "No roof"
    event.save()
    sign_in(client, organiser)
    assert "Keep these rules" not in main(client.get(URL))
    assert client.post(URL, chosen(offer_hours="3")).status_code == 200
    assert not PlaceRules.objects.exists()


@pytest.mark.parametrize("user", ["staff", "needs_lead", "door", "analyst", "stranger"])
def test_only_organisers_open_it(client, sign_in, event, user, request):
    person = make_registration(event)
    sign_in(client, request.getfixturevalue(user))
    assert client.get(URL).status_code == 404
    assert client.post(URL, chosen()).status_code == 404
    assert client.get(f"{PEOPLE}{person.pk}/answer/").status_code == 404
    assert not PlaceRules.objects.exists()


def test_a_visitor_is_sent_to_sign_in_and_other_methods_are_refused(
    client, sign_in, organiser, event
):
    assert client.get(URL).status_code == 302
    assert sign_in(client, organiser).put(URL).status_code == 405


def test_it_asks_the_database_as_often_for_three_people_as_for_one(
    client, sign_in, organiser, event
):
    sign_in(client, organiser)
    asked = []
    for count in (1, 2):
        for _ in range(count):
            person = make_registration(event)
            waiting = Registration.objects.filter(pk=person.pk)
            waiting.update(state="waiting", place=None, waiting_since=timezone.now())
            waiting_list.offer_free(event)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 13


# The team's answer


@pytest.fixture
def approves(event):
    return PlaceRules.objects.create(
        event=event, needs_approval=True, answer_by=event.days[0] - timedelta(days=3)
    )


@pytest.fixture
def amina(event, approves):
    return make_registration(
        event, "Amina", coming_as="staff", organisation="Riverside", reach="local"
    )


def answer(person):
    return f"{PEOPLE}{person.pk}/answer/"


def test_who_waits_for_an_answer_has_a_tab(client, sign_in, organiser, event):
    sign_in(client, organiser)
    make_registration(event, "Chen")
    assert "To approve" not in main(client.get(PEOPLE))
    PlaceRules.objects.create(event=event, needs_approval=True, answer_by=event.days[0])
    make_registration(event, "Amina")
    assert "Booked 1 Waiting 0 To approve 1 Cancelled 0 Everyone 2" in main(client.get(PEOPLE))
    said = main(client.get(PEOPLE, {"show": "to_approve"}))
    assert "1 booking waits for your answer" in said
    assert f"The team answers each booking by {dates.day(event.days[0])}." in said
    assert "Amina" in said
    assert "Chen" not in said


def test_whoever_has_an_offer_stands_in_the_list_with_its_end(client, sign_in, organiser, event):
    event.capacity = 1
    event.save()
    ama, zora = (make_registration(event, name) for name in ("Ama", "Zora"))
    booking.cancel(registration=ama)
    zora.refresh_from_db()
    end = dates.short_day(zora.offered_until, event.zone)
    end += f", {dates.clock(zora.offered_until, event.zone)}"
    sign_in(client, organiser)
    said = main(client.get(PEOPLE, {"show": "waiting"}))
    assert f"Offered a place until {end}" in said
    assert "offered to whoever has waited longest" in said
    page = main(client.get(f"{PEOPLE}{zora.pk}/"))
    assert "Offered a place until" in page
    assert "It is held for them." in page
    given = main(client.post(f"{PEOPLE}{zora.pk}/place/", {"reason": ""}, follow=True))
    assert "Zora has a place now." in given


def test_yes_gives_the_place_and_tells_the_person(client, sign_in, organiser, amina):
    sign_in(client, organiser)
    assert "Waiting for your answer since" in main(client.get(f"{PEOPLE}{amina.pk}/"))
    page = client.get(answer(amina))
    said = main(page)
    assert "Does Amina get a place? Riverside, local. Booked on" in said
    assert "10 of 10 places are free." in said
    assert_form_markup(page)
    for _ in range(2):
        response = client.post(answer(amina), {"yes": "1"}, follow=True)
        assert "Amina has a place. We are telling them by email." in main(response)
    assert "Oscar Vale said yes to the booking" in main(response)
    assert [message.kind for message in Message.objects.all()] == ["confirmation"]


def test_yes_without_a_free_place_puts_them_on_the_list(client, sign_in, organiser, event, amina):
    event.capacity = 1
    event.save()
    other = make_registration(event, "Bilal")
    sign_in(client, organiser)
    client.post(answer(other), {"yes": "1"})
    assert "Every place is taken, so they go on the waiting list." in main(
        client.get(answer(amina))
    )
    response = client.post(answer(amina), {"yes": "1"}, follow=True)
    assert "Amina is on the waiting list: all places are taken." in main(response)


def test_no_needs_a_reason_which_is_kept_when_it_is_too_long(client, sign_in, organiser, amina):
    sign_in(client, organiser)
    empty = client.post(answer(amina), {"no": "1", "reason": "  "})
    assert_error_contract(empty)
    assert "Say why, in words that the person can read" in main(empty)
    long = client.post(answer(amina), {"no": "1", "reason": "Word " * 80})
    assert_error_contract(long)
    assert "Use 300 characters or fewer." in main(long)
    assert "Word Word" in main(long)
    amina.refresh_from_db()
    assert amina.is_awaiting

    response = client.post(answer(amina), {"no": "1", "reason": "For new\r\nworkers"}, follow=True)

    said = main(response)
    assert "You said no to Amina. We are telling them by email." in said
    assert "For new workers" in said
    amina.refresh_from_db()
    assert (amina.state, amina.answer_reason) == ("cancelled", "For new workers")
    assert [message.kind for message in Message.objects.all()] == ["declined"]
    line = AuditEntry.objects.get(deed="declined a booking")
    assert (line.who, line.reason) == (organiser, "")


def test_two_colleagues_answer_and_the_second_reads_what_stands(client, sign_in, organiser, amina):
    sign_in(client, organiser)
    client.post(answer(amina), {"yes": "1"})
    response = client.post(answer(amina), {"no": "1", "reason": "Late"}, follow=True)
    assert "This booking has been answered with yes. You can still cancel it." in main(response)
    assert "This booking does not wait for an answer Amina has a place." in main(
        client.get(answer(amina))
    )


def test_an_answer_to_somebody_who_cancelled_meanwhile_says_so(client, sign_in, organiser, amina):
    booking.cancel(registration=amina)
    response = sign_in(client, organiser).post(answer(amina), {"yes": "1"}, follow=True)
    assert "This booking was cancelled meanwhile." in main(response)


def test_nobody_of_another_event_is_answered(client, sign_in, organiser, host, amina):
    other = make_event(host, slug="other")
    sign_in(client, organiser)
    url = f"/organise/events/{other.slug}/people/{amina.pk}/answer/"
    assert client.post(url, {"yes": "1"}).status_code == 404
    amina.refresh_from_db()
    assert amina.is_awaiting
