"""People who come together, on a very narrow telephone with scripts off: booked, offered, apart."""

import pytest
from playwright.sync_api import Page

from forum.models import Event, Host
from registrations import booking, companions, tickets
from registrations.models import Registration
from registrations.models.registrations import State
from tests.browser.conftest import Axe, is_well, press
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(transactional_db: None, host: Host) -> Event:
    return make_event(host, title="Winter casework forum", slug="winter", capacity=2)


def fill(page: Page, name: str, phone: str) -> None:
    page.goto("/e/winter/register/")
    page.get_by_label("What name should be on your badge?").fill(name)
    page.get_by_label("Text or phone call", exact=True).check()
    page.get_by_label("If by text or phone call, the number").fill(phone)
    page.get_by_label("I have read how we treat each other at this event").check()


def test_a_pair_at_a_full_event_is_offered_both_places_or_none(
    narrow: Page, axe: Axe, event: Event
) -> None:
    others = [make_registration(event, "Ama"), make_registration(event, "Bo")]
    fill(narrow, "Amina", "0113 496 0000")
    narrow.get_by_label("Does somebody come with you?").select_option("One person")
    press(narrow, "Join the waiting list")
    is_well(narrow, "Who comes with you")
    press(narrow, "Join the waiting list")
    is_well(narrow, "Who comes with you")
    assert narrow.get_by_role("alert").count() == 1
    narrow.get_by_label("What name should be on their badge?").fill("Kofi")
    narrow.get_by_label("A child").check()
    press(narrow, "Join the waiting list")
    is_well(narrow, "You are on the waiting list, Amina")
    booking.cancel(registration=others[0])
    amina = Registration.objects.get(badge_name="Amina")
    [kofi] = companions.of(amina)
    assert {amina.state, kofi.state} == {State.WAITING}
    booking.cancel(registration=others[1])
    narrow.goto(tickets.offer_path(amina))
    is_well(narrow, "Places are free for Amina and Kofi")
    axe(narrow)
    press(narrow, "Take both places")
    is_well(narrow, "You have a place, Amina")
    assert Registration.objects.confirmed().count() == 2
    narrow.get_by_role("link", name="Open the booking of Kofi").click()
    is_well(narrow, "You have a place, Kofi")
    axe(narrow)
    narrow.go_back()
    narrow.get_by_role("link", name="Print a slip for each").click()
    is_well(narrow, "Slips to print")
    narrow.go_back()
    narrow.get_by_role("link", name="Add somebody").click()
    is_well(narrow, "Who comes with you?")
    narrow.goto(tickets.booking_path(amina) + "cancel/")
    is_well(narrow, "Cancel your place?")
    narrow.get_by_label("Only me: the others keep their places").check()
    press(narrow, "Cancel as I chose")
    is_well(narrow, "You cancelled your booking, Amina")
    assert Registration.objects.get(pk=kofi.pk).has_a_place


def test_two_people_share_one_phone_and_neither_sees_the_other(narrow: Page, event: Event) -> None:
    for name in ("Zora", "Musa"):
        fill(narrow, name, "0113 496 0000")
        press(narrow, "Book my place")
        is_well(narrow, f"You have a place, {name}")
        narrow.get_by_role("link", name="Open your booking").click()
        is_well(narrow, f"You have a place, {name}")
    zora, musa = (Registration.objects.get(badge_name=name) for name in ("Zora", "Musa"))
    assert zora.phone == musa.phone
    for one, other in ((zora, musa), (musa, zora)):
        narrow.goto(tickets.booking_path(one))
        shown = narrow.content()
        assert other.badge_name not in shown
        assert other.code not in shown
