"""Every page as everybody: who opens it, what it lets them read, and where it leads.

One walk for each role of both teams, since opening three hundred pages is what takes the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from forum.models.people import Role
from tests.project.test_matrix import HOST, OURS, PAGES, ask, may, signed_in
from tests.project.test_who_sees_what import assert_for_their_eyes, planted
from tests.world import World

__all__ = ["planted"]

LINK = re.compile(r"""<a\b[^>]*?\shref="([^"]*)\"""")
FORM = re.compile(r"""<form\b[^>]*?\saction="([^"]*)\"""")


@dataclass
class Answer:
    """How one address answered: its status, and the words of the page it led to."""

    name: str
    url: str
    status: int
    text: str
    is_page: bool


def opened(client: Client, world: World, names: list[str]) -> Iterator[Answer]:
    """Each address of these pages; what one page does, no other sees."""
    for name in names:
        for url in world.addresses[name]:
            with transaction.atomic():
                response = ask(client, name, url)
                status = response.status_code
                is_page = status == 200 and "html" in response.headers["Content-Type"]
                if 300 <= status < 400:
                    response = client.get(response.headers["Location"], follow=True)
                text = response.content.decode(errors="replace")
                transaction.set_rollback(True)
            yield Answer(name, url, status, text, is_page and not PAGES[name].posts_only)


def assert_allowed(role: Role, page: Answer, *, allowed: bool) -> None:
    expected = {404} if not allowed else {200, 302} if PAGES[page.name].posts_only else {200}
    assert page.status in expected, f"{role} at {page.url}"


def assert_leads_somewhere(client: Client, pages: list[Answer]) -> None:
    """Each link is there; each form is for whoever is shown it."""
    answered = {page.url: page.status for page in pages if not PAGES[page.name].posts_only}
    links, forms = targets(pages, LINK), targets(pages, FORM)
    assert links

    def status(url: str) -> int:
        if url not in answered:
            answered[url] = client.get(url).status_code
        return answered[url]

    dead = {
        f"{url} from {source}"
        for url, source in links.items()
        if not url.startswith("/static/") and status(url) in {404, 405, 500, 501}
    }
    # A form is looked at, not sent: who may not come in is told 404 before anything else.
    shut = {
        f"{url} in {source}"
        for url, source in forms.items()
        if url and status(url) in {404, 500, 501}
    }
    assert (dead, shut) == (set(), set())


def targets(pages: list[Answer], pattern: re.Pattern[str]) -> dict[str, str]:
    """The addresses of this site that the pattern finds, each with a page it stands on."""
    found: dict[str, str] = {}
    for page in (page for page in pages if page.is_page):
        for target in pattern.findall(page.text):
            parts = urlsplit(urljoin(page.url, unescape(target)))
            if parts.scheme in {"", "http"} and parts.netloc in {"", "127.0.0.1:8000"}:
                address = parts._replace(scheme="", netloc="", fragment="").geturl()
                found.setdefault(address, page.url)
    return found


EVERYWHERE = [name for name in PAGES if name != "account_logout"]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_gives_it_and_reads_what_is_for_its_eyes(role, planted):
    """And no link that it is shown leads nowhere."""
    client = signed_in(planted.team[role])
    pages = list(opened(client, planted, EVERYWHERE))
    for page in pages:
        if page.name in OURS:
            assert_allowed(role, page, allowed=may(page.name, page.url, role))
            assert_for_their_eyes(role, page.name, page.url, page.text)
    assert_leads_somewhere(client, pages)


@pytest.mark.parametrize("role", list(Role))
def test_a_cohost_has_the_same_rights_at_the_event_and_none_at_the_host(role, planted):
    for page in opened(signed_in(planted.cohost_team[role]), planted, OURS):
        rules = PAGES[page.name]
        is_theirs = rules.right == "the colleague who asked"
        allowed = may(page.name, page.url, role) and rules.whose != HOST and not is_theirs
        assert_allowed(role, page, allowed=allowed)
        assert_for_their_eyes(role, page.name, page.url, page.text)


def test_a_visitor_is_led_nowhere_that_is_not_there(planted):
    client = Client()
    assert_leads_somewhere(client, list(opened(client, planted, EVERYWHERE)))
