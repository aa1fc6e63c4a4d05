"""Forms of strangers on a small telephone without scripts: what is for programs meets nobody."""

from typing import Any

import pytest
from playwright.sync_api import Page

from forum.by_hand import TRAP, WORDS
from forum.models import Complaint, Event
from tests.browser.conftest import Axe, is_well, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(phone: Page, event: Event, settings: Any) -> Page:
    settings.FORM_SECONDS = 300  # slow machines type slowly too
    phone.goto(f"/e/{event.slug}/complain/")
    return phone


def test_no_key_and_no_eye_finds_the_field_for_programs(form: Page) -> None:
    trap = form.locator(f"[name={TRAP}]")
    assert trap.input_value() == ""
    around = form.locator(".hide", has=trap).bounding_box()
    assert around is not None
    assert (around["width"], around["height"]) == (1, 1)
    met = []
    for _ in range(12):
        form.keyboard.press("Tab")
        met.append(form.locator(":focus").get_attribute("name"))
    assert [name for name in met if name] == ["text", "contact"]


def test_who_types_fast_presses_once_more_and_loses_nothing(form: Page, axe: Axe) -> None:
    form.get_by_label("What is wrong?").fill("Nobody answered my letter.")
    press(form, "Send the complaint")
    is_well(form, "Make a complaint")
    assert form.get_by_role("alert").get_by_role("link").all_inner_texts() == [WORDS]
    assert form.get_by_label("What is wrong?").input_value() == "Nobody answered my letter."
    axe(form)
    press(form, "Send the complaint")
    assert Complaint.objects.get().said == {"text": "Nobody answered my letter.", "contact": ""}
