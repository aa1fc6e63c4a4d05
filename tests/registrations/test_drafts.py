"""Drafts: saved page by page, sealed whole, gone after seven days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import keys, sealed
from registrations import booking, drafts, needs
from registrations.models import Needs, Registration
from tests.factories import answers, make_registration


@pytest.fixture
def draft(event):
    return booking.start(event=event)


def test_each_page_is_merged_into_what_was_saved(draft):
    drafts.save(registration=draft, answers={"name": "Amina", "meals": ["vegan"]})
    drafts.save(registration=draft, answers={"meals": ["halal"], "photo": "no"})
    assert drafts.answers(Registration.objects.get(pk=draft.pk)) == {
        "name": "Amina",
        "meals": ["halal"],
        "photo": "no",
    }


def test_two_tabs_keep_each_others_pages(draft):
    first, second = (Registration.objects.get(pk=draft.pk) for _ in range(2))
    drafts.save(registration=first, answers={"name": "Amina"})
    drafts.save(registration=second, answers={"photo": "yes"})
    assert drafts.answers(Registration.objects.get(pk=draft.pk)) == {
        "name": "Amina",
        "photo": "yes",
    }


def test_a_booked_draft_takes_nothing_more(draft):
    drafts.save(registration=draft, answers=answers())
    booking.book(draft_id=draft.id)
    with pytest.raises(drafts.FinishedError):
        drafts.save(registration=draft, answers={"name": "Bo"})
    assert Registration.objects.get(pk=draft.pk).badge_name == "Amina"


def test_a_draft_whose_address_was_known_takes_nothing_more(event, draft):
    make_registration(event, email="shared@example.org")
    drafts.save(registration=draft, answers=answers(email="shared@example.org"))
    booking.book(draft_id=draft.id)
    with pytest.raises(drafts.FinishedError):
        drafts.save(registration=draft, answers={"name": "Bo"})


def test_without_the_key_a_draft_says_so_and_is_not_begun_anew(event, draft):
    drafts.save(registration=draft, answers={"name": "Amina"})
    keys.destroy(event.id, "needs")
    held = Registration.objects.get(pk=draft.pk)
    with pytest.raises(sealed.UnreadableError):
        drafts.answers(held)
    with pytest.raises(sealed.UnreadableError):
        drafts.save(registration=held, answers={"name": "Bo"})


def test_drafts_are_deleted_seven_days_after_the_last_touch(event, draft):
    now = timezone.now()
    young = booking.start(event=event, now=now - timedelta(days=7, minutes=-1))
    old = booking.start(event=event, now=now - timedelta(days=7, minutes=1))
    touched = booking.start(event=event, now=now - timedelta(days=30))
    drafts.save(registration=touched, answers={"name": "Amina"}, now=now)
    booked = make_registration(event, now=now - timedelta(days=30))
    assert drafts.forget_old(now=now) == 1
    assert set(Registration.objects.all()) == {draft, young, touched, booked}
    assert not Needs.objects.filter(pk=old.pk).exists()
    assert drafts.forget_old(now=now) == 0


def test_drafts_are_deleted_without_their_key_too(event, draft):
    keys.destroy(event.id, "needs")
    assert drafts.forget_old(now=timezone.now() + timedelta(days=8)) == 1


def test_what_fits_before_booking_fits_after_it():
    """What booking adds has room in every draft that a form lets through."""
    all_asked = {"meals": ["halal"], "ill": "yes", "talk": "call", "interpreter": "bsl"}
    room = 4096
    while not drafts.fits({**all_asked, "access_other": "x" * room}):
        room -= 1
    kept = needs.only({**all_asked, "access_other": "x" * room}, agreed_at=timezone.now())
    assert len(kept["states"]) == 4
    assert kept["consent"]
    assert sealed.fits(kept)


def test_gaps_name_the_page_where_the_answer_is_given():
    pages = ["you", "organisation", "food", "support", "sharing"]
    on = {"organisation", "food", "access"}
    assert [gap.step for gap in drafts.gaps({}, on, pages)] == [
        "you",
        "you",
        "organisation",
        "sharing",
    ]
    whole = {**answers(), "access": ["parking"]}
    assert [gap.step for gap in drafts.gaps(whole, on, pages)] == ["support"]
    assert drafts.gaps({**whole, "needs_consent": True}, on, pages) == []
    assert {gap.step for gap in drafts.gaps({}, {"photo"}, ["all"])} == {"all"}
