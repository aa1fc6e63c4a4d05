"""From the button that publishes to the chart of what people talked about, in a real browser.

One organiser, one participant on a telephone with scripts off, a volunteer at the door, and staff.
The other people of the day come in by the deeds that the pages use.
"""

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from feedback import ballots, codes
from feedback.models import BallotBox, Comment, Recap
from forum import outbox
from forum.models import Event, Host, User
from registrations import check_in, figures
from registrations.models import Placement, Registration
from tests.browser.conftest import Axe, SignIn, overflow, pick
from tests.factories import (
    ask,
    make_event,
    make_registration,
    make_room,
    make_series,
    make_session,
    make_slot,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(480)]

TEAM = "/organise/events/summer-forum"
OTHERS = ["Bilal", "Chen", "Dawit", "Elif", "Farah", "Goran", "Hodan", "Ines", "Jamal", "Khadra"]


@pytest.fixture
def forum(transactional_db: None, host: Host) -> Event:
    """A draft with all that publishing asks for: two rounds of two groups each."""
    host.contact_name, host.contact_email = "Nadia Rahman", "forum@harbour.example"
    host.save()
    event = make_event(
        host,
        title="Summer casework forum",
        slug="summer-forum",
        published=False,
        capacity=40,
        series=make_series(host, title="Casework forums"),
        summary="A day for caseworkers.",
        exact_place="The Lantern Hall, 4 Mill Street",
        getting_in="Step-free from the street.",
        agreement="We listen to each other.",
        languages=["en"],
        contact_phone="0113 496 0021",
    )
    ask(event, "organisation")
    rooms = [make_room(event, name=name, capacity=20) for name in ("Hall", "Loft")]
    for hour, title in ((1, "Morning groups"), (3, "Afternoon groups")):
        starts_at = event.starts_at + timedelta(hours=hour)
        slot = make_slot(
            event, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
        for room, subject in zip(rooms, ("Housing", "Legal aid"), strict=True):
            make_session(
                event,
                slot=slot,
                room=room,
                title=f"{subject}, {title.split()[0].lower()}",
                kind="breakout",
                max_places=8,
            )
    return event


class Walk:
    """Somebody going through pages; each page met is held against its own width.

    What axe finds is asked of every page in test_accessibility, and here where a page stands in a
    way that it has nowhere else.
    """

    def __init__(self, page: Page, axe: Axe, site: str) -> None:
        self.page, self.axe, self.site = page, axe, site

    def see(self, heading: str) -> None:
        """The page is the one it says, and nothing is cut off."""
        assert self.page.get_by_role("heading", level=1).inner_text() == heading
        assert overflow(self.page) == 0

    def go(self, path: str, heading: str) -> None:
        self.page.goto(path)
        self.see(heading)

    def press(self, words: str, heading: str, *, role: Any = "button") -> None:
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=words, exact=True).first.click()
        self.see(heading)

    def fill(self, words: str, text: str) -> None:
        self.page.get_by_label(words, exact=True).fill(text)

    def pick(self, question: str, answer: str) -> None:
        pick(self.page, question, answer)

    @property
    def said(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


def move(event: Event, ended: timedelta) -> None:
    """Let time pass: the event ended so long ago (before now), with its programme."""
    event.refresh_from_db()
    by = timezone.now() - ended - event.ends_at
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at + by, ends_at=event.ends_at + by
    )
    for slot in event.slots.all():
        slot.starts_at, slot.ends_at = slot.starts_at + by, slot.ends_at + by
        slot.save()
    event.refresh_from_db()


def others_book(event: Event) -> list[Registration]:
    wishes = {
        str(slot.pk): [
            str(pk) for pk in slot.sessions.order_by("title").values_list("pk", flat=True)
        ]
        for slot in event.slots.all()
    }
    return [
        make_registration(
            event,
            name,
            coming_as="staff",
            organisation=f"{name} House" if number % 2 else "Riverside Welcome",
            reach="local",
            choices=wishes,
        )
        for number, name in enumerate(OTHERS)
    ]


def others_answer(event: Event, count: int) -> None:
    for number, code in enumerate(codes.make(event=event, count=count)):
        answers = {
            "useful": "very",
            "welcome": "strongly",
            "take_back": f"We will ask for legal aid earlier, as table {number} did.",
            "share": "words",
        }
        ballots.cast(event=event, code=code, answers=answers)


def test_from_publishing_to_what_it_adds_up_to(
    open_page: Any,
    phone: Page,
    page: Page,
    axe: Axe,
    site: str,
    sign_in_to: SignIn,
    forum: Event,
    organiser: User,
    door: User,
    staff: User,
    tmp_path: Path,
    settings: Any,
) -> None:
    team = Walk(sign_in_to(page, organiser), axe, site)
    guest = Walk(phone, axe, site)

    publish(team)
    link = register(guest, forum, settings)
    others_book(forum)
    place(team, guest, link)
    come(forum, axe, site, sign_in_to(open_page(width=360, scripts=False), door))
    staff_take_lists(Walk(sign_in_to(open_page(), staff), axe, site), tmp_path)
    slips = ask_how_it_was(team, forum)
    answer(guest, slips)
    others_answer(forum, 10)
    close(team)
    read_for_themes(team)
    tell(team, guest)
    add_up(team, forum)


def publish(team: Walk) -> None:
    team.go(f"{TEAM}/publish/", "Publish Summer casework forum")
    team.page.get_by_role("button", name="Publish the event").click()
    team.axe(team.page)
    team.go(f"{TEAM}/breakouts/", "Nobody has a place yet")


def register(guest: Walk, forum: Event, settings: Any) -> str:
    """On one page, with a first and a second choice in the morning and none in the afternoon."""
    guest.go("/e/summer-forum/", "Summer casework forum")
    guest.press("Book a place", "Book a place", role="link")
    guest.fill("What name should be on your badge?", "Amina")
    guest.pick("How can we reach you about this event?", "Email")
    guest.fill("If by email, your email address", "amina@example.org")
    guest.pick("Are you coming with an organisation or group?", "Yes, I work there")
    guest.fill("If yes, what is it called?", "Harbour Lights")
    morning = guest.page.get_by_role("group", name=re.compile("Morning groups"))
    for _ in range(2):  # the same session twice is said, and nothing is lost
        morning.get_by_label("First choice").select_option("Legal aid, morning")
        morning.get_by_label("Second choice").select_option("Legal aid, morning")
    guest.page.get_by_label("I have read how we treat each other at this event").check()
    guest.press("Book my place", "Book a place")
    assert guest.page.title().startswith("Error: ")
    morning.get_by_label("Second choice").select_option("Housing, morning")
    guest.press("Book my place", "Check your email")
    outbox.send_due()
    return private_link(settings, "Summer casework forum")


def private_link(settings: Any, words: str) -> str:
    mails = [path.read_text() for path in Path(settings.EMAIL_FILE_PATH).iterdir()]
    found = [re.search(r"https?://\S+(/b/[\w-]{43}/)", mail.replace("=\n", "")) for mail in mails]
    links = {match[1] for match in found if match}
    assert len(links) == 1, words
    return links.pop()


def place(team: Walk, guest: Walk, link: str) -> None:
    guest.go(link, "You have a place, Amina")
    assert "Legal aid, morning" in guest.said
    team.go(f"{TEAM}/breakouts/", "11 of 11 people have chosen")
    team.press("Make a draft", "Everyone has a session")
    assert "Legal aid, morning" in team.said
    assert Placement.objects.count() == 22
    guest.go(link, "You have a place, Amina")
    assert "first choice." not in guest.said  # nobody is told before it is published
    team.press("Check who goes where", "Check who goes where", role="link")
    team.press("Go on to telling people", "Tell everybody where they go", role="link")
    team.press("Tell people where they go", "People know where they go")
    guest.go(link, "You have a place, Amina")
    assert "Your first choice." in guest.said


def come(forum: Event, axe: Axe, site: str, page: Page) -> None:
    """The guest is let in by thumb; the others by the deed behind the button, but for one."""
    move(forum, ended=-timedelta(hours=2))
    walk = Walk(page, axe, site)
    page.goto(f"{TEAM}/door/")
    axe(page)
    walk.fill("Name, organisation or code", "Amina")
    page.get_by_role("button", name="Find").click()
    axe(page)
    page.get_by_role("button", name="Check in Amina").click()
    axe(page)
    rows = Registration.objects.filter(event=forum, badge_name__in=OTHERS[:-1])
    for row in rows:
        check_in.check_in(registration=row, by=None, scan_id=uuid.uuid4())


def staff_take_lists(staff: Walk, folder: Path) -> None:
    staff.page.goto(f"{TEAM}/lists/sessions/")
    staff.axe(staff.page)
    with staff.page.expect_download() as coming:
        staff.page.get_by_role("button", name="Make the file").click()
    coming.value.save_as(folder / "sessions.xlsx")
    assert (folder / "sessions.xlsx").stat().st_size > 5_000


def ask_how_it_was(team: Walk, forum: Event) -> list[str]:
    """Planned and opened by hand; slips, of which one is handed to the guest."""
    move(forum, ended=timedelta(hours=3))
    team.go(f"{TEAM}/answers/", "Nobody is asked how it was yet")
    team.press("Plan feedback", "When are people asked how it was?", role="link")
    team.page.get_by_role("button", name="Save the dates").click()
    team.axe(team.page)
    if not BallotBox.objects.get().is_open:
        team.page.get_by_role("button", name="Open it now").click()
    assert BallotBox.objects.get().is_open
    team.axe(team.page)
    team.go(f"{TEAM}/answers/slips/", "Print slips with codes")
    team.page.get_by_role("spinbutton").fill("2")
    team.press("Make the slips", "Print this page now")
    slips = re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", team.page.inner_text("main"))
    assert len(set(slips)) == 2
    return slips


def answer(guest: Walk, slips: list[str]) -> None:
    """Without script: a wrong code, an empty sheet, then the answers; the code works once."""
    guest.go("/f/summer-forum/", "How was it?")
    guest.fill("Your code", "AAAA-BBBB-CCCC-DDDD")
    guest.pick("Could you take part fully?", "Yes")
    guest.press("Send my answers", "How was it?")
    assert guest.page.title().startswith("Error: ")
    assert (
        guest.page.get_by_role("group", name="Could you take part fully?")
        .get_by_label("Yes", exact=True)
        .is_checked()
    )
    guest.fill("Your code", slips[0].lower().replace("-", " "))
    guest.page.get_by_label("What will you do differently, or take back to your group?").fill(
        "I will ring the other caseworkers before the deadline."
    )
    guest.pick("May we share these words?", "Yes, without any name")
    guest.press("Send my answers", "Thank you. Your answers are sealed")
    assert re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", guest.said)
    guest.go("/f/summer-forum/", "How was it?")
    guest.fill("Your code", slips[0])
    guest.pick("Could you take part fully?", "Yes")
    guest.press("Send my answers", "How was it?")
    assert guest.page.title().startswith("Error: ")


def close(team: Walk) -> None:
    assert Comment.objects.count() == 0
    team.go(f"{TEAM}/answers/close/", "Close feedback for good?")
    team.page.get_by_role("button", name="Close feedback").click()
    team.page.wait_for_url(f"**{TEAM}/answers/")
    team.axe(team.page)
    assert BallotBox.objects.get().ballots == 11
    assert "I will ring the other caseworkers before the deadline." in team.said


def read_for_themes(team: Walk) -> None:
    """The first theme is added on the spot; then each is kept with two keys."""
    team.go(f"{TEAM}/answers/notes/", "No notes yet")
    team.page.get_by_role("textbox").first.fill("Two groups asked for interpreters at tribunals.")
    team.press("Keep the note", "One note")
    team.go(f"{TEAM}/answers/coding/", "0 of 12 read")
    team.page.get_by_label("Name of the theme").fill("Legal aid")
    team.press("Keep and go on", "1 of 12 read")
    for read in range(2, 8):
        team.page.keyboard.press("1")
        with team.page.expect_navigation():
            team.page.keyboard.press("0")
        assert team.page.get_by_role("heading", level=1).inner_text() == f"{read} of 12 read"
    for _ in range(5):
        with team.page.expect_navigation():
            team.page.get_by_role("button", name="No theme fits").click()
    team.axe(team.page)
    assert Comment.objects.filter(is_coded=False).count() == 0


def tell(team: Walk, guest: Walk) -> None:
    guest.go("/e/summer-forum/recap/", "We are still writing this")
    team.go(f"{TEAM}/recap/", "Tell people what came of it")
    team.fill("Title", "Eleven people and a list of deadlines")
    team.page.get_by_role("group", name="Which words will you show?").get_by_role(
        "checkbox"
    ).first.check()
    team.fill("Who cooked? (optional)", "Ruth’s Table")
    team.press("Keep it and see the page", "Eleven people and a list of deadlines")
    team.press("Publish the recap", "The recap is published")
    assert Recap.objects.get().is_published
    guest.go("/e/summer-forum/recap/", "Eleven people and a list of deadlines")
    assert "Ruth’s Table" in guest.said
    shown = guest.page.locator("picture img")
    assert shown.count() == 1
    guest.go("/e/summer-forum/", "Summer casework forum")
    assert guest.page.locator('a[href="/e/summer-forum/recap/"]').is_visible()


def add_up(team: Walk, forum: Event) -> None:
    figures.refresh(forum)
    team.go("/organise/hosts/harbour-network/analysis/", "What our events add up to")
    assert "10 of the 11 who booked came" in team.said
    pictures = team.page.locator("main picture img")
    assert pictures.count() >= 2
    for number in range(pictures.count()):
        assert pictures.nth(number).evaluate("image => image.complete && image.naturalWidth > 0")
        assert len(pictures.nth(number).get_attribute("alt") or "") >= 40
