"""A process that plants strings in needs by the real pages, and one that looks without the keys.

python -m tests.registrations.planters plant FOLDER STRING...  uses every page; copies what it left
python -m tests.registrations.planters look                    what a site without its keys shows
"""

import io
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from forum import keys, outbox, sealed
from forum.models import Event, Message, User
from forum.models.people import Role
from registrations import promises, tickets
from registrations.models import Needs, OwnQuestion, Registration
from registrations.models.registrations import State
from tests import factories

START = [
    "-W",
    "ignore",
    "-c",
    "import django; django.setup(); from tests.registrations.planters import main; main()",
]
# Not a need: it must be found, or the search would prove nothing.
CONTROL = "Qontrola Plainname"


def food(meal: str, allergen: str) -> dict[str, Any]:
    ill = {"ill": "yes", "allergen_other": allergen, "dangerous": "yes", "kitchen_name": "yes"}
    return {"meals": ["vegan", "other"], "meal_other": meal, "needs_consent": "on", **ill}


def support(access: str, language: str) -> dict[str, Any]:
    interpreter = {"interpreter": "spoken", "interpreter_language": language}
    travel = {"travel": "cash", "travel_from": access}
    said = {"access_other": access, "talk": "call", "needs_consent": "on"}
    return {**said, **interpreter, **travel}


def own(event: Event, words: str) -> dict[str, Any]:
    """The answers to the sensitive questions of the team's own."""
    asked = OwnQuestion.objects.filter(event=event)
    return {"needs_consent": "on", **{f"own-{one.pk}": words for one in asked}}


class Person:
    """Somebody in front of a browser."""

    def __init__(self, event: Event, number: int) -> None:
        self.client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
        self.number, self.event = number, event
        start = f"/e/{event.slug}/register/"
        key = re.search(r'name="key" value="([\w-]+)"', self.text(start))[1]  # type: ignore[index]
        self.post(start, {"key": key})
        self.draft = Registration.objects.get(pk=tickets.unborn(key))

    def text(self, path: str) -> str:
        return self.client.get(path).content.decode()

    def post(self, path: str, given: dict[str, Any]) -> int:
        return self.client.post(path, given).status_code

    def step(self, step: str, given: dict[str, Any]) -> int:
        return self.post(tickets.draft_path(self.draft, step), given)

    def answer(self, strings: list[str]) -> None:
        """All pages but the last button; every page is looked at again."""
        you = {"contact_by": "email", "email": f"person{self.number}@example.org"}
        assert self.step("you", {"name": f"{CONTROL} {self.number}", **you}) == 302
        assert self.step("organisation", {"coming_as": "myself"}) == 302
        assert self.step("food", food(*strings[:2])) == 302
        assert self.step("support", support(*strings[2:])) == 302
        assert self.step("own", own(self.event, strings[3])) == 302
        assert self.step("sharing", {"photo": "no", "agree": "on"}) == 302
        for page in ("food", "support", "own", "check"):
            self.text(tickets.draft_path(self.draft, page))

    def book(self) -> None:
        assert self.step("check", {"expects": "place"}) == 302
        self.text(tickets.booking_path(self.draft))


def failing(error: Exception) -> Callable[..., Any]:
    """What the database says instead of writing the needs."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and "registrations_needs" in sql:
            raise error
        return execute(sql, *rest)

    return wrapper


def plant(folder: str, *strings: str) -> None:
    """Four strings each for drafting, registering, changing, a page that fails, one that breaks.

    Two more are what the team promises and what that costs.
    """
    into = Path(folder)
    into.mkdir()
    log = logging.FileHandler(into / "everything.log")
    logging.getLogger().addHandler(log)
    logging.getLogger().setLevel(logging.DEBUG)
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    host = factories.make_host(name="Canary Host")
    lead = factories.make_member(host, Role.NEEDS_LEAD)
    event = factories.make_event(host, title="Canary forum", slug="canary", capacity=50)
    factories.ask(event, owner=lead)
    factories.ask_own(event, "What calms you?", is_sensitive=True, owner=lead)
    sets = [list(strings[n : n + 4]) for n in range(0, 20, 4)]
    Person(event, 1).answer(sets[0])
    booked = Person(event, 2)
    booked.answer(sets[1])
    booked.book()
    changes = {
        "food": food(*sets[2][:2]),
        "support": support(*sets[2][2:]),
        "own": own(event, sets[2][3]),
    }
    for step, given in changes.items():
        path = f"{tickets.booking_path(booked.draft)}change/{step}/"
        assert booked.post(path, given) == 302
        booked.text(path)
    fails = Person(event, 3)
    unticked = {"needs_consent": ""}
    assert fails.step("own", {**own(event, sets[3][3]), **unticked}) == 200
    assert fails.step("food", {**food(*sets[3][:2]), **unticked}) == 200
    assert fails.step("support", {**support(*sets[3][2:]), **unticked}) == 200
    with connection.execute_wrapper(failing(OperationalError("database or disk is full"))):
        assert fails.step("food", food(*sets[4][:2])) == 503
    with connection.execute_wrapper(failing(ValueError("broken"))):
        assert fails.step("support", support(*sets[4][2:])) == 500
    _by_the_team(event, lead, booked.draft, strings[20:])
    outbox.send_due()
    list_file = into / "attendees.xlsx"
    call_command("export", event.slug, "attendees", output=list_file, with_contact="Test")
    (into / "cache").write_bytes(b"".join(getattr(cache, "_cache", {}).values()))
    _copy_database(into)


def _by_the_team(event: Event, lead: User, booked: Registration, words: Sequence[str]) -> None:
    """The needs lead reads, searches, counts and promises."""
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(lead)
    base = f"/organise/events/{event.slug}/people/"
    for path in (base, f"{base}?q=vegan", f"{base}{booked.pk}/"):
        assert client.get(path).status_code == 200, path
    assert client.post(f"{base}{booked.pk}/needs/").status_code == 200
    board = f"/organise/events/{event.slug}/needs/"
    part = promises.part_of_address(booked.pk, "access")
    page = client.get(f"{board}{booked.pk}/{part}/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]  # type: ignore[index]
    given = {"state": "arranged", "words": words[0], "cost": words[1], "seen": seen}
    assert client.post(f"{board}{booked.pk}/{part}/", given).status_code == 302
    for path in (board, f"{board}gathered/", f"{board}{booked.pk}/{part}/"):
        assert client.get(path).status_code == 200, path
    Message.objects.update(due_at=timezone.now())


def _copy_database(into: Path) -> None:
    """The files as they lie there with the database open; or every row of every table."""
    if connection.vendor == "sqlite":
        found = Path(str(connection.settings_dict["NAME"]))
        for part in found.parent.glob(f"{found.name}*"):
            shutil.copy(part, into / part.name)
        return
    with connection.cursor() as cursor, (into / "dump").open("wb") as dump:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                for row in rows:
                    dump.write(bytes(row))
            with cursor.copy(f'COPY "{table}" TO STDOUT WITH (FORMAT binary)') as rows:
                for row in rows:
                    dump.write(bytes(row))


def look() -> None:
    """Statuses and words of pages, and how many rows were opened."""
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("check", stdout=io.StringIO())
    event = Event.objects.get()
    booked = Registration.objects.get(state=State.CONFIRMED)
    draft = Registration.objects.filter(state=State.DRAFT).first()
    assert draft
    lead = User.objects.get()
    person, team = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    team.force_login(lead)
    people = f"/organise/events/{event.slug}/people/"
    paths = {
        "list": (person, "/"),
        "event": (person, f"/e/{event.slug}/"),
        "booking": (person, tickets.booking_path(booked)),
        "find": (person, "/find/"),
        "start": (person, f"/e/{event.slug}/register/"),
        "draft": (person, tickets.draft_path(draft, "food")),
        "people": (team, people),
        "person": (team, f"{people}{booked.pk}/"),
        "door": (team, f"/t/{tickets.ticket_path(booked).split('/')[2]}/"),
    }
    responses = {name: client.get(path) for name, (client, path) in paths.items()}
    responses["needs"] = team.post(f"{people}{booked.pk}/needs/")
    opened = 0
    for row in Needs.objects.all():
        try:
            opened += row.answers is not None
        except sealed.UnreadableError:
            continue
    found = {
        "statuses": {name: response.status_code for name, response in responses.items()},
        "texts": {name: response.content.decode() for name, response in responses.items()},
        "rows": Needs.objects.count(),
        "opened": opened,
        "key made": keys.path_of(event.id, "needs").exists(),
    }
    sys.stdout.write(json.dumps(found))


def main() -> None:
    os.umask(0o077)
    deeds: dict[str, Callable[..., None]] = {"plant": plant, "look": look}
    deeds[sys.argv[1]](*sys.argv[2:])
