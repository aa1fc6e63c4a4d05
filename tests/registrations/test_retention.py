"""What is due is erased on its day, and nothing else is."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum import keys, sealed
from forum.models import AuditEntry, Event
from registrations import breakouts, check_in, figures, needs, retention, tickets
from registrations.breakouts import sealed_part
from registrations.models import (
    Allocation,
    AttendanceFigures,
    BreakoutChoice,
    CheckIn,
    Needs,
    Placement,
    Registration,
)
from tests.factories import (
    make_event,
    make_host,
    make_registration,
    make_session,
    make_slot,
    make_user,
)


def ended(days_ago: int, **fields: object) -> Event:
    start = timezone.now() - timedelta(days=days_ago, hours=3)
    return make_event(make_host(), starts_at=start, ends_at=start + timedelta(hours=3), **fields)


def with_needs(event: Event) -> Registration:
    return make_registration(event, access=["step_free"], needs_consent=True)


@pytest.fixture
def past(db: None) -> Event:
    return ended(days_ago=14)


def test_on_its_day_nobody_can_read_what_people_needed(past: Event):
    registration = with_needs(past)
    before = bytes(Needs.objects.get(pk=registration.pk).__dict__["answers"])

    assert retention.erase_due() == 1

    after = bytes(Needs.objects.get(pk=registration.pk).__dict__["answers"])
    assert not keys.exists(past.id, "needs")
    assert before != after
    assert len(before) == len(after)
    with pytest.raises(sealed.UnreadableError):
        needs.own(Registration.objects.get(pk=registration.pk))


def test_a_copy_of_the_key_opens_nothing_afterwards(past: Event):
    registration = with_needs(past)
    path = keys.path_of(past.id, "needs")
    copy = path.read_bytes()

    retention.erase_due()
    path.write_bytes(copy)

    with pytest.raises(sealed.UnreadableError):
        needs.own(Registration.objects.get(pk=registration.pk))


def test_the_day_before_everything_is_still_there(db: None):
    event = ended(days_ago=12)
    registration = with_needs(event)

    assert retention.erase_due() == 0
    assert needs.own(Registration.objects.get(pk=registration.pk))["access"] == ["step_free"]


def test_other_events_keep_their_needs(past: Event, event: Event):
    with_needs(past)
    other = with_needs(event)

    retention.erase_due()

    assert needs.own(Registration.objects.get(pk=other.pk))["access"] == ["step_free"]


def test_the_host_decides_to_keep_needs_longer_up_to_sixty_days(db: None):
    event = ended(days_ago=20, needs_kept_days=60)

    assert retention.erase_due() == 0
    assert keys.exists(event.id, "needs")


def test_erasing_again_finds_nothing_to_do(past: Event):
    with_needs(past)

    assert (retention.erase_due(), retention.erase_due()) == (1, 0)


def test_bookings_are_deleted_half_a_year_after_the_event(db: None):
    event = ended(days_ago=182)
    with_needs(event)
    recent = with_needs(ended(days_ago=170))

    retention.erase_due()

    assert list(Registration.objects.all()) == [recent]
    trail = AuditEntry.objects.filter(event=event).values_list("deed", "count")
    assert set(trail) == {("counted needs", 1), ("erased needs", 1), ("erased bookings", 1)}


def test_a_booking_page_goes_on_without_the_needs(client: Client, past: Event):
    registration = with_needs(past)
    retention.erase_due()

    page = client.get(tickets.booking_path(registration))

    assert page.status_code == 200
    assert "is deleted by" in page.content.decode()
    assert "cannot read" not in page.content.decode()


def test_with_the_bookings_go_wishes_and_places_in_sessions_and_the_counts_stay(db: None):
    event = ended(days_ago=170)
    slot = make_slot(event)
    sessions = [make_session(event, slot=slot, kind="breakout", max_places=9) for _ in range(2)]
    person = with_needs(event)
    before = event.starts_at - timedelta(days=1)
    breakouts.choose(registration=person, wishes={str(slot.pk): [str(sessions[0].pk)]}, now=before)
    run = breakouts.run(event=event, by=make_user(), now=before)
    check_in.check_in(registration=person, by=None, scan_id=uuid.uuid4(), now=event.starts_at)
    assert run.figures[sealed_part.FIELD]

    retention.erase_due(timezone.now() + timedelta(days=12))

    for model in (Registration, BreakoutChoice, Placement, CheckIn, Needs):
        assert not model.objects.exists()
    kept = Allocation.objects.get()
    assert (kept.figures["people"], kept.figures[sealed_part.FIELD]) == (1, "")
    row = AttendanceFigures.objects.get()
    assert (row.booked, row.confirmed, row.came) == (1, 1, 1)
    assert (
        row.details["sessions"][0]["first_choices"] + (row.details["sessions"][1]["first_choices"])
        == 1
    )
    assert None not in (row.frozen_at, row.needs_frozen_at)


def test_an_event_whose_needs_key_was_lost_is_settled_all_the_same(past: Event):
    registration = with_needs(past)
    before = bytes(Needs.objects.get(pk=registration.pk).__dict__["answers"])
    keys.destroy(past.id, "needs")

    assert (retention.erase_due(), retention.erase_due()) == (1, 0)

    after = bytes(Needs.objects.get(pk=registration.pk).__dict__["answers"])
    assert before != after


def test_a_past_event_without_bookings_is_frozen_once_and_left_alone(db: None):
    event = ended(days_ago=182)
    figures.refresh_due()

    retention.erase_due()

    assert AttendanceFigures.objects.get(event=event).frozen_at is not None
    assert retention.find(timezone.now()) == retention.Due([], [], [])
    assert figures.refresh_due() == 0
