"""Breakouts from the choices of 70 people to the reason that one of them reads, in a real browser.

The organiser swaps rooms, puts somebody somewhere, and tells people. Then somebody books late: a
new draft moves nobody, and the late person alone is told.
"""

import random
import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from forum.models import Event, Host, Message, Session, User
from registrations import breakouts, tickets
from registrations.models import Placement, Registration
from tests.browser.conftest import Axe, SignIn, is_well, press
from tests.factories import (
    ask,
    make_event,
    make_registration,
    make_room,
    make_session,
    make_slot,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

TEAM = "/organise/events/spring-forum/breakouts/"
ROUNDS = {
    "First round": {"Housing": "Hall", "Health": "Garden room", "Work": "Library", "Youth": "Loft"},
    "Second round": {"Asylum": "Hall", "Family": "Garden room", "Courts": "Library"},
}
ROOMS = {"Hall": 30, "Garden room": 24, "Library": 24, "Loft": 20}
FIRST_NAMES = [
    "Amina",
    "Bilal",
    "Chen",
    "Dawit",
    "Elif",
    "Farah",
    "Goran",
    "Hodan",
    "Ines",
    "Jamal",
]
LAST_NAMES = ["Ali", "Costa", "Haddad", "Kaya", "Noor", "Petrov", "Wei"]
STEP_FREE = {"access": ["step_free"], "needs_consent": True}


@pytest.fixture
def forum(transactional_db: None, host: Host) -> Event:
    """Two rounds, one of whose rooms is up the stairs: what most who cannot take them want."""
    event = make_event(host, title="Spring casework forum", slug="spring-forum", capacity=90)
    ask(event)
    rooms = {
        name: make_room(event, name=name, capacity=seats, is_step_free=name != "Loft")
        for name, seats in ROOMS.items()
    }
    for number, (title, sessions) in enumerate(ROUNDS.items()):
        starts_at = event.starts_at + timedelta(hours=1 + 2 * number)
        slot = make_slot(event, title=title, starts_at=starts_at)
        for subject, room in sessions.items():
            make_session(event, slot=slot, title=subject, kind="breakout", room=rooms[room])
    return event


def choices(event: Event, rng: random.Random) -> dict[str, list[str]]:
    """Up to three wishes in each slot; the first of each is liked most."""
    found = {}
    for slot in event.slots.all():
        sessions = list(slot.sessions.order_by("title"))
        rng.shuffle(sessions)
        found[str(slot.pk)] = [str(one.pk) for one in sessions[: rng.randint(1, 3)]]
    return found


def seventy(event: Event) -> None:
    """70 people who have chosen; six of them need a way without steps and wish for the Loft."""
    rng = random.Random(70)  # noqa: S311 - made-up people
    youth = Session.objects.get(title="Youth")
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    for number, name in enumerate(names):
        wishes = choices(event, rng)
        needs = {}
        if number % 12 == 0:
            needs = STEP_FREE
            wishes[str(youth.slot_id)] = [str(youth.pk)]
        make_registration(event, name, choices=wishes, **needs)


def seats() -> set[tuple[str, str]]:
    """Who sits where by what people were told."""
    run = breakouts.published(Event.objects.get())
    rows = Placement.objects.filter(allocation=run)
    return set(rows.values_list("registration__badge_name", "session__title"))


def swap_rooms(page: Page, axe: Axe) -> None:
    """The draft proposes to bring the group that some cannot reach downstairs."""
    page.goto(TEAM)
    is_well(page, "70 of 70 people have chosen")
    press(page, "Make a draft")
    is_well(page, "Everyone has a session; look at one room swap first")
    assert "“Youth” goes from Loft to" in page.locator("main").inner_text()
    axe(page)
    press(page, "Swap and run again")
    is_well(page, "Everyone has a session")
    assert "are swapped." in page.get_by_role("status").first.inner_text()
    assert Session.objects.get(title="Youth").room.is_step_free


def put_somewhere(page: Page, axe: Axe) -> str:
    """One person is put into another session with a note; what that changes is read first."""
    press(page, "Check who goes where", "link")
    name = Placement.objects.filter(session__title="Housing", allocation__state="done").first()
    assert name
    person = str(name.registration)
    page.get_by_role("link", name=person, exact=True).first.click()
    is_well(page, f"Move {person}")
    free = page.get_by_role("radio").and_(page.locator(":not(:checked)"))
    free.nth(2).check()
    page.get_by_label("Why").fill("Will take notes there")
    press(page, "See what it changes")
    assert f"{person} goes from “Housing”" in page.get_by_role("status").inner_text()
    axe(page)
    press(page, "Put them there")
    assert "Will take notes there" in page.locator("main").inner_text()
    press(page, "Back to the breakouts", "link")
    press(page, "Run it again")
    return person


def tell(page: Page, axe: Axe) -> None:
    press(page, "Check who goes where", "link")
    press(page, "Go on to telling people", "link")
    is_well(page, "Tell everybody where they go")
    assert "70 emails will be sent." in page.locator("main").inner_text()
    axe(page)
    press(page, "Tell people where they go")
    is_well(page, "People know where they go")


def take_in_who_is_late(page: Page, axe: Axe) -> None:
    page.goto(TEAM)
    is_well(page, "Something changed since people were told")
    press(page, "Make a new draft")
    is_well(page, "Everyone has a session")
    press(page, "See what is new", "link")
    is_well(page, "Nobody is moved")
    shown = page.locator("main").inner_text()
    assert "1 person is new. 70 people stay where they were told." in shown
    assert "1 email will be sent." in shown
    axe(page)
    press(page, "Tell people where they go")


def read_why(phone: Page, person: Registration) -> str:
    phone.goto(f"/b/{tickets.token(person.pk, 'booking', person.link_version)}/")
    return phone.locator("section").filter(has_text="Your sessions").first.inner_text()


def reason(seat: Placement) -> str:
    """What the person reads of the seat that the team gave them."""
    wish = seat.registration.choices.filter(session=seat.session).first()
    names = {1: "first", 2: "second", 3: "third"}
    return f"Your {names[wish.rank]} choice" if wish else "The team placed you here"


def test_seventy_people_are_placed_and_who_comes_late_moves_nobody(
    forum: Event, organiser: User, page: Page, phone: Page, axe: Axe, sign_in_to: SignIn
) -> None:
    seventy(forum)
    sign_in_to(page, organiser)
    swap_rooms(page, axe)
    moved = put_somewhere(page, axe)
    tell(page, axe)
    told = seats()
    assert Message.objects.filter(kind="sessions").count() == 70

    late = make_registration(forum, "Zahra Late")
    take_in_who_is_late(page, axe)
    assert {seat for seat in seats() if seat[0] != str(late)} == told
    assert Message.objects.filter(kind="sessions").count() == 71

    [kept] = Placement.objects.filter(allocation=breakouts.published(forum), is_pinned=True)
    words = read_why(phone, kept.registration)
    assert str(kept.registration) == moved
    assert "Will take notes" not in words
    assert re.search(rf"{kept.session}.*?{reason(kept)}\.", words, re.DOTALL)
    first = Placement.objects.filter(session__title="Youth", registration__badge_name="Amina Ali")
    assert first.exists()
    assert "Your first choice" in read_why(phone, Registration.objects.get(badge_name="Amina Ali"))
