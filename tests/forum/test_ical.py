"""Calendar files: they parse back, say the right time and never more than the public place."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Component

from forum import ical
from forum.models import Event, EventChange
from forum.models.events import Mode, State, Visibility
from tests.factories import make_event

CANARY = "CANARY-9 Secret Street"
pytestmark = pytest.mark.django_db


def only_entry(content: bytes) -> Component:
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    return entry


def test_an_event_parses_back_as_it_is(event: Event) -> None:
    entry = only_entry(ical.event_file(event))
    assert entry.decoded("uid") == f"{event.id}@127.0.0.1"
    assert entry.decoded("summary") == "Spring casework forum"
    assert entry.decoded("dtstart") == event.starts_at
    assert entry.decoded("dtend") == event.ends_at
    assert entry["dtstart"].params["TZID"] == "Europe/London"
    assert entry.decoded("location") == "Leeds city centre"
    assert entry.decoded("url") == "http://127.0.0.1:8000/e/spring-forum/"
    assert entry.decoded("status") == "CONFIRMED"
    assert entry.decoded("sequence") == 0


def test_the_zone_comes_with_the_file(event: Event) -> None:
    [zone] = Calendar.from_ical(ical.event_file(event)).walk("VTIMEZONE")
    assert zone.decoded("tzid") == "Europe/London"


def test_the_uid_stays_and_the_sequence_grows_with_each_change(event: Event) -> None:
    before = only_entry(ical.event_file(event))
    for title in ("Summer forum", "Autumn forum"):
        EventChange.objects.create(event=event, before={"title": "x"}, after={"title": title})
    after = only_entry(ical.event_file(event))
    assert after["uid"] == before["uid"]
    assert after.decoded("sequence") == 2


def test_a_cancelled_event_says_so(event: Event) -> None:
    event.state, event.cancelled_at = State.CANCELLED, event.starts_at
    event.cancel_reason = "The hall is closed."
    entry = only_entry(ical.event_file(event))
    assert entry.decoded("status") == "CANCELLED"
    assert "The hall is closed." in entry.decoded("description")


@pytest.mark.parametrize(
    ("title", "read_back"),
    [
        ("A\rX-EVIL:1\x85\u2028;,\\", "A X-EVIL:1 ;,\\"),
        ("A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:B", "A END:VEVENT BEGIN:VEVENT SUMMARY:B"),
        ("\x00{{ 7*7 }}\u2029\x1b[0m\x7f", "{{ 7*7 }} [0m"),
        ('"Quotes": and, lists; <b>', '"Quotes": and, lists; <b>'),
        ("ملتقى 🌍 ጉባኤ " + "x" * 90, "ملتقى 🌍 ጉባኤ " + "x" * 90),
    ],
)
def test_d11_typed_text_stays_one_line_of_one_entry(
    event: Event, title: str, read_back: str
) -> None:
    event.title = event.summary = event.public_place = title
    content = ical.event_file(event)
    entry = only_entry(content)
    assert entry.decoded("summary") == read_back
    assert entry.decoded("location") == read_back
    known = (
        b"BEGIN:",
        b"END:",
        b"UID:",
        b"DT",
        b"SUMMARY:",
        b"DESCRIPTION:",
        b"LOCATION:",
        b"URL:",
    )
    lines = content.replace(b"\r\n ", b"").split(b"BEGIN:VEVENT\r\n")[1].splitlines()
    assert [line for line in lines if not line.startswith((*known, b"STATUS:", b"SEQUENCE:"))] == []


def test_the_exact_place_and_the_online_link_are_in_no_public_file(client: Client) -> None:
    link = "https://meet.example/CANARY-9"
    for mode in Mode:
        make_event(mode=mode, exact_place=CANARY, online_link=link)
    for event in Event.objects.all():
        content = client.get(f"{event.get_absolute_url()}calendar.ics").content
        assert b"CANARY-9" not in content.replace(b"\r\n ", b"")
    everything = client.get("/calendar.ics").content.replace(b"\r\n ", b"")
    assert everything.count(b"BEGIN:VEVENT") == 3
    assert b"CANARY-9" not in everything


def test_a_booking_has_its_own_entry_place_and_page(event: Event) -> None:
    entry = only_entry(
        ical.booking_file(event, uid="b-1@x", place=CANARY, url="https://x.example/b/t/")
    )
    assert entry.decoded("uid") == "b-1@x"
    assert entry.decoded("location") == CANARY
    assert entry.decoded("url") == "https://x.example/b/t/"


def test_a_cancelled_booking_leaves_the_calendar(event: Event) -> None:
    content = ical.booking_file(event, uid="b-1@x", place="", url="https://x/", method="CANCEL")
    assert Calendar.from_ical(content).decoded("method") == "CANCEL"
    assert only_entry(content).decoded("status") == "CANCELLED"
    assert "location" not in only_entry(content)


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 1.30 am, the first of two
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 1.30 am, the second
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # half an hour before clocks go forward
        datetime(2027, 3, 28, 9, 0, tzinfo=UTC),
    ],
)
def test_clock_changes_move_no_entry(event: Event, starts: datetime) -> None:
    event.starts_at, event.ends_at = starts, starts + timedelta(hours=3)
    entry = only_entry(ical.event_file(event))
    assert entry.decoded("dtstart").astimezone(UTC) == starts
    assert entry.decoded("dtend").astimezone(UTC) == starts + timedelta(hours=3)


def test_another_zone_is_named_by_its_iana_name(event: Event) -> None:
    event.timezone = "Africa/Nairobi"
    entry = only_entry(ical.event_file(event))
    assert entry["dtstart"].params["TZID"] == "Africa/Nairobi"
    assert entry.decoded("dtstart").astimezone(ZoneInfo("UTC")) == event.starts_at


def test_google_and_outlook_get_the_public_facts_only(event: Event) -> None:
    event.exact_place = CANARY
    event.title = "Tea & talk #1"
    links = ical.calendar_links(event)
    google = parse_qs(urlsplit(links["google"]).query)
    assert google["text"] == ["Tea & talk #1"]
    assert google["location"] == ["Leeds city centre"]
    assert google["dates"] == [f"{event.starts_at:%Y%m%dT%H%M%SZ}/{event.ends_at:%Y%m%dT%H%M%SZ}"]
    assert urlsplit(links["outlook"]).hostname == "outlook.live.com"
    assert "CANARY" not in "".join(links.values())


def test_the_calendar_of_all_events_has_public_ones_of_the_last_year(client: Client) -> None:
    def at(days: int) -> datetime:
        return timezone.now() + timedelta(days=days)

    make_event(title="Next month", starts_at=at(30))
    make_event(title="Last month", starts_at=at(-30))
    make_event(title="Called off", state=State.CANCELLED, cancelled_at=at(0))
    make_event(title="Two years ago", starts_at=at(-800))
    make_event(title="By link only", visibility=Visibility.UNLISTED)
    make_event(title="Draft", published=False)
    response = client.get("/calendar.ics")
    entries = Calendar.from_ical(response.content).walk("VEVENT")
    assert [entry.decoded("summary") for entry in entries] == [
        "Last month",
        "Called off",
        "Next month",
    ]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", ["/calendar.ics", "/e/spring-forum/calendar.ics"])
def test_only_reading_is_possible(client: Client, event: Event, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_calendar_asks_the_database_equally_often_for_one_event_and_for_three(
    client: Client, event: Event, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/calendar.ics")
    make_event(), make_event()
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/calendar.ics")


def test_a_draft_has_no_calendar_file(client: Client) -> None:
    draft = make_event(published=False, slug="draft")
    assert client.get(f"{draft.get_absolute_url()}calendar.ics").status_code == 404


def test_a_draft_that_was_called_off_was_never_public(client: Client) -> None:
    draft = make_event(published=False, state=State.CANCELLED, cancelled_at=timezone.now())
    assert client.get(f"{draft.get_absolute_url()}calendar.ics").status_code == 404
