"""The programme by time, and each session."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from forum import timetable
from forum.models import Event
from tests.factories import make_event, make_lead, make_room, make_session, make_slot

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }}"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    words = unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(words.split())


def test_sessions_stand_by_time_under_their_slot(client: Client, event: Event) -> None:
    slot = make_slot(event, title="Morning groups")
    make_session(event, slot=slot, title="Housing")
    make_session(event, slot=slot, title="Letters")
    make_session(event, title="Welcome")
    page = text_of(client, "/e/spring-forum/programme/")
    words = [
        "10 am to 11 am",
        "Welcome",
        "11 am to 12 noon",
        "Morning groups",
        "Housing",
        "Letters",
    ]
    places = [page.index(word, page.index("<h2>")) for word in words]
    assert places == sorted(places)


def test_the_programme_leads_on_to_booking_while_one_can_book(client: Client, event: Event) -> None:
    make_session(event, title="Welcome")
    page = text_of(client, "/e/spring-forum/programme/")
    assert 'href="/e/spring-forum/">See the places and book' in page
    Event.objects.update(closes_at=timezone.now() - timedelta(days=1))
    assert "See the places" not in text_of(client, "/e/spring-forum/programme/")


def test_a_session_says_who_where_in_what_language_and_for_how_many(
    client: Client, event: Event
) -> None:
    hall = make_room(event, name="Main hall", has_hearing_loop=True)
    loft = make_room(event, name="Loft", is_step_free=False, is_quiet=True)
    session = make_session(event, room=hall, max_places=22, languages=["ar", "en"])
    make_lead(session, name="Ama", organisation="Riverside")
    make_lead(session, name="Bo")
    make_session(event, room=loft)
    page = text_of(client, "/e/spring-forum/programme/")
    for words in (
        "With <bdi>Ama</bdi> (<bdi>Riverside</bdi>) and <bdi>Bo</bdi>",
        "<bdi>Main hall</bdi>: step-free, hearing loop",
        '<bdi>Loft</bdi>: <span class="care">there are steps to this room</span>, quiet',
        "In English and Arabic, for up to 22 people",
    ):
        assert words in page


def test_a_cancelled_session_says_what_replaces_it(client: Client, event: Event) -> None:
    session = make_session(event, is_cancelled=True, replaced_by="A drop-in with a solicitor")
    other = make_session(event, is_cancelled=True)
    page = text_of(client, "/e/spring-forum/programme/")
    assert "Cancelled.</span> In its place: <bdi>A drop-in with a solicitor</bdi>" in page
    assert "Nothing is planned in its place." in page
    assert "This session is cancelled" in text_of(
        client, f"/e/spring-forum/programme/{session.pk}/"
    )
    assert "See the other sessions" in text_of(client, f"/e/spring-forum/programme/{other.pk}/")


def test_an_empty_programme_says_where_it_will_be(client: Client, event: Event) -> None:
    page = text_of(client, "/e/spring-forum/programme/")
    assert "The programme is not ready. It will be on this page." in page
    assert 'href="mailto:forum@harbour.example"' in page


def test_a_slot_without_sessions_says_so(client: Client, event: Event) -> None:
    make_slot(event, title="Morning groups")
    assert "The sessions are not ready." in text_of(client, "/e/spring-forum/programme/")


def test_a_break_has_no_page_to_go_to(client: Client, event: Event) -> None:
    make_session(event, title="Lunch", kind="break")
    assert "<h3><bdi>Lunch</bdi></h3>" in text_of(client, "/e/spring-forum/programme/")


def test_days_are_those_of_the_event_and_not_of_the_server(client: Client) -> None:
    starts = datetime(2046, 6, 6, 20, tzinfo=UTC)
    event = make_event(
        starts_at=starts, ends_at=starts + timedelta(days=1), timezone="Asia/Tokyo", slug="tokyo"
    )
    make_session(event, title="Evening in London")
    page = text_of(client, "/e/tokyo/programme/")
    assert "<h2>Thursday 7 June 2046</h2>" in page
    assert "5 am to 6 am" in page
    assert "Tokyo time" in page


def test_the_day_clocks_go_back_keeps_its_order() -> None:
    starts = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    event = make_event(starts_at=starts, ends_at=starts + timedelta(hours=6))
    for title, minutes in (("Second half past one", 150), ("First half past one", 90)):
        begins = starts + timedelta(minutes=minutes)
        make_session(event, title=title, starts_at=begins, ends_at=begins + timedelta(minutes=20))
    [day] = timetable.days(event, event.sessions.all())
    assert day.date.isoformat() == "2026-10-25"
    assert [entry.sessions[0].title for entry in day.entries] == [
        "First half past one",
        "Second half past one",
    ]


def test_a_session_page_tells_what_it_is_about(client: Client, event: Event) -> None:
    again = make_session(
        event, title="Housing again", starts_at=event.starts_at + timedelta(hours=3)
    )
    session = make_session(
        event, title="Housing", summary="Bring a **case**.", kind="breakout", offered_again_as=again
    )
    page = text_of(client, f"/e/spring-forum/programme/{session.pk}/")
    assert '<h1 dir="auto">Housing</h1>' in page
    assert "Discussion group at" in page
    assert "<strong>case</strong>" in page
    assert f'Offered again: <a href="/e/spring-forum/programme/{again.pk}/">' in page
    assert "See the whole programme" in page


def test_a_session_of_another_event_is_not_here(client: Client, event: Event) -> None:
    foreign = make_session(make_event())
    draft = make_event(published=False, slug="draft")
    hidden = make_session(draft)
    for path in (
        f"/e/spring-forum/programme/{foreign.pk}/",
        f"/e/spring-forum/programme/{uuid4()}/",
        f"/e/draft/programme/{hidden.pk}/",
        "/e/draft/programme/",
        "/e/nothing/programme/",
    ):
        assert client.get(path).status_code == 404


def test_typed_text_stays_text(client: Client, event: Event) -> None:
    slot = make_slot(event, title=HOSTILE)
    room = make_room(event, name=HOSTILE)
    session = make_session(
        event, slot=slot, title=HOSTILE, summary=HOSTILE, room=room, replaced_by=HOSTILE
    )
    make_lead(session, name=HOSTILE, organisation=HOSTILE)
    for path in ("/e/spring-forum/programme/", f"/e/spring-forum/programme/{session.pk}/"):
        raw = client.get(path).content.decode()
        assert "<img" not in raw
        assert "{{ 7*7 }}" in raw


def test_a_cancelled_event_says_so_on_its_programme(client: Client) -> None:
    make_event(slug="off", state="cancelled", cancelled_at=timezone.now())
    assert "This event is cancelled" in text_of(client, "/e/off/programme/")


def test_only_reading_is_possible(client: Client, event: Event) -> None:
    session = make_session(event)
    for path in ("/e/spring-forum/programme/", f"/e/spring-forum/programme/{session.pk}/"):
        assert client.post(path).status_code == 405


def test_the_programme_asks_the_database_equally_often_for_one_session_and_for_three(
    client: Client, event: Event, django_assert_num_queries: Any
) -> None:
    def add() -> None:
        make_lead(make_session(event, slot=make_slot(event), room=make_room(event)))
        make_lead(make_session(event, room=make_room(event)))

    add()
    with django_assert_num_queries(5):
        client.get("/e/spring-forum/programme/")
    add(), add()
    with django_assert_num_queries(5):
        client.get("/e/spring-forum/programme/")
