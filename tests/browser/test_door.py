"""The door on a small telephone with scripts off: find, let in, a second door, take back, add."""

import re

import pytest
from playwright.sync_api import Page

from forum.models import Event, Host, User
from registrations import booking, tickets
from registrations.models import CheckIn, Registration
from tests.browser.conftest import Axe, Opener, SignIn, overflow
from tests.factories import ask, make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)

TOUCH = 48


@pytest.fixture
def forum(transactional_db: None, host: Host) -> Event:
    event = make_event(
        host, title="Winter casework forum", slug="winter-forum", contact_phone="0113 496 0021"
    )
    ask(event, "photo")
    return event


@pytest.fixture
def selam(forum: Event) -> Registration:
    make_registration(forum, "Anselm Okafor")
    return make_registration(
        forum,
        "Selam Tesfay",
        coming_as="staff",
        organisation="Association of Interpreters and Translators in the East Midlands",
    )


def find(page: Page, words: str) -> None:
    page.get_by_label("Name, organisation or code").fill(words)
    page.get_by_role("button", name="Find").click()


def said(page: Page) -> str:
    return " ".join(page.locator(".result").inner_text().split())


def colour(page: Page) -> str:
    return str(page.locator(".result").get_attribute("class"))


def is_well(page: Page, axe: Axe) -> None:
    axe(page)
    box = page.locator("html").bounding_box()
    assert box is not None
    assert box["width"] <= 360


def test_a_volunteer_lets_people_in_by_thumb(
    phone: Page, axe: Axe, sign_in_to: SignIn, door: User, forum: Event, selam: Registration
) -> None:
    sign_in_to(phone, door).goto("/organise/events/winter-forum/door/")
    assert "Selam" not in phone.content()
    is_well(phone, axe)

    find(phone, "sel")
    assert phone.locator(".name").inner_text() == "Selam Tesfay"
    assert "Square marker, NO PHOTO" in phone.locator("main").inner_text()
    button = phone.get_by_role("button", name="Check in Selam Tesfay")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= TOUCH
    # Search, name, marker and button are all in the first screen.
    assert box["y"] + box["height"] <= 740
    is_well(phone, axe)

    button.click()
    assert said(phone) == "Welcome, Selam Tesfay. In. Give: square marker, NO PHOTO."
    assert colour(phone) == "result in"
    assert phone.locator("header").inner_text().split("\n")[-1] == "1 of 2 in"
    is_well(phone, axe)

    phone.reload()
    assert said(phone).startswith("Welcome, Selam Tesfay. In.")
    phone.get_by_role("button", name="Undo").click()
    assert "The check-in is taken back." in phone.locator("main").inner_text()
    assert CheckIn.objects.count() == 0
    is_well(phone, axe)


def test_a_second_telephone_is_told_when_and_by_whom(
    open_page: Opener,
    axe: Axe,
    sign_in_to: SignIn,
    door: User,
    organiser: User,
    selam: Registration,
) -> None:
    """D23: both show the card, both press."""
    phones = [sign_in_to(open_page(width=360, scripts=False), user) for user in (door, organiser)]
    for each in phones:
        each.goto("/organise/events/winter-forum/door/?q=tesfay")
    for each in phones:
        each.get_by_role("button", name="Check in Selam Tesfay").click()
    first, second = phones
    assert colour(first) == "result in"
    assert colour(second) == "result look"
    words = r"Already in at [\d.]+ (am|pm|noon|midnight) Dara Door let them in today\."
    assert re.fullmatch(words, said(second))
    assert CheckIn.objects.count() == 1
    is_well(second, axe)


def test_every_result_has_a_shape_and_words_beside_its_colour(
    phone: Page, axe: Axe, sign_in_to: SignIn, door: User, forum: Event, selam: Registration
) -> None:
    booking.cancel(registration=selam)
    sign_in_to(phone, door).goto("/organise/events/winter-forum/door/?q=tesfay")
    assert "Cancelled on" in said(phone)
    is_well(phone, axe)
    find(phone, "zzzz")
    assert "Not found" in said(phone)
    assert phone.locator(".result svg path").count() == 1
    is_well(phone, axe)


def test_the_link_in_the_code_opens_the_card_for_the_door_alone(
    phone: Page, open_page: Opener, axe: Axe, sign_in_to: SignIn, door: User, selam: Registration
) -> None:
    link = tickets.ticket_path(selam)
    phone.goto(link)
    assert phone.get_by_role("heading", level=1).inner_text() == "This is a ticket for the door"
    assert "Selam" not in phone.content()
    assert "Winter" not in phone.content()
    is_well(phone, axe)

    at_door = sign_in_to(open_page(width=360, scripts=False), door)
    at_door.goto(link)
    assert at_door.locator(".name").inner_text() == "Selam Tesfay"
    assert CheckIn.objects.count() == 0


def test_somebody_who_has_not_booked_is_added(
    phone: Page, axe: Axe, sign_in_to: SignIn, door: User, forum: Event
) -> None:
    sign_in_to(phone, door).goto("/organise/events/winter-forum/door/")
    phone.get_by_role("link", name="Add someone who has not booked").click()
    phone.get_by_role("button", name="Add and check in").click()
    assert phone.get_by_role("alert").get_by_role("link").inner_text() == (
        "Enter a name for the badge"
    )
    is_well(phone, axe)
    phone.get_by_label("Name for the badge").fill("Yaw Mensah")
    phone.get_by_role("button", name="Add and check in").click()
    assert said(phone).startswith("Welcome, Yaw Mensah. In.")
    assert Registration.objects.get().is_walk_in


@pytest.mark.parametrize("name", ["Wolfeschlegelsteinhausenbergerdorff" * 2, "فرح الخطيب"])
def test_long_and_mirrored_names_stay_inside_the_window(
    open_page: Opener, sign_in_to: SignIn, door: User, forum: Event, name: str
) -> None:
    person = make_registration(forum, name)
    page = sign_in_to(open_page(width=360), door)
    page.goto(f"/organise/events/winter-forum/door/{person.pk}/")
    assert overflow(page) == 0
    page.get_by_role("button", name="Check in").click()
    assert overflow(page) == 0
