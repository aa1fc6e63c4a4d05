"""A place that is offered, on a very narrow telephone with scripts off: taken, and let go."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from forum import outbox
from forum.models import Event, Host
from registrations import booking
from registrations.models import Registration
from tests.browser.conftest import Axe, is_well, press
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full(transactional_db: None, host: Host) -> Event:
    """One place, that Ama has; Zora and then Musa wait for it."""
    event = make_event(
        host, title="Winter casework forum", slug="winter", capacity=1, contact_phone="0113 4960021"
    )
    for name in ("Ama", "Zora", "Musa"):
        make_registration(event, name, email=f"{name.lower()}@example.org")
    return event


def mailed_link(to: str, settings: object) -> str:
    """The link of the last mail to somebody."""
    outbox.send_due()
    folder = Path(settings.EMAIL_FILE_PATH)  # type: ignore[attr-defined]
    mails = [path.read_text().replace("=\n", "") for path in sorted(folder.iterdir())]
    links = [re.findall(r"https?://\S+(/b/[\w-]{43}/offer/)", mail) for mail in mails if to in mail]
    return str([link for found in links for link in found][-1])


def test_one_lets_an_offer_go_and_the_next_takes_it(
    narrow: Page, axe: Axe, full: Event, settings: object
) -> None:
    booking.cancel(registration=Registration.objects.get(badge_name="Ama"))

    narrow.goto(mailed_link("zora@example.org", settings))
    is_well(narrow, "A place is free for you, Zora")
    assert "It is held for you until" in narrow.inner_text("main")
    assert narrow.get_by_label("Keep me on the waiting list, where I stand now").is_checked()
    press(narrow, "Let it go")
    is_well(narrow, "You are on the waiting list, Zora")
    assert "You let this place go." in narrow.inner_text("main")
    narrow.go_back()
    narrow.reload()
    is_well(narrow, "This place is not held for you any more, Zora")

    narrow.goto(mailed_link("musa@example.org", settings))
    is_well(narrow, "A place is free for you, Musa")
    press(narrow, "Take the place")
    is_well(narrow, "You have a place, Musa")
    axe(narrow)
    states = dict(Registration.objects.values_list("badge_name", "state"))
    assert states == {"Ama": "cancelled", "Zora": "waiting", "Musa": "confirmed"}


def test_one_comes_off_the_list_from_the_booking_page(
    narrow: Page, axe: Axe, full: Event, settings: object
) -> None:
    booking.cancel(registration=Registration.objects.get(badge_name="Ama"))
    narrow.goto(mailed_link("zora@example.org", settings).removesuffix("offer/"))
    is_well(narrow, "A place is free for you, Zora")
    narrow.get_by_role("link", name="Take it or let it go").click()
    narrow.get_by_label("Take me off the list: I am not coming").check()
    press(narrow, "Let it go")
    is_well(narrow, "You cancelled your booking, Zora")
    axe(narrow)
    states = dict(Registration.objects.values_list("badge_name", "state"))
    assert states == {"Ama": "cancelled", "Zora": "cancelled", "Musa": "offered"}
