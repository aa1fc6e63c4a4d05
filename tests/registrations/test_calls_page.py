"""To phone or text: numbers to press, words to send, and a tick when it is done."""

import re
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import AuditEntry, Message
from forum.models.ground import MessageState
from registrations import booking, calls, telling, tickets
from registrations.models import Call, Helper, Registration
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

NUMBER = "+44 7700 900123"


def path(event, rest=""):
    return f"/organise/events/{event.slug}/calls/{rest}"


def main(response):
    words = text_of(named(page_of(response), "main")[0])
    return re.sub(r" (?=[,.?:;])", "", words)


def links(response):
    return [dict(element.attributes).get("href") for element in named(page_of(response), "a")]


def boxes(response):
    return [text_of(element) for element in named(page_of(response), "textarea")]


@pytest.fixture
def zora(event):
    zora = make_registration(event, "Zora", contact_by="phone", email="", phone=NUMBER)
    telling.tell(zora, "confirmation")
    return zora


@pytest.fixture
def desk(client, sign_in, organiser):
    return sign_in(client, organiser)


def test_it_says_whom_to_reach_why_and_with_which_words(desk, event, zora):
    response = desk.get(path(event))
    said = main(response)
    assert "1 person to phone or text" in said
    assert "Zora +44 7700 900123 They have a place. Since " in said
    [words] = boxes(response)
    assert words.startswith("Zora, you have a place: Spring casework forum, ")
    assert "http" not in words
    assert "tel:+447700900123" in links(response)
    [sms] = [link for link in links(response) if link and link.startswith("sms:")]
    assert sms.startswith("sms:+447700900123?&body=Zora%2C%20you%20have%20a%20place%3A%20")
    assert unquote(sms.partition("body=")[2]) == words


def test_private_links_are_shown_by_a_button_and_the_record_says_so(desk, event, zora, organiser):
    [words] = boxes(desk.post(path(event)))
    assert words.endswith(tickets.absolute(tickets.booking_path(zora)))
    assert list(AuditEntry.objects.values_list("deed", "who", "count")) == [
        ("read private links", organiser.pk, 1)
    ]
    desk.get(path(event))
    assert AuditEntry.objects.count() == 1


def test_what_was_told_is_ticked_and_the_tick_can_be_taken_back(desk, event, zora):
    call = Call.objects.get()
    response = desk.post(path(event, f"{call.pk}/done/"), follow=True)
    said = main(response)
    assert "Nobody to phone or text" in said
    assert "Told in the last week: 1 Zora: They have a place" in said
    response = desk.post(path(event, f"{call.pk}/undo/"), follow=True)
    assert "1 person to phone or text" in main(response)


def test_a_shared_number_a_helper_and_discretion_are_said(desk, event, zora):
    make_registration(event, "Ada", contact_by="phone", email="", phone="07700 900123")
    bea = make_registration(event, "Bea", contact_by="helper", email="", is_discreet=True)
    helper = Helper.objects.create(event=event, name="Harriet", phone="0113 496 0021")
    Registration.objects.filter(pk=bea.pk).update(helper=helper)
    bea.refresh_from_db()
    telling.tell(bea, "confirmation")
    said = main(desk.get(path(event)))
    assert "The same number is with Ada. Ask for Zora." in said
    assert "Bea Harriet answers for them: 0113 496 0021 Discreet: do not name the event" in said


def test_an_offer_says_until_when(client, sign_in, organiser, host):
    event = make_event(host, capacity=1)
    ama = make_registration(event, "Ama")
    make_registration(event, "Zora", contact_by="phone", email="", phone=NUMBER)
    booking.cancel(registration=ama)
    said = main(sign_in(client, organiser).get(path(event)))
    assert re.search(r"A place is held for them until \w+day \d+ \w+, [\d.]+ [ap]m\.", said)


def test_whoever_left_a_number_and_whose_mail_came_back_is_listed(desk, event):
    helper = Helper.objects.create(
        event=event, name="Harriet", email="h@exampel.org", phone="0113 496 0021"
    )
    bea = make_registration(event, "Bea", contact_by="helper", email="")
    Registration.objects.filter(pk=bea.pk).update(helper=helper)
    bea.refresh_from_db()
    telling.tell(bea, "confirmation")
    Message.objects.update(state=MessageState.FAILED)
    response = desk.get(path(event))
    assert "Their email came back" in main(response)
    assert f"/organise/events/{event.slug}/people/{bea.pk}/contact/" in links(response)
    people = desk.get(f"/organise/events/{event.slug}/people/?show=returned")
    assert "0113 496 0021" in main(people)
    assert f"/organise/events/{event.slug}/people/{bea.pk}/contact/" in links(people)


def test_the_page_of_today_counts_it_among_what_is_to_do(desk, event, zora):
    event.getting_in, event.languages = "Ring the bell.", ["en"]
    event.save()
    said = main(desk.get(f"/organise/events/{event.slug}/"))
    assert "One thing to do today Phone or text a person" in said


def test_nobody_to_call_is_said_plainly(desk, event):
    assert "Nobody to phone or text" in main(desk.get(path(event)))


def test_only_who_may_see_contact_comes_here_and_by_the_right_method(
    client, sign_in, needs_lead, staff, door, stranger, event, zora
):
    call = Call.objects.get()
    pages = [path(event), path(event, f"{call.pk}/done/"), path(event, f"{call.pk}/undo/")]
    for somebody in (staff, door, stranger):
        sign_in(client, somebody)
        assert [client.post(page).status_code for page in pages] == [404] * 3
        assert client.get(pages[0]).status_code == 404
    sign_in(client, needs_lead)
    assert client.get(pages[0]).status_code == 200
    assert [client.get(page).status_code for page in pages[1:]] == [405, 405]
    assert client.put(pages[0]).status_code == 405


def test_a_call_of_another_event_is_not_found(desk, zora):
    other = make_event()
    telling.tell(make_registration(other, contact_by="phone", email="", phone="0770"), "link")
    call = Call.objects.get(event=other)
    assert desk.post(path(zora.event, f"{call.pk}/done/")).status_code == 404


def test_the_page_asks_as_often_for_3_people_as_for_1(desk, event, organiser):
    asked = []
    for count in (1, 2):
        for number in range(count):
            for done in (True, False):
                phone = f"07700 900{count}{number}{done:d}"
                given = {"contact_by": "phone", "email": "", "phone": phone}
                person = make_registration(event, f"P{phone}", **given)
                telling.tell(person, "confirmation")
                if done:
                    calls.done(call=person.calls.get(), by=organiser)
        with CaptureQueriesContext(connection) as queries:
            desk.get(path(event))
        asked.append(len(queries))
    assert asked[0] == asked[1]


# -- the words of one person --


def test_the_words_of_a_person_are_on_their_page_and_the_link_by_a_button(desk, event, zora):
    page = f"/organise/events/{event.slug}/people/{zora.pk}/"
    [words] = boxes(desk.get(page))
    assert words.startswith("Zora, you have a place: ")
    assert "http" not in words
    [words] = boxes(desk.post(f"{page}words/"))
    assert words.endswith(tickets.absolute(tickets.booking_path(zora)))
    assert list(AuditEntry.objects.values_list("deed", "row_id")) == [
        ("read a private link", zora.pk)
    ]
    assert "looked at their private link, to pass it on" in main(desk.get(page))
    assert desk.get(f"{page}words/").status_code == 405


def test_who_may_not_see_contact_sees_no_words(client, sign_in, staff, event, zora):
    page = f"/organise/events/{event.slug}/people/{zora.pk}/"
    assert boxes(sign_in(client, staff).get(page)) == []
    assert client.post(f"{page}words/").status_code == 404


# -- correcting --


def test_an_address_is_corrected(desk, event):
    amina = make_registration(event, email="amina@exampel.org")
    telling.tell(amina, "confirmation")
    Message.objects.update(state=MessageState.FAILED)
    page = f"/organise/events/{event.slug}/people/{amina.pk}/contact/"
    response = desk.get(page)
    assert_form_markup(response)
    assert "An email to amina@exampel.org came back." in main(response)
    given = {"contact_by": "email", "email": "amina@example.org", "phone": ""}
    said = main(desk.post(page, given, follow=True))
    assert "Saved how to reach Amina." in said
    assert "came back" not in said
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"contact_by": "email", "email": "amina", "phone": ""}, "email"),
        ({"contact_by": "email", "email": "", "phone": "07700 900123"}, "email"),
        ({"contact_by": "phone", "email": "", "phone": "12"}, "phone"),
        ({"email": "amina@example.org"}, "contact_by"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept(desk, event, given, field):
    amina = make_registration(event, email="amina@exampel.org")
    page = f"/organise/events/{event.slug}/people/{amina.pk}/contact/"
    response = desk.post(page, given)
    assert_error_contract(response)
    assert field in response.context["form"].errors
    for value in given.values():
        assert value in response.content.decode()
    amina.refresh_from_db()
    assert amina.email == "amina@exampel.org"


def test_only_who_edits_the_event_corrects(client, sign_in, needs_lead, stranger, event, zora):
    page = f"/organise/events/{event.slug}/people/{zora.pk}/contact/"
    for somebody in (needs_lead, stranger):
        assert sign_in(client, somebody).post(page).status_code == 404
