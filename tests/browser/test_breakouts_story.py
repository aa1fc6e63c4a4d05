"""Breakouts from the choices of the demo's people to the reason that one reads, in a real browser.

The organiser swaps rooms, puts somebody somewhere, and tells people. Then somebody registers late
on a telephone: a new draft moves nobody, and the late person alone is told.
"""

import random
import re
from collections import Counter

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from analysis.demo import coming, people, stage, teams, words
from forum.models import Event, Message, Room, Session, User
from registrations import breakouts, tickets
from registrations.breakouts import lists, rows
from registrations.models import Allocation, BreakoutChoice, Needs, Placement, Registration
from tests.browser.conftest import Axe, SignIn, is_well, pick, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

TEAM = "/organise/events/casework-forum-manchester/breakouts/"


@pytest.fixture
def forum(transactional_db: None) -> Event:
    """The demo's forum to come, with what its people chose and before any draft."""
    rng = random.Random(2024)  # noqa: S311 - made-up people
    scene = stage.Stage(rng, timezone.now(), people.crowd(rng))
    team = teams.millrace(teams.Hashed(), scene.now)
    show = coming.casework_forum(scene, team, teams.series(team.host, *words.SERIES[0]))
    Allocation.objects.all().delete()
    choose_too(show.event)
    return show.event


def choose_too(event: Event) -> None:
    """Two more of those who left it open choose, so that at least 70 have."""
    slot = rows.load(event).rounds[0]
    undecided = Registration.objects.confirmed().filter(choices=None, kind="participant")
    for person in undecided.filter(with_whom=None).order_by("booked_at")[:2]:
        wishes = {slot.key: [str(one.pk) for one in slot.sessions[:2]]}
        breakouts.choose(registration=person, wishes=wishes)


@pytest.fixture
def organiser(forum: Event) -> User:
    return User.objects.get(email="organiser@millrace.example")


@pytest.fixture
def upstairs(forum: Event) -> Session:
    """The session most wanted is in the one room by steps; six who want it cannot climb them."""
    first = rows.load(forum).rounds[0]
    liked = Counter(
        BreakoutChoice.objects.filter(rank=1, slot=first.slot).values_list("session", flat=True)
    )
    session = Session.objects.get(pk=liked.most_common(1)[0][0])
    Room.objects.filter(event=forum).update(is_step_free=True)
    Room.objects.filter(pk=session.room_id).update(is_step_free=False)
    wanting = Registration.objects.confirmed().filter(choices__session=session, choices__rank=1)
    for one in Needs.objects.filter(registration__in=wanting).order_by("registration_id")[:6]:
        one.answers = {**one.answers, "access": ["step_free"], "needs_consent": True}
        one.save()
    return session


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def seats(forum: Event) -> set[tuple[str, str]]:
    """Who sits where by what people were told."""
    rows = Placement.objects.filter(allocation=breakouts.published(forum))
    return set(rows.values_list("registration__code", "session__title"))


def swap_rooms(page: Page, axe: Axe, upstairs: Session) -> None:
    """The draft proposes to bring the group that some cannot reach downstairs."""
    page.goto(TEAM)
    chosen, placed = map(int, re.findall(r"\d+", heading(page)))
    assert 70 <= chosen <= placed
    press(page, "Make a draft")
    assert "room swap" in heading(page)
    proposed = page.locator("#swaps li").filter(has_text=f"“{upstairs.title}” goes from").first
    assert "and becomes step-free" in proposed.inner_text()
    axe(page)
    with page.expect_navigation():
        proposed.get_by_role("button", name="Swap and run again").click()
    assert "are swapped." in page.get_by_role("status").first.inner_text()
    upstairs.refresh_from_db()
    assert upstairs.room is not None
    assert upstairs.room.is_step_free


def may_be_moved(person: Registration) -> bool:
    """Somebody who comes alone, leads nothing, and can be in any room."""
    return not (
        person.needs.answers.get("access")
        or person.with_whom_id
        or person.facilitations.exists()
        or Registration.objects.filter(with_whom=person).exists()
    )


def put_somewhere(page: Page, axe: Axe) -> Registration:
    """One person is put into another session with a note; what that changes is read first."""
    press(page, "Check who goes where", "link")
    draft = Allocation.objects.get(state="done")
    where = lists.of(draft, draft.event)[0]
    to = next(one for one in where.sessions if not one.is_full)
    moved, now_in = next(
        (seat.person, one.session)
        for one in where.sessions
        for seat in one.seats
        if one is not to and may_be_moved(seat.person)
    )
    page.goto(f"{TEAM}people/{moved.pk}/{where.round.slot.pk}/")
    is_well(page, f"Move {moved}")
    page.get_by_label(f"{to.session.title}, ").check()
    page.get_by_label("Why").fill("Will take notes there")
    press(page, "See what it changes")
    assert f"{moved} goes from “{now_in}”" in page.get_by_role("status").inner_text()
    axe(page)
    press(page, "Put them there")
    assert "Will take notes there" in page.locator("main").inner_text()
    press(page, "Back to the breakouts", "link")
    press(page, "Run it again")
    return moved


def tell(page: Page, axe: Axe) -> None:
    press(page, "Check who goes where", "link")
    press(page, "Go on to telling people", "link")
    is_well(page, "Tell everybody where they go")
    axe(page)
    [promised] = re.findall(r"(\d+) emails will be sent", page.locator("main").inner_text())
    press(page, "Tell people where they go")
    is_well(page, "People know where they go")
    assert Message.objects.filter(kind="sessions").count() == int(promised)


def register_late(phone: Page) -> Registration:
    """Through the form, page by page, with nothing that can be left out."""
    phone.goto("/e/casework-forum-manchester/")
    press(phone, "Book a place", "link")
    press(phone, "Start")
    phone.get_by_label("What name should be on your badge?").fill("Zahra Late")
    pick(phone, "How can we reach you about this event?", "Email")
    phone.get_by_label("If by email, your email address").fill("zahra@example.org")
    press(phone, "Save and go on")
    for _page in range(9):
        if heading(phone) == "Check your answers":
            break
        assert "session" not in heading(phone), "choosing has closed"
        agreed = phone.get_by_label("I have read how we treat each other at this event")
        if agreed.count():
            agreed.check()
        alone = phone.get_by_label("No, I am coming as myself")
        if alone.count():
            alone.check()
        press(phone, "Save and go on")
    press(phone, "Book my place")
    return Registration.objects.confirmed().get(badge_name="Zahra Late")


def take_in_who_is_late(page: Page, axe: Axe, others: int) -> None:
    page.goto(TEAM)
    is_well(page, "Something changed since people were told")
    press(page, "Make a new draft")
    press(page, "See what is new", "link")
    is_well(page, "Nobody is moved")
    shown = page.locator("main").inner_text()
    assert f"1 person is new. {others} people stay where they were told." in shown
    assert "1 email will be sent." in shown
    axe(page)
    press(page, "Tell people where they go")


def read_why(phone: Page, person: Registration) -> str:
    phone.goto(tickets.booking_path(person))
    mine = phone.get_by_role("heading", name="Your sessions")
    return phone.locator("section").filter(has=mine).inner_text()


def reason(seat: Placement) -> str:
    """What the person reads of the seat that the team gave them."""
    wish = seat.registration.choices.filter(session=seat.session).first()
    names = {1: "first", 2: "second", 3: "third"}
    return f"Your {names[wish.rank]} choice" if wish else "The team placed you here"


def test_seventy_people_are_placed_and_who_comes_late_moves_nobody(
    forum: Event,
    upstairs: Session,
    organiser: User,
    page: Page,
    phone: Page,
    axe: Axe,
    sign_in_to: SignIn,
) -> None:
    sign_in_to(page, organiser)
    swap_rooms(page, axe, upstairs)
    moved = put_somewhere(page, axe)
    tell(page, axe)
    told, mails = seats(forum), Message.objects.filter(kind="sessions").count()

    late = register_late(phone)
    take_in_who_is_late(page, axe, len({code for code, _session in told}))
    assert {seat for seat in seats(forum) if seat[0] != late.code} == told
    assert Message.objects.filter(kind="sessions").count() == mails + 1

    [kept] = Placement.objects.filter(allocation=breakouts.published(forum), is_pinned=True)
    assert kept.registration == moved
    said = read_why(phone, moved)
    assert "Will take notes" not in said
    assert re.search(rf"{re.escape(str(kept.session))}.*?{reason(kept)}\.", said, re.DOTALL)
    glad = Placement.objects.filter(
        allocation=breakouts.published(forum),
        session=upstairs,
        registration__choices__session=upstairs,
        registration__choices__rank=1,
    ).first()
    assert glad
    assert "Your first choice" in read_why(phone, glad.registration)
