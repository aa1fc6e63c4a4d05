"""Registering on a small telephone with scripts off: all six pages, a mistake, the neutral end."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from forum import outbox
from forum.models import Event, Host
from registrations.models import Registration
from tests.browser.conftest import Axe, is_well, overflow, pick, press
from tests.factories import ask, make_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def forum(transactional_db: None, host: Host, needs_lead: object) -> Event:
    event = make_event(
        host,
        title="Winter casework forum",
        slug="winter-forum",
        contact_phone="0113 496 0021",
        food="Lunch is vegetarian and halal for everyone.",
    )
    ask(event, owner=needs_lead)
    return event


def test_somebody_registers_with_a_mistake_on_the_way(
    phone: Page, axe: Axe, forum: Event, settings: object
) -> None:
    phone.goto("/e/winter-forum/")
    phone.get_by_role("link", name="Book a place").click()
    is_well(phone, "Book a place")
    press(phone, "Start")

    is_well(phone, "About you")
    phone.get_by_label("What name should be on your badge?").fill("Amina")
    pick(phone, "How can we reach you about this event?", "Email")
    phone.get_by_label("If by email, your email address").fill("amina@example.org")
    press(phone, "Save and go on")

    is_well(phone, "Your organisation")
    pick(phone, "Are you coming with an organisation or group?", "Yes, I work there")
    phone.get_by_label("If yes, what is it called?").fill("Harbour Lights")
    press(phone, "Save and go on")

    is_well(phone, "Food")
    pick(phone, "Which meals suit you?", "Vegan")
    pick(phone, "Is there a food that makes you ill?", "Yes")
    press(phone, "Save and go on")

    is_well(phone, "Food")  # with two answers to mend; what was ticked still is
    axe(phone)
    assert phone.title().startswith("Error: ")
    summary = phone.get_by_role("alert")
    assert summary.get_by_role("link").all_inner_texts() == [
        "Choose at least one food, or choose No",
        "Tick to let us keep these answers, or leave them blank",
    ]
    summary.get_by_role("link").first.click()
    assert phone.url.endswith("#id_allergens_0")
    meals = phone.get_by_role("group", name="Which meals suit you?")
    assert meals.get_by_label("Vegan").is_checked()
    pick(phone, "If yes, which foods?", "Peanuts")
    phone.get_by_label(re.compile("I agree that Harbour Network keeps my answers")).check()
    press(phone, "Save and go on")

    is_well(phone, "What you need to take part")
    press(phone, "Save and go on")

    is_well(phone, "Photos and sharing")
    phone.get_by_label("I have read how we treat each other at this event").check()
    press(phone, "Save and go on")

    is_well(phone, "Check your answers")
    assert not phone.get_by_text("Peanuts").is_visible()
    phone.get_by_text("Show what you told us").first.click()
    assert phone.get_by_text("Peanuts").is_visible()
    phone.get_by_role("link", name="Change about you").click()
    phone.get_by_label("What name should be on your badge?").fill("Amina W.")
    press(phone, "Save and go on")
    press(phone, "Book my place")

    is_well(phone, "Check your email")
    assert "We have sent your booking to amina@example.org." in phone.inner_text("main")
    booked = Registration.objects.get()
    assert (booked.state, booked.badge_name) == ("confirmed", "Amina W.")
    assert booked.code not in phone.content()

    outbox.send_due()
    [mail] = Path(settings.EMAIL_FILE_PATH).iterdir()  # type: ignore[attr-defined]
    link = re.search(r"https?://\S+(/b/[\w-]{43}/)", mail.read_text().replace("=\n", ""))
    assert link
    phone.goto(link[1])
    is_well(phone, "You have a place, Amina W.")
    phone.get_by_role("link", name="Cancel my place").click()
    is_well(phone, "Cancel your place?")
    press(phone, "Cancel my place")
    is_well(phone, "You cancelled your booking, Amina W.")


def test_somebody_without_an_address_reads_the_code(phone: Page, axe: Axe, host: Host) -> None:
    make_event(host, title="Evening meeting", slug="evening", contact_phone="0113 496 0021")
    phone.goto("/e/evening/register/")
    phone.get_by_label("What name should be on your badge?").fill("بلال")
    pick(phone, "How can we reach you about this event?", "Text or phone call")
    phone.get_by_label("If by text or phone call, the number").fill("07700 900123")
    phone.get_by_label("I have read how we treat each other at this event").check()
    press(phone, "Book my place")
    is_well(phone, "You have a place, بلال")
    booked = Registration.objects.get()
    assert phone.get_by_text(booked.code, exact=True).is_visible()
    phone.go_back()
    phone.go_forward()
    assert phone.get_by_text(booked.code, exact=True).is_visible()
    phone.get_by_role("link", name="Open your booking").click()
    is_well(phone, "You have a place, بلال")
    axe(phone)
    assert phone.get_by_role("img", name="QR code of this booking").is_visible()


@pytest.mark.parametrize("path", ["/find/", "/e/winter-forum/register/"])
def test_pages_fit_a_narrow_window(page: Page, forum: Event, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert overflow(page) == 0
