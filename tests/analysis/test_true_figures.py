"""Every figure on the analysis page and in its files is what the rows say, counted by hand."""

import csv
import io
from collections import Counter, defaultdict

import pytest
from django.test import Client

from feedback import questionnaire
from feedback.models import Rating
from forum.models import Organisation
from tests.analysis.years import THEMES, by_hand, make_year, may_be_shown, raised_by_hand
from tests.factories import make_member
from tests.markup import named, page_of, text_of

pytestmark = pytest.mark.django_db

HIDDEN = "not shown"


@pytest.fixture(params=[1, 2, 3])
def year(request):
    return make_year(request.param)


@pytest.fixture
def organiser(year, client):
    client.force_login(make_member(year.host, "organiser"))
    return client


def url(year, rest=""):
    return f"/organise/hosts/{year.host.slug}/analysis/{rest}"


def file(client: Client, year, name, question=""):
    """The rows of a file, without its headings; nothing where there is no such file."""
    response = client.get(url(year, f"{name}.csv") + question)
    if response.status_code == 404:
        return []
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return rows[1:]


def expected_events(year, chosen):
    """What the events' file must hold, the latest first."""
    seen, known_in, rows = set(), defaultdict(set), []
    for event in year.events:
        counted = by_hand(event)
        leader = (event.lead_host.pk, event.starts_at.year)
        new_people = counted.people - known_in[leader]
        new = counted.there - seen
        if event in chosen:
            rows.append(
                [
                    *(event.title, event.starts_at.date().isoformat()),
                    *(counted.booked, counted.placed, counted.came, counted.no_show),
                    *(counted.walk_ins, len(counted.there), len(new)),
                    *(len(counted.there - new), len(new_people)),
                    *(len(counted.people - new_people), "Counted here", ""),
                ]
            )
        seen |= counted.there
        known_in[leader] |= counted.people
    return [[str(cell) for cell in row] for row in reversed(rows)]


def test_the_events(year, organiser):
    assert file(organiser, year, "events") == expected_events(year, year.events)


@pytest.mark.parametrize("question", ["?kind=forum", "?year=2024", "?series="])
def test_the_events_of_one_filter_are_judged_by_all(question, year, organiser):
    chosen = {
        "?kind=forum": [event for event in year.events if event.kind == "forum"],
        "?year=2024": [event for event in year.events if event.starts_at.year == 2024],
        "?series=": [event for event in year.events if event.series == year.series],
    }[question]
    if question == "?series=":
        question += year.series.slug
    if chosen:
        assert file(organiser, year, "events", question) == expected_events(year, chosen)


def test_the_page_says_what_the_file_says(year, organiser):
    page = page_of(organiser.get(url(year)))
    table = next(t for t in named(page, "table") if dict(t.attributes).get("class") == "cards")
    rows = [[text_of(cell) for cell in named(row, "td")] for row in named(table, "tr")[1:]]
    wanted = [
        [row[2], *row[4:-2]] if row[2] != "0" or row[4] != "0" else ["Nobody booked or came"]
        for row in expected_events(year, year.events)
    ]
    assert rows == wanted


def test_who_came_of_those_who_booked(year, organiser):
    counted = [by_hand(event) for event in year.events]
    held = [each for each in counted if each.booked or each.came]
    rows = file(organiser, year, "charts/came")
    assert [row[1:] for row in rows] == [
        [*map(str, [each.booked, each.placed, each.came, each.walk_ins]), "Counted here"]
        for each in reversed(held)
    ]
    booked = sum(each.booked for each in held)
    came = sum(each.came - each.walk_ins for each in held)
    page = organiser.get(url(year)).content.decode()
    assert (f"{came} of the {booked} who booked came" in page) == (0 < came < booked)


def test_how_attendance_grows(year, organiser):
    counted = [by_hand(event) for event in year.events if event.series]
    held = [each.came for each in counted if each.booked or each.came]
    wanted = held if len(held) > 1 else []
    rows = file(organiser, year, "charts/growth")
    assert [int(row[1]) for row in rows] == wanted


def test_how_far_organisations_reach(year, organiser):
    """The reach that the host itself knows counts, else that of whom it held the event with."""
    reach = {}
    for row in Organisation.objects.filter(merged_into=None).order_by("name"):
        name = row.name.rstrip("!")
        name = "Riverside" if name == "Riverside Welcome" else name
        if name not in reach or row.host == year.host:
            reach[name] = row.reach
    order = ["local", "regional", "national", "international", "unknown"]
    rows = file(organiser, year, "charts/reach")
    found = {row[0]: [int(cell) for cell in row[1:]] for row in rows}
    for event in year.events:
        there = by_hand(event).there
        counts = Counter(reach[name] for name in there)
        name = next((key for key in found if key.startswith(event.title)), None)
        if there:
            assert found[name] == [len(there), *(counts[each] for each in order)]
        else:
            assert name is None


def test_what_was_raised(year, organiser):
    said = [raised_by_hand(event) for event in year.events]
    base = sum(read for read, _counts in said if read >= 10)
    wanted = {}
    for theme in THEMES:
        cells = [(counts[theme], read) for read, counts in said if read >= 10]
        total = sum(count for count, read in cells if may_be_shown(count, read))
        more = not all(may_be_shown(count, read) for count, read in cells)
        if total:
            wanted[theme] = f"{total} or more" if more else str(total)
    assert dict(file(organiser, year, "charts/raised")) == wanted
    page = organiser.get(url(year)).content.decode()
    assert (f"Answers and notes, of {base}" in page) == bool(wanted)


def test_how_themes_move(year, organiser):
    rows = file(organiser, year, "charts/moved")
    read = [event for event in year.events if raised_by_hand(event)[0] >= 10]
    of_series = [event for event in read if event.series]
    columns = of_series if len(of_series) > 1 else read
    wanted = {}
    for theme in THEMES:
        cells = []
        for event in columns:
            base, counts = raised_by_hand(event)
            count = counts[theme]
            cells.append(str(count) if may_be_shown(count, base) else HIDDEN)
        if any(cell not in {HIDDEN, "0"} for cell in cells) and len(columns) > 1:
            wanted[theme] = cells
    assert {row[0]: row[1:] for row in rows} == wanted


def test_what_people_answered(year, organiser):
    """All counts here are nought or six and more, so that none of them is hidden."""
    wanted = set()
    for question in questionnaire.RATED:
        for event in year.events:
            rows = Rating.objects.filter(event=event, question=question.key)
            counts = {row.answer: row.count for row in rows if row.answer != "unsaid"}
            if (base := sum(counts.values())) >= 10:
                answers = dict(question.answers)
                wanted |= {
                    (question.words, event.title, answers[key], str(count), str(base))
                    for key, count in counts.items()
                }
    found = set()
    for name, answer, count, base in file(organiser, year, "charts/felt"):
        question = next(q for q in questionnaire.RATED if name.startswith(q.words))
        event = next(e for e in year.events if e.title in name)
        found.add((question.words, event.title, answer, count, base))
    assert found == wanted
