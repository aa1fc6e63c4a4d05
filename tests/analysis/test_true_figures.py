"""Every figure on the analysis page and in its files is what the rows say, counted by hand.

The years are made by chance. The same figures stand there when the people are erased.
"""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.adding_up import CHARTS
from analysis.findings.finding import SHOWN_LINES
from feedback import questionnaire
from registrations import retention
from registrations.models import CheckIn, Needs, Placement, Registration
from tests.analysis import by_hand
from tests.analysis.crowds import make_crowded_year
from tests.analysis.test_workbook_and_paper import cells_of as sheets_of
from tests.analysis.years import Year
from tests.factories import make_member
from tests.markup import named, page_of, text_of

pytestmark = pytest.mark.django_db

LATER = datetime(2029, 1, 1, tzinfo=UTC)


# The same years each time: one more is a year of made-up people, and takes seconds.
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6))
def test_every_figure_is_what_the_rows_say_before_and_after_erasure(seed: int, client: Client):
    with transaction.atomic():
        year = make_crowded_year(seed)
        wanted = by_hand.everything(year)
        assert wanted["wished"]
        assert len(wanted["choices"]) == 2
        assert wanted["needs"]
        assert wanted["small_groups"]
        client.force_login(make_member(year.host, "organiser"))

        assert read(client, year) == wanted

        retention.erase(retention.find(LATER), LATER)
        assert not any(gone.objects.exists() for gone in (Registration, CheckIn, Placement, Needs))
        assert read(client, year) == wanted
        # Another year by the same chance begins with nothing.
        transaction.set_rollback(True)


def read(client: Client, year: Year):
    """What the page and its files say, as far as `by_hand` counts it."""
    address = f"/organise/hosts/{year.host.slug}/analysis/"

    def file(name: str):
        return rows_of(client, address + name)[1:]

    charts = {key: rows_of(client, f"{address}charts/{key}.csv") for key in CHARTS}

    def chart(key: str):
        return charts[key][1:]

    page, events = page_of(client.get(address)), file("events.csv")
    book = client.get(f"{address}workbook.xlsx").content
    assert_same_tables(charts, page, sheets_of(book), events)
    return {
        "events": events,
        **{f"events?{each}": file(f"events.csv?{each}") for each in by_hand.filters(year)},
        "page": cells_of(page),
        "headline": headline_of(page),
        "came": [row[1:] for row in chart("came")],
        "growth": [row[1] for row in chart("growth")],
        "reach": [row[1:] for row in chart("reach")],
        "first_time": [row[1:] for row in chart("first_time")],
        "regions": dict(chart("regions")),
        "booking": chart("booking"),
        "arrivals": [[row[0].split()[0], row[1]] for row in chart("arrivals")],
        "raised": dict(chart("raised")),
        "moved": {row[0]: row[1:] for row in chart("moved")},
        "small_groups": small_groups_of(charts["small_groups"]),
        "felt": {statement_of(year, row) for row in chart("felt")},
        "wished": chart("wished"),
        "choices": [[row[0].partition(",")[0], *row[1:]] for row in chart("choices")],
        "needs": chart("needs"),
    }


def rows_of(client: Client, address: str) -> list[list[str]]:
    """The file, with its headings; nothing where there is no such file."""
    response = client.get(address)
    if response.status_code == 404:
        return []
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def assert_same_tables(charts, page, book, events):
    """The page and the workbook hold the table of each chart as its file has it."""
    del book["Read me"]
    every = book.pop("All events")[4 : 4 + len(events)]
    assert plain_cells(row[: len(events[0])] for row in every) == events
    tables = {key: plain_cells(rows) for key, rows in charts.items() if rows}
    sheets = {sheet.lower().replace(" ", "_"): rows for sheet, rows in book.items()}
    assert sheets.keys() == tables.keys()
    for key, rows in tables.items():
        there = [row[: len(rows[0])] for row in sheets[key][3 : 3 + len(rows)]]
        assert plain_cells(there) == rows, key
    printed = [
        [[text_of(cell) for cell in named(row, "th", "td")] for row in named(table, "tr")]
        for table in named(page, "table")
    ]
    for key, rows in tables.items():
        # The page prints the beginning of a long one.
        assert rows[: 1 + SHOWN_LINES] in printed, key


def plain_cells(rows) -> list[list[str]]:
    """As text, with every gap a space."""
    return [[" ".join(str("" if cell is None else cell).split()) for cell in row] for row in rows]


def small_groups_of(rows: list[list[str]]) -> list[list[str]]:
    """The themes by name, under how many answers they are of."""
    if not rows:
        return []
    (_theme, *bases), *themes = rows
    return [["of", *(words.rpartition(" ")[2] for words in bases)], *sorted(themes)]


def cells_of(page):
    """The numbers in the table of events."""
    tables = named(page, "table")
    table = next(table for table in tables if dict(table.attributes).get("class") == "cards")
    return [[text_of(cell) for cell in named(row, "td")] for row in named(table, "tr")[1:]]


def headline_of(page):
    heads = [text_of(head) for name in ("h2", "h3") for head in named(page, name)]
    return next((head for head in heads if head.endswith("who booked came")), "")


def statement_of(year: Year, row: list[str]):
    name, *rest = row
    question = next(each for each in questionnaire.RATED if name.startswith(each.words))
    return (question.words, next(e.title for e in year.events if e.title in name), *rest)
