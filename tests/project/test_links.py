"""Every link on every page leads somewhere for whoever is shown it; so does every form."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from forum.models.people import Role
from tests.project.test_matrix import PAGES
from tests.world import World

LINK = re.compile(r"""<a\b[^>]*?\shref="([^"]*)\"""")
FORM = re.compile(r"""<form\b[^>]*?\saction="([^"]*)\"""")


def walk(
    client: Client, world: World
) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, int]]:
    """From every page that opens: where its links and its forms lead, and from where.

    Last comes how each page answered, so that none is asked twice.
    """
    links: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    answered: dict[str, int] = {}
    for name, urls in world.addresses.items():
        if PAGES[name].posts_only or name == "account_logout":
            continue
        for url in urls:
            response = client.get(url)
            answered[url] = response.status_code
            if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
                continue
            html = response.content.decode()
            for found, pattern in ((links, LINK), (forms, FORM)):
                for target in pattern.findall(html):
                    parts = urlsplit(urljoin(url, unescape(target)))
                    if parts.scheme in {"", "http"} and parts.netloc in {"", "127.0.0.1:8000"}:
                        address = parts._replace(scheme="", netloc="", fragment="").geturl()
                        found.setdefault(address, set()).add(url)
    return links, forms, answered


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "visitor")
def test_no_link_and_no_form_leads_nowhere(role, world):
    client = Client()
    if role:
        client.force_login(world.team[role])
    links, forms, answered = walk(client, world)
    assert links

    def status(url: str) -> int:
        if url not in answered:
            answered[url] = client.get(url).status_code
        return answered[url]

    dead = {
        f"{url} from {sorted(sources)[0]}"
        for url, sources in links.items()
        if not url.startswith("/static/") and status(url) in {404, 405, 500, 501}
    }
    # A form is asked by a method that no view takes: who may not come in is told 404 before that.
    shut = {
        f"{url} in {sorted(sources)[0]}"
        for url, sources in forms.items()
        if url and status(url) in {404, 500, 501}
    }
    assert (dead, shut) == (set(), set())
