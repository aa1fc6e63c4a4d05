"""What somebody's own page may have to tell besides the booking: never missed, asked at once."""

import pytest
from django.utils import timezone

from registrations import booking, companions, consenting, drafts, extras
from registrations.extras import EventExtras, Extras
from registrations.models import Allocation, Announcement, Consent, Delivery
from tests.factories import answers, ask_own, make_event, make_registration, make_round

NOTHING = Extras(
    EventExtras(sessions=False, own_questions=False),
    messages=False,
    company=False,
    has_agreed=False,
)
SESSIONS = NOTHING._replace(event=EventExtras(sessions=True, own_questions=False))


@pytest.fixture
def mine(event):
    found = make_registration(event)
    Consent.objects.filter(registration=found).delete()
    return found


@pytest.fixture
def elsewhere():
    """Somebody else, at another event, of whom there is everything to tell."""
    event = make_event()
    make_round(event)
    ask_own(event)
    draft = booking.start(event=event)
    told = {"company": "1", "with": [{"name": "Kofi", "relation": "child"}]}
    drafts.save(registration=draft, answers=answers("Amina", **told))
    found = booking.book(draft_id=draft.id)
    announcement = Announcement.objects.create(event=event, subject="Pens", body="Bring one.")
    Delivery.objects.create(announcement=announcement, registration=found)
    return found


def test_of_a_plain_booking_there_is_nothing_whatever_there_is_of_others(
    mine, elsewhere, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert extras.of(mine) == NOTHING
    assert extras.of(elsewhere) == Extras(
        EventExtras(sessions=True, own_questions=True),
        messages=True,
        company=True,
        has_agreed=True,
    )
    with django_assert_num_queries(1):
        assert extras.of_event(elsewhere.event) == EventExtras(sessions=True, own_questions=True)
    [kofi] = companions.of(elsewhere)
    there = extras.of(kofi)
    assert (there.messages, there.company) == (False, False)


def test_there_are_sessions_while_there_is_a_choice_and_once_people_were_told(event, mine):
    run = Allocation.objects.create(event=event, seed="x", input_hash="x")
    assert extras.of(mine) == NOTHING
    run.published_at = timezone.now()
    run.save()
    assert extras.of(mine) == SESSIONS
    run.delete()
    groups = make_round(event)
    assert extras.of(mine) == SESSIONS
    for one in groups:
        one.kind = "plenary"
        one.save()
    assert extras.of(mine) == NOTHING


def test_who_has_agreed_has_not_taken_it_back(event):
    booked = make_registration(event)
    assert extras.of(booked).has_agreed is True
    Consent.objects.filter(registration=booked).update(withdrawn_at=timezone.now())
    assert extras.of(booked).has_agreed is False
    consenting.turn_on(registration=booked, kind="agreement")
    assert extras.of(booked).has_agreed is True
