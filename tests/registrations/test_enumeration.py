"""Nobody learns who is registered (design 3.5): known and unknown addresses look alike everywhere.

Somebody books for the address of another person and then looks at everything that a stranger, or
somebody with a booking of their own, can see.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import Message
from forum.models.ground import MessageState
from registrations import booking, drafts, tickets
from registrations.models import Registration
from tests.factories import answers, ask, make_registration

THEIRS = "amina@example.org"
PUBLIC = ["/", "/e/spring-forum/", "/e/spring-forum/register/", "/calendar.ics"]


def book_for(event, address):
    """Book with the form's last button and say what the page after it was."""
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers("Probe", email=address))
    booking.book(draft_id=draft.id)
    return draft


def shown(client, *paths):
    """What these pages say, without what differs each time they are asked."""
    changing = r'(value|content)="[\w-]{40,}"|DTSTAMP:\w+'
    return [re.sub(changing, "", client.get(path).content.decode()) for path in paths]


def fill_up_to(event, count):
    for number in range(count):
        make_registration(event, f"Guest {number}")


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("booked", [2, 30, 38])
def test_no_public_page_tells_whether_a_booking_was_counted(client, event, is_known, booked):
    """But for the two moments that everybody may see: a tenth is left, and the last place goes."""
    event.capacity = 40
    event.save()
    fill_up_to(event, booked - 1)
    make_registration(event, email=THEIRS if is_known else "bo@example.org")
    before = shown(client, *PUBLIC)
    book_for(event, THEIRS)
    assert shown(client, *PUBLIC) == before


@pytest.mark.parametrize("is_known", [True, False])
def test_the_page_of_somebody_who_waits_does_not_tell_either(client, event, is_known):
    fill_up_to(event, 9)
    make_registration(event, email=THEIRS if is_known else "bo@example.org")
    own = tickets.booking_path(book_for(event, "probe@example.org"))
    before = shown(client, own)
    assert "You are on the waiting list" in before[0]
    book_for(event, THEIRS)
    assert shown(client, own) == before


def test_the_last_button_does_the_same_work_for_both(client, event):
    ask(event)
    make_registration(event, email=THEIRS)
    seen = []
    for address in (THEIRS, "alima@example.org"):
        draft = booking.start(event=event)
        drafts.save(registration=draft, answers=answers("Probe", email=address))
        with CaptureQueriesContext(connection) as queries:
            pressed = client.post(tickets.draft_path(draft, "check"), {"expects": "place"})
            done = client.get(pressed.headers["Location"])
        page = done.content.decode().replace(address, "ADDRESS")
        seen.append((pressed.status_code, len(queries), sorted(done.headers.items()), page))
    assert seen[0] == seen[1]


def test_no_link_of_one_kind_opens_a_page_of_another(client, event):
    booked = make_registration(event)
    draft = booking.start(event=event)
    opened = {
        (owner, page)
        for owner, registration in {"booked": booked, "draft": draft}.items()
        for held in ("booking", "draft", "ticket", "another")
        for page, path in {
            "booking": "/b/{}/",
            "booking change": "/b/{}/change/you/",
            "booking cancel": "/b/{}/cancel/",
            "draft": "/r/{}/all/",
            "another": "/another/{}/",
        }.items()
        if not page.startswith(held)
        and client.get(path.format(tickets.token(registration.id, held))).status_code != 404
    }
    assert opened == set()


def test_a_raised_link_version_ends_every_link(client, event):
    booked = make_registration(event)
    old = [tickets.booking_path(booked), tickets.ticket_path(booked), tickets.another_path(booked)]
    Registration.objects.filter(pk=booked.pk).update(link_version=2)
    assert client.get(old[0]).status_code == client.get(old[2]).status_code == 404
    assert tickets.find(old[1].split("/")[2], "ticket") is None


def test_the_form_of_somebody_who_booked_shows_the_next_person_no_answer(client, event):
    draft = book_for(event, THEIRS)
    for page in ("all", "check", "done"):
        response = client.get(tickets.draft_path(draft, page), follow=True)
        text = response.content.decode()
        assert response["Cache-Control"] == "no-store, private"
        assert "Probe" not in text
        assert tickets.booking_path(draft) not in text


def test_the_link_to_add_a_person_books_once_and_shows_nobody_else(client, event):
    first = make_registration(event, "Zebediah", email=THEIRS)
    draft = book_for(event, THEIRS)
    path = tickets.another_path(draft)
    assert "Zebediah" not in client.get(path).content.decode()
    places = [client.post(path).headers["Location"] for _ in range(3)]
    assert set(places) == {tickets.booking_path(draft)}
    assert Registration.objects.finished().count() == 2
    assert tickets.booking_path(first) not in client.get(path, follow=True).content.decode()
    assert Message.objects.filter(state=MessageState.QUEUED, kind="confirmation").count() == 1
