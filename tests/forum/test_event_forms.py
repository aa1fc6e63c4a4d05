"""What gets in through the forms of an event, and what is said of what does not."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms

from forum.clock_changes import ClockChangeError, moment
from forum.forms import (
    BasicsForm,
    CancelForm,
    CoHostForm,
    PlaceForm,
    RoomForm,
    SessionForm,
    SlotForm,
)
from forum.forms.fields import (
    CountField,
    EmailField,
    LineField,
    LinkField,
    PhoneField,
    TextField,
)
from forum.forms.times import ClockField, DayField
from forum.models import Event, Host
from tests.factories import make_event, make_host, make_room, make_series, make_session, make_slot

LONDON = ZoneInfo("Europe/London")
HIDDEN = "Take out the line breaks and hidden characters."
BASICS = {
    "title": "Casework forum",
    "kind": "forum",
    "summary": "A day to compare notes.",
    "first_day": "2030-06-05",
    "starts": "10:00",
    "ends": "16:30",
    "timezone": "Europe/London",
    "capacity": "80",
}


def told(field: forms.Field, typed: str) -> str:
    """What the field says of what was typed."""
    with pytest.raises(forms.ValidationError) as raised:
        field.clean(typed)
    return " ".join(raised.value.messages)


def basics(**changed: Any) -> BasicsForm:
    return BasicsForm(BASICS | changed, hosts=Host.objects.none())


# Words


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\x0b", "\x00", "\x1b", "\x7f", "\x9b"])
def test_a_line_refuses_what_could_break_out_of_it(mark: str) -> None:
    assert told(LineField(), f"Forum{mark}Bcc: x@evil.example") == HIDDEN


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Forum ", "Forum"),
        ("A\u2028B\u2029C\u0085D", "A B C D"),
        ("A\tB", "A B"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u200bForum\ufeff", "Forum"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ('=HYPERLINK("http://evil","x")', '=HYPERLINK("http://evil","x")'),
    ],
)
def test_a_line_is_kept_as_it_is_meant(typed: str, kept: str) -> None:
    assert LineField().clean(typed) == kept


def test_a_line_says_how_long_is_too_long() -> None:
    assert told(LineField(), "a" * 231) == "Use 120 characters or fewer. You have used 231."
    assert told(TextField(), "a" * 10_000) == (
        "Use 4,000 characters or fewer. You have used 10,000."
    )
    assert LineField().clean("a" * 120) == "a" * 120


def test_only_marks_that_nobody_sees_are_nothing() -> None:
    assert told(LineField(missing="Enter a name"), "\u200b\u202e\u200d ") == "Enter a name"


def test_a_text_keeps_its_lines_however_they_were_broken() -> None:
    field = TextField()
    assert field.clean("one\r\ntwo\rthree\u2028four\n\n") == "one\ntwo\nthree\nfour"
    assert told(field, "one\x0btwo") == "Take out the hidden characters."


def test_a_line_break_counts_as_one_character() -> None:
    assert TextField(max_length=3).clean("a\r\nb") == "a\nb"


def test_the_browser_cuts_nothing_off() -> None:
    class Form(forms.Form):
        line = LineField(max_length=10)
        text = TextField()

    assert "maxlength" not in Form().as_p()


def test_what_may_wait_may_be_empty_and_is_not_called_optional() -> None:
    field = LineField(may_wait=True)
    assert (field.clean(""), field.required) == ("", True)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (EmailField(), "amina", EmailField.wrong),
        (EmailField(), "a@b.example, c@d.example", EmailField.wrong),
        (EmailField(), '"a,b"@example.org', EmailField.wrong),
        (EmailField(), "a@b.example\r\nBcc: x@evil.example", HIDDEN),
        (PhoneField(), "12 34", PhoneField.wrong),
        (LinkField(), "javascript:alert(1)", LinkField.wrong),
        (LinkField(), "ftp://files.example", LinkField.wrong),
        (LinkField(), "meet.example", LinkField.wrong),
        (CountField(least=1, most=60), "61", "Enter a number from 1 to 60"),
        (CountField(least=1, most=60), "0", "Enter a number from 1 to 60"),
        (CountField(least=1, most=60), "9" * 5000, "Enter a number from 1 to 60"),
        (DayField(), "31 June", "Enter a day such as 3 June 2026"),
        (DayField(), "0001-01-01", "Choose a year from 2000 to 2100"),
        (ClockField(), "25:00", "Enter a time such as 9:30 or 14:00"),
    ],
)
def test_each_field_says_what_to_do(field: forms.Field, typed: str, words: str) -> None:
    assert told(field, typed) == words


# Days and times


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-10-25", "The clocks go back that night: 1.30 am happens twice."),
        ("2027-03-28", "The clocks go forward that night: 1.30 am does not exist."),
    ],
)
@pytest.mark.parametrize("field", ["starts", "ends", "doors"])
@pytest.mark.django_db
def test_d12_a_time_that_the_clocks_skip_or_repeat_is_refused_at_its_field(
    day: str, words: str, field: str
) -> None:
    times = {"starts": "00:10", "ends": "05:00", "doors": "00:05"}
    form = basics(first_day=day, **(times | {field: "01:30"}))
    assert form.errors[field] == [f"{words} Choose another time."]


def test_times_beside_the_change_are_taken_as_they_are() -> None:
    forward, back = date(2027, 3, 28), date(2026, 10, 25)
    assert moment(forward, time(2), LONDON) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert moment(back, time(0, 59), LONDON) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert moment(back, time(2), LONDON) == datetime(2026, 10, 25, 2, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
@pytest.mark.parametrize("clock", [time(1), time(1, 59)])
def test_the_first_and_last_minute_of_a_change_are_refused(day: date, clock: time) -> None:
    with pytest.raises(ClockChangeError):
        moment(day, clock, LONDON)


@pytest.mark.django_db
def test_basics_are_read_on_the_clocks_of_the_event() -> None:
    form = basics(timezone="Europe/Paris", doors="09:30")
    assert form.is_valid(), form.errors
    assert form.values() == {
        "title": "Casework forum",
        "kind": "forum",
        "summary": "A day to compare notes.",
        "description": "",
        "starts_at": datetime(2030, 6, 5, 8, tzinfo=UTC),
        "ends_at": datetime(2030, 6, 5, 14, 30, tzinfo=UTC),
        "doors_at": datetime(2030, 6, 5, 7, 30, tzinfo=UTC),
        "timezone": "Europe/Paris",
        "capacity": 80,
    }


@pytest.mark.django_db
def test_an_event_of_several_days_ends_on_the_last() -> None:
    form = basics(last_day="2030-06-06")
    assert form.is_valid()
    assert form.values()["ends_at"] == datetime(2030, 6, 6, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title": ""}, "title", "Enter a title"),
        ({"first_day": ""}, "first_day", "Choose the day it is on"),
        ({"ends": "10:00"}, "ends", "It ends before it starts. Choose a later time or a last day."),
        (
            {"last_day": "2030-06-04"},
            "last_day",
            "The last day is before the first. Choose a later day.",
        ),
        (
            {"last_day": "2031-07-04"},
            "last_day",
            "Choose a last day within a year of the first.",
        ),
        (
            {"doors": "10:30"},
            "doors",
            "The doors open after it starts. Choose an earlier time.",
        ),
        ({"timezone": "Mars/Base"}, "timezone", "Choose a time zone"),
        ({"capacity": "0"}, "capacity", "Enter a number from 1 to 100,000"),
        ({"kind": "party"}, "kind", "Choose one from the list"),
        ({"summary": "a" * 301}, "summary", "Use 300 characters or fewer. You have used 301."),
    ],
)
@pytest.mark.django_db
def test_basics_say_what_to_mend(changed: dict[str, str], field: str, words: str) -> None:
    assert basics(**changed).errors[field] == [words]


@pytest.mark.django_db
def test_a_summary_is_one_line_however_it_was_typed() -> None:
    form = basics(summary="One.\r\n\r\nTwo.")
    assert form.is_valid()
    assert form.cleaned_data["summary"] == "One. Two."


def test_the_forms_of_an_event_show_what_it_is_and_change_nothing_by_themselves(
    event: Event,
) -> None:
    """What a page shows, posted back as it stands, is the event as it was."""
    event.opens_at = datetime(2026, 1, 5, 9, tzinfo=LONDON)
    event.place_released_at = datetime(2026, 1, 7, 9, tzinfo=LONDON)
    event.languages, event.getting_in = ["en", "ar"], "Ring.\nThen wait."
    event.save()
    event.refresh_from_db()
    for form_class in (BasicsForm, PlaceForm):
        blank = form_class(event=event)
        shown = {name: blank[name].value() for name in blank.fields}
        typed = {name: value for name, value in shown.items() if value is not None}
        form = form_class(typed, event=event)
        assert form.is_valid(), form.errors
        assert {name: getattr(event, name) for name in form.values()} == form.values()


def test_only_series_of_the_host_are_offered(event: Event, host: Host) -> None:
    """D02: a row of another host is refused at the field."""
    make_series(host)
    other = make_series(make_host())
    form = BasicsForm(BASICS | {"series": str(other.pk)}, event=event)
    assert form.errors["series"] == ["Choose one from the list"]


# Place


def place(event: Event, **changed: Any) -> PlaceForm:
    typed = {
        "mode": "in_person",
        "public_place": "Central Leeds",
        "languages": ["en"],
        "visibility": "public",
        "needs_kept_days": "14",
    }
    return PlaceForm(typed | changed, event=event)


def test_booking_times_have_an_hour_when_none_was_given(event: Event) -> None:
    form = place(event, opens_day="2026-01-05", closes_day="2026-01-20", shown_from="2026-01-19")
    assert form.is_valid(), form.errors
    values = form.values()
    assert values["opens_at"] == datetime(2026, 1, 5, 9, tzinfo=LONDON)
    assert values["closes_at"] == datetime(2026, 1, 20, 18, tzinfo=LONDON)
    assert values["place_released_at"] == datetime(2026, 1, 19, 9, tzinfo=LONDON)


def test_choosing_sessions_closes_at_six_unless_said_and_by_the_start_at_the_latest(
    event: Event,
) -> None:
    assert place(event).is_valid()
    form = place(event, choosing_closes_day="2026-01-20")
    assert form.is_valid(), form.errors
    assert form.values()["choosing_closes_at"] == datetime(2026, 1, 20, 18, tzinfo=LONDON)
    first = event.local_start
    until_it_begins = place(
        event,
        choosing_closes_day=f"{first:%Y-%m-%d}",
        choosing_closes_clock=f"{first:%H:%M}",
    )
    assert until_it_begins.is_valid(), until_it_begins.errors
    assert until_it_begins.values()["choosing_closes_at"] == event.starts_at
    event.choosing_closes_at = datetime(2026, 1, 20, 18, tzinfo=LONDON)
    again = PlaceForm(event=event)
    assert str(again.initial["choosing_closes_day"]) == "2026-01-20"
    assert f"{again.initial['choosing_closes_clock']:%H:%M}" == "18:00"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"languages": []}, "languages", "Choose at least one language"),
        ({"languages": ["xx"]}, "languages", "Choose at least one language"),
        ({"needs_kept_days": "61"}, "needs_kept_days", "Enter a number from 1 to 60"),
        ({"online_link": "javascript:alert(1)"}, "online_link", LinkField.wrong),
        (
            {"opens_day": "2026-02-01", "closes_day": "2026-01-01"},
            "closes_day",
            "Booking closes before it opens. Choose a later day.",
        ),
        (
            {"opens_day": "2099-01-01"},
            "opens_day",
            "The event is over by then. Choose an earlier day.",
        ),
        (
            {"closes_day": "2027-03-28", "closes_clock": "01:30"},
            "closes_clock",
            "The clocks go forward that night: 1.30 am does not exist. Choose another time.",
        ),
        (
            {"choosing_closes_day": "2099-01-01"},
            "choosing_closes_day",
            "The event has begun by then. Choose an earlier day or time.",
        ),
        (
            {"choosing_closes_day": "2026-01-01", "opens_day": "2026-01-02"},
            "choosing_closes_day",
            "Choosing closes before booking opens. Choose a later day.",
        ),
        (
            {"choosing_closes_clock": "18:00"},
            "choosing_closes_day",
            "Choose the day too, or leave the time empty.",
        ),
        (
            {"choosing_closes_day": "2026-10-25", "choosing_closes_clock": "01:30"},
            "choosing_closes_clock",
            "The clocks go back that night: 1.30 am happens twice. Choose another time.",
        ),
        ({"contact_name": "Rae\r\nBcc: x"}, "contact_name", HIDDEN),
    ],
)
def test_the_place_says_what_to_mend(
    event: Event, changed: dict[str, Any], field: str, words: str
) -> None:
    assert place(event, **changed).errors[field] == [words]


def test_a_reason_is_asked_for_and_is_one_line() -> None:
    assert CancelForm({"reason": " "}).errors["reason"] == ["Say why it is cancelled"]
    form = CancelForm({"reason": "The hall\nleaks."})
    assert form.is_valid()
    assert form.cleaned_data["reason"] == "The hall leaks."


@pytest.mark.parametrize("typed", ["Severn and Wye", "severn AND wye", "severn-and-wye"])
def test_a_co_host_is_found_by_name_or_address(event: Event, typed: str) -> None:
    other = make_host(name="Severn and Wye")
    form = CoHostForm({"host": typed}, event=event)
    assert form.is_valid()
    assert form.cleaned_data["host"] == other


def test_a_co_host_is_not_guessed(event: Event, host: Host) -> None:
    make_host(name="Severn and Wye")
    for typed, words in [
        ("Severn", "No host here has that name. Ask them what they are called on this site."),
        (host.name, "That host runs the event already."),
    ]:
        assert CoHostForm({"host": typed}, event=event).errors["host"] == [words]


# The programme


def test_a_room_has_its_name_once(event: Event) -> None:
    room = make_room(event, name="Hall")
    make_room(make_event(), name="Attic")
    words = ["There is a room of that name already."]
    assert RoomForm({"name": "Hall"}, event=event).errors["name"] == words
    assert RoomForm({"name": "Hall"}, event=event, row=room).is_valid()
    assert RoomForm({"name": "Attic"}, event=event).is_valid()


def test_a_slot_of_a_one_day_event_asks_for_no_day(host: Host) -> None:
    event = make_event(host, starts_at=datetime(2030, 6, 5, 10, tzinfo=LONDON))
    form = SlotForm({"starts": "11:00", "ends": "12:00"}, event=event)
    assert form.is_valid(), form.errors
    assert form.values() == {
        "title": "",
        "starts_at": datetime(2030, 6, 5, 11, tzinfo=LONDON),
        "ends_at": datetime(2030, 6, 5, 12, tzinfo=LONDON),
    }


def test_a_slot_of_a_longer_event_is_on_one_of_its_days(host: Host) -> None:
    event = make_event(
        host,
        starts_at=datetime(2027, 3, 27, 10, tzinfo=LONDON),
        ends_at=datetime(2027, 3, 28, 16, tzinfo=LONDON),
    )
    times = {"starts": "01:30", "ends": "05:00"}
    assert SlotForm(times | {"day": "2027-03-29"}, event=event).errors["day"] == [
        "Choose one from the list"
    ]
    assert SlotForm(times | {"day": "2027-03-28"}, event=event).errors["starts"] == [
        "The clocks go forward that night: 1.30 am does not exist. Choose another time."
    ]


def test_a_slot_left_behind_by_a_moved_event_can_still_be_opened(host: Host) -> None:
    event = make_event(host, starts_at=datetime(2030, 6, 5, 10, tzinfo=LONDON))
    slot = make_slot(event, starts_at=datetime(2030, 5, 1, 10, tzinfo=LONDON))
    form = SlotForm(event=event, row=slot)
    assert [value for value, _words in form.fields["day"].choices] == ["2030-05-01", "2030-06-05"]


def test_a_session_is_in_a_slot_or_has_times(event: Event) -> None:
    slot = make_slot(event)
    given = {"title": "Housing", "kind": "breakout"}
    in_slot = SessionForm(given | {"slot": str(slot.pk), "starts": "10:00"}, event=event)
    assert in_slot.is_valid(), in_slot.errors
    assert (in_slot.values()["slot"], in_slot.values()["starts_at"]) == (slot, None)
    alone = SessionForm(given | {"starts": "10:00", "ends": "11:00"}, event=event)
    assert alone.is_valid(), alone.errors
    assert alone.values()["starts_at"] == event.starts_at
    neither = SessionForm(given, event=event)
    assert neither.errors == {
        "starts": ["Choose a slot, or the time it starts"],
        "ends": ["Choose when it ends"],
    }


@pytest.mark.parametrize("field", ["slot", "room", "offered_again_as"])
@pytest.mark.parametrize("own", [True, False], ids=["own rows too", "no own rows"])
def test_rows_of_another_event_are_refused_at_the_field(
    event: Event, *, field: str, own: bool
) -> None:
    """D02."""
    other = make_event()
    make = {"slot": make_slot, "room": make_room, "offered_again_as": make_session}[field]
    foreign = make(other)
    if own:
        make(event)
    typed = {"title": "Housing", "kind": "breakout", "starts": "10:00", "ends": "11:00"}
    form = SessionForm(typed | {field: str(foreign.pk)}, event=event)
    assert form.errors[field] == ["Choose one from the list"]
    shown = [bound.name for part in form.sections() for row in part.rows for bound in row]
    assert field in shown


def test_leads_are_one_a_line(event: Event) -> None:
    typed = {"title": "Housing", "kind": "breakout", "starts": "10:00", "ends": "11:00"}
    form = SessionForm(
        typed | {"leads": "Rosa Quintero, Oak Street, Leeds\r\n\r\n Yaw \n, nobody"}, event=event
    )
    assert form.is_valid(), form.errors
    assert form.leads_given() == [("Rosa Quintero", "Oak Street, Leeds"), ("Yaw", "")]


@pytest.mark.parametrize(
    ("leads", "words"),
    [
        ("a" * 81, "Use 80 characters or fewer. You have used 81."),
        ("Yaw, " + "b" * 121, "Use 120 characters or fewer. You have used 121."),
        ("\n".join(["Yaw"] * 21), "Name 20 people or fewer."),
        ("Yaw\x0b", "Take out the hidden characters."),
    ],
)
def test_leads_that_do_not_fit_are_told(event: Event, leads: str, words: str) -> None:
    assert SessionForm({"leads": leads}, event=event).errors["leads"] == [words]


def test_more_people_than_fit_cannot_be_the_fewest(event: Event) -> None:
    form = SessionForm({"min_places": "9", "max_places": "8"}, event=event)
    assert form.errors["max_places"] == ["This is less than the fewest. Enter a higher number."]


def test_a_session_shown_and_posted_back_is_the_same(event: Event) -> None:
    event.languages = ["en", "ar"]
    session = make_session(
        event, title="Housing", room=make_room(event), max_places=20, languages=["ar"]
    )
    blank = SessionForm(event=event, row=session)
    shown = {name: blank[name].value() for name in blank.fields}
    form = SessionForm(
        {name: value for name, value in shown.items() if value not in (None, False)},
        event=event,
        row=session,
    )
    assert form.is_valid(), form.errors
    session.refresh_from_db()
    assert {name: getattr(session, name) for name in form.values()} == form.values()
