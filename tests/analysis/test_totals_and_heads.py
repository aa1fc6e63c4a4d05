"""What was not counted here, and what was counted without names, is marked wherever it is shown."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from analysis import adding_up
from analysis.adding_up import Analysis, lead_of
from analysis.hiding import shown_counts
from forum.models import Host, Series, User
from forum.models.people import Role
from registrations import past_totals
from registrations.models import AttendanceFigures
from registrations.past_totals import Totals
from tests.factories import make_event, make_host, make_member, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def host() -> Host:
    return make_host()


@pytest.fixture
def organiser(host: Host) -> User:
    return make_member(host, Role.ORGANISER)


def told(host: Host, by: User, title: str, people: int, **fields: Any) -> None:
    totals = Totals(
        title=title,
        kind="forum",
        first_day=fields.pop("day", date(2022, 5, 4)),
        last_day=fields.pop("last_day", date(2022, 5, 4)),
        people=people,
        counted=fields.pop("counted", "totals"),
        source="=Annual report",
        **fields,
    )
    past_totals.record(host=host, totals=[totals], by=by)


def counted(host: Host, title: str, series: Series | None = None, **fields: int) -> None:
    event = make_event(
        host, title=title, series=series, starts_at=datetime(2023, 5, 3, 10, tzinfo=UTC)
    )
    AttendanceFigures.objects.create(event=event, **fields)


def added_up(host: Host, *, exact: bool = True) -> Analysis:
    return adding_up.add_up(host=host, given={}, exact=exact)


def test_totals_count_and_are_marked_in_words_table_chart_and_file(
    client: Client, host: Host, organiser: User
) -> None:
    series = make_series(host)
    counted(host, "Forum", series, booked=40, confirmed=40, came=38, walk_ins=8, heads=5)
    told(
        host,
        organiser,
        "Old forum",
        120,
        counted="estimate",
        organisations=30,
        reach={"local": 20, "national": 5},
        series_id=series.pk,
    )
    analysis = added_up(host)
    came, growth, reach = (analysis.finding(key) for key in ("came", "growth", "reach"))
    estimate = "One of the events is known by totals from elsewhere, an estimate."
    assert lead_of(analysis) == (
        "2 events since May 2022. People came 158 times. "
        f"{estimate} In what people said, counts of 1 to 4 stay hidden."
    )
    assert came.headline == "30 of the 40 who booked came"
    assert came.words == (
        f"2 events, the latest first. {estimate} Nobody knows who booked there. "
        "8 more people came without booking. 5 of these were counted by heads."
    )
    assert came.table is not None
    assert came.table.rows == (
        ("Forum, May\N{NO-BREAK SPACE}2023", 40, 40, 38, 8, "Counted here, 5 by heads"),
        (
            "Old forum, May\N{NO-BREAK SPACE}2022",
            *("not known", "not known", 120, "not known"),
            "Estimated totals from elsewhere",
        ),
    )
    labels = [bar.label for group in came.drawing.groups for bar in group.bars]  # type: ignore[union-attr]
    assert labels == [
        "40 booked",
        "38 came, 8 without booking",
        "120 came",
    ]
    assert [group.name for group in came.drawing.groups] == [  # type: ignore[union-attr]
        "Forum, May\N{NO-BREAK SPACE}2023: 5 counted by heads",
        "Old forum, May\N{NO-BREAK SPACE}2022: estimated totals from elsewhere",
    ]
    assert growth.words.endswith(f"2 events. {estimate}")
    assert reach.table is not None
    assert reach.table.rows == (
        ("Old forum, May\N{NO-BREAK SPACE}2022 (estimate)", 30, 20, 0, 5, 0, 5),
    )
    client.force_login(organiser)
    page = f"/organise/hosts/{host.slug}/analysis/"
    shown = client.get(page).content.decode()
    for words in ("Estimated totals from elsewhere", "Counted here, 5 by heads", "not known"):
        assert words in shown
    how = "Counted here, 5 by heads"
    file = client.get(f"{page}events.csv").content.decode("utf-8-sig")
    assert [row[2:] for row in csv.reader(io.StringIO(file))][1:] == [
        ["40", "40", "38", "10", "8", "0", "0", "0", "0", "0", "not asked", how, ""],
        [
            *("not known", "not known", "120", "not known", "not known", "30"),
            *["not known"] * 5,
            *("Estimated totals from elsewhere", "'=Annual report"),
        ],
    ]


def test_totals_alone_make_charts_that_say_so(host: Host, organiser: User) -> None:
    told(host, organiser, "One", 120, organisations=30, reach={"local": 30})
    told(host, organiser, "Two", 80, counted="estimate", day=date(2022, 5, 3))
    analysis = added_up(host)
    came, reach = analysis.finding("came"), analysis.finding("reach")
    assert came.headline == "200 people came, by totals from elsewhere"
    assert "All are totals from elsewhere, one of these an estimate." in came.words
    assert reach.headline == "How far organisations reach, by totals from elsewhere"
    assert [len(finding.alt) > 39 for finding in (came, reach)] == [True, True]


def test_small_totals_stay_hidden_from_who_may_not_see_people(host: Host, organiser: User) -> None:
    told(host, organiser, "One", 3, organisations=12, reach={"local": 9, "national": 3})
    row = added_up(host, exact=False).together.rows[0]
    assert (row.came, row.organisations) == (None, 12)
    assert [count for _reach, count in row.reach] == [None, None]
    assert row.cell("booked") == "not known"


@pytest.mark.parametrize(
    ("walk_ins", "heads", "shown"),
    [(20, 10, 10), (20, 3, None), (20, 18, None), (3, 3, None), (9, 9, 9), (9, 0, 0)],
)
def test_heads_stay_hidden_with_what_would_tell_them(
    walk_ins: int, heads: int, shown: int | None
) -> None:
    counts = {
        "booked": 50,
        "placed": 50,
        "came": 40 + walk_ins,
        "walk_ins": walk_ins,
        "heads": heads,
        "no_show": 10,
    }
    assert shown_counts(counts)["heads"] == shown
