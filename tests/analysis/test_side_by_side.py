"""One filter, one split or two side by side, counted from the rows; wrong questions answered."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis import adding_up
from forum.models import Host
from registrations.models import CheckIn, Registration
from tests.analysis.by_hand import known
from tests.analysis.years import Year, by_hand, make_year, plain
from tests.factories import make_event, make_figures, make_member, make_organisation

pytestmark = pytest.mark.django_db

SPRING = datetime(2024, 3, 6, 10, tzinfo=UTC)
URL = "/organise/hosts/{}/analysis/"


@pytest.fixture
def year() -> Year:
    return make_year(5, events=6)


def sides(host: Host, **given: str) -> dict[Any, tuple[Any, ...]]:
    [table] = [
        finding.table
        for finding in adding_up.add_up(host=host, given=given, exact=True).findings
        if finding.key == "compared" and finding.table
    ]
    return {row[0]: row[1:] for row in table.rows}


def people(year: Year) -> list[tuple[Any, str, bool, bool]]:
    """Everybody: their event, how far their organisation reaches, whether they booked and came."""
    inside = set(CheckIn.objects.filter(session=None).values_list("registration_id", flat=True))
    reaches = {name: row.reach for name, row in known(year).items()}
    found = []
    for event in year.events:
        for row in Registration.objects.filter(event=event).exclude(state="draft"):
            reach = reaches[plain(row.organisation.name)] if row.organisation else ""
            found.append((event, reach, not row.is_walk_in, row.pk in inside))
    return found


def test_years_beside_one_another(year: Year) -> None:
    wanted = {}
    seen: set[str] = set()
    for number in sorted({event.starts_at.year for event in year.events}):
        held = [by_hand(event) for event in year.events if event.starts_at.year == number]
        there = set().union(*(each.there for each in held))
        wanted[str(number)] = (
            *(len(held), sum(each.booked for each in held), sum(each.came for each in held)),
            *(sum(each.no_show for each in held), len(there), len(there - seen)),
            *(len(there & seen), "not asked"),
        )
        seen |= there
    assert sides(year.host, split="year") == wanted
    two = list(wanted)[:2]
    assert sides(year.host, year=two[0], beside=two[1]) == {name: wanted[name] for name in two}


def test_people_of_each_reach(year: Year, client: Client) -> None:
    booked: Counter[str] = Counter()
    came: Counter[str] = Counter()
    of_each: Counter[Any] = Counter()
    for event, reach, has_booked, has_come in people(year):
        booked[reach] += has_booked
        came[reach] += has_come
        of_each[event, reach] += has_come
    told = sides(year.host, split="reach")
    names = {"For no organisation": "", "Reach not known": "unknown"}
    assert {names.get(name, name.split()[0].lower()): row[:2] for name, row in told.items()} == {
        reach: (booked[reach], came[reach]) for reach in booked | came
    }
    client.force_login(make_member(year.host, "organiser"))
    most = max(came.keys() - {""}, key=lambda reach: came[reach])
    file = client.get(f"{URL.format(year.host.slug)}events.csv?reach={most}")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))[1:]
    assert [row[4] for row in rows] == [
        str(of_each[event, most]) for event in reversed(year.events)
    ]


def test_what_cannot_be_asked_is_said(host: Host) -> None:
    for starts_at in (SPRING, SPRING.replace(year=2025)):
        make_event(host, starts_at=starts_at)
    for question, remark in {
        "kind=forum&beside=2024": "choose a series or a year, then another",
        "year=2024&beside=1066": "There are no events with the year “1066” to put beside.",
        "year=2024&beside=2024": "Choose another year to put beside this one.",
        "split=colour": "Nothing can be told apart by “colour”.",
        "year=2024&split=year": "These are of one year, so there is nothing to tell apart by it.",
        "year=2024&beside=2025&split=kind": "Two stand side by side here.",
        "reach=galactic": "There are no organisations with the reach “galactic”.",
    }.items():
        given = dict(part.split("=") for part in question.split("&"))
        assert remark in adding_up.add_up(host=host, given=given, exact=True).remark


def test_an_analyst_is_not_told_reach_and_region_together(host: Host) -> None:
    event = make_event(host, starts_at=SPRING)
    make_figures(event, {make_organisation(host, reach="local", region="Leeds"): 9}, came=9)
    given = {"reach": "local", "split": "region"}
    found = adding_up.add_up(host=host, given=given, exact=False, now=event.ends_at)
    assert (found.filter.query, found.remark) == ("reach=local", adding_up.asking.NOT_CROSSED)
    assert [finding.key for finding in found.findings] == ["came", "growth"]


@pytest.mark.parametrize("question", ["?reach=local&split=year", "?split=region"])
def test_many_events_take_as_many_queries_as_few(question: str, host: Host, client: Client) -> None:
    client.force_login(make_member(host, "analyst"))
    counts = []
    for number in (1, 3):
        for _ in range(number):
            make_figures(
                make_event(host, starts_at=SPRING),
                {make_organisation(host, reach="local", region="Leeds"): 12},
                came=12,
                booked=12,
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL.format(host.slug) + question).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
