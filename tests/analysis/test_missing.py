"""Who is missing: organisations that came to none of the last events, as a list to invite from."""

import io
import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis import asking
from analysis.missing import hiding
from analysis.missing.looking import Part, look
from analysis.missing.reading import Record
from analysis.missing.telling import headline, lead, span, table
from analysis.organisations import Known
from forum import organisations, small_counts
from forum.models import Event
from forum.models.people import Reach
from registrations.models import AttendanceFigures
from registrations.models.figures import Counted
from tests.factories import (
    add_host,
    make_event,
    make_host,
    make_member,
    make_organisation,
    make_series,
)

pytestmark = pytest.mark.django_db

URL = "/organise/hosts/harbour-network/analysis/missing/"
FIRST = datetime(2024, 3, 6, 10, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def held(host, number, came=(), *, booked=(), counted=Counted.BY_ROWS, **fields):
    """An event of that month, with the organisations that came to it and those that stayed away."""
    event = make_event(
        host,
        title=f"Forum {number}",
        starts_at=FIRST + timedelta(days=31 * number),
        **fields,
    )
    AttendanceFigures.objects.create(
        event=event,
        booked=10 * len(came),
        came=10 * len(came) or 5,
        came_from=[str(organisation.pk) for organisation in came],
        counted=counted,
    )
    for organisation in (*came, *booked):
        AttendanceFigures.objects.create(
            event=event,
            organisation=organisation,
            booked=10,
            confirmed=10,
            came=10 if organisation in came else 0,
        )
    return event


def known(host, name, reach="local", region=""):
    organisation = make_organisation(host, name=name, reach=reach)
    organisation.region = region
    organisation.save()
    return organisation


@pytest.fixture
def year(host):
    """Four events of which the last three are looked at, and an organisation of every kind."""
    there = known(host, "Always there", region="London")
    once = known(host, "Came once", region="Wales")
    before = known(host, "Came before", "national")
    booked = known(host, "Stayed away", region="London")
    known(host, "Never booked")
    held(host, 0, [there, before])
    held(host, 1, [there, once, before], booked=[booked])
    held(host, 2, [there])
    held(host, 3, [there], booked=[before])
    held(host, 4, [there])
    return host


def test_it_says_who_is_missed_and_why(year):
    found = look(host=year, last=3, exact=True, now=NOW)
    assert headline(found) == "4 of 5 organisations came to none of our last 3 events"
    assert span(found) == (
        "Looked at: Forum 2, May\N{NO-BREAK SPACE}2024, to Forum 4, July\N{NO-BREAK SPACE}2024."
    )
    assert lead(found) == (
        "Of those that are missing, 1 came once and not again, 1 came before, but not lately,"
        " 1 booked and never came and 1 never had a booking. Nobody came from Wales."
    )
    last, stayed = "Forum 1, April\N{NO-BREAK SPACE}2024", "Forum 3, June\N{NO-BREAK SPACE}2024"
    assert table(found).rows == (
        ("Came once", "Local", "Wales", "Came once and not again", 1, last, "2024-04-06", "", ""),
        (
            *("Came before", "National", "Not known", "Came before, but not lately", 2),
            *(last, "2024-04-06", stayed, ""),
        ),
        ("Stayed away", "Local", "London", "Booked and never came", 0, "", "", last, ""),
        ("Never booked", "Local", "Not known", "Never had a booking", 0, "", "", "", ""),
    )
    assert found.by_reach == (Part("Local", 1, 3), Part("National", 0, 1))
    assert found.by_region == (
        *(Part("London", 1, 1), Part("Wales", 0, 1)),
        Part("Not known", 0, 2),
    )


def test_who_comes_to_an_event_that_goes_on_is_not_missing(year):
    now = FIRST + timedelta(days=31 * 5, hours=1)
    before = year.organisations.get(name="Came before")
    held(year, 5, [before])
    found = look(host=year, last=3, exact=True, now=now)
    assert [event.title for event in found.events] == ["Forum 2", "Forum 3", "Forum 4"]
    assert "Came before" not in [group.name for group in found.groups]


def test_who_has_booked_for_an_event_to_come_stands_last(year):
    ahead = make_event(year, title="Forum to come", starts_at=NOW + timedelta(days=9))
    once = year.organisations.get(name="Came once")
    AttendanceFigures.objects.create(event=ahead, organisation=once, booked=2, confirmed=2)
    found = look(host=year, last=3, exact=True, now=NOW)
    assert [(group.name, group.ahead) for group in found.groups][-1] == ("Came once", ahead)
    assert lead(found).endswith("1 has booked for an event to come.")


def test_totals_name_nobody_and_are_left_out(year):
    held(year, 3.5, counted=Counted.TOTALS)
    found = look(host=year, last=3, exact=True, now=NOW)
    assert [event.title for event in found.events] == ["Forum 2", "Forum 3", "Forum 4"]
    assert "1 more event is known by totals, which name nobody." in span(found)


def test_one_series_is_looked_at_by_itself(year):
    series = make_series(year, title="Casework", slug="casework")
    once = year.organisations.get(name="Came once")
    held(year, 6, [once], series=series)
    found = look(host=year, last=3, series="casework", exact=True, now=NOW)
    assert headline(found) == "4 of 5 organisations came to none of the last event of Casework"
    assert [(group.name, group.why.value) for group in found.groups] == [
        ("Always there", "Came to other events"),
        ("Came before", "Came to other events"),
        ("Stayed away", "Booked and never came"),
        ("Never booked", "Never had a booking"),
    ]


def test_merged_organisations_and_those_of_a_friend_are_one(year):
    """What is one by now came twice; a friend's list names it in its own way."""
    friend = make_host(name="Friend")
    theirs = known(friend, "STAYED away!")
    event = held(friend, 5, [theirs])
    add_host(event, year)
    organisations.merge(
        organisation=year.organisations.get(name="Came once"),
        into=year.organisations.get(name="Came before"),
        by=None,
    )
    found = look(host=year, last=3, exact=True, now=NOW)
    assert [(group.name, group.times) for group in found.groups] == [
        ("Came before", 2),
        ("Never booked", 0),
    ]


def test_the_page_lists_whom_to_invite_and_the_files_hold_it_all(year, client, sign_in, organiser):
    import openpyxl

    year.organisations.filter(name="Never booked").update(name="=1+1")
    sign_in(client, organiser)
    page = client.get(f"{URL}?last=3").content.decode()
    assert "4 of 5 organisations came to none of our last 3 events" in page
    assert "Came once: Forum 1" in page
    narrow = client.get(f"{URL}?last=3&show=region:London").content.decode()
    assert "London</bdi>: 1 organisation" in narrow
    assert "Came 2 times" not in narrow
    csv = client.get(f"{URL[:-1]}.csv?last=3").content.decode("utf-8-sig")
    assert csv.splitlines()[-1].startswith("'=1+1,Local,Not known")
    file = io.BytesIO(client.get(f"{URL[:-1]}.xlsx?last=3").content)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Read me", "To invite"]
    cells = [[cell.value for cell in row] for row in book["To invite"].iter_rows(min_row=4)]
    assert [row[0] for row in cells] == [
        *("Organisation", "Came once", "Came before", "Stayed away", "=1+1")
    ]
    assert book["To invite"]["A8"].data_type == "s"


def test_it_takes_as_many_queries_for_three_events_as_for_one(host, client, sign_in, organiser):
    sign_in(client, organiser)
    counts = []
    for number in range(3):
        held(host, number, [make_organisation(host)], booked=[make_organisation(host)])
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_strangers_and_other_methods_are_refused(year, client, sign_in, organiser, stranger):
    for address in (URL, f"{URL[:-1]}.csv", f"{URL[:-1]}.xlsx"):
        assert sign_in(client, stranger).get(address).status_code == 404
        assert sign_in(client, organiser).post(address).status_code == 405


def test_who_may_see_no_names_is_told_how_many(host, client):
    """Counts of 1 to 4 stay hidden, and with them what tells them by taking away."""
    sizes = {"local": (20, 7), "regional": (9, 6), "national": (3, 0), "international": (12, 8)}
    groups = {
        (reach, lately): [
            known(host, f"{reach} {lately} {number}", reach) for number in range(size)
        ]
        for reach, sizes_of in sizes.items()
        for lately, size in zip((True, False), sizes_of, strict=True)
    }
    came = [each for (_reach, lately), found in groups.items() if lately for each in found]
    held(host, 0, [each for found in groups.values() for each in found])
    for number in range(1, 7):
        held(host, number, came)
    client.force_login(make_member(host, "analyst"))
    found = look(host=host, last=3, exact=False, now=NOW)
    assert len(found.events) == 6
    assert found.groups == found.by_region == ()
    assert found.by_reach == (
        *(Part("Local", None, None), Part("Regional", None, None)),
        *(Part("National", None, 0), Part("International", 12, 8)),
    )
    for name in (f"{URL}?last=3", f"{URL[:-1]}.csv", f"{URL[:-1]}.xlsx"):
        content = client.get(name).content
        for organisation in (b"local True", b"regional False", b"national True"):
            assert organisation not in content


def test_when_any_count_would_tell_of_few_organisations_none_is_shown(year, client):
    client.force_login(make_member(year, "analyst"))
    page = client.get(URL).content.decode()
    assert "How many there are cannot be shown" in page
    assert "Download" not in page


def test_no_view_taken_from_another_tells_of_few_organisations():
    """Over years made by chance: who came lately, beside each event, kind and year."""
    told = 0
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 - made-up organisations
        record = make_record(chance)
        cells = hiding.by_reach(record, record.events[-6:])
        told += bool(cells)
        lately = {name: came for name, came, _missing in cells}
        views = [[event] for event in record.events]
        for choices in asking.offered(record.events, []).values():
            views += [list(filter(choice.holds, record.events)) for choice in choices]
        for view in views:
            if set(view) < set(record.events[-6:]) or set(record.events[-6:]) < set(view):
                for reach in Reach:
                    came = [known.reach for known in map(record.known.get, record.at(view))]
                    shown, count = lately.get(str(reach.label)), came.count(reach)
                    assert shown is None or abs(shown - count) not in {1, 2, 3, 4}
        assert not {1, 2, 3, 4} & {count for _name, *counts in cells for count in counts}
    assert 10 < told < 60


def test_who_came_again_is_not_worked_out_from_sums_over_several_events():
    """Six events of ten each, 58 organisations in all: two of them came twice."""
    events = [Event(starts_at=FIRST + timedelta(days=31 * number)) for number in range(8)]
    names = [f"Group {number}" for number in range(78)]
    known = {name: Known(uuid.uuid4(), name, name, "local", "") for name in names}

    def cells(there):
        of = {event.pk: set(there[number]) for number, event in enumerate(events)}
        return hiding.by_reach(
            Record(events, events, frozenset(), of, known, set(), {}, {}), events[2:]
        )

    apart = [names[10 * number : 10 * number + 10] for number in range(8)]
    assert cells([*apart[:7], names[70:] + names[60:62]]) == []
    assert cells([*apart[:7], names[70:] + names[60:66]]) == [("Local", 58, 20)]
    # All but two of those that ever came were at the first event.
    assert cells([names[:76], *([names[:40] + names[76:]] * 7)]) == []


def make_record(chance):
    """Nine events, and for each the organisations that came, as they are read from the figures."""
    events = [
        Event(starts_at=FIRST + timedelta(days=90 * number), kind=chance.choice(["forum", "other"]))
        for number in range(9)
    ]
    names = [f"Group {number}" for number in range(chance.randint(40, 400))]
    often = chance.choice([0.05, 0.1, 0.2])
    there = {event.pk: {name for name in names if chance.random() < often} for event in events}
    known = {
        name: Known(uuid.uuid4(), name, name, chance.choice(["local", "national"]), "")
        for name in names
    }
    return Record(events, events, frozenset(), there, known, set(), {}, {})


def test_a_table_hides_what_its_sums_would_tell():
    assert small_counts.grid([[9, 7], [3, 0]]) == [[None, None], [None, 0]]
    assert small_counts.grid([[20, 8], [3, 9], [30, 40]]) == [[None, None], [None, None], [30, 40]]
    assert small_counts.grid([[20, 8], [0, 9]]) == [[20, 8], [0, 9]]
    assert small_counts.grid([[2, 3], [1, 3]]) == [[None, None], [None, None]]
