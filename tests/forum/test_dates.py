"""Dates in words, in the zone of the event, also on the days when clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from forum import dates
from forum.models import Event
from forum.templatetags import dates as tags

LONDON = ZoneInfo("Europe/London")
PARIS = ZoneInfo("Europe/Paris")


def london(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold)  # type: ignore[arg-type, misc]


def make(starts: datetime, ends: datetime, zone: str = "Europe/London") -> Event:
    return Event(starts_at=starts.astimezone(UTC), ends_at=ends.astimezone(UTC), timezone=zone)


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "12 midnight"),
        (0, 5, "12.05 am"),
        (9, 0, "9 am"),
        (10, 30, "10.30 am"),
        (12, 0, "12 noon"),
        (12, 30, "12.30 pm"),
        (16, 30, "4.30 pm"),
        (23, 59, "11.59 pm"),
    ],
)
def test_clock_times_are_said_as_people_say_them(hour: int, minute: int, said: str) -> None:
    assert dates.clock(london(2026, 6, 3, hour, minute)) == said


def test_a_day_and_its_times_are_one_sentence() -> None:
    words = dates.day_and_times(london(2026, 6, 3, 10), london(2026, 6, 3, 16, 30))
    assert words == "Wednesday 3 June 2026, 10 am to 4.30 pm"


def test_several_days_name_the_first_and_the_last() -> None:
    event = make(london(2026, 6, 5, 10), london(2026, 6, 6, 16))
    assert dates.when(event) == "Friday 5 June 2026, 10 am, to Saturday 6 June 2026, 4 pm"
    assert dates.days(event) == "Friday 5 June to Saturday 6 June 2026"


def test_days_across_the_new_year_name_both_years() -> None:
    event = make(london(2026, 12, 31, 10), london(2027, 1, 1, 16))
    assert dates.days(event) == "Thursday 31 December 2026 to Friday 1 January 2027"


def test_what_ends_at_midnight_ends_that_evening() -> None:
    event = make(london(2026, 6, 5, 18), london(2026, 6, 6, 0))
    assert dates.when(event) == "Friday 5 June 2026, 6 pm to 12 midnight"
    assert dates.days(event) == "Friday 5 June 2026"


def test_an_event_is_read_in_its_own_zone() -> None:
    event = make(london(2026, 6, 3, 10), london(2026, 6, 3, 16), "Europe/Paris")
    assert dates.when(event) == "Wednesday 3 June 2026, 11 am to 5 pm"
    assert tags.zone(event) == "Paris time"
    assert tags.zone(make(london(2026, 6, 3, 10), london(2026, 6, 3, 16))) == ""


def test_a_moment_without_a_zone_given_keeps_its_own_and_utc_is_the_sites() -> None:
    assert dates.day(datetime(2026, 6, 3, 23, 30, tzinfo=UTC)) == "Thursday 4 June 2026"
    assert dates.clock(datetime(2026, 6, 3, 9, tzinfo=PARIS)) == "9 am"
    assert dates.clock(datetime(2026, 6, 3, 9, tzinfo=UTC), ZoneInfo("UTC")) == "9 am"
    assert dates.day(date(2026, 6, 3)) == "Wednesday 3 June 2026"


def test_the_day_clocks_go_back_is_one_day_and_says_which_hour_is_meant() -> None:
    event = make(london(2026, 10, 25, 1, 30), london(2026, 10, 25, 16))
    assert dates.when(event) == (
        "Sunday 25 October 2026, 1.30 am before the clocks go back to 4 pm"
    )
    assert dates.clock(london(2026, 10, 25, 1, 30, fold=1)) == "1.30 am after the clocks go back"
    assert dates.clock(london(2026, 10, 25, 2, 30)) == "2.30 am"
    assert event.days == [date(2026, 10, 25)]


def test_the_day_clocks_go_forward_loses_an_hour_and_no_day() -> None:
    starts = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    event = make(starts, datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    assert dates.when(event) == "Sunday 28 March 2027, 12.30 am to 2.30 am"
    assert event.days == [date(2027, 3, 28)]


def test_no_line_ends_inside_a_date_but_one_may_after_the_days_name() -> None:
    event = make(london(2026, 6, 5, 10), london(2026, 6, 6, 16))
    assert tags.when(event).replace("\N{NO-BREAK SPACE}", "_") == (
        "Friday 5_June_2026, 10_am, to Saturday 6_June_2026, 4_pm"
    )
    one_day = make(london(2026, 6, 3, 10), london(2026, 6, 3, 16, 30))
    assert tags.when(one_day).replace("\N{NO-BREAK SPACE}", "_") == (
        "Wednesday 3_June_2026, 10_am_to_4.30_pm"
    )


def test_filters_give_nothing_for_nothing() -> None:
    assert [tags.day(None), tags.clock(None), tags.day_and_clock(None)] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "said"),
    [("Europe/London", "UK time"), ("America/New_York", "New York time"), ("UTC", "UTC")],
)
def test_a_zone_is_named_by_its_town(name: str, said: str) -> None:
    assert dates.zone_words(name) == said
