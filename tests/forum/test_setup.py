"""`manage.py setup`: the first host and its owner."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forum.models import Host, User
from forum.models.people import Role
from tests.factories import PASSWORD, make_host, make_user

pytestmark = pytest.mark.django_db
GIVEN = {"host": "Harbour Network", "name": "Nadia Rahman", "email": "nadia@harbour.example"}


def setup(monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD, **options: Any) -> str:
    """What the command prints when the password comes from standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    out = io.StringIO()
    call_command("setup", **(GIVEN | {"password_stdin": True} | options), stdout=out)
    return out.getvalue()


def test_it_makes_a_host_and_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    said = setup(monkeypatch)

    host, user = Host.objects.get(), User.objects.get()
    assert (host.name, host.slug) == ("Harbour Network", "harbour-network")
    assert (host.contact_name, host.contact_email) == ("Nadia Rahman", "nadia@harbour.example")
    assert (user.name, user.email) == ("Nadia Rahman", "nadia@harbour.example")
    assert user.check_password(PASSWORD)
    assert [(row.host, row.role) for row in user.memberships.all()] == [(host, Role.OWNER)]
    assert "Harbour Network is set up, and Nadia Rahman owns it." in said
    assert "second factor" in said
    assert PASSWORD not in said
    assert host.audit_entries.get().deed == "set up the host"


def test_it_asks_for_what_was_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["Harbour Network", "Nadia Rahman", "nadia@harbour.example"])
    monkeypatch.setattr("builtins.input", lambda _words: next(typed))
    monkeypatch.setattr("getpass.getpass", lambda: PASSWORD)
    call_command("setup", stdout=io.StringIO())
    assert User.objects.get().check_password(PASSWORD)


def test_it_refuses_to_make_a_second_host_by_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    make_host()
    with pytest.raises(CommandError, match="There is a host already"):
        setup(monkeypatch)
    setup(monkeypatch, another=True)
    assert Host.objects.count() == 2


def test_an_account_that_is_there_keeps_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("Nadia@harbour.example")
    setup(monkeypatch, password="")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.memberships.get().role == Role.OWNER


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "password1234"}, "too common"),
        ({"email": "nadia"}, "with an @ in it"),
        ({"host": ""}, "Say what the host is called"),
        ({"name": "Nadia\r\nBcc: x@evil.example"}, "Take out the line breaks"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        setup(monkeypatch, **options)
    assert (Host.objects.count(), User.objects.count()) == (0, 0)


def test_hosts_of_one_name_have_different_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    setup(monkeypatch)
    setup(monkeypatch, another=True)
    setup(monkeypatch, another=True, host="ملتقى")
    assert {host.slug for host in Host.objects.all()} == {
        "harbour-network",
        "harbour-network-2",
        "host",
    }
