"""Every figure on the analysis page and in its files is what the rows say, counted by hand.

The years are made by chance. The same figures stand there when the people are erased.
"""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from feedback import questionnaire
from registrations import retention
from registrations.models import CheckIn, Registration
from tests.analysis import by_hand
from tests.analysis.years import Year, make_year
from tests.factories import make_member
from tests.markup import named, page_of, text_of

pytestmark = pytest.mark.django_db

LATER = datetime(2029, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_what_the_rows_say_before_and_after_erasure(seed: int, client: Client):
    year = make_year(seed)
    wanted = by_hand.everything(year)
    client.force_login(make_member(year.host, "organiser"))

    assert read(client, year) == wanted

    retention.erase(retention.find(LATER), LATER)
    assert not Registration.objects.exists()
    assert not CheckIn.objects.exists()
    assert read(client, year) == wanted


def read(client: Client, year: Year):
    """What the page and its files say, as far as `by_hand` counts it."""
    address = f"/organise/hosts/{year.host.slug}/analysis/"

    def file(name: str):
        """The rows without headings; nothing where there is no such file."""
        response = client.get(address + name)
        if response.status_code == 404:
            return []
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        return rows[1:]

    def chart(name: str):
        return file(f"charts/{name}.csv")

    page = client.get(address)
    return {
        "events": file("events.csv"),
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
        "felt": {statement_of(year, row) for row in chart("felt")},
    }


def cells_of(page):
    """The numbers in the table of events."""
    tables = named(page_of(page), "table")
    table = next(table for table in tables if dict(table.attributes).get("class") == "cards")
    return [[text_of(cell) for cell in named(row, "td")] for row in named(table, "tr")[1:]]


def headline_of(page):
    heads = [text_of(head) for name in ("h2", "h3") for head in named(page_of(page), name)]
    return next((head for head in heads if head.endswith("who booked came")), "")


def statement_of(year: Year, row: list[str]):
    name, *rest = row
    question = next(each for each in questionnaire.RATED if name.startswith(each.words))
    return (question.words, next(e.title for e in year.events if e.title in name), *rest)
