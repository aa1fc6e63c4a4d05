"""The chart of a recap: what people talked about, for the team first and then for everybody."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.template import Context, Template
from django.utils import timezone

from feedback import recaps
from tests.factories import make_event
from tests.markup import named, page_of, text_of
from tests.world import raised

pytestmark = pytest.mark.django_db

PUBLIC = "/e/spring-forum/recap/themes.svg"
PREVIEW = "/organise/events/spring-forum/recap/themes.svg"
THEMES = {"Legal aid": 31, "Housing": 26, "Raids": 3}


@pytest.fixture
def event(host):
    starts_at = timezone.now() - timedelta(days=3)
    return make_event(host, slug="spring-forum", title="Spring forum", starts_at=starts_at)


@pytest.fixture
def recap(event):
    raised(event, THEMES, base=58)
    fields = {"title": "What we heard", "lead": "", "talked": "We talked."}
    return recaps.save(event=event, fields=fields, quotes=[], by=None)


def drawn(recap):
    return Template("{% load charts %}{% recap_chart recap %}").render(Context({"recap": recap}))


def test_a_published_recap_shows_its_themes(recap, client):
    recaps.publish(recap=recap, by=None)
    page = drawn(recap)
    assert "31 of 58 answers and notes raised Legal aid." in page
    assert "1 theme is not shown." in page
    assert 'alt="Bar chart of themes in 58 answers and notes: Legal aid is raised by 31.' in page
    assert page.count(f"{PUBLIC}?w=") == 2
    response = client.get(f"{PUBLIC}?w=narrow")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<?xml")
    assert 'width="330pt"' in response.content.decode()


def test_the_numbers_stand_beside_it(recap):
    recaps.publish(recap=recap, by=None)
    page = drawn(recap)
    rows = [text_of(row) for row in named(page_of(page), "tr")]
    assert rows == ["Theme Answers and notes, of 58", "Legal aid 31", "Housing 26"]


def test_a_recap_that_is_not_published_shows_it_to_its_team_alone(
    recap, client, sign_in, organiser, stranger, staff
):
    assert client.get(PUBLIC).status_code == 404
    assert client.get(PREVIEW).status_code == 302
    for user, status in ((stranger, 404), (staff, 404), (organiser, 200)):
        assert sign_in(client, user).get(PREVIEW).status_code == status
    page = client.get("/organise/events/spring-forum/recap/preview/").content.decode()
    assert f"{PREVIEW}?w=middle" in page
    assert client.get(PUBLIC).status_code == 404


def test_taking_the_recap_back_takes_the_chart_back(recap, client):
    recaps.publish(recap=recap, by=None)
    assert client.get(PUBLIC).status_code == 200
    recaps.unpublish(recap=recap, by=None)
    assert client.get(PUBLIC).status_code == 404


def test_with_too_few_answers_there_is_no_chart(event, client):
    raised(event, {"Legal aid": 7}, base=9)
    recap = recaps.save(event=event, fields={"title": "What we heard"}, quotes=[], by=None)
    recaps.publish(recap=recap, by=None)
    assert drawn(recap).strip() == ""
    assert client.get(PUBLIC).status_code == 404


def test_an_event_without_a_recap_has_no_chart(event, client, sign_in, organiser):
    assert client.get(PUBLIC).status_code == 404
    assert sign_in(client, organiser).get(PREVIEW).status_code == 404


def test_the_chart_is_for_looking_only(recap, client, sign_in, organiser):
    recaps.publish(recap=recap, by=None)
    sign_in(client, organiser)
    for url in (PUBLIC, PREVIEW):
        assert client.post(url).status_code == 405


def test_a_browser_that_has_the_picture_is_told_so(recap, client):
    recaps.publish(recap=recap, by=None)
    first = client.get(PUBLIC)
    assert first.headers["Cache-Control"] == "private, no-cache"
    for tag in (first.headers["ETag"], f"W/{first.headers['ETag']}"):
        again = client.get(PUBLIC, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(PUBLIC, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_picture_is_painted_once(recap, client):
    recaps.publish(recap=recap, by=None)
    first = client.get(PUBLIC)
    key = first.headers["ETag"].strip('"')
    assert caches["charts"].get(key) == first.content
    caches["charts"].set(key, b"as it was painted")
    assert client.get(PUBLIC).content == b"as it was painted"


def test_a_hidden_count_is_nowhere_in_it(host, client):
    """Two events that differ in a count that stays hidden have the same picture, byte by byte."""
    pictures = []
    for number, few in enumerate((2, 3)):
        event = make_event(
            host, slug=f"forum-{number}", starts_at=timezone.now() - timedelta(days=3)
        )
        raised(event, {**THEMES, "Raids": few}, base=58)
        recap = recaps.save(event=event, fields={"title": "Heard"}, quotes=[], by=None)
        recaps.publish(recap=recap, by=None)
        page = drawn(recap).replace(event.slug, "")
        pictures.append((page, client.get(f"/e/{event.slug}/recap/themes.svg").content))
    assert pictures[0] == pictures[1]


def test_hostile_names_stay_text(event, client):
    name = "<script>alert(1)</script> $x^2$ السكن ቤት"
    raised(event, {name: 12}, base=20)
    recap = recaps.save(event=event, fields={"title": "Heard"}, quotes=[], by=None)
    recaps.publish(recap=recap, by=None)
    assert "<script" not in drawn(recap)
    svg = client.get(PUBLIC).content
    assert b"script" not in svg
    assert b"<!--" not in svg
