"""What is on, and the pages of a series."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from forum.models import Event
from forum.models.events import State, Visibility
from tests.factories import add_host, make_event, make_host, make_registration, make_series

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} {% now 'Y' %} {event.__class__}"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def test_upcoming_events_come_soonest_first_and_past_ones_latest_first(client: Client) -> None:
    now = timezone.now()
    for title, days in (("Late", 30), ("Soon", 3), ("Long ago", -300), ("Just now", -3)):
        make_event(title=title, starts_at=now + timedelta(days=days))
    page = text_of(client, "/")
    places = [page.index(f">{title}<") for title in ("Soon", "Late", "Just now", "Long ago")]
    assert places == sorted(places)


def test_a_row_says_when_where_in_what_language_and_by_whom(client: Client, event: Event) -> None:
    event.starts_at = timezone.now().replace(year=2046, month=6, day=6, hour=9, minute=0, second=0)
    event.ends_at = event.starts_at + timedelta(hours=6, minutes=30)
    event.languages = ["ar", "en"]
    event.save()
    add_host(event, make_host(name="Tidewater Advice"))
    page = text_of(client, "/")
    for words in (
        'href="/e/spring-forum/"',
        "Wednesday 6 June 2046, 10 am to 4.30 pm",
        "<bdi>Leeds city centre</bdi>. In English and Arabic",
        "<bdi>Harbour Network</bdi>, with <bdi>Tidewater Advice</bdi>",
    ):
        assert words in page


def test_drafts_and_unlisted_events_are_not_listed(client: Client) -> None:
    make_event(title="Still a draft", published=False)
    make_event(title="By link only", visibility=Visibility.UNLISTED)
    make_event(
        title="Dropped draft", published=False, state="cancelled", cancelled_at=timezone.now()
    )
    page = text_of(client, "/")
    assert "Still a draft" not in page
    assert "By link only" not in page
    assert "Dropped draft" not in page
    assert "No events are open" in page
    assert "When the first event is published, it is here." in page


def test_a_cancelled_event_stays_in_the_list_and_says_so(client: Client) -> None:
    make_event(title="Called off", state=State.CANCELLED, cancelled_at=timezone.now())
    assert '<p class="care">Cancelled</p>' in text_of(client, "/")


def test_with_past_events_only_the_page_leads_to_them(client: Client) -> None:
    make_event(starts_at=timezone.now() - timedelta(days=30))
    assert "See what happened at past events." in text_of(client, "/")


def test_many_past_events_go_on_another_page(client: Client) -> None:
    for number in range(21):
        make_event(
            title=f"Number {number:02}", starts_at=timezone.now() - timedelta(days=30 + number)
        )
    first, second = text_of(client, "/"), text_of(client, "/?page=2")
    assert "Number 19" in first
    assert "Number 20" not in first
    assert "Earlier events" in first
    assert "Number 20" in second
    assert "Later events" in second


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "1%00", "9" * 400])
def test_a_page_that_is_not_there_is_the_nearest_one(client: Client, page: str) -> None:
    make_event(starts_at=timezone.now() - timedelta(days=30))
    assert "Past events" in text_of(client, f"/?page={page}")


def test_typed_text_stays_text(client: Client) -> None:
    event = make_event(title=HOSTILE[:120], public_place=HOSTILE, slug="hostile")
    add_host(event, make_host(name=HOSTILE, slug="hostile-host"))
    raw = client.get("/").content.decode()
    assert "<img" not in raw
    assert "{{ 7*7 }} {% now 'Y' %} {event.__class__}" in unescape(raw)


@pytest.mark.parametrize("path", ["/", "/series/year/"])
def test_only_reading_is_possible(client: Client, path: str) -> None:
    make_event(series=make_series(slug="year"))
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/series/year/"])
def test_lists_ask_the_database_equally_often_for_one_row_and_for_three(
    client: Client, path: str, django_assert_num_queries: object
) -> None:
    series = make_series(slug="year")

    def add() -> None:
        for days in (14, -14):
            event = make_event(series=series, starts_at=timezone.now() + timedelta(days=days))
            add_host(event)
            make_registration(event)

    queries = {"/": 8, "/series/year/": 8}[path]
    add()
    with django_assert_num_queries(queries):  # type: ignore[operator]
        client.get(path)
    add(), add()
    with django_assert_num_queries(queries):  # type: ignore[operator]
        client.get(path)


def test_a_series_shows_its_public_events_only(client: Client) -> None:
    series = make_series(title="Casework year", slug="year", summary="Four days a year.")
    make_event(title="Open day", series=series)
    make_event(title="Day before", series=series, starts_at=timezone.now() - timedelta(days=9))
    make_event(title="By link only", series=series, visibility=Visibility.UNLISTED)
    make_event(title="Other event")
    page = text_of(client, "/series/year/")
    assert "Casework year" in page
    assert "Four days a year." in page
    assert "Open day" in page
    assert "Day before" in page
    assert "By link only" not in page
    assert "Other event" not in page


def test_a_series_with_past_events_only_says_what_comes_next(client: Client) -> None:
    series = make_series(slug="year")
    make_event(series=series, starts_at=timezone.now() - timedelta(days=9))
    assert "The next event is not announced yet." in text_of(client, "/series/year/")


def test_a_series_that_is_planned_only_does_not_show_that_it_exists(client: Client) -> None:
    series = make_series(slug="year")
    make_event(series=series, published=False)
    make_event(series=series, visibility=Visibility.UNLISTED)
    assert client.get("/series/year/").status_code == 404
    assert client.get("/series/nothing/").status_code == 404
