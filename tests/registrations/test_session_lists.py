"""X6, the session lists: what was told, one sheet for each session, and names that Excel takes."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import exports
from registrations import booking, breakouts
from registrations.lists.sessions import tab
from registrations.models import Allocation, CheckIn, Facilitation, Placement
from tests.factories import ask, make_event, make_lead, make_registration, make_round
from tests.forum.test_spreadsheets import HOSTILE, formulas

pytestmark = pytest.mark.django_db
WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome", "reach": "local"}


@pytest.fixture
def groups(event):
    groups = make_round(event, title="Morning groups")
    for number, session in enumerate(groups, start=1):
        session.room.name = f"Room {number}"
        session.room.save()
    return groups


def publish(event, *seats):
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    for registration, slot, session in seats:
        Placement.objects.create(
            allocation=run, registration=registration, slot=slot, session=session
        )


def wishes(*sessions):
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def made(event, by=None):
    return exports.make(kind="sessions", event=event, by=by).content


def book(content):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content))


def rows(page):
    return [list(row) for row in page.iter_rows(min_row=5, values_only=True)]


def headings(page):
    return [cell.value for cell in page[4]]


def test_the_summary_counts_and_each_session_has_its_sheet(event, groups):
    housing, health, _ = groups
    housing.max_places = 8
    housing.save()
    health.room.capacity = 20
    health.room.save()
    make_lead(housing, name="Iona Reid")
    first = make_registration(event, "Bahar", choices=wishes(housing), **WORKS_THERE)
    second = make_registration(event, "Amina", choices=wishes(health, housing))
    third = make_registration(event, "Chidi", coming_as="")
    publish(
        event,
        (first, housing.slot, housing),
        (second, housing.slot, housing),
        (third, housing.slot, None),
    )
    found = book(made(event))
    assert found.sheetnames == ["Read me", "Summary", "1 Health", "2 Housing", "3 Work"]
    assert headings(found["Summary"]) == [
        *("Sheet", "Slot", "Session", "Room", "Places", "Placed", "As first choice"),
        *("First choice, share", "Wished for it first, go elsewhere", "Were there", "State"),
    ]
    slot = "Morning groups, 11 am to 12 noon"
    assert rows(found["Summary"]) == [
        [1, slot, "Health", "Room 2", 20, 0, 0, "nobody placed", 1, "nobody ticked", "held"],
        [2, slot, "Housing", "Room 1", 8, 2, 1, "1 of 2", 0, "nobody ticked", "held"],
        [3, slot, "Work", "Room 3", "no limit", 0, 0, "nobody placed", 0, "nobody ticked", "held"],
    ]
    assert found["Summary"]["A2"].value == (
        "How many people go to each session, by what they were told. 1 found no seat in a slot."
    )
    sheet = found["2 Housing"]
    assert (sheet["A1"].value, sheet["A2"].value) == (
        "Housing",
        f"{slot}; Room 1; led by Iona Reid. Placed here: 2.",
    )
    assert headings(sheet) == ["Tick", "Badge name", "Organisation", "Reach", "Note"]
    assert rows(sheet) == [
        ["☐", "Amina", "no organisation", "no organisation", None],
        ["☐", "Bahar", "Riverside Welcome", "Local", None],
    ]
    assert found["1 Health"]["A5"].value == "Nobody is placed here."


def test_who_sits_nowhere_for_want_of_a_room_is_not_counted_when_they_are_few(event, groups):
    ask(event)
    make_registration(event, "Amina", access=["hearing_loop"], needs_consent=True)
    make_registration(event, "Bahar")
    breakouts.publish(allocation=breakouts.run(event=event, by=None), by=None)
    said = book(made(event))["Summary"]["A2"].value
    assert said.endswith("by what they were told. Fewer than 5 found no seat in a slot.")


def test_before_anybody_was_told_it_says_so(event, groups):
    Allocation.objects.create(event=event, seed="x", input_hash="x")
    found = book(made(event))
    assert found.sheetnames == ["Read me", "Summary"]
    assert found["Summary"]["A5"].value == (
        "Nobody has been told their sessions yet. Place people, tell them, then make this list."
    )


def test_it_follows_the_latest_that_was_told_and_who_still_comes(event, groups):
    stays, goes = make_registration(event, "Amina"), make_registration(event, "Bahar")
    for session in groups[:2]:
        publish(event, (stays, session.slot, session), (goes, session.slot, session))
    draft = Allocation.objects.create(event=event, seed="x", input_hash="x")
    Placement.objects.create(
        allocation=draft, registration=stays, slot=groups[2].slot, session=groups[2]
    )
    booking.cancel(registration=goes)
    found = book(made(event))
    people = {page.title: [row[1] for row in rows(page)] for page in found.worksheets[2:]}
    assert people == {"1 Health": ["Amina"], "2 Housing": [None], "3 Work": [None]}


def test_a_session_cancelled_since_keeps_its_people_in_sight(event, groups):
    amina = make_registration(event, "Amina")
    publish(event, (amina, groups[0].slot, groups[0]))
    groups[0].is_cancelled = True
    groups[0].save()
    found = book(made(event))
    assert found.sheetnames[2:] == ["1 Health", "2 Work", "3 Housing"]
    assert rows(found["Summary"])[2][4:] == [*(0, 1, 0, "0 of 1", 0, "nobody ticked", "cancelled")]
    assert "cancelled" in found["3 Housing"]["A2"].value


def test_who_leads_comes_first_and_a_tick_made_on_the_day_is_in_it(event, groups):
    housing = groups[0]
    amina, zoe = make_registration(event, "Amina"), make_registration(event, "Zoe")
    Facilitation.objects.create(registration=zoe, session=housing)
    publish(event, (amina, housing.slot, housing), (zoe, housing.slot, housing))
    CheckIn.objects.create(registration=amina, event=event, session=housing)
    found = book(made(event))
    assert [[row[0], row[1], row[4]] for row in rows(found["2 Housing"])] == [
        ["☐", "Zoe", "leads it"],
        ["☑", "Amina", None],
    ]
    assert rows(found["Summary"])[1][5:10] == [2, 0, "0 of 1", 0, 1]


def test_who_comes_on_other_days_is_not_in_it_and_who_came_late_is_counted():
    event = make_event(ends_at=make_event().starts_at + timedelta(days=1, hours=6))
    [housing, *_more] = make_round(event)
    stays, goes = make_registration(event, "Amina"), make_registration(event, "Bahar")
    publish(event, (stays, housing.slot, housing), (goes, housing.slot, housing))
    booking.change(registration=goes, answers={"days": [str(event.days[1])]})
    make_registration(event, "Late")
    found = book(made(event))
    assert [row[1] for row in rows(found["2 Housing"])] == ["Amina"]
    assert "1 person has a place and no session yet" in found["Summary"]["A2"].value


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Housing", "7 Housing"),
        ("a/b\\c:d*e?f[g]", "7 a b c d e f g"),
        ("'quoted'", "7 'quoted"),
        ("", "7"),
        ("Evidence for fresh claims and appeals", "7 Evidence for fresh claims and"),
        ("𝔄" * 40, "7 " + "𝔄" * 14),
        ("tab\tand\nline\x00", "7 tab and line"),
        ("فرح الخطيب", "7 فرح الخطيب"),
        ("History", "7 History"),
    ],
)
def test_the_name_of_a_sheet_is_one_that_excel_takes(title, name):
    assert tab(7, title) == name
    assert len(name.encode("utf-16-le")) <= 62


def test_hostile_and_equal_titles_make_sheets_of_their_own(event):
    """D05, D07: as many sheets as sessions, and no formula."""
    typed = [text for text in HOSTILE if text.strip()] + ["same " * 20, "same " * 20, "SAME " * 20]
    groups = make_round(event, *(text[:120] for text in typed))
    amina = make_registration(event, "=1+1", coming_as="staff", organisation="@SUM(A1)")
    publish(event, (amina, groups[0].slot, groups[0]))
    content = made(event)
    found = book(content)
    assert formulas(content) == []
    assert len({name.casefold() for name in found.sheetnames}) == len(typed) + 2
    assert sorted(page["A1"].value for page in found.worksheets[2:]) == sorted(
        session.title for session in groups
    )
    assert "=1+1" in [row[1] for page in found.worksheets[2:] for row in rows(page)]
    tables = [name for page in found for name in page.tables]
    assert len(set(tables)) == len(tables)
    assert all(not name[0].isdigit() and name.isascii() for name in tables)


def test_staff_make_it_on_the_page_and_others_do_not(client, sign_in, event, groups, staff, door):
    path = "/organise/events/spring-forum/lists/sessions/"
    response = sign_in(client, staff).post(path)
    day = event.local_start.date().isoformat()
    assert f'filename="{day}_forum_sessions_v1.xlsx"' in response.headers["Content-Disposition"]
    assert sign_in(client, door).get(path).status_code == 404
    assert sign_in(client, staff).put(path).status_code == 405


def test_the_command_makes_it_too(event, groups, tmp_path):
    file = tmp_path / "sessions.xlsx"
    call_command("export", "spring-forum", "sessions", output=file)
    assert book(file.read_bytes()).sheetnames == ["Read me", "Summary"]


def test_it_asks_as_often_for_30_people_and_3_slots_as_for_one(event, groups):
    event.capacity = 50
    event.save()
    seats, asked = [], []
    for count in (1, 29):
        for number in range(count):
            row = make_registration(
                event, "Guest", coming_as="staff", organisation=f"Group {count} {number}"
            )
            seats.append((row, groups[0].slot, groups[0]))
        publish(event, *seats)
        with CaptureQueriesContext(connection) as queries:
            made(event)
        asked.append(len(queries))
        for hour in (3, 4):
            make_round(
                event,
                starts_at=event.starts_at + timedelta(hours=hour),
                ends_at=event.starts_at + timedelta(hours=hour + 1),
            )
    assert asked[0] == asked[1] <= 14
