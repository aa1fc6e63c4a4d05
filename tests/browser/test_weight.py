"""What a first visit costs somebody with little data left: bytes, requests, other hosts (U7)."""

import gzip

import pytest

from tests.factories import make_event, make_host, make_registration, make_session

KILOBYTES = 60
REQUESTS = 5
HAS_TEXT = ("text/", "application/json", "image/svg", "application/manifest")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_first_visit_to_an_event_is_light(width, open_page, site, db):
    host = make_host()
    event = make_event(host, slug="light-forum", capacity=60, description="Words. " * 600)
    for number in range(12):
        make_session(event, title=f"Session {number}", summary="What we will talk about. " * 8)
    make_registration(event)
    page = open_page(width=width)
    asked = []
    page.context.on("response", lambda response: asked.append(response))
    page.goto(f"/e/{event.slug}/")
    page.wait_for_load_state("networkidle")
    weights = {}
    for response in asked:
        body = response.body()
        is_text = response.headers.get("content-type", "").startswith(HAS_TEXT)
        weights[response.url] = len(gzip.compress(body) if is_text else body)
    assert page.title().startswith(event.title)
    assert len(weights) <= REQUESTS, weights
    assert sum(weights.values()) <= KILOBYTES * 1024, weights


def test_pages_leave_compressed(client, event):
    """Gzip is on without a proxy in front."""
    response = client.get(f"/e/{event.slug}/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert event.title in gzip.decompress(response.content).decode()
