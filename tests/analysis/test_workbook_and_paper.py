"""Everything on the analysis page as a workbook, and on paper: the same figures."""

import io
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from analysis import adding_up, files, method, paper
from analysis.findings.finding import Finding, Table, in_words
from tests.analysis.years import make_year
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return make_year(3, events=3)


def address(host, rest, question=""):
    return f"/organise/hosts/{host.slug}/analysis/{rest}{question}"


def cells_of(content):
    """Every sheet of a workbook: its cells, row by row, as text."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    return {
        sheet.title: [[_told(cell.value) for cell in row] for row in sheet.iter_rows()]
        for sheet in book
    }


def _told(value):
    return value.date().isoformat() if isinstance(value, datetime) else value


def said(table):
    """The rows of a table as they are in a workbook, where nothing is an empty cell."""
    return [
        [cell if isinstance(cell, int) else in_words(cell) or None for cell in row]
        for row in table.rows
    ]


@pytest.mark.parametrize("role", ["organiser", "analyst"])
def test_the_workbook_holds_what_the_page_holds(role, year, client):
    """A sheet for each chart with its table, for each role what it may see, by the same filter."""
    year.host.name = "=1+1"
    year.host.save()
    client.force_login(make_member(year.host, role))
    sheets = cells_of(client.get(address(year.host, "workbook.xlsx", "?kind=forum")).content)
    analysis = adding_up.add_up(host=year.host, given={"kind": "forum"}, exact=role == "organiser")
    told = {
        finding.key.replace("_", " ").capitalize(): finding
        for finding in analysis.findings
        if finding.table
    }
    assert list(sheets) == ["Read me", "All events", *told]
    assert told
    events = files.events_table(analysis.together)
    tables = {"All events": events, **{name: found.table for name, found in told.items()}}
    for name, table in tables.items():
        rows = sheets[name][4 : 4 + len(table.rows)]
        assert [row[: len(table.headings)] for row in rows] == said(table), name
    for name, finding in told.items():
        assert sheets[name][0][0] == finding.headline
        words = [row[0] for row in sheets[name][4 + len(finding.table.rows) :] if row[0]]
        how = f"How it was counted: {method.of(finding.key)}"
        assert " ".join([sheets[name][1][0], *words]) == f"{finding.words} {how}"


def test_how_it_was_counted_is_said_of_every_chart():
    assert set(method.HOW) == set(adding_up.CHARTS)


def test_the_paper_has_every_chart_with_its_numbers_and_how_it_was_counted(year, client):
    client.force_login(make_member(year.host, "organiser"))
    page = client.get(address(year.host, "print/", f"?series={year.series.slug}")).content.decode()
    analysis = adding_up.add_up(host=year.host, given={"series": year.series.slug}, exact=True)
    laid_out = paper.lay_out(analysis)
    leaves = [leaf for _title, leaves in laid_out.parts for leaf in leaves]
    assert [leaf.number for leaf in leaves] == list(range(1, len(leaves) + 1))
    assert len(leaves) + len(laid_out.open) == len(analysis.findings)
    for leaf in leaves:
        assert f"{leaf.number}. <bdi>{escape(leaf.headline)}</bdi>" in page
        assert f"charts/{leaf.finding.key}.svg?series={year.series.slug}" in page
        assert len(leaf.table.rows) <= 6
    for charts, how in laid_out.how:
        assert f"<b>{charts}.</b> {escape(how)}" in page
    assert year.series.title in page


def test_of_rows_that_count_on_some_from_the_first_to_the_last_are_printed():
    rows = tuple((str(number), number) for number in range(11))
    finding = Finding(
        "x",
        "X",
        "The latest 6 of 11; the table has them all. So.",
        table=Table(("Days", "Count"), rows),
    )
    leaf = paper.leaf(1, finding)
    assert [row[1] for row in leaf.table.rows] == [0, 2, 4, 6, 8, 10]
    assert leaf.words == "The latest 6 of 11. So."
    assert leaf.more == "6 of 11 rows; the workbook has all."


def test_they_take_as_many_queries_for_three_events_as_for_two(year, client):
    client.force_login(make_member(year.host, "organiser"))
    counts = []
    for _ in range(2):
        for rest in ("print/", "workbook.xlsx"):
            client.get(address(year.host, rest))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(year.host, rest))
            counts.append(len(queries))
        year.events.pop(0).delete()
    assert counts[:2] == counts[2:]


def test_strangers_and_other_methods_are_refused(host, client, stranger, organiser):
    for rest in ("workbook.xlsx", "print/"):
        client.force_login(stranger)
        assert client.get(address(host, rest)).status_code == 404
        client.force_login(organiser)
        assert client.post(address(host, rest)).status_code == 405
