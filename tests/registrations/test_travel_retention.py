"""Help with travel goes 60 days after the event, with its key, whatever became of the needs."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from forum import keys, sealed
from forum.models import AuditEntry
from forum.models.people import Role
from registrations import booking, retention
from registrations import travel_claims as travel
from registrations.models import Registration, TravelClaim
from tests.factories import make_event, make_member, make_registration

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def lead(host):
    return make_member(host, Role.NEEDS_LEAD)


@pytest.fixture
def claimed(host, lead):
    """An event that ended on 3 March 2026 in the afternoon, with money promised at it."""
    start = datetime(2026, 3, 3, 10, tzinfo=LONDON)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=6))
    with time_machine.travel(start - timedelta(days=3), tick=False):
        person = make_registration(
            event, "Amina", travel="cash", travel_from="Leeds", needs_consent=True
        )
        travel.approve(registration=person, how="cash", up_to=Decimal(24), by=lead)
    return event


def erase_at(moment):
    with time_machine.travel(moment, tick=False):
        return retention.erase_due()


def test_it_outlives_the_needs_and_goes_sixty_days_after_the_event(claimed):
    erase_at(datetime(2026, 3, 17, 1, tzinfo=LONDON))
    assert not keys.exists(claimed.pk, "needs")
    assert [claim.up_to for claim in travel.every(claimed)] == [Decimal(24)]
    erase_at(datetime(2026, 5, 1, 23, 59, tzinfo=LONDON))
    assert keys.exists(claimed.pk, "travel")
    assert retention.travel_erased_on(claimed).isoformat() == "2026-05-02"
    assert erase_at(datetime(2026, 5, 2, 0, 1, tzinfo=LONDON)) == 1
    assert not TravelClaim.objects.exists()
    assert keys.versions(claimed.pk, "travel") == []
    line = AuditEntry.objects.get(event=claimed, deed="erased help with travel")
    assert (line.count, line.row_id) == (1, None)
    assert Registration.objects.filter(event=claimed).exists()
    assert erase_at(datetime(2026, 5, 2, 1, tzinfo=LONDON)) == 0


def test_an_old_copy_of_the_database_opens_nothing_afterwards(claimed):
    row = TravelClaim.objects.get()
    erase_at(datetime(2026, 5, 3, tzinfo=LONDON))
    TravelClaim(pk=row.pk, event=claimed, claim=row.__dict__["claim"]).save()
    with pytest.raises(sealed.UnreadableError):
        travel.every(claimed)
    assert erase_at(datetime(2026, 5, 4, tzinfo=LONDON)) == 1
    assert not TravelClaim.objects.exists()


def test_a_key_of_an_event_without_claims_goes_quietly(host):
    start = timezone.now() - timedelta(days=70)
    event = make_event(host, starts_at=start)
    retention.erase_due()
    assert not keys.exists(event.pk, "travel")
    assert not AuditEntry.objects.filter(deed="erased help with travel").exists()


def test_when_the_clock_jumped_it_is_shut_and_comes_back(claimed):
    now = datetime(2026, 3, 10, tzinfo=LONDON)
    with time_machine.travel(now, tick=False):
        retention.erase_now(now)
    with pytest.raises(retention.ClockJumpedError):
        erase_at(datetime(2026, 6, 10, tzinfo=LONDON))
    assert not keys.exists(claimed.pk, "travel")
    erase_at(now + timedelta(hours=1))
    assert [claim.up_to for claim in travel.every(claimed)] == [Decimal(24)]


def test_no_key_is_made_again_for_an_event_whose_time_is_over(claimed):
    erase_at(datetime(2026, 5, 3, tzinfo=LONDON))
    with time_machine.travel(datetime(2026, 5, 4, tzinfo=LONDON), tick=False):
        assert travel.make_missing_keys() == 0
    assert not keys.exists(claimed.pk, "travel")


def test_the_host_reads_what_goes_next(claimed, host):
    erase_at(datetime(2026, 3, 18, tzinfo=LONDON))
    now = datetime(2026, 3, 20, tzinfo=LONDON)
    [coming] = retention.coming(host, now)
    assert (coming.what, coming.on.isoformat()) == ("travel", "2026-05-02")
    erase_at(datetime(2026, 5, 3, tzinfo=LONDON))
    [coming] = retention.coming(host, datetime(2026, 5, 4, tzinfo=LONDON))
    assert coming.what == "bookings"


def test_a_cancelled_booking_keeps_its_line_until_then(claimed, lead):
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=LONDON), tick=False):
        booking.cancel(registration=Registration.objects.get(event=claimed))
    [claim] = travel.every(claimed)
    assert claim.up_to == Decimal(24)
