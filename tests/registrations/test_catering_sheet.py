"""X2, the catering sheet: exact counts for the kitchen; names only where their owners agreed."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import exports, keys
from forum.models import AuditEntry
from registrations import booking
from registrations.models import Headcount, Question, Registration
from registrations.models.registrations import Kind
from tests.factories import ask, make_event, make_registration, make_room, make_session
from tests.forum.test_spreadsheets import formulas

pytestmark = pytest.mark.django_db

DAY = "Tuesday 3 June 2036"
ILL = {
    "ill": "yes",
    "allergens": ["sesame", "milk"],
    "dangerous": "yes",
    "kitchen_name": "yes",
    "needs_consent": True,
}


@pytest.fixture
def forum(host):
    event = make_event(
        host, slug="forum", capacity=40, starts_at=datetime(2036, 6, 3, 9, tzinfo=UTC)
    )
    ask(event)
    return event


def eats(event, name, *meals, **given):
    return make_registration(event, name, meals=list(meals), needs_consent=True, **given)


def made(event, *extras, by=None):
    return exports.make(
        kind="catering", event=event, by=by, extras=frozenset(extras), reason="the kitchen asked"
    ).content


def sheet(content, name):
    """The rows under the headings."""
    import openpyxl

    page = openpyxl.load_workbook(io.BytesIO(content))[name]
    return [list(row) for row in page.iter_rows(min_row=5, values_only=True)]


def words(content):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    return str([[list(row) for row in page.iter_rows(values_only=True)] for page in book])


def test_everybody_with_a_place_eats_and_the_rows_add_up(forum):
    eats(forum, "Amina", "vegan")
    eats(forum, "Bahar", "halal", "no_beef")
    eats(forum, "Chidi", "vegan", kind=Kind.CREW)
    eats(forum, "Dara", "everything", kind=Kind.INTERPRETER)
    eats(forum, "Efua", "other", meal_other="Teff-CANARY")
    make_registration(forum, "Femi")
    content = made(forum)
    assert sheet(content, "Meals") == [
        [DAY, "Vegan", 2],
        [DAY, "Everything", 1],
        [DAY, "Halal, no beef", 1],
        [DAY, "No answer", 1],
        [DAY, "Something else", 1],
        [DAY, "All meals", 6],
        [DAY, "Spare, 5 %, of what suits most", 1],
    ]
    assert "CANARY" not in words(content)


def test_where_all_food_suits_nobody_is_without_an_answer(forum):
    Question.objects.filter(kind="food").update(options=["all_halal_vegetarian"])
    make_registration(forum, "Amina")
    assert sheet(made(forum), "Meals")[0] == [DAY, "All food is halal and vegetarian", 1]


def test_a_supporter_eats_too(forum):
    eats(forum, "Amina", "vegan", access=["supporter"])
    assert sheet(made(forum), "Meals")[:3] == [
        [DAY, "Supporter of somebody, not asked", 1],
        [DAY, "Vegan", 1],
        [DAY, "All meals", 2],
    ]


@pytest.mark.parametrize(("people", "spare"), [(1, 1), (20, 1), (21, 2)])
def test_five_in_a_hundred_are_spare_and_never_less(forum, people, spare):
    for number in range(people):
        eats(forum, f"Guest {number}", "vegan")
    assert sheet(made(forum), "Meals")[-1] == [DAY, "Spare, 5 %, of what suits most", spare]


def test_who_waits_or_cancelled_eats_nothing(host):
    event = make_event(host, capacity=2)
    ask(event)
    eats(event, "Amina", "vegan")
    gone = eats(event, "Bahar", "halal")
    eats(event, "Chidi", "kosher")
    booking.cancel(registration=gone)
    said = words(made(event))
    assert "Vegan" in said
    assert "Halal" not in said
    assert "Kosher" not in said


def test_a_gathering_of_two_days_is_counted_day_by_day(host):
    start = datetime(2036, 6, 5, 9, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=30))
    ask(event)
    eats(event, "Amina", "vegan")
    second = eats(event, "Bahar", "halal")
    second.days = ["2036-06-06"]
    second.save()
    first, second_day = "Thursday 5 June 2036", "Friday 6 June 2036"
    assert [row for row in sheet(made(event), "Meals") if "Spare" not in row[1]] == [
        [first, "Vegan", 1],
        [first, "All meals", 1],
        [second_day, "Halal", 1],
        [second_day, "Vegan", 1],
        [second_day, "All meals", 2],
    ]


def test_meals_are_counted_by_day_and_by_how_people_come(host):
    start = datetime(2036, 6, 5, 9, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=54))
    ask(event)
    first, last = ["2036-06-05"], ["2036-06-07"]
    eats(event, "Amina", "vegan", days=first)
    eats(event, "Bahar", "vegan", days=[*first, *last], access=["supporter"])
    eats(event, "Chidi", "halal", kind=Kind.CREW)
    eats(event, "Dara", "everything", kind=Kind.INTERPRETER, days=last)
    eats(event, "Efua", "everything", kind=Kind.COMPANION, days=first)
    eats(event, "Femi", "vegan", kind=Kind.LEAD, days=last)
    eats(event, "Gita", "vegan", kind=Kind.GUEST, days=["2036-07-01"])  # not a day of it any more
    eats(event, "Hana", "halal", days=last, childcare="yes", children={"under_2": 1, "5_to_11": 2})
    came = eats(event, "Iris", "vegan", days=first)
    Registration.objects.filter(pk=came.pk).update(is_walk_in=True)
    for number in (5, -1):
        Headcount.objects.create(event=event, day=start.date(), number=number)
    content = made(event)
    # Participants, leads, crew, interpreters, companions, guests, walk-ins, supporters, children,
    # counted without a name, all.
    assert sheet(content, "Who eats") == [
        ["Thursday 5 June 2036", 2, 0, 1, 0, 1, 1, 1, 1, 0, 4, 11],
        ["Friday 6 June 2036", 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 2],
        ["Saturday 7 June 2036", 2, 1, 1, 1, 0, 1, 0, 1, 3, 0, 10],
    ]
    meals = sheet(content, "Meals")
    assert [row[2] for row in meals if row[1] == "All meals"] == [11, 2, 10]
    assert ["Thursday 5 June 2036", "Counted at the door, not asked", 4] in meals
    assert [row[1:] for row in meals if row[0].startswith("Saturday")] == [
        ["Vegan", 3],
        ["Child of somebody, 5 to 11", 2],
        ["Halal", 2],
        ["Child of somebody, Under 2", 1],
        ["Everything", 1],
        ["Supporter of somebody, not asked", 1],
        ["All meals", 10],
        ["Spare, 5 %, of what suits most", 1],
    ]


def test_a_day_of_participants_alone_needs_no_second_count(forum):
    import openpyxl

    eats(forum, "Amina", "vegan")
    assert openpyxl.load_workbook(io.BytesIO(made(forum))).sheetnames == [
        "Read me",
        "Meals",
        "Allergies",
        "Timetable",
    ]


def test_a_night_that_runs_past_midnight_is_one_day_to_eat_on(host):
    start = datetime(2036, 6, 5, 18, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=8))
    ask(event)
    eats(event, "Amina", "vegan")
    make_session(
        event,
        title="Soup",
        kind="social",
        starts_at=start + timedelta(hours=6),
        ends_at=start + timedelta(hours=7),
    )
    content = made(event)
    assert {row[0] for row in sheet(content, "Meals")} == {"Thursday 5 June 2036"}
    assert [row[1:] for row in sheet(content, "Timetable")] == [["Soup", "no answer", 1]]


def test_what_makes_people_ill_is_counted_with_how_dangerous_it_is(forum):
    make_registration(forum, "Amina", **ILL)
    make_registration(forum, "Bahar", **(ILL | {"allergens": ["milk"], "dangerous": "unsure"}))
    make_registration(
        forum,
        "Chidi",
        **(ILL | {"allergens": [], "allergen_other": "Kiwi-CANARY", "dangerous": "no"}),
    )
    make_registration(forum, "Dara", ill="no", allergens=["eggs"], needs_consent=True)
    content = made(forum)
    assert sheet(content, "Allergies") == [
        ["Milk", 2, 1, 1],
        ["Sesame", 1, 1, 0],
        ["Another food", 1, 0, 0],
    ]
    assert "CANARY" not in words(content)


def test_over_several_days_each_day_has_its_own_illnesses(host):
    start = datetime(2036, 6, 5, 9, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=30))
    ask(event)
    make_registration(event, "Amina", **ILL)
    make_registration(event, "Bahar", **(ILL | {"allergens": ["milk"], "days": ["2036-06-06"]}))
    assert sheet(made(event), "Allergies") == [
        ["Thursday 5 June 2036", "Milk", 1, 1, 0],
        ["Thursday 5 June 2036", "Sesame", 1, 1, 0],
        ["Friday 6 June 2036", "Milk", 2, 2, 0],
        ["Friday 6 June 2036", "Sesame", 1, 1, 0],
    ]


def test_nobody_ill_and_nobody_asked_are_told_apart(host, forum):
    quiet = make_event(host, slug="quiet")
    for event in (forum, quiet):
        make_registration(event, "Amina")
    assert [sheet(made(event), "Allergies")[0][0] for event in (forum, quiet)] == [
        "Nobody said that a food makes them ill.",
        "Not asked at this event.",
    ]
    assert sheet(made(quiet), "Meals")[0][1:] == ["Not asked", 1]


def test_the_times_to_eat_come_from_the_programme(forum):
    make_registration(forum, "Amina")
    hall = make_room(forum, name="Great hall")
    at = forum.starts_at
    for hours, title, fields in [
        (3, "Lunch", {"kind": "break", "room": hall}),
        (1, "Tea", {"kind": "break"}),
        (2, "Casework", {"kind": "workshop"}),
        (4, "Called off", {"kind": "break", "is_cancelled": True}),
        (6, "Supper", {"kind": "social"}),
    ]:
        starts = at + timedelta(hours=hours)
        make_session(
            forum, title=title, starts_at=starts, ends_at=starts + timedelta(hours=1), **fields
        )
    rows = sheet(made(forum), "Timetable")
    assert [(row[0].hour, *row[1:]) for row in rows] == [
        (11, "Tea", "no answer", 1),
        (13, "Lunch", "Great hall", 1),
        (16, "Supper", "no answer", 1),
    ]
    assert [(row[0].hour, *row[1:]) for row in sheet(made(forum), "Each meal")] == [
        (11, "Tea", "No answer", 1),
        (13, "Lunch", "No answer", 1),
        (16, "Supper", "No answer", 1),
    ]


def test_an_empty_programme_and_an_empty_event_are_said(forum):
    content = made(forum)
    assert sheet(content, "Timetable") == [["No break is in the programme yet.", None, None, None]]
    assert sheet(content, "Meals") == [["Nobody has a place yet.", None, None]]


def test_names_go_to_the_kitchen_only_where_their_owners_agreed(forum, needs_lead):
    make_registration(forum, "Amina", **(ILL | {"allergen_other": "Kiwi fruit"}))
    make_registration(forum, "Bahar", **(ILL | {"kitchen_name": "no"}))
    make_registration(forum, "Chidi", **(ILL | {"kitchen_name": ""}))
    eats(forum, "Dara", "other", meal_other="Soft food")
    content = made(forum, "cards", by=needs_lead)
    assert sheet(content, "Named cards") == [
        ["Amina", "Milk, Sesame, Kiwi fruit", "Yes", None],
    ]
    assert sheet(content, "In their words") == [
        ["Makes them ill", "Kiwi fruit", 1],
        ["Meal", "Soft food", 1],
    ]
    for name in ("Bahar", "Chidi", "Dara"):
        assert name not in words(content)


@pytest.mark.parametrize("user", ["organiser", "staff", None])
def test_no_name_is_in_the_file_of_anybody_else(forum, user, request):
    amina = make_registration(
        forum, "Amina", coming_as="staff", organisation="Riverside Welcome", **ILL
    )
    said = words(made(forum, by=request.getfixturevalue(user) if user else None))
    for secret in ("Amina", "Riverside", amina.email, amina.code):
        assert secret not in said


def test_each_sheet_is_written_down_with_what_was_read(forum, needs_lead, staff):
    make_registration(forum, "Amina", **ILL)
    make_registration(forum, "Bahar")
    made(forum, by=staff)
    made(forum, "cards", by=needs_lead)
    lines = AuditEntry.objects.order_by("at").values_list("who__name", "deed", "count", "reason")
    assert list(lines) == [
        ("Sam Staff", "counted needs", 2, "the kitchen asked"),
        ("Sam Staff", "made a list", 2, "Catering sheet: the kitchen asked"),
        ("Nadia Lead", "read needs for named cards", 2, "the kitchen asked"),
        ("Nadia Lead", "made a list", 2, "Catering sheet; Plates with a name: the kitchen asked"),
    ]


def test_without_the_key_everybody_is_still_counted_and_the_sheet_says_so(forum, needs_lead):
    make_registration(forum, "Amina", **ILL)
    eats(forum, "Bahar", "vegan")
    keys.path_of(forum.id, "needs").unlink()
    for extras in ([], ["cards"]):
        content = made(forum, *extras, by=needs_lead)
        assert sheet(content, "Meals")[:2] == [
            [DAY, "Cannot be opened", 2],
            [DAY, "All meals", 2],
        ]
        assert "The answers of 2 of them cannot be opened" in words(content)
    assert not keys.path_of(forum.id, "needs").exists()


def test_words_that_look_like_formulas_stay_words(forum, needs_lead):
    make_registration(
        forum,
        "=1+1",
        **(ILL | {"allergens": [], "allergen_other": '=HYPERLINK("http://evil","x")'}),
    )
    content = made(forum, "cards", by=needs_lead)
    assert formulas(content) == []
    assert sheet(content, "Named cards")[0][:2] == ["=1+1", '=HYPERLINK("http://evil","x")']


def test_the_sheet_asks_as_often_for_30_people_as_for_1(forum, needs_lead):
    asked = []
    made(forum, "cards", by=needs_lead)  # the others are compared with the copy before
    for count in (1, 29):
        for number in range(count):
            make_registration(forum, f"Guest {number}", **ILL)
            make_session(forum, kind="break")
        with CaptureQueriesContext(connection) as queries:
            made(forum, "cards", by=needs_lead)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
