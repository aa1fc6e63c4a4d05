"""One theme over all events, and the words behind each count whose writers agreed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback import coding, taking_back, themes
from feedback.models import Comment, Theme
from feedback.models.box import Share
from tests.factories import add_host, make_event, make_host, make_series
from tests.feedback.words import make_comment, make_theme, open_box
from tests.markup import named, page_of, text_of
from tests.world import raised

pytestmark = pytest.mark.django_db

FIRST = datetime(2022, 6, 7, 10, tzinfo=UTC)


def make_past(host, number, **fields):
    starts_at = FIRST + timedelta(days=365 * number)
    slug = f"{host.slug}-forum-{number}"
    return make_event(host, title=f"Forum {number}", slug=slug, starts_at=starts_at, **fields)


def make_events(host, *counts, base=40):
    """Events of a series a year apart at which so many of forty raise housing."""
    series = make_series(host, title="Casework forums", slug=f"{host.slug}-forums")
    events = [make_past(host, number, series=series) for number in range(len(counts))]
    for event, count in zip(events, counts, strict=True):
        raised(event, {"Housing": count, "Legal aid": 10}, base=base)
    return events


def say(event, text, theme, share=Share.WORDS, **fields):
    comment = make_comment(event, text, share, **fields)
    coding.code(item=comment, themes=[theme], by=None)
    return comment


def url(host, theme, rest=""):
    return f"/organise/hosts/{host.slug}/analysis/themes/{theme.pk}{rest}"


def rows(response):
    [table] = named(page_of(response), "table")
    return [[text_of(cell) for cell in named(row, "th", "td")] for row in named(table, "tr")[1:]]


def quoted(response):
    return [text_of(quote) for quote in named(page_of(response), "blockquote")]


def test_a_theme_is_told_over_all_events_with_its_bounds(host, client, organiser):
    events = make_events(host, 8, 3, 20, 30)
    theme = Theme.objects.get(host=host, name="Housing")
    open_box(events[3])
    say(events[3], "Our street was emptied", theme)
    client.force_login(organiser)
    response = client.get(url(host, theme, "/"))
    page = response.content.decode()
    assert "Housing rose since 2022, from 8 of 40 to 31 of 41" in page
    assert "Over the series Casework forums that is" in page
    assert "2 themes were compared." in page
    assert [row[1:3] for row in rows(response)] == [
        ["31 of 41", "76%"],
        ["20 of 40", "50%"],
        ["not shown, of 40", ""],
        ["8 of 40", "20%"],
    ]
    assert [row[3].startswith("Read") for row in rows(response)] == [True, False, False, False]
    assert client.get(url(host, theme, ".svg")).headers["Content-Type"] == "image/svg+xml"
    of_a_year = client.get(url(host, theme, "/?year=2022"))
    assert [row[1] for row in rows(of_a_year)] == ["8 of 40"]


def test_only_words_whose_writers_agree_stand_behind_a_count(host, client, organiser):
    [event] = make_events(host, 8)
    open_box(event)
    housing, aid = (Theme.objects.get(host=host, name=name) for name in ("Housing", "Legal aid"))
    say(event, "Our street was emptied", housing, Share.NAME, signed="Ada, Ferry Lane")
    say(event, "Rents doubled", housing, Share.WORDS, signed="Never shown")
    say(event, "For the team alone", housing, Share.TEAM)
    say(event, "About the courts", aid)
    unread = make_comment(event, "Nobody read this", Share.WORDS)
    themes_page = url(host, housing, f"/{event.slug}/")
    client.force_login(organiser)
    found = quoted(client.get(themes_page))
    assert sorted(found) == ["Our street was emptied Ada, Ferry Lane", "Rents doubled"]
    assert unread.text not in client.get(themes_page).content.decode()
    taking_back.take_back(comment=Comment.objects.get(text="Rents doubled"))
    kept = Comment.objects.get(text="Our street was emptied")
    taking_back.share_less(comment=kept, share=Share.WORDS)
    assert quoted(client.get(themes_page)) == ["Our street was emptied"]
    taking_back.share_less(comment=kept, share=Share.TEAM)
    assert quoted(client.get(themes_page)) == []


def test_where_a_count_is_hidden_no_words_are_shown(host, client, organiser):
    [event] = make_events(host, 3)
    open_box(event)
    theme = Theme.objects.get(host=host, name="Housing")
    say(event, "Our street was emptied", theme)
    client.force_login(organiser)
    response = client.get(url(host, theme, f"/{event.slug}/"))
    assert "is not shown" in response.content.decode()
    assert quoted(response) == []
    assert "Read" not in rows(client.get(url(host, theme, "/")))[0][3]


def test_a_theme_of_a_host_we_held_an_event_with_counts_with_ours(host, client, organiser):
    friend = make_host()
    [theirs] = make_events(friend, 8)
    add_host(theirs, host)
    theme = Theme.objects.get(host=friend, name="Housing")
    Theme.objects.filter(pk=theme.pk).update(description="Their line about it")
    unraised = make_theme(friend, "Elsewhere alone")
    ours = make_theme(host, "Housing")
    client.force_login(organiser)
    for one in (theme, ours):
        response = client.get(url(host, one, "/"))
        assert [row[1] for row in rows(response)] == ["8 of 40"]
        assert "Their line about it" not in response.content.decode()
    assert client.get(url(host, unraised, "/")).status_code == 404


def test_a_merged_theme_leads_to_where_it_went(host, client, organiser):
    [event] = make_events(host, 8)
    homes = make_theme(host, "Homes")
    open_box(event)
    say(event, "Our street was emptied", homes)
    themes.merge(theme=homes, into=Theme.objects.get(host=host, name="Housing"), by=None)
    client.force_login(organiser)
    response = client.get(url(host, homes, "/"))
    assert [text_of(heading) for heading in named(page_of(response), "h1")] == ["Housing"]
    assert [row[1:3] for row in rows(response)] == [["9 of 41", "22%"]]


def test_it_is_there_for_the_team_alone_and_for_reading_alone(host, client, organiser, stranger):
    [event] = make_events(host, 8)
    other = make_events(make_host(), 8)
    theme = Theme.objects.get(host=host, name="Housing")
    for rest in ("/", ".svg", f"/{event.slug}/"):
        client.force_login(stranger)
        assert client.get(url(host, theme, rest)).status_code == 404
        client.force_login(organiser)
        assert client.get(url(host, theme, rest)).status_code == 200
        assert client.post(url(host, theme, rest)).status_code == 405
    foreign = Theme.objects.exclude(host=host).get(name="Housing")
    assert client.get(url(host, foreign, "/")).status_code == 404
    assert client.get(url(host, theme, f"/{other[0].slug}/")).status_code == 404
    unraised = make_theme(host, "New")
    assert (
        "Not raised where that can be shown"
        in client.get(url(host, unraised, "/")).content.decode()
    )
    assert client.get(url(host, unraised, ".svg")).status_code == 404


def test_it_takes_as_many_queries_for_three_events_as_for_one(host, client, organiser):
    friend = make_host()
    client.force_login(organiser)
    taken = []
    for counts in ([8], [8, 9, 10]):
        events = make_events(friend, *counts)
        for event in events:
            open_box(event)
            add_host(event, host)
        theme = Theme.objects.get(host=friend, name="Housing")
        for event in events:
            say(event, "Our street was emptied", theme)
        addresses = [url(host, theme, "/"), url(host, theme, f"/{events[0].slug}/")]
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            taken.append(len(queries))
        friend = make_host()
    assert taken[:2] == taken[2:]
