"""The pages of people who come together: the form, the booking, cancelling, offers, the team's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import Message
from registrations import booking, companions, drafts, emails, tickets
from registrations.models import Registration
from registrations.models.registrations import State
from tests.factories import answers, ask, make_registration
from tests.page_forms import read_forms

START = "/e/spring-forum/register/"
YOU = {"name": "Amina", "contact_by": "page", "agree": "on", "company": "1", "expects": "place"}
SAM = {"with-0-name": "Sam", "with-0-relation": "other", "expects": "place"}


def start(client, **given):
    """Send the first page of a short form; where it leads."""
    form = read_forms(client.get(START).content.decode())[0].as_it_stands()
    return client.post(START, form | YOU | given)


def said(response):
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def pair(event, *people, **given):
    """A first person with an address, and those who come along."""
    people = people or ({"name": "Kofi", "relation": "child"},)
    draft = booking.start(event=event)
    told = {"company": str(len(people)), "with": list(people), "with_consent": True}
    drafts.save(registration=draft, answers=answers("Amina", **(told | given)))
    return booking.book(draft_id=draft.id)


def at(name, registration):
    return f"{tickets.booking_path(registration)}{name}"


# The form


def test_whoever_comes_with_somebody_is_asked_who_on_one_page_and_booked(client, event):
    asked = start(client)
    assert asked.url.endswith("/together/")
    assert "Who comes with you" in said(client.get(asked.url))
    done = client.post(asked.url, SAM)
    assert done.url.endswith("/done/")
    shown = said(client.get(done.url))
    first, sam = Registration.objects.order_by("created_at")
    assert (sam.with_whom, sam.state) == (first, State.CONFIRMED)
    assert sam.code in shown


def test_a_name_without_who_they_are_is_asked_about_and_so_is_the_other_way_round(client, event):
    page = start(client, company="2").url
    response = client.post(
        page, {"with-0-name": "Sam", "with-1-relation": "child", "expects": "place"}
    )
    shown = said(response)
    assert "Choose who they are" in shown
    assert "Enter a name for the badge, or go back" in shown
    assert 'value="Sam"' in shown
    assert not Registration.objects.finished().exists()


def test_six_who_come_along_are_too_many(client, event):
    shown = said(start(client, company="6"))
    assert "Choose how many come with you, up to five" in shown
    assert 'value="Amina"' in shown


@pytest.mark.parametrize("name", ["<b>Sam</b>", "Sam\nBcc: all@example.org", "س" * 80, "x" * 81])
def test_a_hostile_or_huge_name_stays_text_or_is_refused(client, event, name):
    page = start(client).url
    response = client.post(page, SAM | {"with-0-name": name})
    if response.status_code == 302:
        shown = said(client.get(response.url))
        assert "<b>Sam</b>" not in shown
    else:
        assert "problem" in said(response)


def test_food_is_asked_only_where_the_event_asks_and_needs_their_word(client, event):
    ask(event, "food", "allergy")
    page = start(client).url
    fed = SAM | {"with-0-meals": ["halal"], "with-0-ill": "kiwi"}
    assert "Tick that they agree, or leave their food blank" in said(client.post(page, fed))
    assert client.post(page, fed | {"with_consent": "on"}).status_code == 302
    sam = Registration.objects.get(badge_name="Sam")
    assert sam.needs.answers["allergen_other"] == "kiwi"


def test_answers_that_do_not_fit_together_say_which_to_shorten_and_lose_nothing(client, event):
    page = start(client, company="5").url
    long = {f"with-{n}-name": "😀" * 80 for n in range(5)}
    who = {f"with-{n}-relation": "interpreter" for n in range(5)}
    response = client.post(page, {**long, **who, "expects": "place"})
    if response.status_code == 200:
        assert "Your answers are too long to keep together" in said(response)
        assert "😀" * 80 in said(response)
    else:
        assert Registration.objects.finished().count() == 6


def test_one_place_for_two_is_said_before_they_wait_together(client, event):
    event.capacity = 1
    event.save()
    page = start(client).url
    shown = said(client.get(page))
    assert "There are not enough places for both of you now." in shown
    assert "Join the waiting list" in shown
    response = client.post(page, SAM)
    assert "You can still join the waiting list together." in said(response)
    client.post(page, SAM | {"expects": "waiting"})
    assert set(Registration.objects.values_list("state", flat=True)) == {State.WAITING}


def test_nobody_after_all_is_one_press(client, event):
    page = start(client).url
    all_of_it = page.replace("/together/", "/all/")
    form = read_forms(client.get(all_of_it).content.decode())[0].as_it_stands()
    done = client.post(all_of_it, form | YOU | {"company": ""})
    assert done.url.endswith("/done/")
    assert client.get(page).status_code == 302
    assert Registration.objects.count() == 1


def test_a_form_sent_after_the_event_closed_shows_what_was_typed(client, event):
    page = start(client).url
    event.closes_at = event.published_at
    event.save()
    assert "Sam" in said(client.post(page, SAM))


def test_the_mail_to_a_shared_address_books_all_of_them(client, event):
    make_registration(event, email="shared@example.org")
    draft = pair(event, email="shared@example.org")
    assert draft.is_draft
    path = tickets.another_path(draft)
    assert "Kofi" in said(client.get(path))
    client.post(path)
    assert Registration.objects.confirmed().count() == 3


# The booking


def test_the_first_sees_each_with_code_and_page_and_they_see_the_first(client, event):
    first = pair(event)
    [kofi] = companions.of(first)
    mine = said(client.get(tickets.booking_path(first)))
    assert kofi.code in mine
    assert tickets.booking_path(kofi) in mine
    theirs = said(client.get(tickets.booking_path(kofi)))
    assert "You come together with <bdi>Amina</bdi>, who booked for you." in theirs
    assert first.code not in theirs
    assert tickets.booking_path(first) not in theirs
    slips = said(client.get(at("slips/", first)))
    assert kofi.code in slips
    assert first.code in slips


def test_two_who_share_a_phone_see_nothing_of_each_other(client, event):
    phone = {"contact_by": "phone", "phone": "0113 496 0000", "email": ""}
    amina = make_registration(event, "Amina", **phone)
    bo = make_registration(event, "Bahar", **phone)
    for one, other in ((amina, bo), (bo, amina)):
        shown = said(client.get(tickets.booking_path(one)))
        assert other.code not in shown
        assert other.badge_name not in shown


def test_somebody_is_added_on_a_page_and_waits_where_it_is_full(client, event):
    event.capacity = 1
    event.save()
    first = make_registration(event)
    page = at("add/", first)
    assert "No place is free now" in said(client.get(page))
    assert "Choose who they are" in said(client.post(page, {"with-0-name": "Sam"}))
    back = client.post(page, SAM, follow=True)
    assert "Sam is on the waiting list" in back.content.decode()
    assert companions.of(first)[0].is_waiting


def test_nobody_is_added_once_registration_is_closed(client, event):
    first = make_registration(event)
    event.closes_at = event.published_at
    event.save()
    assert "Registration is closed." in said(client.get(at("add/", first)))
    assert "Registration is closed." in said(client.post(at("add/", first), SAM))
    assert "Add somebody" not in said(client.get(tickets.booking_path(first)))


def test_only_a_link_opens_these_pages(client, event):
    first = pair(event)
    [kofi] = companions.of(first)
    for name in ("add/", "slips/"):
        assert client.get(at(name, first).replace("/b/", "/b/x")).status_code == 404
        assert client.delete(at(name, first)).status_code == 405
    assert "Only whoever made the booking" in said(client.get(at("add/", kofi)))
    assert kofi.code in said(client.get(at("slips/", kofi)))
    assert first.code not in said(client.get(at("slips/", kofi)))


def test_the_booking_page_asks_as_often_for_three_as_for_one(client, event):
    one, three = pair(event), pair(event, *({"name": "Kofi", "relation": "child"},) * 3)
    counts = []
    for first in (one, three):
        with CaptureQueriesContext(connection) as asked:
            client.get(tickets.booking_path(first))
        counts.append(len(asked))
    assert counts[0] == counts[1]


# Cancelling


def test_whoever_speaks_for_others_is_asked_who_does_not_come(client, event):
    first = pair(event)
    [kofi] = companions.of(first)
    page = at("cancel/", first)
    assert "Only me: the others keep their places" in said(client.get(page))
    assert "Choose whether only you or none of you come" in said(client.post(page))
    client.post(page, {"who": "me"})
    assert Registration.objects.get(pk=kofi.pk).has_a_place
    assert "Whoever came with you keeps their place." in said(
        client.get(tickets.booking_path(first))
    )


def test_all_cancel_and_come_back_by_one_press(client, event):
    first = pair(event)
    client.post(at("cancel/", first), {"who": "all"})
    assert Registration.objects.confirmed().count() == 0
    shown = said(client.get(tickets.booking_path(first)))
    assert "<bdi>Kofi</bdi> cancelled with you." in shown
    client.post(at("restore/", first), {"everyone": "on"})
    assert Registration.objects.confirmed().count() == 2


def test_a_companion_who_cancels_is_said_so_on_the_page_of_the_first(client, event):
    first = pair(event)
    [kofi] = companions.of(first)
    client.post(at("cancel/", kofi))
    mine = said(client.get(tickets.booking_path(first)))
    assert "Cancelled" in mine[mine.index("Kofi") :]


# Offers


def test_an_offer_to_a_pair_names_both_and_is_for_both_or_none(client, event):
    event.capacity = 2
    event.save()
    others = [make_registration(event), make_registration(event)]
    first = pair(event)
    for other in others:
        booking.cancel(registration=other)
    [kofi] = companions.of(first)
    shown = said(client.get(at("offer/", first)))
    assert "Places are free for <bdi>Amina</bdi> and <bdi>Kofi</bdi>" in shown
    assert "both places or none" in shown
    assert "one answer counts for all who come together" in said(client.get(at("", first)))
    assert "<bdi>Kofi</bdi> and <bdi>Amina</bdi>" in said(client.get(at("offer/", kofi)))
    client.post(at("offer/", kofi), {"take": "1"})
    assert Registration.objects.confirmed().count() == 2


# Mails and the team


def test_one_mail_tells_the_first_of_all_and_a_later_one_whom_it_is_about(event):
    first = pair(event, email="amina@example.org")
    [kofi] = companions.of(first)
    [row] = Message.objects.all()
    text = str(emails.confirmation(row).body)
    assert f"Kofi comes with you, code {kofi.code}. Their page:" in text
    booking.cancel(registration=kofi)
    row = Message.objects.get(kind="cancelled")
    assert row.to == "amina@example.org"
    assert f"This is about Kofi, code {kofi.code}, whom you registered." in str(
        emails.cancelled(row).body
    )


def test_the_team_sees_who_comes_with_whom_and_who_may_be_alone(client, event, staff, sign_in):
    first = pair(event)
    [kofi] = companions.of(first)
    desk = "/organise/events/spring-forum/people/"
    sign_in(client, staff)
    assert "2 come together" in said(client.get(desk))
    assert "Amina" in said(client.get(f"{desk}{kofi.pk}/"))
    assert "Kofi" in said(client.get(f"{desk}{first.pk}/"))
    booking.cancel(registration=first)
    assert "Whoever they came with cancelled" in said(client.get(desk))
    assert "may be alone: call them" in said(client.get(f"{desk}{kofi.pk}/"))
