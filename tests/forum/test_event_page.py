"""The event page: its facts, its states, and what it never says."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum.models import Event
from forum.models.events import Mode, State, Visibility
from forum.views.public import event_context
from registrations.models import Registration
from tests.factories import (
    add_host,
    make_event,
    make_host,
    make_lead,
    make_registration,
    make_room,
    make_series,
    make_session,
    make_slot,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} {% now 'Y' %} {event.__class__}"


def text_of(client: Client, event: Event) -> str:
    response = client.get(event.get_absolute_url())
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_facts_come_first(client: Client) -> None:
    event = make_event(
        starts_at=datetime(2046, 6, 6, 9, tzinfo=UTC),
        doors_at=datetime(2046, 6, 6, 8, 30, tzinfo=UTC),
        cost="Free, with lunch",
        languages=["ar", "en"],
        getting_in="Step-free from the street.",
        exact_place="14 Loom Lane",
    )
    page = text_of(client, event)
    for words in (
        "<b>Wednesday 6 June 2046, 10 am to 4.30 pm</b>",
        "Doors open at 9.30 am",
        "<b><bdi>Leeds city centre</bdi></b>",
        "We send the full address to people with a place.",
        '<a href="#around">How to get there and in</a>',
        "Free, with lunch",
        "English and Arabic",
    ):
        assert words in page
    assert page.index("<h1") < page.index("<dl") < page.index("How we treat each other")


def test_an_event_that_is_past_or_off_promises_no_address(client: Client) -> None:
    for gone in (
        make_event(
            exact_place="14 Loom Lane",
            state=State.CANCELLED,
            cancelled_at=timezone.now(),
            cancel_reason="The hall is flooded.",
        ),
        make_event(
            exact_place="14 Loom Lane",
            starts_at=timezone.now() - timedelta(days=2),
            ends_at=timezone.now() - timedelta(days=1),
        ),
    ):
        assert "We send the full address" not in text_of(client, gone)


def test_an_open_event_has_one_main_button(client: Client, event: Event) -> None:
    page = text_of(client, event)
    assert page.count('class="btn"') == 1
    assert "Book a place" in page


def test_a_full_event_offers_the_waiting_list(client: Client) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    page = text_of(client, event)
    assert "Join the waiting list" in page
    assert "Book a place" not in page


def test_an_event_that_is_not_open_yet_says_from_when(client: Client) -> None:
    opens = timezone.now() + timedelta(days=3)
    event = make_event(opens_at=opens)
    page = text_of(client, event)
    assert f"{opens.astimezone(event.zone):%-d %B %Y}" in page
    assert 'class="btn"' not in page


def test_a_closed_event_says_since_when_and_whom_to_ask(client: Client) -> None:
    closed = timezone.now() - timedelta(days=1)
    event = make_event(closes_at=closed, contact_phone="0113 496 0021")
    page = text_of(client, event)
    assert f"{closed.astimezone(event.zone):%-d %B %Y}" in page
    assert 'href="tel:01134960021"' in page
    assert 'class="btn"' not in page


def test_a_cancelled_event_gives_the_reason_and_what_comes_next(client: Client) -> None:
    event = make_event(
        state=State.CANCELLED, cancelled_at=timezone.now(), cancel_reason="The hall is flooded."
    )
    page = text_of(client, event)
    for words in (
        "This event is cancelled",
        "The hall is flooded.",
        "you do not need to do anything",
        "See what else is on",
        'href="mailto:forum@harbour.example"',
    ):
        assert words in page
    assert 'class="btn"' not in page
    assert "Add to your calendar" not in page


def test_an_event_that_is_over_leads_to_the_next(client: Client) -> None:
    series = make_series(slug="year")
    event = make_event(starts_at=timezone.now() - timedelta(days=9), series=series)
    page = text_of(client, event)
    assert "This event is over." in page
    assert '<a href="/series/year/">See what is on next</a>' in page
    assert 'class="btn"' not in page


def test_a_draft_is_not_there_for_anybody(client: Client, owner: Any, host: Any) -> None:
    draft = make_event(host, published=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(owner)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_an_unlisted_event_is_reached_by_its_address(client: Client) -> None:
    event = make_event(title="By link only", visibility=Visibility.UNLISTED)
    page = text_of(client, event)
    assert "By link only" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_public_event_can_be_found_and_shared(client: Client, event: Event) -> None:
    event.starts_at = datetime(2046, 6, 6, 9, tzinfo=UTC)
    event.ends_at = event.starts_at + timedelta(hours=6)
    event.save()
    page = text_of(client, event)
    assert "noindex" not in page
    for tag in (
        '<meta property="og:title" content="Spring casework forum">',
        '<meta property="og:description" content="Wednesday 6 June 2046, Leeds city centre. '
        'A day for caseworkers to compare notes.">',
        '<meta property="og:url" content="http://127.0.0.1:8000/e/spring-forum/">',
        "<title>Spring casework forum, Wednesday 6 June 2046, Leeds city centre</title>",
    ):
        assert tag in page


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("visibility", Visibility)
def test_the_exact_place_the_online_link_and_the_release_are_never_public(
    client: Client, mode: Mode, visibility: Visibility
) -> None:
    release = datetime(2046, 3, 4, 11, 22, tzinfo=UTC)
    event = make_event(
        mode=mode,
        visibility=visibility,
        exact_place="CANARY-PLACE 14 Loom Lane",
        online_link="https://meet.example/CANARY-LINK",
        place_released_at=release,
        starts_at=datetime(2046, 6, 6, 9, tzinfo=UTC),
    )
    session = make_session(event, recording_link="https://video.example/CANARY-FILM")
    base = event.get_absolute_url()
    inside = ["", "programme/", f"programme/{session.pk}/", "calendar.ics", "agreement/"]
    paths = [f"{base}{path}" for path in [*inside, "privacy/", "concern/"]]
    for path in [*paths, "/", "/calendar.ics", "/privacy/", "/concern/"]:
        said = client.get(path).content.decode().replace("\r\n ", "")
        assert "CANARY" not in said, path
        assert "4\N{NO-BREAK SPACE}March" not in said, path
        assert "2046-03-04" not in said, path


def test_sections_follow_what_the_organiser_wrote(client: Client) -> None:
    event = make_event(
        description="For **caseworkers**.",
        getting_in="Bus 12.",
        arrangements="Interpreters.",
        food="Lunch is halal.",
    )
    page = text_of(client, event)
    headings = [
        "Who it is for",
        "Getting in and around",
        "What we can arrange",
        "How we treat each other",
        "Who is organising",
    ]
    places = [page.index(f"<h2>{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    assert "<strong>caseworkers</strong>" in page
    bare = text_of(client, make_event())
    assert [heading for heading in headings if f"<h2>{heading}</h2>" in bare] == headings[-2:]


def test_all_hosts_and_the_contact_are_named(client: Client, event: Event) -> None:
    add_host(event, make_host(name="Tidewater Advice"))
    add_host(event, make_host(name="Upland Welcome"))
    event.contact_phone = "+44 113 496 0021"
    event.save()
    page = " ".join(text_of(client, event).split())
    assert (
        "<bdi>Harbour Network</bdi>, with <bdi>Tidewater Advice</bdi> and <bdi>Upland Welcome</bdi>"
    ) in page
    assert (
        '<bdi>Robin Vale</bdi>: <a href="tel:+441134960021" dir="ltr">+44 113 496 0021</a>' in page
    )
    assert '<a href="mailto:forum@harbour.example" dir="ltr">forum@harbour.example</a>' in page


def test_the_day_is_told_in_brief(client: Client, event: Event) -> None:
    make_session(event, title="Welcome")
    slot = make_slot(event, title="Morning groups")
    for title in ("Housing", "Letters", "Tea"):
        make_session(event, slot=slot, title=title, kind="break" if title == "Tea" else "breakout")
    late = make_slot(event, title="Afternoon", starts_at=event.starts_at + timedelta(hours=4))
    make_session(event, slot=late, title="Off", is_cancelled=True)
    page = " ".join(text_of(client, event).split())
    for words in (
        '<span class="when">10 am</span> <span><bdi>Welcome</bdi>',
        '<span class="when">11 am</span> <span><bdi>Morning groups</bdi>: you choose from two',
        '<bdi>Afternoon</bdi>: <bdi>Off</bdi>: <span class="care">cancelled</span>',
        '<span class="when">4.30 pm</span> <span>Close</span>',
        "See every session and who leads it",
    ):
        assert words in page


def test_an_event_elsewhere_names_its_time(client: Client) -> None:
    event = make_event(starts_at=datetime(2046, 6, 6, 9, tzinfo=UTC), timezone="Europe/Paris")
    assert "<b>Wednesday 6 June 2046, 11 am to 5.30 pm</b>, Paris time" in text_of(client, event)


def test_typed_text_stays_text(client: Client) -> None:
    event = make_event(
        title=HOSTILE[:120],
        slug="hostile",
        summary=f"[Pay](https://evil.example) {HOSTILE}",
        description=f"[Pay](javascript:alert(1)) {HOSTILE}",
        public_place=HOSTILE,
        cost=HOSTILE,
        food=HOSTILE,
        contact_name=HOSTILE[:80],
        getting_in=HOSTILE,
        arrangements=HOSTILE,
        agreement=HOSTILE,
    )
    make_session(event, title=HOSTILE)
    raw = client.get(event.get_absolute_url()).content.decode()
    assert "<img" not in raw
    assert "javascript:alert(1)" not in raw.replace("](javascript:alert(1))", "")
    assert 'href="https://evil.example"' not in raw
    assert unescape(raw).count("{{ 7*7 }} {% now 'Y' %} {event.__class__}") >= 10


def test_a_preview_says_that_only_the_team_sees_it(client: Client) -> None:
    draft = make_event(published=False, slug="draft")
    from django.template.loader import render_to_string  # noqa: PLC0415

    page = render_to_string("forum/event.html", {**event_context(draft), "preview": True})
    assert "Only your team can see it." in page
    assert 'href="/organise/events/draft/publish/"' in page
    assert "Add to your calendar" not in page


@pytest.mark.parametrize("count", [10, 10_000])
def test_the_page_asks_the_database_six_times_at_most_however_many_have_booked(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    event = make_event(capacity=20_000, series=make_series())
    add_host(event)
    room = make_room(event)
    slot = make_slot(event)
    for _ in range(3):
        make_lead(make_session(event, slot=slot, room=room))
    now = timezone.now()
    Registration.objects.bulk_create(
        Registration(
            event=event,
            state="confirmed",
            place=number,
            badge_name=f"Person {number}",
            code=f"FERN-{number}",
            booked_at=now,
        )
        for number in range(1, count + 1)
    )
    with django_assert_num_queries(6):
        page = client.get(event.get_absolute_url())
    assert "20,000 places, some still free" in page.content.decode()


def test_only_reading_is_possible(client: Client, event: Event) -> None:
    assert client.post(event.get_absolute_url()).status_code == 405
    assert client.head(event.get_absolute_url()).status_code == 200


def test_the_page_is_kept_out_of_shared_caches(client: Client, event: Event) -> None:
    assert client.get(event.get_absolute_url())["Cache-Control"] == "no-store, private"
