"""Forms of strangers: what a program sends comes back, and a person loses nothing by it."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from forum.by_hand import OPENED, TRAP, WORDS
from forum.models import Event
from tests.database import state
from tests.factories import ask
from tests.markup import assert_error_contract
from tests.page_forms import read_forms
from tests.project.test_matrix import ANYBODY, PAGES
from tests.world import World

FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "registrations:start": (
        "/e/spring-forum/register/",
        {"name": "Amina", "contact_by": "page", "agree": "on"},
    ),
    "registrations:help": (
        "/e/spring-forum/helping/",
        {"name": "Robin", "email": "robin@support.example"},
    ),
    "registrations:find": ("/find/", {"code": "FERN-4821", "contact": "amina@example.org"}),
    "forum:complain": ("/e/spring-forum/complain/", {"text": "Nobody answered my letter."}),
}
# Which forms of strangers do without, and why.
WITHOUT = {
    "feedback:ballot": "it needs a code of 80 bits, and tries are counted",
    "feedback:withdraw": "the same",
    "account_login": "browsers fill it in, at once, and wrong passwords are counted",
    "account_reset_password": "browsers fill it in, and what is asked for is counted",
}
every_form = pytest.mark.parametrize(("path", "typed"), FORMS.values(), ids=FORMS)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(settings: Any, event: Event) -> None:
    settings.FORM_SECONDS = 2


def form_of(page: HttpResponse) -> dict[str, Any]:
    """What pressing the button of a page sends."""
    return read_forms(page.content.decode())[0].as_it_stands()


def came_back(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and WORDS in unescape(answer.content.decode())


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=True)


@every_form
def test_what_comes_at_once_comes_back_whole_and_is_taken_when_it_is_sent_again(
    client: Client, path: str, typed: dict[str, str]
) -> None:
    page, before = form_of(client.get(path)), state()
    back = client.post(path, page | typed)
    assert came_back(back)
    assert state() == before
    assert_error_contract(back)
    again = form_of(back)
    assert {name: again[name] for name in typed} == {name: [typed[name]] for name in typed}
    taken = client.post(path, again)
    assert not came_back(taken)
    assert state() != before


@every_form
def test_what_is_typed_by_hand_is_taken_at_once(
    client: Client, path: str, typed: dict[str, str]
) -> None:
    page, before = form_of(client.get(path)), state()
    with later(2):
        assert not came_back(client.post(path, page | typed))
    assert state() != before


def test_a_field_that_nobody_sees_is_asked_about_once(client: Client) -> None:
    path, typed = FORMS["forum:complain"]
    page = form_of(client.get(path))
    with later(60):
        back = client.post(path, page | typed | {TRAP: "https://spam.example"})
        assert came_back(back)
        assert "spam.example" not in back.content.decode()
        # Somebody's browser may fill it in each time.
        assert client.post(path, form_of(back) | {TRAP: "Amina"}).status_code == 302


@pytest.mark.parametrize("seconds", [-7200, 86_400 + 60], ids=["clock put back", "days later"])
def test_a_page_from_another_time_is_asked_about_once(client: Client, seconds: int) -> None:
    path, typed = FORMS["forum:complain"]
    page = form_of(client.get(path))
    with later(seconds):
        back = client.post(path, page | typed)
        assert came_back(back)
        assert client.post(path, form_of(back)).status_code == 302


def test_what_was_signed_is_good_on_its_own_page_alone(client: Client) -> None:
    path, typed = FORMS["forum:complain"]
    elsewhere = form_of(client.get("/find/"))
    with later(60):
        for opened in ([], elsewhere[OPENED], ["made up"], ["\x00"]):
            assert came_back(client.post(path, {**typed, OPENED: opened}))


def test_where_nothing_is_typed_the_button_may_be_pressed_at_once(
    client: Client, event: Event
) -> None:
    ask(event)
    path = "/e/spring-forum/register/"
    assert client.post(path, form_of(client.get(path))).status_code == 302
    back = client.post(path, form_of(client.get(path)) | {TRAP: "Amina"})
    assert came_back(back)
    assert client.post(path, form_of(back)).status_code == 302


def test_nobody_is_asked_where_the_seconds_are_none(client: Client, settings: Any) -> None:
    settings.FORM_SECONDS = 0
    path, typed = FORMS["forum:complain"]
    assert {OPENED, TRAP}.isdisjoint(form_of(client.get(path)))
    assert client.post(path, typed | {TRAP: "Amina"}).status_code == 302


def test_every_form_of_strangers_is_asked_or_says_why_not(client: Client, world: World) -> None:
    asked, others = set(), set()
    charts = {"analysis:recap_chart"}  # takes long to paint, and holds no form
    for name in {name for name, page in PAGES.items() if page.whose == ANYBODY} - charts:
        page = client.get(world.addresses[name][0])
        if page.headers["Content-Type"].startswith("text/html"):
            forms = read_forms(page.content.decode())
            asked |= {name for form in forms if {OPENED, TRAP} <= form.fields.keys()}
            others |= {name for form in forms if not {OPENED, TRAP} <= form.fields.keys()}
    assert asked == set(FORMS)
    assert others <= set(WITHOUT)
