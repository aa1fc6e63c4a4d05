"""Staff take a list away: from the page of lists to a file that opens, at a desk and on a phone."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page

from forum.models import AuditEntry, Event, Host, User
from registrations import breakouts
from registrations.models import Allocation
from tests import every_list
from tests.browser.conftest import Axe, Opener, SignIn, overflow
from tests.factories import ask, make_event, make_registration
from tests.forum.test_spreadsheets import formulas, opened, through_libreoffice
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def forum(transactional_db: None, host: Host) -> Event:
    event = make_event(host, title="Winter casework forum", slug="winter-forum")
    ask(event)
    make_registration(
        event,
        "=1+1",
        email="amina@example.org",
        ill="yes",
        allergens=["sesame"],
        kitchen_name="yes",
        needs_consent=True,
    )
    return event


def texts(path: Path) -> dict[str, list[list[object]]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    return {
        page.title: [list(row) for row in page.iter_rows(min_row=5, values_only=True)]
        for page in book
    }


def take(page: Page, folder: Path) -> Path:
    """Press the button and keep the file that comes."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Make the file").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_staff_take_the_attendee_list_away(
    phone: Page, axe: Axe, sign_in_to: SignIn, staff: User, forum: Event, tmp_path: Path
) -> None:
    """Scripts off, from the first page that staff see."""
    sign_in_to(phone, staff).goto("/organise/")
    phone.get_by_role("link", name="Winter casework forum").click()
    phone.get_by_role("navigation", name="This event").get_by_role("link", name="Lists").click()
    axe(phone)
    phone.get_by_role("link", name="Attendee list").click()
    axe(phone)

    path = take(phone, tmp_path)

    assert path.name == f"{forum.local_start:%Y-%m-%d}_forum_attendees_v1.xlsx"
    assert texts(path)["People"][0][1] == "=1+1"
    assert "amina@example.org" not in str(texts(path))
    assert AuditEntry.objects.get(deed="made a list").who == staff


def test_contact_is_asked_for_with_a_tick_and_a_reason(
    page: Page, axe: Axe, sign_in_to: SignIn, staff: User, forum: Event, tmp_path: Path
) -> None:
    sign_in_to(page, staff).goto("/organise/events/winter-forum/lists/attendees/")
    page.get_by_label("Contact details").check()
    page.get_by_role("button", name="Make the file").click()
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Contact details").is_checked()
    axe(page)
    page.get_by_role("alert").get_by_role("link").click()
    page.keyboard.type("The fire register")
    assert "amina@example.org" in str(texts(take(page, tmp_path)))

    page.goto("/organise/events/winter-forum/lists/")
    assert "Attendee list; Contact details: The fire register" in page.locator("main").inner_text()
    axe(page)


def test_a_needs_lead_takes_the_kitchen_its_named_cards(
    page: Page, axe: Axe, sign_in_to: SignIn, needs_lead: User, forum: Event, tmp_path: Path
) -> None:
    sign_in_to(page, needs_lead).goto("/organise/events/winter-forum/lists/catering/")
    assert "Named cards" not in texts(take(page, tmp_path))
    page.get_by_label("Plates with a name").check()
    page.get_by_label("What is it for").fill("The kitchen asked")
    cards = texts(take(page, tmp_path))["Named cards"]
    assert cards == [["=1+1", "Sesame", "No answer", None]]
    axe(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_pages_of_lists_fit_their_window(
    open_page: Opener, sign_in_to: SignIn, staff: User, forum: Event, width: int
) -> None:
    page = sign_in_to(open_page(width=width), staff)
    for path in ("", "attendees/", "catering/"):
        page.goto(f"/organise/events/winter-forum/lists/{path}")
        assert overflow(page) == 0


def everything_in(content: bytes) -> dict[str, list[tuple[str, object]]]:
    """Each cell that holds something, by sheet; LibreOffice counts times in parts of a day."""
    return {
        page.title: [
            (cell.coordinate, round(cell.value, 6) if cell.data_type == "n" else str(cell.value))
            for row in page.iter_rows()
            for cell in row
            if cell.value not in (None, "")
        ]
        for page in opened(content)
    }


def test_every_list_opens_in_libreoffice_with_every_cell_as_it_was(
    transactional_db: None, tmp_path: Path
) -> None:
    """All of settings.EXPORTS with all additions and hostile words, in one run."""
    world = make_world()
    breakouts.publish(allocation=Allocation.objects.get(event=world.event), by=None)
    every_list.plant_hostile(world)
    made = every_list.fullest(world)

    saved = through_libreoffice(tmp_path, **made)

    assert [kind for kind, content in saved.items() if formulas(content)] == []
    for kind, content in made.items():
        assert everything_in(saved[kind]) == everything_in(content), kind
