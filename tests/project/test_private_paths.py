"""Private links stand in addresses: no log keeps one, and no search engine is let near one."""

import logging
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import get_resolver

from forum.logs import OneLine

_TOKEN = "A-1_z" * 8 + "xyz"


def paths_with_tokens(patterns: Any = None, before: str = "/") -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from paths_with_tokens(one.url_patterns, route)
        elif "<str:token>" in route:
            yield route


def test_no_log_line_keeps_the_secret_of_any_private_link():
    found = list(paths_with_tokens())
    assert len(found) > 20
    for route in found:
        path = route.replace("<str:token>", _TOKEN)
        record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (path,)})
        assert _TOKEN not in OneLine("%(message)s").format(record), route


def test_search_engines_are_kept_from_every_private_link(client: Client):
    text = client.get("/robots.txt").content.decode()
    closed = [line.removeprefix("Disallow: ") for line in text.splitlines() if "Disallow" in line]
    open_ones = [route for route in paths_with_tokens() if not route.startswith(tuple(closed))]
    assert open_ones == []
