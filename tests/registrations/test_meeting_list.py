"""The meeting's list of participants: read from any tool's file, matched by hand, kept nowhere."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from forum import tables
from forum.models import AuditEntry
from registrations import check_in, meeting, tallying
from registrations.models import CheckIn
from registrations.models.check_in import How
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

PAGE = "/organise/events/meeting/door/meeting/"
ZOOM = b"""Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
811 0000 0000,Spring meeting,05/05/2026 18:15:02,05/05/2026 20:03:10,host@example.org,108,4

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Amina W (she/her),AMINA@example.org,05/05/2026 18:20:00,05/05/2026 18:40:00,20,Yes,Yes
Amina W (she/her),amina@example.org,05/05/2026 18:41:00,05/05/2026 20:00:00,79,Yes,Yes
Tesfay Selam,,05/05/2026 18:29:30,05/05/2026 20:00:00,90,Yes,Yes
Chen,,05/05/2026 18:29:31,05/05/2026 20:00:00,90,Yes,Yes
iPad of the library,,05/05/2026 18:31:00,05/05/2026 20:00:00,89,Yes,Yes
"""
TEAMS = (
    "1. Summary\nMeeting title\tSpring meeting\nAttended participants\t2\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Amina Warsame\t5/5/26, 6:20:00 PM\t5/5/26, 8:00:00 PM\t1h 40m\t\t\tAttendee\n"
    "Bo Lund (Guest)\t5/5/26, 6:25:00 PM\t5/5/26, 8:00:00 PM\t1h 35m\t\t\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\nAmina Warsame\t5/5/26, 6:20:00 PM\n"
).encode("utf-16")
MEET = b"First name,Last name,Email,Duration\nAmina,Warsame,,1 hr\nCher,,,1 hr\n"


def read(name, content):
    return meeting.people_in(tables.read(name, content, is_heading=meeting.is_heading))


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        (
            "participants.csv",
            ZOOM,
            [
                ("Amina W (she/her)", "amina@example.org"),
                *((name, "") for name in ("Tesfay Selam", "Chen", "iPad of the library")),
            ],
        ),
        ("report.csv", TEAMS, [("Amina Warsame", ""), ("Bo Lund (Guest)", "")]),
        ("attendance.csv", MEET, [("Amina Warsame", ""), ("Cher", "")]),
    ],
    ids=["Zoom", "Teams", "Meet"],
)
def test_the_files_of_known_tools_give_each_participant_once(name, content, found):
    assert [(one.name, one.email) for one in read(name, content)] == found


@pytest.fixture
def spring(host):
    return make_event(
        host, slug="meeting", mode="online", online_link="https://meet.example/a", capacity=20
    )


@pytest.fixture
def people(spring):
    names = {
        "Amina Warsame": "amina@example.org",
        "Selam Tesfay": "selam@example.org",
        "Chen Wei": "wei@example.org",
        "Bo Lund": "bo@example.org",
    }
    return {name: make_registration(spring, name, email=email) for name, email in names.items()}


@pytest.fixture
def at_desk(client, sign_in, organiser, spring):
    with time_machine.travel(spring.ends_at + timedelta(minutes=5), tick=False):
        yield sign_in(client, organiser)


def hand_in(client, content=ZOOM):
    return client.post(PAGE, {"table": SimpleUploadedFile("participants.csv", content)})


def typed(response):
    """What stands in the form of the page, as a browser would send it."""
    found = {}
    for box in named(page_of(response), "input", "select"):
        given = dict(box.attributes)
        if given.get("type") != "file" and given.get("name", "").startswith(
            ("who_", "names", "scan_id", "day", "heads")
        ):
            found[given["name"]] = given.get("value", "")
    return found


def main(response):
    return text_of(named(page_of(response), "main")[0]).replace("\xa0", " ")


def test_suggestions_go_by_address_then_by_name_and_never_to_two(spring, people):
    make_registration(spring, "Dawit", email="d1@example.org")
    make_registration(spring, "Dawit", email="d2@example.org")
    given = ["Chen Wei", "amina warsame", "CHEN", "Dawit", "Selam Tesfay (they)", "🙂"]
    participants = [meeting.Participant(name) for name in given]
    participants += [meeting.Participant("A phone", "bo@example.org")]
    found = meeting.suggest(meeting.Choices(spring), participants)
    assert [(one.person and one.person.badge_name, one.why) for one in found] == [
        ("Chen Wei", "The same name"),
        ("Amina Warsame", "The same name"),
        (None, ""),
        (None, ""),
        ("Selam Tesfay", "The same name"),
        (None, ""),
        ("Bo Lund", "The same address"),
    ]


def test_each_name_has_a_box_with_its_suggestion_and_the_list_to_choose_from(at_desk, people):
    check_in.check_in(
        registration=people["Chen Wei"], by=None, scan_id=uuid.uuid4(), how=How.JOINED
    )
    page = hand_in(at_desk)
    boxes = {name: value for name, value in typed(page).items() if name.startswith("who_")}
    amina, selam, bo = (people[name] for name in ("Amina Warsame", "Selam Tesfay", "Bo Lund"))
    assert boxes == {
        "who_0": f"Amina Warsame, {amina.code}",
        "who_1": f"Selam Tesfay, {selam.code}",
        "who_2": "",
    }
    options = [dict(option.attributes)["value"] for option in named(page_of(page), "option")]
    assert options == [f"{one.badge_name}, {one.code}" for one in (amina, bo, selam)]
    assert "The same address" in main(page)
    assert "In already: 1 Chen" in main(page)
    assert_form_markup(page)


def test_who_was_matched_is_checked_in_and_the_rest_counted_by_heads_once(
    at_desk, spring, people, organiser
):
    given = typed(hand_in(at_desk)) | {"heads": "1"}
    given["who_2"] = people["Bo Lund"].code.lower()
    for _ in range(2):
        response = at_desk.post(PAGE, given, follow=True)
    matched = CheckIn.objects.filter(how="matched", by=organiser)
    assert set(matched.values_list("registration__badge_name", flat=True)) == {
        "Amina Warsame",
        "Selam Tesfay",
        "Bo Lund",
    }
    assert tallying.of(spring) == {spring.days[0]: 1}
    assert "3 found in the meeting’s list and 1 counted without a name" in main(response)
    line = AuditEntry.objects.get(deed="matched a meeting's list")
    assert (line.who, line.count) == (organiser, 3)


def test_whoever_joined_stays_as_they_are_and_an_empty_box_is_nobody(at_desk, people):
    given = typed(hand_in(at_desk))
    check_in.check_in(
        registration=people["Amina Warsame"], by=None, scan_id=uuid.uuid4(), how=How.JOINED
    )
    at_desk.post(PAGE, given | {"who_1": "", "who_2": ""})
    entries = CheckIn.objects.values_list("registration__badge_name", "how")
    assert list(entries) == [("Amina Warsame", "joined")]


def test_what_cannot_be_is_said_at_its_box_and_nothing_is_written(at_desk, people):
    given = typed(hand_in(at_desk))
    wrong = at_desk.post(PAGE, given | {"who_0": "Nobody Known", "heads": "3", "who_1": ""})
    assert_error_contract(wrong)
    assert "Nobody with a place is called so." in main(wrong)
    assert "You left 2 empty. Count at most so many." in main(wrong)
    assert typed(wrong)["who_0"] == "Nobody Known"
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"Colour,Shape\nred,round\n", "No row of the file has the headings"),
        (b"Name,Email\n", "There is nothing under the headings"),
    ],
)
def test_a_file_that_holds_no_list_is_refused_in_words(at_desk, people, content, said):
    response = hand_in(at_desk, content)
    assert said in main(response)
    assert response.status_code == 200


def test_names_are_words_and_stay_out_of_the_record(at_desk, people):
    page = hand_in(at_desk, b"Name\n<script>alert(1)</script>\n=CMD()\n")
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    at_desk.post(PAGE, typed(page) | {"heads": "2"})
    lines = AuditEntry.objects.values_list("deed", "reason", "count")
    assert list(lines) == [("counted heads", "", 2)]


def test_before_the_meeting_there_is_no_list(client, sign_in, organiser, spring, people):
    with time_machine.travel(spring.starts_at - timedelta(hours=1), tick=False):
        response = hand_in(sign_in(client, organiser))
    assert "The meeting has not begun." in main(response)


def test_only_who_runs_the_event_matches(client, sign_in, door, spring, people):
    assert hand_in(sign_in(client, door)).status_code == 404
    assert client.put(PAGE).status_code == 405


def test_more_names_than_fit_are_taken_in_turns(at_desk, spring, people, monkeypatch):
    monkeypatch.setattr("registrations.forms.meeting.MOST", 2)
    page = hand_in(at_desk)
    assert [name for name in typed(page) if name.startswith("who_")] == ["who_0", "who_1"]
    assert re.search("hand in the same file again for the other 2", main(page))


def test_the_page_asks_as_often_for_one_name_as_for_many(
    at_desk, people, django_assert_max_num_queries
):
    for names in (1, 40):
        rows = "\n".join(f"Guest {number}" for number in range(names))
        with django_assert_max_num_queries(9):
            hand_in(at_desk, f"Name\n{rows}\n".encode())
