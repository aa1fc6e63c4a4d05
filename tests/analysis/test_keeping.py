"""What very many events add up to is kept for a minute, for each host and reader apart."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis import keeping
from registrations.models import AttendanceFigures
from tests.factories import make_event, make_figures, make_host, make_organisation

pytestmark = pytest.mark.django_db

SPRING = datetime(2025, 3, 5, 10, tzinfo=UTC)


def make_host_with_two_events():
    host = make_host()
    there = {make_organisation(host): 3}
    for number in range(2):
        event = make_event(host, starts_at=SPRING + timedelta(days=number))
        make_figures(event, there, booked=40, confirmed=40, came=30)
    return host


def read(host, *, exact=True, **given):
    """How often people came, from how many organisations, and after how many queries."""
    with CaptureQueriesContext(connection) as queries:
        together = keeping.add_up(host=host, given=given, exact=exact).together
    return together.came, together.organisations, len(queries) > 0


def test_of_many_events_it_is_kept_for_a_minute_and_for_nobody_else(monkeypatch):
    monkeypatch.setattr(keeping, "MANY", 2)
    host, other = make_host_with_two_events(), make_host_with_two_events()
    with time_machine.travel(SPRING + timedelta(days=9), tick=False) as clock:
        assert read(host) == (60, 1, True)
        AttendanceFigures.objects.filter(organisation=None).update(came=35)
        assert read(host) == read(host, w="narrow", page="2") == (60, 1, False)
        # Another host, a reader who may not see people, and another question are apart.
        assert read(other) == (70, 1, True)
        assert read(host, exact=False) == (70, None, True)
        assert read(host, year="2025") == (70, 1, True)
        assert read(host) == (60, 1, False)
        clock.shift(61)
        assert read(host) == (70, 1, True)


def test_of_few_events_nothing_is_kept():
    host = make_host_with_two_events()
    assert read(host) == read(host) == (60, 1, True)
