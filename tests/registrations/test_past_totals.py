"""Past events by totals: recorded by form and by file, and seen by the team alone."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum import uploads
from forum.models import AuditEntry, Event, Host, User
from forum.models.people import Role
from registrations import figures, past_totals, retention
from registrations.models import AttendanceFigures
from registrations.past_totals import NothingToRecordError, Totals
from tests.factories import make_event, make_host, make_member, make_series

DAY = date(2024, 5, 3)
TODAY = "today"  # whichever it is when the test runs: tests are collected before midnight, too
MEETING = Totals(
    title="First meeting",
    kind="meeting",
    first_day=DAY,
    last_day=DAY,
    people=80,
    counted="estimate",
    source="Annual report",
    organisations=20,
    reach={"local": 12, "national": 8},
)
TYPED = {
    "title": "Summer school",
    "kind": "training",
    "first_day": "2023-07-01",
    "last_day": "2023-07-03",
    "people": "60",
    "organisations": "",
    "reach_local": "9",
    "counted": "totals",
    "source": "Sign-in sheets",
}


@pytest.fixture
def host(db: None) -> Host:
    return make_host()


@pytest.fixture
def organiser(host: Host) -> User:
    return make_member(host, Role.ORGANISER)


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    client.force_login(organiser)
    return client


def recorded(host: Host, by: User, **fields: Any) -> Event:
    totals = replace(MEETING, **fields)
    return past_totals.record(host=host, totals=[totals], by=by)[0]


def page(name: str, host: Host, *args: Any) -> str:
    return reverse(f"registrations:{name}", args=[host.slug, *args])


def there() -> list[tuple[str, int, str]]:
    rows = AttendanceFigures.objects.order_by("event__starts_at")
    return list(rows.values_list("event__title", "came", "counted"))


def test_an_event_is_recorded_with_its_totals_and_nobody_in_it(host: Host, organiser: User) -> None:
    event = recorded(host, organiser)
    told = past_totals.figures_of(event)
    assert told is not None
    assert (told.totals, told.reach_words) == (MEETING, ["12 local", "8 national"])
    assert (event.is_recorded, event.is_over, event.lead_host) == (True, True, host)
    deeds = AuditEntry.objects.filter(event=event).values_list("deed", "who", "count")
    assert set(deeds) == {
        ("made the event", organiser.pk, None),
        ("recorded a past event by totals", organiser.pk, 80),
    }


def test_no_stranger_reaches_it_and_the_team_has_its_totals_alone(
    desk: Client, host: Host, organiser: User
) -> None:
    event = recorded(host, organiser)
    anybody = Client()
    for name in ("event", "programme", "event_calendar", "event_privacy", "event_concern"):
        assert anybody.get(reverse(f"forum:{name}", args=[event.slug])).status_code == 404
    assert "First meeting" not in anybody.get("/").content.decode()
    today = desk.get(reverse("forum:today", args=[event.slug]))
    shown = today.content.decode()
    for words in ("Annual report", "Estimated totals from elsewhere", "12 local", "80"):
        assert words in shown
    for name in ("registrations:people", "registrations:door", "forum:edit_event", "forum:lists"):
        assert f'href="{reverse(name, args=[event.slug])}"' not in shown
        assert desk.get(reverse(name, args=[event.slug])).status_code == 404
    assert "Recorded by totals" in desk.get("/organise/?all=1").content.decode()
    assert desk.get(f"/organise/events/new/?copy={event.slug}").status_code == 404


def test_no_job_touches_it(host: Host, organiser: User) -> None:
    recorded(host, organiser)
    before = list(AttendanceFigures.objects.values())
    later = timezone.now() + timedelta(days=400)
    figures.refresh_due(later)
    retention.erase_due(later)
    assert list(AttendanceFigures.objects.values()) == before


def test_the_same_title_on_the_same_day_is_recorded_once(host: Host, organiser: User) -> None:
    recorded(host, organiser)
    other = replace(MEETING, title="Second meeting")
    again = replace(MEETING, title="FIRST  meeting")
    with pytest.raises(NothingToRecordError):
        past_totals.record(host=host, totals=[other, again], by=organiser)
    assert there() == [("First meeting", 80, "estimate")]


def test_it_is_recorded_changed_and_removed_by_form(desk: Client, host: Host) -> None:
    series = make_series(host, title="Schools")
    answer = desk.post(page("record_past_totals", host), {**TYPED, "series": str(series.pk)})
    assert answer.status_code == 302
    event = Event.objects.get(title="Summer school")
    told = past_totals.figures_of(event)
    assert told is not None
    assert told.totals == Totals(
        title="Summer school",
        kind="training",
        series_id=series.pk,
        first_day=date(2023, 7, 1),
        last_day=date(2023, 7, 3),
        people=60,
        organisations=9,
        reach={"local": 9},
        counted="totals",
        source="Sign-in sheets",
    )
    change = page("change_past_totals", host, event.pk)
    assert 'value="2023-07-03"' in desk.get(change).content.decode()
    assert desk.post(change, {**TYPED, "people": "61", "counted": "estimate"}).status_code == 302
    assert there() == [("Summer school", 61, "estimate")]
    away = page("remove_past_totals", host, event.pk)
    assert desk.get(away).status_code == 200
    assert there() != []
    assert desk.post(away).status_code == 302
    assert (there(), Event.objects.exists()) == ([], False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first_day": TODAY}, "Choose a day that is over"),
        ({"last_day": "2023-06-30"}, "The last day is before the first"),
        ({"people": "0"}, "Enter a number from 1 to 1,000,000"),
        ({"organisations": "8"}, "Their reach adds up to 9, more than 8 organisations"),
        ({"counted": ""}, "Say whether the numbers are exact or an estimate"),
        ({"source": ""}, "Say where the numbers come from"),
        ({"title": "first meeting", "first_day": f"{DAY}"}, "on this day is there already"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    desk: Client, host: Host, organiser: User, typed: dict[str, str], words: str
) -> None:
    recorded(host, organiser)
    typed = {name: said.replace(TODAY, f"{timezone.localdate()}") for name, said in typed.items()}
    answer = desk.post(page("record_past_totals", host), {**TYPED, **typed})
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert len(there()) == 1


HEADINGS = "Title;Date;Last day;Kind;Series;People;Organisations;Local;Exact or estimated;Source;X"
FILE = (
    f"{HEADINGS}\n"
    "Écho;03/05/2022;;Workshop;schools;40;12;5;exact;Diary;x\n"
    "Long one;1 June 2021;2021-06-02;;;300;;;Estimate;Press;\n"
)


def sent(desk: Client, host: Host, text: str | bytes) -> Any:
    file = io.BytesIO(text.encode("latin-1") if isinstance(text, str) else text)
    file.name = "past.csv"
    return desk.post(page("past_totals_file", host), {"table": file})


def test_many_are_looked_at_first_and_then_recorded_once(desk: Client, host: Host) -> None:
    series = make_series(host, title="Schools")
    look = sent(desk, host, FILE)
    shown = look.content.decode()
    assert "Two events to record" in shown
    assert "Western European" in shown
    assert there() == []
    kept = {"kept": look.context["form"].kept}
    assert desk.post(page("past_totals_file", host), kept).status_code == 302
    assert there() == [("Long one", 300, "estimate"), ("Écho", 40, "totals")]
    event = Event.objects.get(title="Écho")
    assert (event.kind, event.series, event.days) == ("workshop", series, [date(2022, 5, 3)])
    again = desk.post(page("past_totals_file", host), kept).content.decode()
    assert "Something changed since you looked" in again
    assert len(there()) == 2


def test_rows_with_errors_are_named_by_row_and_column_and_nothing_is_recorded(
    desk: Client, host: Host
) -> None:
    text = FILE + (
        "Long one;2021-06-01;;;;40;;;exact;Diary;\n"
        "New;tomorrow;;Ball;none such;many;2;3;roughly;;\n"
    )
    answer = sent(desk, host, text)
    problems = {(one.where, one.heading) for one in answer.context["form"].problems}
    assert problems == {
        ("Row 2, column E", "Series"),
        ("Row 4, column A", "Title"),
        ("Row 5, column B", "Date"),
        ("Row 5, column D", "Kind"),
        ("Row 5, column E", "Series"),
        ("Row 5, column F", "People"),
        ("Row 5, column G", "Organisations"),
        ("Row 5, column I", "Exact or estimated"),
        ("Row 5, column J", "Source"),
    }
    shown = answer.content.decode()
    assert "Nothing is recorded: mend what the table says" in shown
    assert "Enter a number from 1 to 1,000,000" in shown
    assert there() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Title;Date\nA;2022-01-01\n", "The file has no column “People” and no column “Exact or"),
        ("Title;Date\nA;\0\n", "Row 2, column B: a character that no text has (NUL)."),
        (b"x" * (uploads.MOST_BYTES + 1), "The file is larger than 10 MB."),
        ("", "The file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    desk: Client, host: Host, content: str | bytes, words: str
) -> None:
    answer = sent(desk, host, content)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)


def test_what_was_looked_at_cannot_be_changed_or_taken_to_another_host(
    desk: Client, host: Host, organiser: User
) -> None:
    kept = sent(desk, host, FILE).context["form"].kept
    other = make_host()
    make_member(other, Role.ORGANISER, user=organiser)
    for where, text in ((other, kept), (host, f"{kept}x"), (host, "")):
        shown = desk.post(page("past_totals_file", where), {"kept": text}).content.decode()
        assert "Choose the file again" in shown
    assert there() == []


def test_an_event_that_was_published_here_cannot_be_changed_so(
    desk: Client, host: Host, organiser: User
) -> None:
    event = make_event(host)
    elsewhere = make_host()
    theirs = recorded(elsewhere, make_member(elsewhere, Role.ORGANISER))
    for pk in (event.pk, theirs.pk):
        for name in ("change_past_totals", "remove_past_totals"):
            assert desk.post(page(name, host, pk), TYPED).status_code == 404


def test_three_take_as_many_queries_as_one(desk: Client, host: Host, organiser: User) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page("past_totals", host))
        return len(queries)

    recorded(host, organiser)
    first = counted()
    recorded(host, organiser, title="Second")
    recorded(host, organiser, title="Third")
    assert counted() == first
