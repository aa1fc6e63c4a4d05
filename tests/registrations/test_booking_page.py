"""One's own booking: what it says in each state, changing, cancelling, the calendar (P15, P17)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from forum import keys
from forum.models import Event, Message
from registrations import booking, needs, tickets, waiting_list
from registrations.models import Needs, Registration
from tests.factories import ask, make_event, make_registration

GIVEN = {
    "meals": ["vegan", "no_pork"],
    "ill": "yes",
    "allergens": ["peanuts"],
    "access": ["step_free"],
    "interpreter": "spoken",
    "interpreter_language": "Tigrinya",
    "needs_consent": True,
    "coming_as": "staff",
    "organisation": "Harbour Lights",
    "reach": "local",
    "photo": "no",
}
EXACT = "Upper hall, 12 Ferry Lane, Leeds LS1 9ZZ"


@pytest.fixture
def asked(event):
    ask(event)
    event.contact_phone = "0113 496 0021"
    event.exact_place = EXACT
    event.save()
    return event


@pytest.fixture
def mine(asked):
    return make_registration(asked, "Amina", email="amina@example.org", **GIVEN)


def words(client, registration, after=""):
    response = client.get(tickets.booking_path(registration) + after)
    assert response.status_code == 200
    return response.content.decode()


def heading(text):
    return re.sub(r"</?bdi>", "", re.search(r"<h1>(.*?)</h1>", text)[1])


def held(registration):
    return needs.own(Registration.objects.select_related("needs").get(pk=registration.pk))


# What it says


def test_it_says_whether_the_kitchen_may_have_the_name(client, asked):
    named = make_registration(asked, **GIVEN, kitchen_name="yes")
    assert "the kitchen, which may have your badge name to mark your plate" in words(client, named)


def test_it_says_that_one_has_a_place_with_code_ticket_and_what_was_asked_for(client, mine):
    text = words(client, mine)
    assert heading(text) == "You have a place, Amina"
    assert mine.code in text
    assert text.count("<svg") == 1
    assert EXACT in text
    assert [
        re.sub("<[^>]+>", "", item) for item in re.findall(r"<strong>(We .*?)</strong>", text)
    ] == [
        "We have this: meals (vegan, no pork)",
        "We have this: foods that make you ill (peanuts)",
        "We have this: step-free route",
        "We have this: interpreter (Tigrinya)",
    ]
    assert (
        "It is counted for the kitchen, without your name. Ask for your plate on the day." in text
    )
    assert f'href="{mine.event.get_absolute_url()}">See the programme' in text
    assert "No photos of you." in text
    assert "coming from <bdi>Harbour Lights</bdi>" in text
    assert "Cancel my place" in text


def test_the_ticket_holds_the_link_for_the_door_and_not_the_one_for_the_booking(client, mine):
    text = words(client, mine)
    svg = re.search(r"<svg.*?</svg>", text, re.DOTALL)[0]
    assert svg == tickets.qr_svg(tickets.absolute(tickets.ticket_path(mine)))


def test_somebody_who_waits_reads_no_figure_no_rank_and_no_place(client, asked, organiser):
    asked.capacity = 1
    asked.save()
    rows = [make_registration(asked, name) for name in ("Ama", "Bo", "Cy")]
    text = words(client, rows[1])
    assert heading(text) == "You are on the waiting list, Bo"
    assert "Every place is taken or promised." in text
    assert EXACT not in text
    assert "<svg" not in text
    assert "Leave the waiting list" in text
    booking.cancel(registration=rows[0])
    waiting_list.give_place(registration=rows[1], by=organiser)
    assert heading(words(client, rows[1])) == "You have a place, Bo"
    assert heading(words(client, rows[2])) == "You are on the waiting list, Cy"


@pytest.mark.parametrize(
    ("by_the_team", "expected"),
    [(False, "You cancelled your booking, Amina"), (True, "Your booking was cancelled, Amina")],
)
def test_a_cancelled_place_says_who_cancelled_it(client, mine, organiser, by_the_team, expected):
    booking.cancel(registration=mine, by=organiser if by_the_team else None)
    text = words(client, mine)
    assert heading(text) == expected
    assert "was erased at once" in text
    assert EXACT not in text
    assert "<svg" not in text
    assert "/change/" not in text
    assert ("Book again" in text, "I can come after all" in text) == (by_the_team, not by_the_team)


def test_a_cancelled_event_says_so_with_its_reason(client, mine, asked):
    Event.objects.filter(pk=asked.pk).update(
        state="cancelled", cancelled_at=timezone.now(), cancel_reason="The roof leaks."
    )
    text = words(client, mine)
    assert heading(text) == "The event is cancelled, Amina"
    assert "The roof leaks." in text
    assert "<svg" not in text
    assert "/change/" not in text


def test_an_event_that_is_over_says_what_is_deleted_when(client, mine, asked):
    Event.objects.filter(pk=asked.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    text = words(client, mine)
    assert heading(text) == "This event is over, Amina"
    assert "is deleted by" in text
    assert "/change/" not in text


def test_the_exact_place_is_shown_once_it_is_released_and_the_link_to_nobody_yet(
    client, mine, asked
):
    asked.mode, asked.online_link = "hybrid", "https://meet.example/room"
    asked.place_released_at = timezone.now() + timedelta(days=2)
    asked.save()
    text = words(client, mine)
    assert EXACT not in text
    assert "The exact place is on this page from" in text
    assert "meet.example" not in text
    asked.place_released_at = timezone.now() - timedelta(minutes=1)
    asked.save()
    text = words(client, mine)
    assert EXACT in text
    assert "You can join here from" in text
    assert "meet.example" not in text


def test_the_exact_place_is_for_nobody_who_waits_or_cancelled(client, asked):
    asked.capacity, asked.mode = 1, "hybrid"
    asked.online_link = "https://meet.example/room"
    asked.save()
    make_registration(asked)
    waiting, cancelled = make_registration(asked, "Bo"), make_registration(asked, "Cy")
    booking.cancel(registration=cancelled)
    for row in (waiting, cancelled):
        for after in ("", "calendar.ics"):
            text = words(client, row, after)
            assert "Ferry Lane" not in text
            assert "meet.example" not in text


def test_names_are_words(client, asked):
    row = make_registration(asked, "<b>{{ 7*7 }}</b>", pronouns="<i>they</i>")
    text = words(client, row)
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in text
    assert "<i>they" not in text


@pytest.mark.parametrize("how", ["missing", "short", "foreign"])
def test_needs_that_cannot_be_read_say_whom_to_call_and_break_nothing_else(
    client, mine, asked, how
):
    path = keys.path_of(asked.id, "needs")
    if how == "missing":
        path.unlink()
    else:
        size = path.stat().st_size
        path.write_bytes(path.read_bytes()[:-1] if how == "short" else b"x" * size)
    text = words(client, mine)
    assert heading(text) == "You have a place, Amina"
    assert mine.code in text
    assert "We cannot read what you told us about needs." in text
    assert "0113 496 0021" in text
    for step in ("food", "support"):
        for ask_for in (client.get, client.post):
            response = ask_for(tickets.booking_path(mine) + f"change/{step}/")
            assert response.status_code == 503
            assert "We cannot read what you told us about needs." in response.content.decode()
    given = {"name": "Bo", "contact_by": "email", "email": "amina@example.org"}
    response = client.post(tickets.booking_path(mine) + "change/you/", given)
    assert response.status_code == 302
    response = client.post(tickets.booking_path(mine) + "cancel/")
    assert response.status_code == 302
    assert Registration.objects.get().is_cancelled
    assert path.exists() == (how != "missing")


def test_a_damaged_row_says_so_and_breaks_no_other(client, mine, asked):
    """K4."""
    other = make_registration(asked, "Bo", **GIVEN)
    Needs.objects.filter(pk=mine.pk).update(
        answers=bytes(Needs.objects.filter(pk=other.pk).values_list("answers", flat=True)[0])
    )
    assert "We cannot read what you told us about needs." in words(client, mine)
    assert "We have this: step-free route" in words(client, other)


# Who may see it


def test_only_the_link_opens_it(client, mine, owner, sign_in):
    sign_in(client, owner)
    for purpose in ("draft", "ticket", "another"):
        token = tickets.token(mine.id, purpose)
        for after in ("", "cancel/", "calendar.ics", "change/you/"):
            assert client.get(f"/b/{token}/{after}").status_code == 404
    assert client.get(f"/b/{mine.id}/").status_code == 404


def test_a_draft_has_no_page(client, asked):
    draft = booking.start(event=asked)
    assert client.get(tickets.booking_path(draft)).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, mine, method):
    for after in ("", "cancel/", "change/you/", "calendar.ics"):
        response = getattr(client, method)(tickets.booking_path(mine) + after)
        assert response.status_code == 405


def test_looking_takes_no_posts(client, mine):
    assert client.post(tickets.booking_path(mine)).status_code == 405
    assert client.post(tickets.booking_path(mine) + "calendar.ics").status_code == 405


def test_it_costs_the_same_with_one_booking_and_with_three(
    client, mine, asked, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4) as first:
        words(client, mine)
    for _ in range(2):
        make_registration(asked, **GIVEN)
    with django_assert_max_num_queries(4) as second:
        words(client, mine)
    assert len(first) == len(second)


# Changing


@pytest.mark.parametrize(
    ("step", "given", "expected"),
    [
        (
            "you",
            {
                "name": "Amina W.",
                "pronouns": "she/her",
                "contact_by": "phone",
                "phone": "07700900123",
            },
            {"badge_name": "Amina W.", "pronouns": "she/her", "email": "", "phone": "07700900123"},
        ),
        ("organisation", {"coming_as": "myself"}, {"coming_as": "myself", "organisation_id": None}),
        ("sharing", {"photo": "yes"}, {"photo": "yes", "badge_name": "Amina"}),
    ],
)
def test_an_answer_can_be_changed(client, mine, step, given, expected):
    path = tickets.booking_path(mine) + f"change/{step}/"
    assert client.get(path).status_code == 200
    response = client.post(path, given)
    row = Registration.objects.get()
    assert response.headers["Location"] == tickets.booking_path(row)
    assert {name: getattr(row, name) for name in expected} == expected
    assert "Your change is saved." in words(client, row)
    assert held(row)["meals"] == ["vegan", "no_pork"]


def test_the_form_to_change_is_filled_in(client, mine):
    text = words(client, mine, "change/food/")
    checked = re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', text)
    assert checked == [
        ("meals", "vegan"),
        ("meals", "no_pork"),
        ("ill", "yes"),
        ("allergens", "peanuts"),
    ]
    assert 'value="Amina"' in words(client, mine, "change/you/")
    assert 'name="agree"' not in words(client, mine, "change/sharing/")


def test_a_need_can_be_changed(client, mine):
    path = tickets.booking_path(mine) + "change/food/"
    client.post(path, {"meals": ["halal"], "ill": "no", "needs_consent": "on"})
    kept = held(mine)
    assert (kept["meals"], kept["ill"], kept["access"]) == (["halal"], "no", ["step_free"])
    assert "allergens" not in kept


def test_a_changed_need_asks_for_the_tick(client, mine):
    path = tickets.booking_path(mine) + "change/support/"
    response = client.post(path, {"access": ["captions"]})
    text = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in text
    assert text.count("Tick to let us keep these answers, or leave them blank") == 2
    assert held(mine)["access"] == ["step_free"]


def test_needs_left_blank_are_taken_back(client, mine):
    for step in ("food", "support"):
        client.post(tickets.booking_path(mine) + f"change/{step}/", {})
    assert held(mine) == {}


def test_all_needs_are_erased_by_one_button(client, mine):
    path = tickets.booking_path(mine) + "change/food/"
    assert "Erase what I told you about needs" in client.get(path).content.decode()
    client.post(path, {"erase": "True"})
    assert held(mine) == {}
    assert Registration.objects.get().has_a_place
    assert "Erase" not in client.get(path).content.decode()


def test_extra_fields_change_nothing(client, mine):
    """D03."""
    path = tickets.booking_path(mine) + "change/sharing/"
    extra = {"state": "cancelled", "place": "9", "code": "X", "event": str(make_event().pk)}
    client.post(path, {"photo": "yes", "name": "Bo", "meals": ["halal"], **extra})
    row = Registration.objects.get(pk=mine.pk)
    assert (row.badge_name, row.place, row.code) == ("Amina", mine.place, mine.code)
    assert held(row)["meals"] == ["vegan", "no_pork"]


@pytest.mark.parametrize("step", ["check", "all", "sessions", "nothing"])
def test_only_parts_of_the_form_can_be_changed(client, mine, step):
    assert client.get(tickets.booking_path(mine) + f"change/{step}/").status_code == 404


def test_questions_that_are_off_cannot_be_changed(client, event):
    row = make_registration(event)
    for step in ("organisation", "food", "support", "sharing"):
        assert client.get(tickets.booking_path(row) + f"change/{step}/").status_code == 404
    assert client.get(tickets.booking_path(row) + "change/you/").status_code == 200


def test_nothing_is_changed_once_it_is_over_or_cancelled(client, mine, asked):
    Event.objects.filter(pk=asked.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    asked_for = [("change/you/", client.get), ("cancel/", client.get), ("cancel/", client.post)]
    for after, ask_for in asked_for:
        response = ask_for(tickets.booking_path(mine) + after, {"name": "Bo"})
        assert response.headers["Location"] == tickets.booking_path(mine)
    said = client.post(tickets.booking_path(mine) + "change/you/", {"name": "Bo"})
    assert "Your change was not saved" in said.content.decode()
    row = Registration.objects.get()
    assert (row.badge_name, row.state) == ("Amina", "confirmed")


# Cancelling


def test_cancelling_asks_once_and_only_the_button_cancels(client, mine):
    path = tickets.booking_path(mine) + "cancel/"
    text = client.get(path).content.decode()
    assert heading(text) == "Cancel your place?"
    assert "is erased at once" in text
    assert Registration.objects.get().has_a_place
    response = client.post(path)
    assert response.headers["Location"] == tickets.booking_path(mine)
    row = Registration.objects.get()
    assert (row.state, row.place, held(row)) == ("cancelled", None, {})
    assert list(Message.objects.values_list("kind", flat=True)) == ["cancelled"]
    client.post(path)
    assert Message.objects.count() == 1


# The calendar


def test_the_calendar_file_names_the_exact_place_and_the_own_page(client, mine):
    response = client.get(tickets.booking_path(mine) + "calendar.ics")
    assert response.headers["Content-Type"].startswith("text/calendar")
    [entry] = Calendar.from_ical(response.content).walk("VEVENT")
    assert entry["LOCATION"] == EXACT
    assert entry["URL"] == tickets.absolute(tickets.booking_path(mine))
    assert str(mine.id) in entry["UID"]
    assert b"vegan" not in response.content.lower()


def test_the_calendar_file_of_a_cancelled_place_takes_the_entry_out(client, mine):
    before = client.get(tickets.booking_path(mine) + "calendar.ics").content
    booking.cancel(registration=mine)
    after = client.get(tickets.booking_path(mine) + "calendar.ics").content
    old, new = (Calendar.from_ical(file).walk("VEVENT")[0] for file in (before, after))
    assert (old["UID"], new["STATUS"]) == (new["UID"], "CANCELLED")
    assert b"METHOD:CANCEL" in after
