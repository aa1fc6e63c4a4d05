"""What a stranger can make the site keep or do: nothing large, and not often."""

import io
import uuid
from typing import Any

import pytest
from django.core.files import uploadhandler
from django.test import Client

from feedback import codes
from forum import outbox
from forum.models import Event, Message, User
from registrations import booking, drafts, tickets
from registrations.models import Registration
from tests.factories import answers, make_box, make_registration

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


def begin(client: Client, address: str = "192.0.2.7", **typed: str) -> Any:
    sent = {"key": tickets.token(uuid.uuid4(), "draft"), "expects": "place", **typed}
    return client.post("/e/spring-forum/register/", sent, REMOTE_ADDR=address)


@pytest.mark.usefixtures("event")
def test_one_address_begins_so_many_forms_and_no_more(client: Client, settings: Any) -> None:
    settings.FORMS_PER_ADDRESS = 3
    typed = {"name": "Amina", "contact_by": "page", "agree": "on"}
    assert [begin(client, **typed).status_code for _ in range(4)] == [302, 302, 302, 429]
    refused = begin(client, **typed)
    assert '<input type="hidden" name="name" value="Amina">' in refused.content.decode()
    assert refused["Cache-Control"] == "no-store, private"
    assert Registration.objects.count() == 3
    assert begin(client, "198.51.100.7", **typed).status_code == 302
    assert client.get("/e/spring-forum/register/", REMOTE_ADDR="192.0.2.7").status_code == 200


# What is counted by address: a form that is well filled in, and how often it is taken.
COUNTED: dict[str, tuple[str, dict[str, str], int]] = {
    "a booking": ("/e/spring-forum/register/", {"expects": "place"}, 3),
    "people one supports": ("/e/spring-forum/helping/", {}, 3),
    "a lost link": ("/find/", {"contact": "amina@example.org"}, 30),
    "a complaint": ("/e/spring-forum/complain/", {"text": "Nobody answered."}, 20),
    "answers": ("/f/spring-forum/", {"change": "Quieter rooms"}, 3),
    "words taken back": ("/q/", {}, 3),
    "a sign-in": ("/accounts/login/", {"password": "not the right one"}, 10),
    "a new password": ("/accounts/password/reset/", {}, 20),
}


def typed_anew(page: str, number: int) -> dict[str, str]:
    """What differs from try to try, so that only the address can be counted."""
    kind: tickets.Purpose = "helper" if page.endswith("helping/") else "draft"
    return {
        "key": tickets.token(uuid.uuid4(), kind),
        "code": f"FERN-{number:04}" if page == "/find/" else codes.new(),
        "ballot": codes.new(),
        "login": f"somebody{number}@example.org",
        "email": f"somebody{number}@example.org",
    }


@pytest.mark.parametrize("is_proxied", [False, True], ids=["direct", "behind a proxy"])
@pytest.mark.parametrize("what", COUNTED)
def test_no_counter_is_dodged_by_a_new_address_in_one_network_or_a_forged_header(
    client: Client, event: Event, settings: Any, what: str, is_proxied: bool
) -> None:
    page, typed, most = COUNTED[what]
    settings.FORMS_PER_ADDRESS = 3
    make_box(event)
    if is_proxied:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def is_taken(number: int, network: str = "2001:db8:0:1") -> bool:
        address, forged = f"{network}::{number:x}", f"198.51.100.{number}"
        said = f"{forged}, {address}" if is_proxied else forged
        sent = {**typed_anew(page, number), **typed}
        at = "127.0.0.1" if is_proxied else address
        answer = client.post(page, sent, REMOTE_ADDR=at, headers={"x-forwarded-for": said})
        return answer.status_code != 429 and "Too many tries" not in answer.content.decode()

    assert [is_taken(number) for number in range(most + 2)] == [True] * most + [False] * 2
    assert is_taken(most + 2, network="2001:db8:0:2")


def test_a_mailbox_is_not_filled_by_booking_for_its_address(event: Event) -> None:
    make_registration(event, email="amina@example.org")
    for _ in range(22):
        draft = booking.start(event=event)
        typed = answers("Probe", email="Amina@example.org")
        drafts.save(registration=draft, answers=typed)
        booking.book(draft_id=draft.id)
    outbox.send_due()
    states = Message.objects.values_list("state", flat=True)
    assert sorted(states) == ["dropped"] * 2 + ["sent"] * 20
    draft = booking.start(event=event)
    drafts.save(registration=draft, answers=answers("Bo", email="bo@example.org"))
    booking.book(draft_id=draft.id)
    assert outbox.send_due() == 1
