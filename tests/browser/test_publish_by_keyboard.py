"""From nothing to a published event by keyboard alone, in few inputs.

An input is one field filled or one thing chosen or pressed, reached with Tab and never with a
pointer. The issue is that setting up takes minutes: forty inputs are the most it may take.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from forum.models import Event, Host, User
from forum.models.people import Role
from registrations.models import Question
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)
TABS = 120
MOST = 40


class Keyboard:
    """Goes through pages with Tab and types; `inputs` is how many things it filled or pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.inputs = 0

    def reach(self, wanted: Locator) -> None:
        """Tab until the control has the focus."""
        for _ in range(TABS):
            if wanted.evaluate("node => node === document.activeElement"):
                self.inputs += 1
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {wanted}")

    def fill(self, label: str, text: str) -> None:
        """Type over what stands in a field."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def set(self, label: str, value: str, *ways: str) -> None:
        """Type a day or a time in the way of this browser: people know theirs, we try both."""
        field = self.page.get_by_label(label, exact=True)
        self.reach(field)
        for way in ways:
            self.page.keyboard.type(way)
            if field.input_value() == value:
                return
            for _ in range(4):  # back to the first part of it
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{label} cannot be typed: it is {field.input_value()!r}")

    def tick(self, control: str) -> None:
        self.reach(self.page.locator(control))
        self.page.keyboard.press("Space")

    def choose(self, control: str, text: str) -> None:
        """Type into a control, or the first letters of what a list offers."""
        self.reach(self.page.locator(control))
        self.page.keyboard.type(text)

    def press(self, name: str, role: Any = "button") -> None:
        """Press a button or follow a link, and wait for the page it leads to."""
        self.reach(self.page.get_by_role(role, name=name, exact=True).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def test_an_event_is_published_from_nothing_in_at_most_forty_inputs(
    page: Page, sign_in_to: Callable[[Page, User], Page], host: Host, organiser: User
) -> None:
    """With questions about food and support, somebody who acts on them, a room and a session."""
    make_member(host, Role.NEEDS_LEAD, name="Salma Idris")
    host.contact_name, host.contact_email = "Nadia Rahman", "forum@harbour.example"
    host.save()
    keys = Keyboard(sign_in_to(page, organiser))

    page.goto("/organise/")
    keys.press("Create your first event", "link")
    keys.fill("Title", "Casework forum")
    keys.fill("The event in a sentence or two", "A day for caseworkers to compare notes.")
    keys.set("Day", "2030-06-05", "05062030", "06052030")
    keys.set("Ends at", "16:30", "1630", "0430PM")
    keys.fill("Places", "80")
    keys.press("Save and go on")

    keys.fill("Place that everybody may know", "Central Leeds")
    keys.fill("Exact place (optional)", "The Lantern Hall, 4 Mill Street")
    keys.fill("Getting in and around", "Step-free from the street.")
    keys.fill("Food (optional)", "Lunch for everybody, all of it halal and vegetarian.")
    keys.press("Save and go on")

    for kind in ["food", "access"]:
        keys.tick(f"#id_{kind}-on")
        keys.choose(f"#id_{kind}-owner", "Salma")
        keys.choose(f"#id_{kind}-purpose", "So that the day works for you")
    keys.press("Save and go on")

    keys.press("Add a room", "link")
    keys.fill("Name of the room", "Main hall")
    keys.press("Add the room")
    keys.press("Add a session", "link")
    keys.fill("Title", "Welcome")
    keys.set("Starts at", "10:00", "1000", "1000AM")
    keys.set("Ends at", "11:00", "1100", "1100AM")
    keys.choose("#id_room", "Main")
    keys.press("Add the session")

    keys.press("Go on to publish", "link")
    keys.press("Publish the event")

    expect(page.get_by_role("status")).to_contain_text("The event is published.")
    event = Event.objects.get()
    assert (event.is_published, event.capacity, event.public_place) == (True, 80, "Central Leeds")
    assert f"{event.local_start:%d %m %Y %H:%M}" == "05 06 2030 10:00"
    assert f"{event.local_end:%H:%M}" == "16:30"
    assert event.sessions.get().room == event.rooms.get()
    asked = set(Question.objects.filter(event=event).values_list("kind", flat=True))
    assert asked == {"organisation", "photo", "food", "access"}
    assert keys.inputs <= MOST, keys.inputs
