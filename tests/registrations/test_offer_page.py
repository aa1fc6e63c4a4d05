"""P16: a place that is offered is taken or let go by a button, and by nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum import dates, publishing
from forum.models import Message
from registrations import approving, booking, needs, tickets, waiting_list
from registrations.models import PlaceRules, Registration
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

GONE = "The place went to the next person. You are still on the list."


@pytest.fixture
def full(host):
    return make_event(host, capacity=1, slug="full", contact_phone="0113 496 0021")


@pytest.fixture
def offered(full):
    """Zora is offered the place that Ama gave back; Musa waits behind her."""
    ama, zora, _ = (make_registration(full, name) for name in ("Ama", "Zora", "Musa"))
    booking.cancel(registration=ama)
    return again(zora)


def again(registration):
    return Registration.objects.select_related("event").get(pk=registration.pk)


def path(registration):
    return tickets.offer_path(registration)


def main(response):
    """The words of the page, as they are read out."""
    return re.sub(r" (?=[,.?:;])", "", text_of(named(page_of(response), "main")[0]))


def until(registration):
    at, zone = registration.offered_until, registration.event.zone
    return f"{dates.short_day(at, zone)}, {dates.clock(at, zone)}"


def expired(registration):
    Registration.objects.filter(pk=registration.pk).update(offered_until=timezone.now())
    return again(registration)


def test_the_page_says_until_when_and_what_happens_then(client, offered):
    response = client.get(path(offered))
    said = main(response)
    assert "A place is free for you, Zora" in said
    assert f"It is held for you until {until(offered)}." in said
    assert "Without an answer it goes to the next person then" in said
    assert [text_of(button) for button in named(page_of(response), "button")] == [
        "Take the place",
        "Let it go",
    ]
    assert_form_markup(response)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, offered, method):
    getattr(client, method)(path(offered), {"take": "1", "let_go": "1", "then": "leave"})
    assert again(offered).is_offered


def test_one_button_takes_the_place_and_twice_is_once(client, offered):
    for _ in range(2):
        response = client.post(path(offered), {"take": "1"}, follow=True)
        assert "You have a place, Zora" in main(response)
    assert again(offered).has_a_place
    assert Message.objects.filter(kind="confirmation", row_id=offered.pk).count() == 1
    assert "You have a place, Zora" in main(client.get(path(offered), follow=True))


def test_letting_it_go_keeps_the_person_in_line_and_offers_it_to_the_next(client, offered):
    response = client.post(path(offered), {"let_go": "1", "then": "stay"}, follow=True)
    said = main(response)
    assert "You let this place go. You are still on the waiting list, where you stood." in said
    assert "You are on the waiting list, Zora" in said
    assert again(offered).waiting_since == offered.waiting_since
    assert Registration.objects.get(badge_name="Musa").is_offered
    assert GONE in main(client.get(path(offered)))


def test_letting_it_go_can_end_the_booking(client, offered):
    response = client.post(path(offered), {"let_go": "1", "then": "leave"}, follow=True)
    assert "You cancelled your booking, Zora" in main(response)
    assert again(offered).is_cancelled
    assert needs.own(Registration.objects.select_related("needs").get(pk=offered.pk)) == {}
    assert Registration.objects.get(badge_name="Musa").is_offered


@pytest.mark.parametrize("then", ["", "elsewhere"])
def test_nobody_leaves_the_list_without_saying_so(client, offered, then):
    response = client.post(path(offered), {"let_go": "1", "then": then})
    assert_error_contract(response)
    assert "Choose whether you go on waiting" in main(response)
    assert again(offered).is_offered


def test_whoever_comes_too_late_reads_that_the_place_went_on(client, offered):
    expired(offered)
    assert GONE in main(client.get(path(offered)))
    assert again(offered).is_offered  # the page only says so; the job or a button ends it
    response = client.post(path(offered), {"take": "1"})
    said = main(response)
    assert "This place is not held for you any more, Zora" in said
    assert "The time to answer is over, so the place goes to the next person." in said
    assert "Talk to Robin Vale: 0113 496 0021" in said
    assert (again(offered).state, Registration.objects.get(badge_name="Musa").state) == (
        "waiting",
        "offered",
    )


def test_the_booking_page_shows_no_offer_whose_time_is_over(client, offered):
    assert "A place is free for you, Zora" in main(client.get(tickets.booking_path(offered)))
    expired(offered)
    assert "You are on the waiting list, Zora" in main(client.get(tickets.booking_path(offered)))


def test_a_second_tab_reads_what_the_first_one_did(client, offered):
    client.post(path(offered), {"let_go": "1", "then": "stay"})
    response = client.post(path(offered), {"take": "1"})
    assert "This place is not held for you any more. You are still on the waiting list." in main(
        response
    )
    assert again(offered).is_waiting


def test_a_second_tab_cannot_let_go_what_was_taken(client, offered):
    client.post(path(offered), {"take": "1"})
    response = client.post(path(offered), {"let_go": "1", "then": "leave"})
    said = main(response)
    assert "You have taken this place. To give it back, cancel your booking." in said
    assert again(offered).has_a_place


def test_an_event_that_was_cancelled_says_so(client, offered, organiser):
    publishing.cancel(event=offered.event, by=organiser, reason="No roof")
    assert "The event is cancelled, Zora" in main(client.get(path(offered), follow=True))
    response = client.post(path(offered), {"take": "1"})
    assert "The event was cancelled, so there is no place to take." in main(response)


def test_the_booking_page_leads_to_the_answer_first(client, offered):
    response = client.get(tickets.booking_path(offered))
    said = main(response)
    assert f"It is held for you until {until(offered)}. It is not yours yet." in said
    assert f'<a class="btn" href="{path(offered)}">Take it or let it go</a>' in (
        response.content.decode()
    )
    assert "<svg" not in response.content.decode()


def test_people_who_come_together_give_one_answer(client, full):
    ama, zora, ben = (make_registration(full, name) for name in ("Ama", "Zora", "Ben"))
    Registration.objects.filter(pk=ben.pk).update(with_whom=zora)
    full.capacity = 2
    full.save()
    booking.cancel(registration=ama)
    words = "You are two people who come together: both places or none."
    assert words in main(client.get(path(zora)))
    client.post(path(ben), {"take": "1"})
    assert again(zora).has_a_place
    assert again(ben).has_a_place


def test_without_an_offer_the_page_leads_to_the_booking(client, event, full):
    make_registration(full)
    for one in (make_registration(event), make_registration(full)):
        response = client.get(path(one))
        assert (response.status_code, response.url) == (302, tickets.booking_path(one))


def test_only_the_link_opens_it(client, offered, owner, sign_in):
    wrong = path(offered).replace("/b/", "/b/x")
    assert sign_in(client, owner).get(wrong).status_code == 404
    assert client.post(wrong, {"take": "1"}).status_code == 404
    assert client.delete(path(offered)).status_code == 405


def test_it_asks_the_database_as_often_with_one_who_waits_and_with_three(
    client, offered, django_assert_max_num_queries
):
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(6) as asked:
            client.get(path(offered))
        counts.append(len(asked))
        for _ in range(2):
            make_registration(offered.event)
    assert counts[0] == counts[1]


# Where the team answers


@pytest.fixture
def asked(event):
    event.contact_phone = "0113 496 0021"
    event.save()
    return PlaceRules.objects.create(
        event=event, needs_approval=True, answer_by=event.days[0] - timedelta(days=3)
    )


def answers_by(rules):
    return f"The team answers each booking by {dates.day(rules.answer_by)}."


def test_before_one_asks_the_pages_say_that_the_team_answers(client, event, asked):
    for page in ("/e/spring-forum/", "/e/spring-forum/register/"):
        said = main(client.get(page)).replace("\N{NO-BREAK SPACE}", " ")
        assert answers_by(asked).replace("\N{NO-BREAK SPACE}", " ") in said
        assert "Ask for a place" in said
        assert "Book a place" not in said
    assert "Send my booking" in said


def test_whoever_waits_for_an_answer_reads_by_when_it_comes(client, event, asked):
    registration = make_registration(event, "Amina")
    text = client.get(tickets.booking_path(registration)).content.decode()
    assert "We have your booking, <bdi>Amina</bdi>" in text
    assert answers_by(asked).replace("\N{NO-BREAK SPACE}", " ") in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "<svg" not in text
    assert "Cancel my booking" in text


def test_a_no_is_read_with_its_reason(client, event, asked, organiser):
    registration = make_registration(event, "Amina")
    reason = "This day is for <b>new</b> caseworkers. The next is in May."
    approving.decline(registration=registration, by=organiser, reason=reason)
    response = client.get(tickets.booking_path(registration))
    said = main(response)
    assert "We cannot give you a place, Amina" in said
    assert reason in said
    assert "<b>new</b>" not in response.content.decode()
    assert "Talk to Robin Vale: 0113 496 0021" in said


def test_the_last_page_is_the_same_for_known_and_unknown_addresses(client, event, asked):
    """With an address it says neither a state nor a code; without one it says that one waits."""
    told = []
    for _ in range(2):
        client.get("/e/spring-forum/register/")
        draft = booking.start(event=event)
        response = client.post(
            tickets.draft_path(draft, "all"),
            {
                "name": "Amina",
                "contact_by": "email",
                "email": "amina@example.org",
                "agree": "on",
                "expects": "place",
            },
            follow=True,
        )
        told.append(re.sub(r"/r/[^/]+/", "/r/x/", response.content.decode()))
    assert told[0] == told[1]
    assert "Check your email" in told[0]
    kept = Registration.objects.exclude(state="draft").get()
    assert kept.is_awaiting
    quiet = make_registration(event, "Bilal", contact_by="page", email="")
    said = main(client.get(tickets.draft_path(quiet, "done")))
    assert "We have your booking, Bilal" in said
    assert "It is not a place yet." in said


@pytest.mark.parametrize("state", ["waiting", "awaiting"])
def test_nobody_without_an_offer_can_take_a_place(client, full, state):
    make_registration(full)
    waits = make_registration(full)
    Registration.objects.filter(pk=waits.pk).update(state=state)
    response = client.post(path(waits), {"take": "1"})
    assert "This place is not held for you any more" in main(response)
    assert again(waits).state == state
    assert waiting_list.position(again(waits)) == (1 if state == "waiting" else 0)
