"""A real Chromium in front of the site, and what every page in it must keep to.

`page` is a desk with scripts, `phone` is 360 pixels wide with scripts off; both fail their test
when a page asks another host, breaks the content policy or says an error. `axe(page)`
finds nothing or fails. Without Chromium these tests are skipped and counted out loud;
CONVENOR_REQUIRE_BROWSER=1 makes that a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from forum.models import User

# Playwright's synchronous interface keeps an event loop in this thread; Django would refuse to ask
# the database from it, though nothing here runs at the same time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

NAMES = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser"]
CHROMIUM = next(filter(None, map(shutil.which, filter(None, NAMES))), None)
ABSENT = "Chromium is not installed (on Debian: apt install chromium)"
AXE_TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
]
SECONDS = 20


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything beside this file drives the browser."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):  # noqa: PTH120 - a plain folder
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM:
        if os.environ.get("CONVENOR_REQUIRE_BROWSER"):
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    yield running
    running.close()


@dataclass
class Watch:
    """What pages did that they must not: asked another host, broke the policy, threw an error.

    `expect("404")` allows console lines that hold the words, for a page that is meant to be one.
    """

    host: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, *words: str) -> None:
        self.expected += words

    def over(self, context: BrowserContext) -> BrowserContext:
        context.set_default_timeout(SECONDS * 1000)
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda line: self._said(line.type, line.text))
        context.on("weberror", lambda error: self.faults.append(f"threw {error.error}"))
        return context

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"about", "blob"} and parts.netloc != self.host:
            self.faults.append(f"asked {url}")

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(words in text for words in self.expected):
            self.faults.append(f"console: {text}")


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the running site, which is also the one that mails and QR codes name."""
    settings.SITE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    watching = Watch(urlsplit(site).netloc)
    yield watching
    assert watching.faults == []


Opener = Callable[..., Page]
Axe = Callable[[Page | str], None]
SignIn = Callable[[Page, User], Page]


@pytest.fixture
def open_page(browser: Browser, watch: Watch, site: str) -> Iterator[Opener]:
    """`open_page(width=360, scripts=False)`: a fresh browser of somebody new, watched."""
    contexts = []

    def opened(*, width: int = 1280, height: int = 900, scripts: bool = True, **more: Any) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="en-GB",
            **more,
        )
        contexts.append(watch.over(context))
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Opener) -> Page:
    """A desk: 1280 pixels, scripts on."""
    return open_page()


@pytest.fixture
def phone(open_page: Opener) -> Page:
    """A small telephone: 360 pixels, scripts off."""
    return open_page(width=360, height=740, scripts=False)


@pytest.fixture
def narrow(open_page: Opener) -> Page:
    """The smallest of telephones: 320 pixels, scripts off."""
    return open_page(width=320, height=640, scripts=False)


@pytest.fixture
def sign_in_to(site: str) -> SignIn:
    """`sign_in_to(page, user)`: the page goes on as this member of a team."""

    def signed_in(page: Page, user: User) -> Page:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": site}])
        return page

    return signed_in


def run_axe(page: Page) -> list[str]:
    """What axe finds wrong on a page that runs scripts, one line for each rule and element.

    A window that begins each page with AXE_SCRIPT has it there already: handing it in takes long.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        AXE_TAGS,
    )
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture
def axe(open_page: Opener) -> Axe:
    """`axe(page)` or `axe("/find/")` fails unless axe finds nothing.

    axe is a script, and never ends where scripts are off: what such a page shows is put before a
    second browser that runs them, word for word.
    """

    def checked(shown: Page | str) -> None:
        if isinstance(shown, str):
            page = open_page()
            page.goto(shown)
            assert run_axe(page) == []
            return
        size = shown.viewport_size or {"width": 1280, "height": 900}
        page = open_page(width=size["width"], height=size["height"])
        page.context.add_cookies(shown.context.cookies())  # type: ignore[arg-type]
        html = shown.content()
        page.route(shown.url, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(shown.url)
        assert run_axe(page) == []

    return checked


def press(page: Page, words: str, role: Any = "button") -> None:
    """Press a button or follow a link that leads to another page, and wait until that is there.

    A click alone ends when the answer begins: the title of a slow page is still empty then.
    """
    with page.expect_navigation():
        page.get_by_role(role, name=words).click()


def pick(page: Page, question: str, answer: str) -> None:
    """Choose one of the answers to a question."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window; 0 is right (WCAG 1.4.10)."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def is_well(page: Page, heading: str) -> None:
    """The page is the one it says, and nothing is cut off.

    What axe finds is asked of every page in test_accessibility, and in a walk only where the page
    stands in a way that it has nowhere else.
    """
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert overflow(page) <= 0
