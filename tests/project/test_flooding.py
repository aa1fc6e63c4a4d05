"""What a stranger can make the site keep or do: nothing large, and not often."""

import io

import pytest
from django.core.files import uploadhandler
from django.test import Client

from forum.models import User

PAGES = ["/find/", "/accounts/login/", "/e/spring-forum/register/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("event")
def test_no_page_takes_a_file(client: Client, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    kept: list[str] = []
    for handler in (
        uploadhandler.MemoryFileUploadHandler,
        uploadhandler.TemporaryFileUploadHandler,
    ):
        monkeypatch.setattr(
            handler, "receive_data_chunk", lambda _self, raw, _start: kept.append(raw)
        )
    sent = {"file": io.BytesIO(b"A" * 3_000_000)}
    assert client.post(page, sent).status_code == 400
    assert Client(enforce_csrf_checks=True).post(page, sent).status_code == 403
    assert kept == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("event")
def test_no_page_takes_more_than_half_a_megabyte(client: Client, page: str) -> None:
    assert client.post(page, {"code": "x" * 600_000}).status_code == 400
    form = "application/x-www-form-urlencoded"
    assert client.post(page, f"code={'x' * 600_000}", content_type=form).status_code == 400


def find(client: Client, number: int, address: str) -> int:
    sent = {"code": f"FERN-{number:04}", "contact": "amina@example.org"}
    return client.post("/find/", sent, REMOTE_ADDR=address).status_code


def test_tries_of_another_kind_do_not_clear_the_count_of_wrong_passwords(
    client: Client, owner: User
) -> None:
    def is_refused() -> bool:
        sent = {"login": owner.email, "password": "not the right one"}
        return "Too many tries" in client.post("/accounts/login/", sent).content.decode()

    assert [is_refused() for _ in range(6)][-1]
    for number in range(400):
        find(client, number, f"192.0.2.{number % 250}")
    assert is_refused()


@pytest.mark.usefixtures("db")
def test_one_network_of_ipv6_is_one_visitor(client: Client) -> None:
    found = [find(client, number, f"2001:db8::{number:x}") for number in range(31)]
    assert found == [200] * 30 + [429]
    assert find(client, 31, "2001:db8:0:1::1") == 200
