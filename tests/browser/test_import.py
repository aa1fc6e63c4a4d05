"""People are brought in from a pretix and an Eventbrite file: from the page of people and back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forum.models import Event, Host, SealedFile, User
from registrations import needs
from registrations.models import Registration
from tests import import_files as files
from tests.browser.conftest import Axe, SignIn, overflow
from tests.factories import ask, make_event, make_organisation, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def forum(transactional_db: None, host: Host) -> Event:
    event = make_event(host, title="Winter casework forum", slug="winter-forum", capacity=4)
    ask(event)
    make_organisation(host, "Riverside Welcome")
    make_registration(event, "Lena Fox", email="lena@example.org")
    return event


def pretix(folder: Path) -> Path:
    """Two with a place, one who cancelled there, one booked here already, one without an address
    that can be written to."""
    path = folder / "winter-forum_orders.csv"
    rows = [
        files.pretix_row(
            "AAAAA",
            1,
            "Amina Yusuf",
            Attendee_email="amina@example.org",
            Company="Riverside Welcome Ltd",
            Dietary_requirements="Vegan",
        ),
        files.pretix_row("AAAAA", 2, "Samuel Osei", Company="Harbour Advice"),
        files.pretix_row("BBBBB", 1, "Gone Again", Status="canceled"),
        files.pretix_row("CCCCC", 1, "Lena Fox", Attendee_email="lena@example.org"),
        files.pretix_row("DDDDD", 1, "Chen Wei", Attendee_email="chen at example"),
    ]
    path.write_bytes(files.as_csv(files.PRETIX, rows))
    return path


def eventbrite(folder: Path) -> Path:
    """Three people where one place is left."""
    path = folder / "report.xlsx"
    names = [("Dawit", "Tesfay"), ("Elif", "Kaya"), ("Farah", "Noor")]
    rows = [files.eventbrite_row(str(n), *name) for n, name in enumerate(names)]
    path.write_bytes(files.as_workbook(files.EVENTBRITE, rows))
    return path


def hand_in(page: Page, path: Path) -> None:
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Read this file").click()


def people(event: Event) -> list[tuple[str, str, str]]:
    rows = Registration.objects.filter(event=event).order_by("created_at")
    return [
        (one.badge_name, one.state, one.organisation.name if one.organisation else "")
        for one in rows.select_related("organisation")
    ]


def test_organisers_bring_people_in_from_pretix_and_from_eventbrite(
    phone: Page, axe: Axe, sign_in_to: SignIn, organiser: User, forum: Event, tmp_path: Path
) -> None:
    """Scripts off, 360 pixels wide."""
    page = sign_in_to(phone, organiser)
    page.goto("/organise/events/winter-forum/people/")
    page.get_by_role("link", name="Bring people in from a file").click()
    hand_in(page, pretix(tmp_path))
    expect(page.get_by_label("Attendee name", exact=True)).to_have_value("name")
    expect(page.get_by_label("Dietary requirements")).to_have_value("meals")
    assert overflow(page) == 0

    page.get_by_role("button", name="Look what would become of it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 people can be brought in")
    expect(page.get_by_role("row", name="6")).to_contain_text("not “chen at example”")
    expect(page.locator("main")).not_to_contain_text("egan")
    assert overflow(page) == 0
    axe(page)

    page.get_by_role("button", name="Bring 2 people in").click()
    expect(page.get_by_text("Say whether they agreed").first).to_be_visible()
    page.get_by_label("Riverside Welcome Ltd").select_option("The same as Riverside Welcome")
    page.get_by_label("Leave out the row that has errors").check()
    page.get_by_label("Yes, each of them agreed").check()
    page.get_by_role("button", name="Bring 2 people in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 people are in")
    axe(page)

    page.get_by_role("link", name="Bring in another file").click()
    hand_in(page, eventbrite(tmp_path))
    page.get_by_role("button", name="Look what would become of it").click()
    page.get_by_label("Whoever gets no place waits").check()
    page.get_by_role("button", name="Bring 3 people in").click()
    expect(page.locator("main")).to_contain_text("1 has a place, and 2 wait for one")

    assert people(forum) == [
        ("Lena Fox", "confirmed", ""),
        ("Amina Yusuf", "confirmed", "Riverside Welcome"),
        ("Samuel Osei", "confirmed", "Harbour Advice"),
        ("Dawit Tesfay", "confirmed", ""),
        ("Elif Kaya", "waiting", ""),
        ("Farah Noor", "waiting", ""),
    ]
    amina = Registration.objects.get(event=forum, badge_name="Amina Yusuf")
    assert needs.own(amina)["meals"] == ["vegan"]
    assert not SealedFile.objects.exists()
