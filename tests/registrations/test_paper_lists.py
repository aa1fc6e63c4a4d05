"""What is printed: who is on it, in which order and words; and X4 and X5 of the same people."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import exports
from registrations import booking, check_in
from registrations.models import Allocation, Placement
from registrations.models.registrations import Kind
from tests.factories import ask, make_event, make_registration, make_round
from tests.markup import assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

ON = "/organise/events/spring-forum/lists/print"
PEOPLE, DOOR_LIST = f"{ON}/people/", f"{ON}/door/"
SIGN_IN, BADGES = f"{ON}/sign-in/", f"{ON}/badges/"
PAGES = [PEOPLE, DOOR_LIST, SIGN_IN, BADGES]
WORKS_THERE = {"coming_as": "staff", "organisation": "Riverside Welcome"}


@pytest.fixture
def staffed(client, sign_in, staff):
    return sign_in(client, staff)


def rows(response):
    """The words of each cell of the table, row by row."""
    body = named(page_of(response), "tbody")[0]
    return [[text_of(cell) for cell in named(row, "td", "th")] for row in named(body, "tr")]


def badges(response):
    lists = [one for one in named(page_of(response), "ul") if "badges" in one.attributes[0][1]]
    return [[text_of(badge) for badge in named(one, "li")] for one in lists]


def let_in(person):
    check_in.check_in(registration=person, by=None, scan_id=person.pk)


def _times(event):
    return event.starts_at, event.ends_at


def book(event, kind):
    import openpyxl

    content = exports.make(kind=kind, event=event, by=None).content
    return openpyxl.load_workbook(io.BytesIO(content))


# Who is on paper


def test_the_door_list_has_whom_to_expect_by_name_with_boxes_markers_and_codes(staffed, event):
    ask(event)
    elodie = make_registration(event, "Élodie Brun", photo="no", **WORKS_THERE)
    dana = make_registration(event, "Dana", photo="unrecognisable")
    farid = make_registration(event, "farid", photo="yes", kind=Kind.CREW)
    let_in(dana)
    assert rows(staffed.get(DOOR_LIST)) == [
        ["In", "Dana", "ASK", dana.code],
        ["Not in yet", "Élodie Brun Riverside Welcome", "NO PHOTO", elodie.code],
        ["Not in yet", "farid crew", "", farid.code],
    ]
    page = staffed.get(DOOR_LIST).content.decode()
    assert re.findall(r'class="mark (\w+)"', page) == ["circle", "square"]


def test_who_waits_is_sent_to_the_help_desk_and_who_cancelled_is_not_on_paper(staffed, host):
    event = make_event(host, slug="small", capacity=2)
    names = ("Amina", "Bahar", "Chidi", "Dana")
    amina, bahar, chidi, dana = (make_registration(event, name) for name in names)
    booking.cancel(registration=dana)
    assert rows(staffed.get("/organise/events/small/lists/print/door/")) == [
        ["Not in yet", "Amina", "", amina.code],
        ["Not in yet", "Bahar", "", bahar.code],
        ["Help desk On the waiting list", "Chidi", "", chidi.code],
    ]
    coming = rows(staffed.get("/organise/events/small/lists/print/people/"))
    assert [row[0] for row in coming] == ["Amina", "Bahar"]


def test_by_code_it_is_in_the_order_of_codes(staffed, event):
    people = [make_registration(event, name) for name in ("Amina", "Bahar", "Chidi")]
    found = rows(staffed.get(f"{DOOR_LIST}?by=code"))
    assert [row[1] for row in found] == sorted(person.code for person in people)


def test_who_comes_on_some_days_has_them_on_paper(staffed, host):
    event = make_event(host, slug="days", ends_at=timezone.now() + timedelta(days=16))
    event.ends_at = event.starts_at + timedelta(days=1)
    event.save()
    make_registration(event, "Amina", days=[event.days[1].isoformat()])
    make_registration(event, "Bahar")
    found = rows(staffed.get("/organise/events/days/lists/print/door/"))
    day = event.days[1]
    assert [row[1].replace("\xa0", " ") for row in found] == [
        f"Amina comes {day:%A} {day.day} {day:%B}",
        "Bahar",
    ]


def test_the_attendee_list_says_who_comes_as_what_and_nothing_of_companions(staffed, event):
    ask(event)
    make_registration(event, "Amina", kind=Kind.INTERPRETER, **WORKS_THERE)
    make_registration(event, "Bahar", kind=Kind.COMPANION)
    found = rows(staffed.get(PEOPLE))
    assert [row[:4] for row in found] == [
        ["Amina", "Riverside Welcome", "Interpreter", "NO PHOTO"],
        ["Bahar", "", "", "NO PHOTO"],
    ]


def test_the_sheet_to_sign_has_a_line_for_each_and_a_few_more(staffed, event):
    make_registration(event, "Amina", **WORKS_THERE)
    assert rows(staffed.get(SIGN_IN)) == [["Amina", "Riverside Welcome", ""], *[[""] * 3] * 8]


def test_every_leaf_says_when_it_was_printed_by_which_role_and_its_end(staffed, event):
    make_registration(event, "Amina")
    for path in PAGES:
        words = text_of(page_of(staffed.get(path))).replace("\xa0", " ")
        assert re.search(r"Printed \w+ \d+ \w+ \d{4}, .+ by staff\. Shred this after", words), path


def test_paper_holds_no_need_no_contact_and_no_booking_of_an_event_long_over(staffed, event):
    ask(event)
    make_registration(
        event,
        "Amina",
        email="amina@people.example",
        access=["other"],
        access_other="CANARY chair",
        needs_consent=True,
    )
    words = "".join(staffed.get(path).content.decode() for path in PAGES)
    assert [canary for canary in ("CANARY", "amina@people") if canary in words] == []
    event.starts_at, event.ends_at = (moment - timedelta(days=900) for moment in _times(event))
    event.save()
    assert [path for path in PAGES if "Amina" in staffed.get(path).content.decode()] == []


@pytest.mark.parametrize("path", PAGES)
def test_it_prints_takes_no_posts_and_costs_the_same_for_three(path, staffed, client, event):
    make_registration(event, "Amina", **WORKS_THERE)
    staffed.get(path)
    with CaptureQueriesContext(connection) as one:
        assert_form_markup(staffed.get(path))
    for name in ("Bahar", "Chidi"):
        make_registration(event, name, **WORKS_THERE)
    with CaptureQueriesContext(connection) as three:
        staffed.get(path)
    assert len(three) == len(one)
    assert staffed.post(path).status_code == 405


def test_the_door_prints_its_own_list_alone(client, sign_in, door, event):
    at_door = sign_in(client, door)
    assert [at_door.get(path).status_code for path in PAGES] == [404, 200, 404, 404]


# Badges


@pytest.fixture
def told(event):
    """Amina was told that she goes to Housing in room 5."""
    ask(event)
    sessions = make_round(event, title="Morning groups")
    housing = sessions[0]
    housing.room.name = "Room 5"
    housing.room.save()
    amina = make_registration(
        event, "Amina", kind=Kind.GUEST, photo="no", pronouns="she/her", **WORKS_THERE
    )
    run = Allocation.objects.create(
        event=event, seed="x", input_hash="x", published_at=timezone.now()
    )
    Placement.objects.create(allocation=run, registration=amina, slot=housing.slot, session=housing)
    return amina


def test_a_badge_has_name_pronouns_organisation_session_and_marker(staffed, event, told):
    first, *blank = badges(staffed.get(BADGES))[0]
    assert first == (
        f"{event.title} Guest Amina she/her Riverside Welcome 11 am Housing , Room 5 NO PHOTO"
    )
    assert blank == [""] * 7


def test_badges_are_eight_to_a_leaf(staffed, event):
    for number in range(9):
        make_registration(event, f"Amina {number}")
    assert [len(leaf) for leaf in badges(staffed.get(BADGES))] == [8, 8]


def test_a_badge_has_no_code_and_names_no_event_that_wants_to_be_quiet(staffed, event, told):
    event.is_discreet = True
    event.save()
    (first, *_), *_ = badges(staffed.get(BADGES))
    assert (event.title in first, told.code in first) == (False, False)


# X4 and X5


def test_x4_has_the_same_people_twice_by_name_and_by_code(event):
    ask(event)
    bahar = make_registration(event, "Bahar", photo="unrecognisable", **WORKS_THERE)
    elodie = make_registration(event, "Élodie", photo="no")
    let_in(elodie)
    found = book(event, "door")
    assert found.sheetnames == ["Read me", "A to Z", "By code"]
    a_to_z = [list(row) for row in found["A to Z"].iter_rows(min_row=4, values_only=True)]
    assert a_to_z == [
        [
            *("Tick", "Badge name", "Name to sort by", "Organisation", "Code", "Photo marker"),
            *("Help desk", "State"),
        ],
        [
            *("☐", "Bahar", "bahar", "Riverside Welcome", bahar.code, "Circle marker, ASK"),
            *(None, "Has a place"),
        ],
        [
            *("☑", "Élodie", "elodie", None, elodie.code, "Square marker, NO PHOTO"),
            *(None, "Has a place"),
        ],
    ]
    by_code = list(found["By code"].iter_rows(min_row=5, values_only=True))
    assert by_code == sorted(map(tuple, a_to_z[1:]), key=lambda row: row[4])


def test_x5_begins_with_its_headings_and_ends_with_what_it_is(event, told):
    found = book(event, "badges")
    assert found.sheetnames == ["Badges", "Read me"]
    assert [list(row) for row in found["Badges"].iter_rows(values_only=True)] == [
        [
            *("badge_name", "organisation", "pronouns", "marker_word", "marker_shape"),
            *("language_spoken", "role_label", "session_1", "session_1_room"),
        ],
        [
            *("Amina", "Riverside Welcome", "she/her", "NO PHOTO", "square"),
            *(None, "Guest", "Housing", "Room 5"),
        ],
    ]
