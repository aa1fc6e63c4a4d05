"""Giving one's place to somebody else on a small telephone, 320 pixels wide, with scripts off."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from forum.models import Event, Host, Message
from registrations import needs, tickets
from registrations.models import Registration
from tests.browser.conftest import Axe, is_well, press
from tests.factories import ask, make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def booked(transactional_db: None, host: Host, needs_lead: object) -> Registration:
    event: Event = make_event(host, title="Winter casework forum", slug="winter-forum")
    ask(event, owner=needs_lead)
    return make_registration(
        event,
        email="amina@example.org",
        coming_as="staff",
        organisation="Harbour Lights",
        reach="local",
        photo="yes",
        meals=["vegan"],
        needs_consent=True,
    )


def test_a_place_goes_to_somebody_else(narrow: Page, axe: Axe, booked: Registration) -> None:
    narrow.goto(tickets.booking_path(booked))
    is_well(narrow, "You have a place, Amina")
    narrow.get_by_role("link", name="Someone else is coming instead").click()
    is_well(narrow, "Someone else is coming instead")
    press(narrow, "Give them my place")

    is_well(narrow, "Someone else is coming instead")  # with what is missing
    assert narrow.get_by_role("alert").get_by_role("link").all_inner_texts() == [
        "Enter a name for their badge",
        "Choose how we can reach them",
        "Choose whether they come from there too",
    ]
    narrow.get_by_label("What name should be on their badge?").fill("Bilal")
    narrow.get_by_label("Text or phone call", exact=True).check()
    narrow.get_by_label("If by text or phone call, their number").fill("07700 900123")
    narrow.get_by_label("Yes, the same organisation").check()
    press(narrow, "Give them my place")

    is_well(narrow, "Your place is theirs now")
    axe(narrow)
    new = Registration.objects.get(pk=booked.pk)
    link = tickets.absolute(tickets.booking_path(new))
    assert link in narrow.inner_text("main")
    assert [row.to for row in Message.objects.all()] == ["amina@example.org"]
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}

    narrow.goto(link)
    is_well(narrow, "You have a place, Bilal")
    assert "Amina" not in narrow.content()
    narrow.get_by_role("link", name="Tell us what you need").click()
    is_well(narrow, "What you need to take part")
    narrow.go_back()
    narrow.get_by_role("link", name="Read how we treat each other").click()
    is_well(narrow, "What you agreed to")
    press(narrow, "I have read it")
    is_well(narrow, "What you agreed to")
    assert "You read it by" in narrow.inner_text("main")


def test_the_old_link_says_nothing_any_more(
    narrow: Page, booked: Registration, watch: object
) -> None:
    old = tickets.booking_path(booked)
    Registration.objects.filter(pk=booked.pk).update(link_version=2)
    watch.expect("404")  # type: ignore[attr-defined]
    answer = narrow.goto(old)
    assert answer is not None
    assert answer.status == 404


def test_consents_go_and_data_is_taken_along_and_deleted(
    narrow: Page, axe: Axe, booked: Registration, tmp_path: Path
) -> None:
    narrow.goto(tickets.booking_path(booked))
    narrow.get_by_role("link", name="See it all, and take back what you like").click()
    is_well(narrow, "What you agreed to")
    press(narrow, "Take it back and erase my answers")
    is_well(narrow, "What you agreed to")
    assert "We hold nothing about what you need" in narrow.inner_text("main")
    narrow.get_by_role("link", name="Back", exact=True).click()

    narrow.get_by_role("link", name="Download all we hold").click()
    is_well(narrow, "All we hold about you")
    with narrow.expect_download() as download:
        narrow.get_by_role("link", name="Download the file").click()
    download.value.save_as(tmp_path / "mine.json")
    held = json.loads((tmp_path / "mine.json").read_text())
    assert (held["you"]["badge_name"], held["what_you_need"]) == ("Amina", {})

    narrow.get_by_role("link", name="Delete it now").click()
    is_well(narrow, "Delete all we hold about you?")
    press(narrow, "Delete my data")
    is_well(narrow, "Your data is deleted")
    axe(narrow)
    assert not Registration.objects.exists()
