"""The list's pages: one's own, that of the host's team, and inviting to an event."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import Event, Host, Message, User
from forum.models.people import Role
from registrations import in_touch, tickets
from registrations.models import Consent, Registration, Subscriber
from tests.factories import (
    add_host,
    answers,
    ask,
    make_event,
    make_member,
    make_registration,
)

pytestmark = pytest.mark.django_db

MAIL = "amina@example.org"


def reader(host: Host, email: str = MAIL, **fields: Any) -> Subscriber:
    return Subscriber.objects.create(host=host, email=email, wording="news-2", **fields)


def words(response: Any) -> str:
    """What the page says, without its markup."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


# One's own page


def test_the_page_says_what_is_held_and_one_press_ends_it(client: Client, host: Host):
    row = reader(host)
    page = client.get(in_touch.stay_path(row))
    for said in (MAIL, "Yes, the organisers may email me", "Harbour Network"):
        assert said in words(page)
    assert "Yes, go on" not in words(page)
    left = client.post(in_touch.stay_path(row), {"answer": "stop"})
    assert (left.status_code, Subscriber.objects.count()) == (200, 0)
    assert "We stop writing to you" in words(left)


def test_looking_at_it_changes_nothing_and_a_press_without_an_answer_neither(
    client: Client, host: Host
):
    row = reader(host)
    before = Subscriber.objects.values().get()
    client.get(in_touch.stay_path(row))
    client.head(in_touch.stay_path(row))
    assert client.post(in_touch.stay_path(row), {"answer": "?"}).status_code == 200
    assert client.get(in_touch.leave_path(row)).headers["Location"] == in_touch.stay_path(row)
    assert Subscriber.objects.values().get() == before
    assert client.put(in_touch.stay_path(row)).status_code == 405
    assert client.put(in_touch.leave_path(row)).status_code == 405


def test_after_two_years_it_asks_and_a_yes_holds_again(client: Client, host: Host):
    row = reader(host, given_at=timezone.now() - timedelta(days=731), asked_at=timezone.now())
    asked = client.get(in_touch.stay_path(row))
    assert "May we still write to you?" in words(asked)
    said = client.post(in_touch.stay_path(row), {"answer": "yes"})
    assert "We go on writing to you" in words(said)
    row.refresh_from_db()
    assert (row.asked_at, row.given_at.date()) == (None, timezone.now().date())
    assert "May we still" not in words(client.get(in_touch.stay_path(row)))


def test_who_left_and_a_link_that_is_cut_read_the_same_page(client: Client, host: Host):
    row = reader(host)
    link = in_touch.stay_path(row)
    in_touch.leave(subscriber=row)
    booked = make_registration(make_event(host))
    cut = [
        link,
        link[:-2] + "/",
        f"/stay/{tickets.token(booked.pk, 'booking')}/",
        "/stay/nothing/",
    ]
    pages = [client.get(each) for each in cut] + [client.post(link, {"answer": "stop"})]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert "You are not on the list" in words(pages[0])


def test_the_button_of_a_mail_program_does_only_that(host: Host):
    program = Client(enforce_csrf_checks=True)
    row, other = reader(host), reader(host, "bo@example.org")
    path = in_touch.leave_path(row)
    assert program.post(in_touch.stay_path(row), {"answer": "stop"}).status_code == 403
    assert [program.post(path).status_code for _ in range(2)] == [200, 200]
    assert Subscriber.objects.get() == other
    assert program.post("/stay/nothing/leave/").status_code == 404


# The host's team


def test_the_team_reads_how_many_and_no_address(
    client: Client, host: Host, needs_lead: User, staff: User
):
    client.force_login(needs_lead)
    page = client.get(f"/organise/hosts/{host.slug}/in-touch/")
    assert "Nobody has asked yet to hear of your later events" in words(page)
    reader(host)
    reader(host, "bo@example.org", given_at=timezone.now() - timedelta(days=731))
    page = client.get(f"/organise/hosts/{host.slug}/in-touch/")
    assert "2 people want to hear of your later events" in words(page)
    assert "1 asked again after two years, no answer yet" in words(page)
    assert MAIL not in page.content.decode()
    assert "Take this address off" not in words(page)
    client.force_login(staff)
    assert client.get(f"/organise/hosts/{host.slug}/in-touch/").status_code == 404


def test_an_owner_takes_an_address_off_and_is_told_when_it_is_not_there(
    client: Client, host: Host, owner: User, organiser: User
):
    row = reader(host)
    page = f"/organise/hosts/{host.slug}/in-touch/remove/"
    client.force_login(organiser)
    assert client.post(page, {"email": MAIL}).status_code == 404
    client.force_login(owner)
    wrong = client.post(page, {"email": "anina@example.org"})
    assert "This address is not on the list" in words(wrong)
    assert 'value="anina@example.org"' in wrong.content.decode()
    assert "Enter the address that wants to leave" in words(client.post(page, {}))
    assert Subscriber.objects.get() == row
    done = client.post(page, {"email": "Amina@Example.org"}, follow=True)
    assert "The address is off the list." in words(done)
    assert not Subscriber.objects.exists()
    assert client.get(page).status_code == 405


# Inviting


def test_the_team_sees_the_number_and_the_mail_and_invites_them_once(
    client: Client, host: Host, event: Event, organiser: User
):
    for number in range(3):
        reader(host, f"reader{number}@example.org")
    make_registration(event, email="reader2@example.org")
    client.force_login(organiser)
    page = client.get(f"/organise/events/{event.slug}/invite/")
    assert f"<b><bdi>{host.name}</bdi></b>" in page.content.decode()
    for said in (
        "Invite 2 people",
        "2 to invite now",
        "1 booked before",
        "You are invited: Spring casework forum",
        "Harbour Network invites you to:",
    ):
        assert said in words(page)
    assert "reader0" not in page.content.decode()
    done = client.post(f"/organise/events/{event.slug}/invite/", {"count": "2"}, follow=True)
    assert "2 invitations are on the way." in words(done)
    assert "Nobody is left to invite" in words(done)
    again = client.post(f"/organise/events/{event.slug}/invite/", {"count": "2"})
    assert "The number has changed while you looked." in words(again)
    assert Message.objects.filter(kind="event_invitation").count() == 2


@pytest.mark.parametrize("count", ["1", "3", "", "x", "-2"])
def test_a_number_that_is_not_as_it_was_shown_asks_once_more(
    client: Client, host: Host, event: Event, organiser: User, count: str
):
    reader(host)
    reader(host, "bo@example.org")
    client.force_login(organiser)
    page = client.post(f"/organise/events/{event.slug}/invite/", {"count": count})
    assert "The number has changed" in words(page)
    assert 'name="count" value="2"' in page.content.decode()
    assert not Message.objects.exists()


def test_a_co_hosts_team_learns_nothing_of_the_lead_hosts_list(
    client: Client, host: Host, event: Event
):
    reader(host)
    client.force_login(make_member(add_host(event), Role.ORGANISER))
    for page in (
        client.get(f"/organise/events/{event.slug}/invite/"),
        client.post(f"/organise/events/{event.slug}/invite/", {"count": "1"}),
    ):
        assert "The list belongs to Harbour Network" in words(page)
        assert "1 person" not in words(page)
    assert not Message.objects.exists()


def test_an_unlisted_event_says_that_the_mail_names_it_and_a_discreet_one_refuses(
    client: Client, host: Host, organiser: User
):
    reader(host)
    client.force_login(organiser)
    unlisted = make_event(host, visibility="unlisted")
    page = client.get(f"/organise/events/{unlisted.slug}/invite/")
    assert "This event is not in the public list. The email names it" in words(page)
    discreet = make_event(host, is_discreet=True)
    page = client.get(f"/organise/events/{discreet.slug}/invite/")
    assert "This event is discreet" in words(page)
    assert "Invite 1" not in words(page)


def test_the_pages_cost_the_same_with_one_reader_and_with_three(
    client: Client,
    host: Host,
    event: Event,
    organiser: User,
    django_assert_num_queries: Any,
):
    client.force_login(organiser)
    pages = [f"/organise/hosts/{host.slug}/in-touch/", f"/organise/events/{event.slug}/invite/"]
    reader(host)
    asked = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        asked.append(len(queries))
    reader(host, "bo@example.org")
    reader(host, "cy@example.org")
    for page, count in zip(pages, asked, strict=True):
        with django_assert_num_queries(count):
            client.get(page)


# The question in the form, and the person's own page


def test_the_form_says_what_the_yes_means(client: Client, event: Event):
    ask(event, "news")
    page = client.get(f"/e/{event.slug}/register/")
    for said in (
        "Yes, the organisers may email me about their later events, until I say stop",
        "ask you again after two years",
        "If you asked for neutral emails, leave it empty",
    ):
        assert said in words(page)


def test_a_form_that_asks_for_neutral_emails_takes_no_yes(client: Client, event: Event):
    ask(event, "news")
    start = client.get(f"/e/{event.slug}/register/")
    found = re.search(r'name="key" value="([^"]+)"', start.content.decode())
    assert found
    given = {**answers(news="on", is_discreet="on"), "agree": "on"}
    sent = {"key": found[1], "expects": "place", **given}
    assert client.post(f"/e/{event.slug}/register/", sent, follow=True).status_code == 200
    booked = Registration.objects.get()
    if booked.is_draft:  # one page to check first
        client.post(tickets.draft_path(booked, "check"), {"expects": "place"})
    assert Registration.objects.get().is_discreet
    assert not Consent.objects.filter(kind="news").exists()
    assert not Subscriber.objects.exists()


def test_a_discreet_event_does_not_ask(client: Client, host: Host):
    event = make_event(host, is_discreet=True)
    ask(event, "news", "photo")
    page = client.get(f"/e/{event.slug}/register/")
    assert "later events" not in words(page)
    booked = make_registration(event)
    held = tickets.token(booked.pk, "booking", booked.link_version)
    assert "later events" not in words(client.get(f"/b/{held}/sharing/"))


def test_the_persons_page_says_why_neutral_emails_bring_no_news(client: Client, event: Event):
    ask(event, "news")
    booked = make_registration(event, is_discreet=True)
    held = tickets.token(booked.pk, "booking", booked.link_version)
    page = client.get(f"/b/{held}/sharing/")
    assert "those about later events name the organisers. So we send you none." in words(page)
    assert "Yes, email me about later events" not in words(page)


def test_and_that_nothing_comes_without_an_address(client: Client, event: Event):
    ask(event, "news")
    booked = make_registration(event, contact_by="page", news=True)
    held = tickets.token(booked.pk, "booking", booked.link_version)
    page = client.get(f"/b/{held}/sharing/")
    assert "They come by email, and you gave us no address." in words(page)
