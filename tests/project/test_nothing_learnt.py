"""A stranger with an address learns nothing: page, status, headers and work are the same for all.

On the four pages that take the address of anybody: registering, finding a booking, signing in and
asking for a new password. How long they take is measured by `benchmarks/equal_time.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.models import Event, User
from registrations import booking, drafts, tickets
from tests.factories import answers, ask, give_second_factor, make_registration

THEIRS = "amina@example.org"
NOBODYS = "alima@example.org"
# What differs each time that a page is asked for, whoever asks.
CHANGING = re.compile(r'(value|content)="[\w-]{40,}"|/[rb]/[\w.~:-]{20,}/')


@dataclass(frozen=True)
class Seen:
    """What somebody sees who sends an address, on the page itself and the one after it."""

    status: list[int]
    headers: list[dict[str, str]]
    cookies: list[dict[str, dict[str, Any]]]
    pages: list[str]
    queries: list[list[str]]


def seen(send: Callable[[Client], Any], address: str, client: Client | None = None) -> Seen:
    """Send something as a browser that was never here, and follow where it leads."""
    client = client or Client()
    found = Seen([], [], [], [], [])
    go: Callable[[], Any] | None = lambda: send(client)  # noqa: E731 - replaced below
    while go:
        with CaptureQueriesContext(connection) as queries:
            response = go()
        place = response.headers.get("Location")
        found.status.append(response.status_code)
        found.headers.append(
            {name: CHANGING.sub("", value) for name, value in response.headers.items()}
        )
        found.cookies.append(
            {
                name: {key: held for key, held in cookie.items() if key != "expires"}
                for name, cookie in response.cookies.items()
            }
        )
        text = response.content.decode().replace(address, "ADDRESS")
        found.pages.append(CHANGING.sub("", text))
        found.queries.append([_kind(query["sql"]) for query in queries])
        go = (lambda place=place: client.get(place)) if place else None
    return found


def _kind(sql: str) -> str:
    """A query without what it looks for. A savepoint is as much work given up as kept."""
    return "SAVEPOINT" if "SAVEPOINT" in sql else " ".join(sql.split())[:40]


def register(event: Event, address: str) -> Seen:
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers("Probe", email=address))
    path = tickets.draft_path(draft, "check")
    return seen(lambda client: client.post(path, {"expects": "place"}), address)


def find(event: Event, address: str) -> Seen:
    code = make_registration(event, email=THEIRS).code
    return seen(lambda client: client.post("/find/", {"code": code, "contact": address}), address)


def sign_in(event: Event, address: str) -> Seen:
    typed = {"login": address, "password": "not their password"}
    return seen(lambda client: client.post("/accounts/login/", typed), address)


def reset(event: Event, address: str) -> Seen:
    return seen(
        lambda client: client.post("/accounts/password/reset/", {"email": address}), address
    )


@pytest.fixture
def known(event: Event) -> Event:
    """Amina has booked here, and has an account with a second step."""
    ask(event)
    make_registration(event, email=THEIRS)
    user = User.objects.create_user(THEIRS, password="four quiet herons wading")
    give_second_factor(user)
    # The first task of a process looks for more than the next.
    register(event, "warm@example.org")
    reset(event, "warm@example.org")
    return event


@pytest.mark.parametrize("deed", [register, find, sign_in, reset])
def test_d14_an_address_that_is_known_is_answered_as_one_that_nobody_has(
    known: Event, deed: Callable[[Event, str], Seen]
) -> None:
    theirs, nobodys = deed(known, THEIRS), deed(known, NOBODYS)
    assert theirs.status == nobodys.status
    assert theirs.headers == nobodys.headers
    assert theirs.cookies == nobodys.cookies
    assert theirs.pages == nobodys.pages
    assert theirs.queries == nobodys.queries


@pytest.mark.parametrize("deed", [register, find, sign_in, reset])
def test_nor_does_a_mail_server_that_is_down_change_it(
    known: Event, deed: Callable[[Event, str], Seen], settings: Any
) -> None:
    """D14."""
    settings.EMAIL_BACKEND = "tests.forum.test_accounts.DownBackend"
    assert deed(known, THEIRS) == deed(known, NOBODYS)


def test_an_account_that_is_switched_off_is_answered_as_one_that_nobody_has(known: Event) -> None:
    User.objects.filter(email=THEIRS).update(is_active=False)
    assert sign_in(known, THEIRS) == sign_in(known, NOBODYS)
    assert reset(known, THEIRS) == reset(known, NOBODYS)
