"""What every page of the team owes: strangers stay out, and only its own methods are heard."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.models import User


def assert_team_only(client: Client, path: str, stranger: User) -> None:
    """Anonymous visitors sign in first; a stranger learns nothing of the address."""
    client.logout()
    anonymous = client.get(path)
    assert (anonymous.status_code, anonymous.headers["Location"].partition("?")[0]) == (
        302,
        "/accounts/login/",
    )
    client.force_login(stranger)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code in {404, 405}


def assert_refuses(client: Client, path: str, *methods: str) -> None:
    """405 for each method that the page does not hear."""
    for method in methods:
        assert client.generic(method, path).status_code == 405, method


def assert_same_queries(client: Client, path: str, add_row: Callable[[], Any]) -> None:
    """The page asks the database as often for three rows as for one."""
    add_row()
    one = _queries(client, path)
    add_row()
    add_row()
    assert _queries(client, path) == one


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
