"""O18: the analysis of a host, by one filter at a time; what the address lacks is said."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analysis import adding_up
from tests.factories import (
    add_host,
    make_event,
    make_figures,
    make_host,
    make_member,
    make_organisation,
    make_series,
)
from tests.markup import assert_form_markup, named, page_of, text_of
from tests.world import raised, rated

pytestmark = pytest.mark.django_db

URL = "/organise/hosts/harbour-network/analysis/"
FIRST = datetime(2023, 6, 7, 10, tzinfo=UTC)


@pytest.fixture
def series(host):
    return make_series(host, title="Casework forums", slug="casework-forums")


def make_events(host, series, count, *, theme="Legal aid"):
    """So many events a month apart, each with figures, organisations, themes and ratings."""
    organisations = [make_organisation(host) for _ in range(3)]
    for number in range(count):
        event = make_event(
            host,
            title=f"Forum number {number}",
            slug=f"{host.slug}-{theme[:8].strip().lower().replace(' ', '-')}-{number}-{count}",
            starts_at=FIRST + timedelta(days=30 * number),
            series=series,
            kind="training" if number % 2 else "forum",
        )
        there = dict.fromkeys(organisations, 10)
        make_figures(event, there, booked=40, confirmed=38, came=30 + number, people_new=20)
        raised(event, {theme: 7}, base=14)
        rated(event, "welcome", {"strongly": 12, "agree": 8})


def titles(response):
    table = next(
        table
        for table in named(page_of(response), "table")
        if dict(table.attributes).get("class") == "cards"
    )
    return [text_of(named(row, "bdi")[0]) for row in named(table, "tr")[1:]]


def test_it_says_what_events_add_up_to(host, series, client, sign_in, organiser):
    make_events(host, series, 2)
    response = sign_in(client, organiser).get(URL)
    page = response.content.decode()
    assert_form_markup(response)
    assert [text_of(heading) for heading in named(page_of(response), "h1")] == [
        "What our events add up to"
    ]
    assert "2 events since June 2023. People came 61 times, from 3 organisations." in page
    assert [text_of(heading) for heading in named(page_of(response), "h2")] == [
        "Who came",
        "Who is in the room",
        "What people said",
        "Breakouts and needs",
        "Two events, the latest first",
        "To take along",
    ]
    headlines = {text_of(heading) for heading in named(page_of(response), "h3")}
    assert headlines >= {
        "61 of the 80 who booked came",
        "No clear change in attendance at Casework forums: 30 came first, 31 last",
        "Who is in the room: 3 organisations",
        "Legal aid was raised most, by 14 of 28 answers and notes",
        "No clear change in what people raise since Jun 2023",
        "20 of 20 felt welcome and safe to speak",
        "No clear change in how welcome people felt: 20 of 20 at first, 20 of 20 at last",
    }
    assert titles(response) == ["Forum number 1", "Forum number 0"]


def test_every_picture_has_words_a_table_and_a_file(host, series, client, sign_in, owner):
    make_events(host, series, 2)
    response = sign_in(client, owner).get(URL)
    page = page_of(response)
    figures = named(page, "figure")
    findings = adding_up.add_up(host=host, given={}, exact=True).findings
    assert len(figures) == sum(finding.drawing is not None for finding in findings) >= 7
    for figure in figures:
        [image], [source] = named(figure, "img"), named(figure, "source")
        details = named(figure, "details")[0]
        attributes = dict(image.attributes)
        assert 40 <= len(attributes["alt"]) <= 250
        for address in (attributes["src"], dict(source.attributes)["srcset"]):
            assert client.get(address).headers["Content-Type"] == "image/svg+xml"
        rows = [[text_of(cell) for cell in named(row, "th", "td")] for row in named(details, "tr")]
        *_pictures, link = [dict(each.attributes)["href"] for each in named(figure, "a")]
        lines = client.get(link).content.decode("utf-8-sig").splitlines()
        assert len(lines) == len(rows) > 1


def test_events_of_others_are_not_in_it(host, series, client, sign_in, organiser, stranger):
    make_events(host, series, 1)
    elsewhere = make_host(name="Elsewhere")
    make_events(elsewhere, make_series(elsewhere), 1)
    together = make_event(elsewhere, title="Held together", starts_at=FIRST + timedelta(hours=1))
    add_host(together, host)
    make_event(host, title="Not begun")
    make_event(host, title="A draft", starts_at=FIRST, published=False)
    make_event(
        host, title="Cancelled", starts_at=FIRST, state="cancelled", cancelled_at=timezone.now()
    )
    assert titles(sign_in(client, organiser).get(URL)) == ["Held together", "Forum number 0"]
    for address in (URL, f"{URL}events.csv", f"{URL}charts/came.svg", f"{URL}charts/came.csv"):
        assert sign_in(client, stranger).get(address).status_code == 404
        assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("question", "shown", "remark"),
    [
        ("?series=casework-forums", [2, 1, 0], ""),
        ("?kind=training", [1], ""),
        ("?year=2023", [2, 1, 0], ""),
        ("?year=1066", [2, 1, 0], "There are no events with the year “1066”. These are all."),
        ("?series=elsewhere", [2, 1, 0], "There are no events with the series “elsewhere”."),
        ("?kind=training&year=2023", [1], "one thing at a time. These are: Trainings."),
        ("?kind=x&year=2023", [2, 1, 0], "one thing at a time. These are: 2023."),
        ("?kind=%00%FF<script>&kind=", [2, 1, 0], ""),
        ("?year=99999999999999999999", [2, 1, 0], "There are no events"),
        ("?colour=green", [2, 1, 0], ""),
    ],
)
def test_one_filter_at_a_time(question, shown, remark, host, series, client, sign_in, organiser):
    make_events(host, series, 3)
    response = sign_in(client, organiser).get(URL + question)
    assert titles(response) == [f"Forum number {number}" for number in shown]
    assert remark in response.content.decode()
    assert "<script>" not in response.content.decode()
    for rest in ("events.csv", "charts/came.svg", "charts/came.csv"):
        assert client.get(f"{URL}{rest}{question}").status_code == 200


def test_what_is_chosen_in_the_form_becomes_the_address(host, series, client, sign_in, organiser):
    make_events(host, series, 2)
    sign_in(client, organiser)
    for chosen, leads_to in (
        ("kind:forum", f"{URL}?kind=forum"),
        ("series:casework-forums", f"{URL}?series=casework-forums"),
        ("", URL),
        ("year:x", f"{URL}?year=x"),
        ("password:1", URL),
    ):
        response = client.get(URL, {"show": chosen})
        assert (response.status_code, response.headers["Location"]) == (302, leads_to)


def test_a_filter_goes_with_the_pictures_and_files(host, series, client, sign_in, organiser):
    make_events(host, series, 2)
    page = sign_in(client, organiser).get(f"{URL}?kind=forum").content.decode()
    assert page.count("charts/came.svg?kind=forum&amp;w=") == 2
    assert "charts/came.csv?kind=forum" in page
    assert "events.csv?kind=forum" in page
    assert client.get(f"{URL}events.csv?kind=forum").content.count(b"\r\n") == 2


def test_a_host_without_events_is_told_so(host, client, sign_in, organiser):
    page = sign_in(client, organiser).get(URL).content.decode()
    assert "No event has begun yet." in page
    assert "<img" not in page
    for key in adding_up.CHARTS:
        assert client.get(f"{URL}charts/{key}.svg").status_code == 404
        assert client.get(f"{URL}charts/{key}.csv").status_code == 404
    assert client.get(f"{URL}events.csv").content.count(b"\r\n") == 1


def test_an_event_without_data_is_told_so(host, client, sign_in, organiser):
    make_event(host, title="Quiet day", starts_at=FIRST)
    response = sign_in(client, organiser).get(URL)
    page = response.content.decode()
    assert "<img" not in page
    for words in (
        "Nobody has booked or come yet",
        "No series to compare yet",
        "No organisation has come yet",
        "No theme can be shown yet",
        "No themes to compare yet",
        "No ratings to show yet",
    ):
        assert words in page
    assert titles(response) == ["Quiet day"]
    assert "Nobody booked or came" in page


def test_of_many_events_there_are_twelve_on_a_page(host, client, sign_in, organiser):
    for number in range(14):
        make_event(host, title=f"Day {number}", starts_at=FIRST + timedelta(days=number))
    response = sign_in(client, organiser).get(f"{URL}?year=2023")
    assert titles(response) == [f"Day {number}" for number in range(13, 1, -1)]
    assert 'href="?year=2023&amp;page=2#events"' in response.content.decode()
    response = client.get(f"{URL}?year=2023&page=2")
    assert titles(response) == ["Day 1", "Day 0"]
    assert client.get(f"{URL}events.csv?year=2023&page=2").content.count(b"\r\n") == 15


def test_no_such_chart(host, series, client, sign_in, organiser):
    make_events(host, series, 1)
    sign_in(client, organiser)
    assert client.get(f"{URL}charts/nothing.svg").status_code == 404
    assert client.get(f"{URL}charts/nothing.csv").status_code == 404


def test_fifty_events_take_as_many_queries_as_five(host, series, client, sign_in, organiser):
    sign_in(client, organiser)
    counts = []
    for number in (5, 45):
        make_events(host, series, number, theme=f"Theme {number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(URL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_an_analyst_has_no_way_to_pages_that_are_not_theirs(host, client, sign_in, analyst):
    page = page_of(sign_in(client, analyst).get(URL))
    links = {dict(link.attributes)["href"] for link in named(page, "a")}
    for link in links:
        if link.startswith("/organise/"):
            assert client.get(link).status_code == 200, link
    assert "/organise/analysis/" in links


def test_who_works_for_one_host_comes_straight_to_it(host, client, sign_in, analyst, door):
    assert "What our events add up to" in (
        sign_in(client, analyst).get("/organise/analysis/").content.decode()
    )
    make_member(make_host(name="Second Network"), "owner", user=analyst)
    page = client.get("/organise/analysis/").content.decode()
    assert "What your events add up to" in page
    assert "Second Network" in page
    assert sign_in(client, door).get("/organise/analysis/").status_code == 404
    assert "/organise/analysis/" not in client.get("/organise/").content.decode()


def test_titles_stay_text_in_files_and_pages(host, series, client, sign_in, organiser):
    """D05: no cell of a file begins with what a spreadsheet program runs."""
    hostile = ["=HYPERLINK(1)", "+44 20", "-1+1", "@SUM(A1)", " =1+1", "\t=1", "＝1", "<b>x</b>"]
    for number, title in enumerate(hostile):
        event = make_event(
            host,
            title=title,
            slug=f"hostile-{number}",
            starts_at=FIRST + timedelta(days=number),
            series=series,
        )
        make_figures(event, booked=20, confirmed=20, came=15)
        raised(event, {f"{title} {number}": 7}, base=14)
    sign_in(client, organiser)
    for name in ("events", "charts/came", "charts/growth", "charts/raised", "charts/moved"):
        text = client.get(f"{URL}{name}.csv").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [cell for cell in cells if cell.lstrip(" ")[:1] in set("=+-@\t＝")] == []
        assert any("SUM(A1)" in cell for cell in cells)
    page = client.get(URL).content.decode()
    assert "<b>x" not in page
    for key in adding_up.CHARTS[:5]:
        svg = client.get(f"{URL}charts/{key}.svg")
        assert svg.status_code in {200, 404}
        assert b"HYPERLINK" not in svg.content
