"""The event as schema.org words it: the public facts, and text that cannot leave its element."""

import json

import pytest
from django.test import Client

from forum import structured
from forum.models import Event
from forum.models.events import Mode, State, Visibility
from tests.factories import add_host, make_event, make_host

pytestmark = pytest.mark.django_db


def data_on_page(client: Client, event: Event) -> dict[str, object]:
    page = client.get(event.get_absolute_url()).content.decode()
    found: dict[str, object] = json.loads(
        page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    )
    return found


def test_the_page_carries_the_public_facts(client: Client, event: Event) -> None:
    add_host(event, make_host(name="Tidewater Advice"))
    event.languages = ["en", "ar"]
    event.save()
    assert data_on_page(client, event) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Spring casework forum",
        "description": "A day for caseworkers to compare notes.",
        "url": "http://127.0.0.1:8000/e/spring-forum/",
        "startDate": event.local_start.isoformat(),
        "endDate": event.local_end.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "Leeds city centre", "address": "Leeds city centre"}
        ],
        "organizer": [
            {"@type": "Organization", "name": "Harbour Network"},
            {"@type": "Organization", "name": "Tidewater Advice"},
        ],
        "inLanguage": ["en", "ar"],
        "isAccessibleForFree": True,
    }


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [
        (Mode.IN_PERSON, ["Place"]),
        (Mode.ONLINE, ["VirtualLocation"]),
        (Mode.HYBRID, ["Place", "VirtualLocation"]),
    ],
)
def test_an_online_room_is_the_public_page(event: Event, mode: Mode, kinds: list[str]) -> None:
    event.mode = mode
    event.online_link = "https://meet.example/CANARY-9"
    event.exact_place = "CANARY-9 Secret Street"
    data = structured.event_data(event)
    assert [place["@type"] for place in data["location"]] == kinds
    assert "CANARY-9" not in structured.event_json(event)


def test_a_cancelled_event_says_so(event: Event) -> None:
    event.state = State.CANCELLED
    assert structured.event_data(event)["eventStatus"] == "https://schema.org/EventCancelled"


def test_an_event_that_costs_something_is_not_called_free(event: Event) -> None:
    event.cost = "£5, or free if that is too much"
    assert "isAccessibleForFree" not in structured.event_data(event)


def test_hostile_text_stays_inside_its_element(client: Client, host: object) -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028 {{ 7*7 }}"
    event = make_event(title=title, slug="hostile")
    assert data_on_page(client, event)["name"] == title.replace("\u2028", " ")
    page = client.get(event.get_absolute_url()).content.decode()
    assert page.count("<script") == 1


@pytest.mark.parametrize("hidden", [{"visibility": Visibility.UNLISTED}, {"is_discreet": True}])
def test_an_event_that_may_not_be_found_has_none(client: Client, hidden: dict[str, object]) -> None:
    event = make_event(title="Quiet gathering", **hidden)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "ld+json" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<meta property="og:title" content="An event">' in page
    assert 'name="description"' not in page
