"""X3, X7, X8 and X9: what needs leads take away to arrange things, and nobody else."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import exports, keys
from forum.models import AuditEntry
from registrations import booking, promises
from registrations import travel_claims as travel
from registrations.models import Registration
from registrations.models.registrations import Kind
from tests.factories import (
    ask,
    ask_own,
    make_event,
    make_registration,
    make_room,
    make_round,
    make_session,
)
from tests.registrations.test_session_lists import publish

pytestmark = pytest.mark.django_db

KINDS = ["access", "childcare", "travel", "interpreting"]
AGREED = {"needs_consent": True}


@pytest.fixture
def forum(host):
    event = make_event(
        host, slug="forum", capacity=40, starts_at=datetime(2036, 12, 3, 9, tzinfo=UTC)
    )
    ask(event)
    return event


def made(kind, event, *, by=None, now=None):
    return exports.make(kind=kind, event=event, by=by, reason="To arrange it", now=now).content


def page(content, name):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content))[name]


def sheet(content, name):
    """The rows under the headings."""
    return [list(row) for row in page(content, name).iter_rows(min_row=5, values_only=True)]


def columns(content, name, *titles):
    """These columns alone."""
    rows = page(content, name).iter_rows(min_row=4, values_only=True)
    headings = next(rows)
    return [[row[headings.index(title)] for title in titles] for row in rows]


def at(hour, day=3):
    return datetime(2036, 12, day, hour)  # noqa: DTZ001 - a spreadsheet knows no zones


# X3, access


def test_each_need_is_counted_with_how_far_it_is_and_by_when(forum, needs_lead):
    rest = ask_own(forum, "What helps you to rest?", is_sensitive=True)
    amina = make_registration(
        forum,
        "Amina",
        access=["hearing_loop", "step_free"],
        talk="call",
        own={str(rest.pk): "A dim room"},
        **AGREED,
    )
    bahar = make_registration(forum, "Bahar", access=["step_free"], **AGREED)
    make_registration(forum, "Chidi", accompaniment="sit", meals=["vegan"], **AGREED)
    gone = make_registration(forum, "Dara", access=["captions"], **AGREED)
    booking.cancel(registration=gone)
    begun = {"state": "arranging", "words": "", "owner": needs_lead, "by": needs_lead}
    for person, day in ((amina, 25), (bahar, 20)):
        due = date(2036, 11, day)
        promises.change(registration=person, kind="access", due=due, **begun)
    done = {"state": "met", "words": "", "owner": None, "due": None, "by": needs_lead}
    promises.change(registration=bahar, kind="access", **done)

    by = datetime(2036, 11, 25)  # noqa: DTZ001 - a spreadsheet knows no zones
    assert sheet(made("access", forum), "By need") == [
        ["Step-free route", 2, 1, "Arranging 1, Met 1", "Nadia Lead 1, nobody yet 1", by],
        ["Hearing loop", 1, 1, "Arranging", "Nadia Lead", by],
        ["A talk about it", 1, 1, "Arranging", "Nadia Lead", by],
        ["Somebody to come along", 1, 1, "Asked", "nobody yet", "none set"],
        ["What helps you to rest?", 1, 1, "Asked", "nobody yet", "none set"],
    ]


def test_a_person_is_reached_only_where_they_want_to_talk(forum, needs_lead):
    """X3: contact only if wanted; the other way where they gave one."""
    said = {"access": ["other"], "access_other": "=A chair", **AGREED}
    amina = make_registration(forum, "Amina", email="amina@example.org", talk="email", **said)
    make_registration(
        forum, "Bahar", talk="call", contact_by="phone", phone="07700 900123", email="", **said
    )
    make_registration(forum, "Chidi", talk="no", email="chidi@example.org", **said)
    promise = {"state": "arranged", "words": "By the window", "owner": None, "due": None}
    promises.change(registration=amina, kind="access", by=needs_lead, **promise)

    assert sheet(made("access", forum), "By person")[:2] == [
        [
            *(amina.code, "Amina", "Something else", "=A chair", "Arranged", "By the window"),
            *("by email", "amina@example.org"),
        ],
        [
            *(amina.code, "Amina", "A talk about it", "by email", "Arranged", "By the window"),
            *("by email", "amina@example.org"),
        ],
    ]
    rows = columns(made("access", forum), "By person", "Badge name", "Talk wanted", "Contact")
    assert rows[2:] == [
        ["Bahar", "by phone", "07700 900123"],
        ["Bahar", "by phone", "07700 900123"],
        ["Chidi", "no", "not wanted"],
    ]


def test_a_room_is_told_what_it_must_do_for_those_who_sit_in_it(forum):
    hall = make_room(forum, name="Hall", is_step_free=False, has_hearing_loop=True)
    amina = make_registration(
        forum, "Amina", access=["step_free", "hearing_loop", "captions"], **AGREED
    )
    bahar = make_registration(forum, "Bahar", access=["step_free", "parking"], **AGREED)
    make_session(forum, title="Welcome", room=hall)
    noon = forum.starts_at + timedelta(hours=3)
    make_session(
        forum, title="Lunch", kind="break", starts_at=noon, ends_at=noon + timedelta(hours=1)
    )
    make_session(forum, title="Called off", is_cancelled=True)
    housing, health, work = make_round(forum)
    asked = ["Session", "Room", "Who is expected", "The room must", "For people", "Has it"]
    together = [
        ["Welcome", "Hall", "everybody that day", "Be reached without steps", 2, "no"],
        [
            "Welcome",
            "Hall",
            "everybody that day",
            "Have a hearing loop, switched on and tried out",
            1,
            "yes",
        ],
        ["Welcome", "Hall", "everybody that day", "Show live captions", 1, "set it up"],
    ]
    lunch = [
        "Lunch",
        "no room yet",
        "everybody that day",
        "Be reached without steps",
        2,
        "no room yet",
    ]
    unknown = ["known once people are placed", "not known", "not known"]
    assert columns(made("access", forum), "By room", *asked) == [
        *together,
        *(
            [one.title, one.room.name, "nobody placed yet", *unknown]
            for one in (health, housing, work)
        ),
        lunch,
    ]

    publish(forum, (amina, housing.slot, housing), (bahar, work.slot, work))

    placed = "people placed here"
    assert columns(made("access", forum), "By room", *asked) == [
        *together,
        ["Health", health.room.name, placed, "nothing that was asked for", 0, "nothing to do"],
        ["Housing", housing.room.name, placed, "Be reached without steps", 1, "yes"],
        [
            *("Housing", housing.room.name, placed),
            *("Have a hearing loop, switched on and tried out", 1, "no"),
        ],
        ["Housing", housing.room.name, placed, "Show live captions", 1, "set it up"],
        ["Work", work.room.name, placed, "Be reached without steps", 1, "yes"],
        lunch,
    ]
    assert "Amina" not in str(sheet(made("access", forum), "By room"))


# X7, childcare


def test_children_are_counted_by_day_and_age_and_found_by_whose_they_are(host):
    start = datetime(2036, 12, 4, 9, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=30))
    ask(event)
    brings = {"childcare": "yes", **AGREED}
    amina = make_registration(
        event,
        "Amina",
        children={"under_2": 1, "5_to_11": 2},
        contact_by="phone",
        phone="07700 900123",
        **brings,
    )
    bahar = make_registration(
        event, "Bahar", children={"under_2": 1}, days=["2036-12-05"], phone="07700 900456", **brings
    )
    make_registration(event, "Chidi", childcare="no", **AGREED)
    content = made("childcare", event)
    first, second = at(0, 4), at(0, 5)
    assert sheet(content, "Counts") == [
        [first, "Under 2", 1, 1],
        [first, "5 to 11", 2, 1],
        [first, "All ages", 3, 1],
        [second, "Under 2", 2, 2],
        [second, "5 to 11", 2, 1],
        [second, "All ages", 4, 2],
    ]
    both = "Thursday 4 December, Friday 5 December"
    assert sheet(content, "Families") == [
        [amina.code, "Amina", 1, 0, 2, 0, 3, both, "07700 900123", "☐", "Asked"],
        [bahar.code, "Bahar", 1, 0, 0, 0, 1, "Friday 5 December", "no call agreed", "☐", "Asked"],
    ]


# X8, travel


def test_travel_is_asked_for_promised_and_paid_to_the_penny(forum, needs_lead):
    asks = {"travel": "cash", "travel_from": "Leeds", "travel_about": "10_to_30", **AGREED}
    amina, bahar, chidi, dara = (
        make_registration(forum, name, **asks | {"travel": how})
        for name, how in [
            ("Amina", "cash"),
            ("Bahar", "ticket"),
            ("Chidi", "cash"),
            ("Dara", "cash"),
        ]
    )
    for person, how in [(amina, "cash"), (bahar, "ticket"), (dara, "cash")]:
        travel.approve(registration=person, how=how, up_to=Decimal("24.50"), by=needs_lead)
    travel.book(registration=bahar, reference="AB12", by=needs_lead)
    paid = datetime(2036, 12, 3, 10, tzinfo=UTC)
    travel.pay(registration=dara, amount=Decimal("20.10"), by=needs_lead, now=paid)
    content = made("travel", forum)
    asked = ["Leeds", "Cash on the day", "£10 to £30"]
    not_yet, none = "not answered", "none"
    ticket, cash = "A ticket that we book", "Cash on the day"
    assert sheet(content, "Requests") == [
        [chidi.code, "Chidi", *asked, "To answer", not_yet, not_yet, none, none, none],
        [amina.code, "Amina", *asked, "Approved", cash, 24.5, none, none, none],
        [
            bahar.code,
            "Bahar",
            "Leeds",
            "A ticket",
            asked[2],
            "Booked",
            ticket,
            24.5,
            "AB12",
            none,
            none,
        ],
        [dara.code, "Dara", *asked, "Paid", cash, 24.5, none, 20.1, at(10)],
    ]
    requests = page(content, "Requests")
    assert requests["A2"].value.startswith("£49 promised and not paid yet, £20.10 paid.")
    assert requests["H6"].number_format == "#,##0.00"
    assert sheet(content, "Cash sheet") == [["Amina", amina.code, "Leeds", 24.5, None, None]]
    assert page(content, "Cash sheet")["A2"].value.startswith("1 person, at most £24.50 in all.")


def test_who_cancelled_is_paid_nothing_and_without_the_key_nothing_is_said(forum, needs_lead):
    asks = {"travel": "cash", "travel_from": "Leeds", **AGREED}
    amina = make_registration(forum, "Amina", **asks)
    travel.approve(registration=amina, how="cash", up_to=Decimal(20), by=needs_lead)
    travel.pay(registration=amina, amount=Decimal(20), by=needs_lead)
    Registration.objects.filter(pk=amina.pk).update(
        state="cancelled", place=None, cancelled_at=forum.starts_at
    )
    content = made("travel", forum)
    assert columns(content, "Requests", "Badge name", "State", "Paid, £") == [
        ["Amina", "Paid, cancelled since", 20]
    ]
    assert sheet(content, "Cash sheet")[0][0] == "Nobody is to be paid in cash."
    keys.path_of(forum.id, "travel").unlink()
    for name in ("Requests", "Cash sheet"):
        said = sheet(made("travel", forum), name)[0][0]
        assert said.startswith("Help with travel cannot be opened")


# X9, interpreting


def test_interpreting_is_asked_for_by_language_and_by_session(forum, needs_lead):
    speaks = {"interpreter": "spoken", "interpreter_language": "Tigrinya", **AGREED}
    amina = make_registration(forum, "Amina", **speaks)
    bahar = make_registration(forum, "Bahar", **speaks | {"interpreter_language": "tigrinya"})
    make_registration(forum, "Chidi", interpreter="bsl", **AGREED)
    selam = make_registration(forum, "Selam", kind=Kind.INTERPRETER, language="ti")
    own = make_registration(forum, "Own", kind=Kind.INTERPRETER, language="ti")
    Registration.objects.filter(pk=own.pk).update(with_whom=amina)
    done = {"state": "arranged", "words": "Selam", "owner": None, "due": None, "by": needs_lead}
    promises.change(registration=amina, kind="interpretation", **done)
    make_session(forum, title="Welcome")
    noon = forum.starts_at + timedelta(hours=3)
    last = noon + timedelta(hours=1)
    make_session(forum, title="Lunch", kind="break", starts_at=noon, ends_at=last)
    make_session(forum, title="In Tigrinya", languages=["ti"], starts_at=noon, ends_at=last)
    housing, health, _work = make_round(forum)
    publish(forum, (amina, housing.slot, housing), (bahar, health.slot, health))
    content = made("interpreting", forum)
    sign = "British Sign Language"
    assert sheet(content, "Languages") == [
        ["Tigrinya", 2, 1, 3, "Selam", "1 of 2"],
        [sign, 1, 0, 2, "nobody yet", "0 of 1"],
    ]
    assert columns(
        content, "Sessions", "Starts", "Session", "Language", "People", "Interpreter"
    ) == [
        [at(9), "Welcome", "Tigrinya", 2, "Selam"],
        [at(9), "Welcome", sign, 1, "nobody yet"],
        [at(10), "Health", "Tigrinya", 1, "Selam"],
        [at(10), "Housing", "Tigrinya", 1, "Selam"],
        [at(12), "In Tigrinya", sign, 1, "nobody yet"],
    ]
    day = "Wednesday 3 December"
    assert sheet(content, "Interpreters") == [
        [own.code, "Own", "Tigrinya", "Amina", day],
        [selam.code, "Selam", "Tigrinya", "everybody", day],
    ]


# All four


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_needs_lead_with_a_reason_makes_it_and_the_reading_is_written_down(
    kind, forum, organiser, staff, needs_lead
):
    make_registration(forum, "Amina")
    for user in (organiser, staff):
        with pytest.raises(exports.NotAllowedError):
            made(kind, forum, by=user)
    with pytest.raises(exports.ReasonNeededError):
        exports.make(kind=kind, event=forum, by=needs_lead, reason=" ")
    made(kind, forum, by=needs_lead)
    title = exports.find(kind).title
    lines = AuditEntry.objects.order_by("at").values_list("who__name", "deed", "reason")
    assert [line for line in lines if line[1] != "made a list"] == [
        ("Nadia Lead", f"read needs for the {title.lower()}", "To arrange it")
    ]
    assert lines.last() == ("Nadia Lead", "made a list", f"{title}: To arrange it")


def test_what_cannot_be_opened_is_said_and_what_was_erased_too(forum):
    said = {"access": ["step_free"], "childcare": "yes", "children": {"under_2": 1}}
    make_registration(forum, "Amina", interpreter="bsl", **said, **AGREED)
    keys.path_of(forum.id, "needs").unlink()
    names = {"access": "By need", "childcare": "Counts", "interpreting": "Languages"}
    for kind, name in names.items():
        found = page(made(kind, forum), name)
        assert "The answers of one person cannot be opened" in found["A2"].value
        later = forum.starts_at + timedelta(days=30)
        found = page(made(kind, forum, now=later), name)
        assert found["A5"].value == "What people needed was erased on Wednesday 17 December 2036."
        assert "cannot be opened" not in found["A2"].value


def test_they_ask_as_often_for_30_people_as_for_1(forum, needs_lead):
    asked = []
    for count in (1, 29):
        for number in range(count):
            make_registration(
                forum,
                f"Guest {number}",
                access=["step_free", "other"],
                access_other="A chair",
                talk="call",
                interpreter="bsl",
                childcare="yes",
                children={"under_2": 1},
                travel="cash",
                **AGREED,
            )
            make_session(forum)
        found = []
        for kind in KINDS:
            with CaptureQueriesContext(connection) as queries:
                made(kind, forum, by=needs_lead)
            found.append(len(queries))
        asked.append(found)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 13


def test_their_pages_open_for_needs_leads_alone_and_give_the_file(
    client, forum, needs_lead, organiser, stranger
):
    make_registration(forum, "Amina", access=["step_free"], **AGREED)
    for kind in KINDS:
        url = f"/organise/events/forum/lists/{kind}/"
        for user in (organiser, stranger):
            client.force_login(user)
            assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
        client.force_login(needs_lead)
        assert "Amina" not in client.get(url).content.decode()
        refused = client.post(url, {"reason": ""})
        assert (refused.status_code, refused["Content-Type"][:9]) == (200, "text/html")
        given = client.post(url, {"reason": "To arrange it"})
        assert given["Content-Disposition"].endswith(f'_{kind}_v1.xlsx"')
        assert given["Cache-Control"] == "no-store, private"
