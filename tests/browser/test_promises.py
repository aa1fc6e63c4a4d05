"""What was asked for is arranged, and its person reads so: 320 pixels wide, with scripts off."""

import pytest
from playwright.sync_api import Page

from forum.models import Event, Host, Message, User
from registrations import tickets
from registrations.models import Registration
from tests.browser.conftest import Axe, Opener, SignIn, is_well, press
from tests.factories import ask, make_event, make_registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(transactional_db: None, host: Host, needs_lead: User) -> Registration:
    event: Event = make_event(host, title="Winter casework forum", slug="winter-forum")
    ask(event, owner=needs_lead)
    return make_registration(
        event,
        "Alice",
        email="alice@example.org",
        interpreter="spoken",
        interpreter_language="Tigrinya",
        childcare="yes",
        children={"under_2": 1},
        needs_consent=True,
    )


def test_a_needs_lead_arranges_and_the_person_reads_it(
    narrow: Page,
    open_page: Opener,
    axe: Axe,
    alice: Registration,
    needs_lead: User,
    sign_in_to: SignIn,
) -> None:
    lead = sign_in_to(narrow, needs_lead)
    lead.goto("/organise/events/winter-forum/")
    lead.get_by_role("link", name="Needs", exact=True).click()
    is_well(lead, "2 things to arrange")
    lead.get_by_role("link", name="Alice: interpreter").click()
    is_well(lead, "Interpreter for Alice")

    lead.get_by_label("Cannot do").check()
    press(lead, "Save")
    is_well(lead, "Interpreter for Alice")
    assert lead.get_by_role("alert").get_by_role("link").all_inner_texts() == [
        "Say why, and what they can do instead: it is what they read"
    ]
    lead.get_by_label("Arranged").check()
    lead.get_by_label("What they read about it").fill("Room 2")
    press(lead, "Show what they would read")
    is_well(lead, "Interpreter for Alice")
    read = "Arranged: interpreter (Tigrinya), room 2"
    assert read in lead.inner_text("main")
    press(lead, "Save")

    is_well(lead, "1 thing to arrange")
    axe(lead)
    lead.get_by_role("link", name="Gathered by language").click()
    is_well(lead, "Needs, gathered")
    assert [row.kind for row in Message.objects.all()] == ["page_news"]

    person = open_page(width=320, height=640, scripts=False)
    person.goto(tickets.booking_path(alice))
    is_well(person, "You have a place, Alice")
    axe(person)
    assert read in person.inner_text("main")
