"""Choosing sessions on the smallest telephone, scripts off: chosen, changed, told, asked why."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from forum.models import Event, Host, Session
from registrations import breakouts, tickets
from registrations.breakouts import costs
from registrations.models import BreakoutChoice, Placement, Registration
from tests.browser.conftest import Axe, is_well, press
from tests.factories import ask, make_event, make_registration, make_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(transactional_db: None, host: Host) -> Event:
    event = make_event(host, title="Winter casework forum", slug="winter", capacity=40)
    ask(event)
    return event


@pytest.fixture
def groups(event: Event) -> list[Session]:
    """Three groups side by side; there are steps to Housing, which has four places."""
    found = make_round(event)
    found[0].room.is_step_free = False
    found[0].room.save()
    Session.objects.filter(pk=found[0].pk).update(max_places=4)
    return found


def wishes(*sessions: Session) -> dict[str, list[str]]:
    return {str(sessions[0].slot_id): [str(one.pk) for one in sessions]}


def chosen(person: Registration) -> list[str]:
    rows = BreakoutChoice.objects.filter(registration=person).order_by("rank")
    return list(rows.values_list("session__title", flat=True))


def words(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def choose(page: Page, **wished: str) -> None:
    for rank, title in wished.items():
        page.get_by_label(f"{rank} choice").select_option(title)
    press(page, "Save")


def test_somebody_chooses_changes_their_mind_and_finds_it_closed(
    narrow: Page, axe: Axe, event: Event, groups: list[Session]
) -> None:
    amina = make_registration(event, "Amina", access=["step_free"], needs_consent=True)
    narrow.goto(tickets.booking_path(amina))
    press(narrow, "Choose sessions", "link")
    is_well(narrow, "Choose sessions")
    assert "In a room that does not suit so far: “Housing”: its room has steps" in words(narrow)
    axe(narrow)
    choose(narrow, First="Housing", Second="Housing")
    is_well(narrow, "Choose sessions")
    assert "You chose “Housing” twice." in narrow.get_by_role("alert").inner_text()
    choose(narrow, Second="Work")
    is_well(narrow, "You have a place, Amina")
    assert chosen(amina) == ["Housing", "Work"]
    assert "We look for another room first for: “Housing”: its room has steps" in words(narrow)
    press(narrow, "Change your choices", "link")
    choose(narrow, First="Health", Second="No preference", Third="Work")
    assert chosen(amina) == ["Health", "Work"]
    press(narrow, "Change your choices", "link")
    Event.objects.update(choosing_closes_at=timezone.now() - timedelta(minutes=1))
    choose(narrow, First="Housing")
    is_well(narrow, "Your change was not saved")
    assert "Morning groups: First choice Housing" in words(narrow)
    axe(narrow)
    press(narrow, "See your booking", "link")
    assert "What you chose stands" in words(narrow)
    assert chosen(amina) == ["Health", "Work"]


def test_somebody_reads_why_and_asks_what_it_would_have_cost(
    narrow: Page, axe: Axe, event: Event, groups: list[Session]
) -> None:
    for number in range(12):
        make_registration(event, f"Person {number}", choices=wishes(*groups[:2]))
    run = breakouts.run(event=event, by=None)
    breakouts.publish(allocation=run, by=None)
    seat = Placement.objects.filter(allocation=run).exclude(session=groups[0]).first()
    assert seat
    narrow.goto(tickets.booking_path(seat.registration))
    is_well(narrow, f"You have a place, {seat.registration}")
    assert "Your second choice. “Housing” was full." in words(narrow)
    axe(narrow)
    press(narrow, "What would your first choice have cost? “Housing”", "link")
    is_well(narrow, "Why not “Housing”?")
    press(narrow, "What would it have cost?")
    is_well(narrow, "Why not “Housing”?")
    assert costs.DRAWN in narrow.get_by_role("status").inner_text()
    axe(narrow)
    press(narrow, "Back to your booking", "link")
    is_well(narrow, f"You have a place, {seat.registration}")
