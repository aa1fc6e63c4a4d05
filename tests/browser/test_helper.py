"""A caseworker on a small telephone, 320 pixels wide with scripts off, registers five people."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forum.models import Event, Host, Message
from registrations import needs
from registrations.models import Consent, Registration
from tests.browser.conftest import Axe, is_well, press
from tests.factories import ask, make_event

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ["Amina Warsame", "Bilal Haddad", "Nguyễn Thị Minh Khai", "Dawit Tesfay", "فرح نور"]


@pytest.fixture
def asked(transactional_db: None, host: Host, needs_lead: object) -> Event:
    event: Event = make_event(host, title="Winter casework forum", slug="winter-forum", capacity=4)
    ask(event, "food", "allergy", "access", owner=needs_lead)
    return event


def test_five_people_in_one_table_and_a_slip_for_each(
    narrow: Page, axe: Axe, asked: Event, tmp_path: Path
) -> None:
    narrow.goto(f"/e/{asked.slug}/")
    narrow.get_by_role("link", name="Registering people you support?").click()
    is_well(narrow, "Register people you support")
    narrow.get_by_label("Your name").fill("Robin Vale")
    narrow.get_by_label("Your email address").fill("robin@support.example")
    press(narrow, "Open my page")
    is_well(narrow, "People you support")
    expect(narrow.get_by_text("Nobody added yet.")).to_be_visible()

    narrow.get_by_role("link", name="Add people").click()
    is_well(narrow, "Add people")
    for number, name in enumerate(NAMES, start=1):
        row = narrow.get_by_role("group", name=f"Person {number}", exact=True)
        row.get_by_label("Name for the badge").fill(name)
    first = narrow.get_by_role("group", name="Person 1", exact=True)
    first.get_by_text("Food of person 1").click()
    first.get_by_label("Vegan").check()
    first.get_by_label("Something to arrange").fill("A chair by the door")
    press(narrow, "Book these people")

    is_well(narrow, "Add people")  # with what is missing, and what was typed
    axe(narrow)
    assert narrow.get_by_role("alert").get_by_role("link").count() == 2
    assert not Registration.objects.exists()
    assert first.get_by_label("Name for the badge").input_value() == NAMES[0]
    expect(first.get_by_label("Vegan")).to_be_checked()
    narrow.get_by_label("All of them told me themselves").check()
    narrow.get_by_label("I have told them how we treat each other").check()
    press(narrow, "Book these people")

    is_well(narrow, "People you support")
    axe(narrow)
    shown = narrow.inner_text("main")
    assert "4 people have a place. 1 person is on the waiting list" in shown
    booked = list(Registration.objects.order_by("booked_at"))
    assert [one.badge_name for one in booked] == NAMES
    assert len({one.code for one in booked}) == 5
    assert needs.own(booked[0])["access_other"] == "A chair by the door"
    assert set(Consent.objects.values_list("through_helper", flat=True)) == {True}
    assert [row.kind for row in Message.objects.order_by("created_at")] == [
        "helper_page",
        "helper_copy",
    ]

    narrow.get_by_role("link", name="Print all slips").click()
    is_well(narrow, "Slips to print")
    slips = narrow.locator(".slips > li")
    assert slips.count() == 5
    for one, slip in zip(booked, slips.all(), strict=True):
        assert one.code in slip.inner_text()
    narrow.emulate_media(media="print")
    expect(narrow.get_by_role("heading", level=1)).to_be_hidden()
    expect(slips.first).to_be_visible()
    sheet = tmp_path / "slips.pdf"
    narrow.pdf(path=sheet, format="A4")
    assert sheet.read_bytes().count(b"/Type /Page\n") == 1  # six to a sheet
    narrow.emulate_media(media="screen")

    narrow.get_by_role("link", name="Back to your list").click()
    narrow.get_by_role("link", name="Open their booking of Bilal Haddad").click()
    is_well(narrow, "You have a place, Bilal Haddad")
    assert "We reach you through Robin Vale" in narrow.inner_text("main")
