"""Every page at 320 pixels: axe finds nothing, nothing is cut off, every reference has its target.

Full, empty, with its errors, and right to left. The pages come from Django's test client and are
put before Chromium as they are, headers and all, so that the content policy holds here too.
"""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Route

from forum.models import User
from forum.models.people import Role
from registrations.models import Registration
from tests.browser.conftest import Watch, run_axe
from tests.project.test_hygiene import NEVER_SAID
from tests.project.test_matrix import ACCOUNT, EVENT, HOST, PAGES, ROLES, TEAM, may
from tests.world import World

NARROW = 320
PICTURE = re.compile(r'(?:src|srcset)="(/[^"]+\?[^"]+)"')
# An origin that browsers trust; nothing is ever asked of it.
HOST_NAME = "127.0.0.1:18080"
# Shown to each role as something else: what there is to do for that role.
DIFFERENT_FOR_EACH = {"forum:my_events", "forum:today"}
ORDER = [Role.OWNER, Role.NEEDS_LEAD, Role.ORGANISER, Role.STAFF, Role.DOOR, Role.ANALYST]

# What a page must keep to beyond what axe looks at, asked all at once: each question by itself
# takes as long. Nothing is wider than the window in either direction.
KEEPS_TO = """() => {
  const page = document.documentElement;
  const missing = [];
  for (const name of ["aria-describedby", "aria-labelledby", "aria-controls", "for"])
    for (const node of document.querySelectorAll(`[${name}]`))
      for (const id of node.getAttribute(name).split(/\\s+/))
        if (id && !document.getElementById(id)) missing.push(`${name}=${id}`);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(link.getAttribute("href").slice(1))) missing.push(link.href);
  const ids = [...document.querySelectorAll("[id]")].map(node => node.id);
  missing.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map(id => `twice ${id}`));
  const unlabelled = [...document.querySelectorAll("input, select, textarea")].filter(node =>
    !["hidden", "submit", "button"].includes(node.type) && !node.labels.length
    && !node.getAttribute("aria-label") && !node.getAttribute("aria-labelledby"))
    .map(node => node.outerHTML);
  const words = document.body.innerText;
  const wider = page.scrollWidth - page.clientWidth;
  const before = page.dir;
  page.dir = before === "rtl" ? "ltr" : "rtl";
  const mirrored = page.scrollWidth - page.clientWidth;
  page.dir = before;
  const headings = document.querySelectorAll("h1").length;
  return {missing, unlabelled, words, wider, mirrored, headings};
}"""


# What a page is to axe: its elements with the attributes that say what they are, and whether there
# are words between them. Of others only the name counts, and not which words there are.
TAG = re.compile(r"<(/?[a-z][a-z0-9]*)([^>]*)>([^<]*)")
ATTRIBUTE = re.compile(r"""([a-z-]+)(?:="([^"]*)")?""")
TELLING = {"class", "role", "type", "lang", "dir", "tabindex", "autocomplete", "scope"}


def shape_of(html: str) -> tuple[str, ...]:
    """The shape of a page: two of one shape are alike to axe, and differ only in their words."""
    return tuple(
        " ".join(
            [
                tag,
                *(f"{n}={v}" if n in TELLING else n for n, v in ATTRIBUTE.findall(attributes)),
                "words" if words.strip() else "",
            ]
        )
        for tag, attributes, words in TAG.findall(html)
    )


NEVER_CLOSED = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ORDERED = re.compile(r"h[1-6]|dl|dt|dd|header|nav|main|aside|footer")


def places_of(html: str) -> set[str]:
    """Where which element stands: each with all that it stands in, as far as axe looks at it.

    What axe says of an element it says in each such place; what hangs on the order of a page, which
    is that of headings, landmarks and terms, is one place more.
    """
    within: list[str] = []
    found, order = set(), []
    for tag, attributes, words in TAG.findall(html):
        name = tag.removeprefix("/")
        if ORDERED.fullmatch(name):
            order.append(tag)
        if tag != name:
            while within and within.pop().split(" ", 1)[0] != name:
                continue
            continue
        said = (f"{n}={v}" if n in TELLING else n for n, v in ATTRIBUTE.findall(attributes))
        kind = " ".join([name, *said, "words" if words.strip() else ""])
        found.add(" > ".join([*within, kind]))
        if name not in NEVER_CLOSED:
            within.append(kind)
    return found | {" ".join(order)}


@dataclass
class Screen:
    """A narrow window that shows answers of the test client."""

    page: Page
    watch: Watch
    answer: HttpResponse | None = None
    url: str = ""
    pictures: dict[str, HttpResponse] = field(default_factory=dict)
    # The shapes that were looked at, each with the longest word that stood in one: a page of the
    # same shape without a longer word can show nothing new.
    seen: dict[tuple[bool, int], int] = field(default_factory=dict)
    # The places of elements that axe has looked at.
    places: set[str] = field(default_factory=set)

    def asks_axe(self, html: str) -> bool:
        """Whether something on the page stands where axe has not seen it."""
        new = places_of(html) - self.places
        self.places |= new
        return bool(new)

    def is_known(self, html: str, *, mirrored: bool) -> bool:
        """Whether a page of this shape was looked at, with words at least as long."""
        key = (mirrored, hash(shape_of(html)))
        longest = max(map(len, re.sub(r"<[^>]*>", " ", html).split()), default=0)
        if self.seen.get(key, -1) >= longest:
            return True
        self.seen[key] = longest
        return False

    def serve(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        path, picture = asked.path, self.pictures.get(f"{asked.path}?{asked.query}")
        if self.answer is not None and route.request.is_navigation_request():
            headers = {k.lower(): v for k, v in self.answer.headers.items()}
            headers.pop("content-encoding", None)
            route.fulfill(status=self.answer.status_code, headers=headers, body=self.answer.content)
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        elif picture:
            kind = picture.headers["Content-Type"]
            route.fulfill(status=picture.status_code, content_type=kind, body=picture.content)
        else:
            found = Client().get(path)
            headers = {k.lower(): v for k, v in found.headers.items()}
            route.fulfill(status=found.status_code, headers=headers, body=found.content)

    def show(self, answer: HttpResponse, url: str, *, mirrored: bool = False) -> list[str]:
        """Everything that is wrong with the answer as a page, in words.

        `mirrored` is a page that was looked at already: what axe finds does not hang on direction.
        """
        html = answer.content.decode()
        if self.is_known(html, mirrored=mirrored):
            said = NEVER_SAID.findall(re.sub(r"<[^>]*>", " ", html))
            return [f"{url}: says {word!r}" for word in said]
        self.answer, self.url = answer, url
        # Fetched as whoever reads the page, and before the browser waits for it.
        wanted = {unescape(found) for found in PICTURE.findall(html)}
        self.pictures = {one: answer.client.get(one) for one in wanted}
        if answer.status_code >= 400:
            self.watch.expect(str(answer.status_code))
        self.page.goto(f"http://{HOST_NAME}{url}")
        wrong = run_axe(self.page) if not mirrored and self.asks_axe(html) else []
        found = self.page.evaluate(KEEPS_TO)
        wrong += [f"no target: {name}" for name in found["missing"]]
        wrong += [f"no label: {markup}" for markup in found["unlabelled"]]
        if found["wider"] > 0:
            wrong.append(f"{found['wider']} pixels wider than {NARROW}")
        if found["mirrored"] > 0:
            wrong.append(f"{found['mirrored']} pixels wider than {NARROW}, from right to left")
        if found["headings"] != 1:
            wrong.append(f"{found['headings']} main headings")
        wrong += [f"says {word!r}" for word in NEVER_SAID.findall(found["words"])]
        return [f"{url}: {words}" for words in wrong]


@dataclass
class Window:
    """One narrow window for all pages: opening one takes longer than looking at a page."""

    context: BrowserContext
    page: Page
    watch: Watch
    seen: dict[tuple[bool, int], int] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    context.add_init_script(AXE_SCRIPT)
    watch = Watch(HOST_NAME)
    yield Window(context, watch.over(context).new_page(), watch)
    context.close()


@pytest.fixture
def screen(window: Window, db: None, settings: Any) -> Iterator[Screen]:
    settings.FORM_SECONDS = 2  # with the field that nobody sees
    context, page, watch = window.context, window.page, window.watch
    watch.faults.clear(), watch.expected.clear()
    shown = Screen(page, watch, seen=window.seen, places=window.places)
    context.route("**/*", shown.serve)
    yield shown
    page.goto("about:blank")
    context.unroute("**/*", shown.serve)
    context.clear_cookies()
    assert watch.faults == []


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def readers(name: str, world: World) -> list[User | None]:
    """Who looks at the page: the first role that may, or each where each sees something else."""
    page = PAGES[name]
    if page.whose == ACCOUNT:
        return [world.team[Role.OWNER]]
    if page.whose not in {EVENT, HOST, TEAM}:
        return [None]
    url = world.addresses[name][0]
    allowed: list[User | None] = [world.team[role] for role in ORDER if may(name, url, role)]
    return allowed if name in DIFFERENT_FOR_EACH else allowed[:1]


def pages_of(name: str, world: World) -> Iterator[tuple[str, HttpResponse]]:
    """The page at each of its addresses, where there is a page to look at."""
    for user in readers(name, world):
        client = client_of(user)
        for url in world.addresses[name]:
            response = client.get(url)
            is_html = response.headers.get("Content-Type", "").startswith("text/html")
            if is_html and response.status_code not in {302, 405}:
                yield url, response


LOOKED_AT = sorted(
    name
    for name, page in PAGES.items()
    if not page.posts_only and (page.right in ROLES or page.whose not in {EVENT, HOST, TEAM})
)


def empty(world: World) -> None:
    """Take away all that a team has not made yet on its first day."""
    Registration.objects.filter(event=world.event).delete()
    for rows in ("sessions", "slots", "rooms", "changes", "audit_entries", "messages"):
        getattr(world.event, rows).all().delete()
    world.event.series = None
    world.event.description = world.event.getting_in = world.event.agreement = ""
    world.event.save()
    for rows in ("series", "organisations", "invitations", "audit_entries"):
        getattr(world.host, rows).all().delete()


def test_a_first_page_without_any_event_is_for_everyone(screen):
    assert screen.show(Client().get("/"), "/") == []


class Forms(HTMLParser):
    """The forms of a page that send something: where to, and each field's name, type and value."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str, str]]]] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = said.get("method") == "post"
            if self._open:
                self.found.append((said.get("action", ""), []))
        elif self._open and tag in {"input", "select", "textarea"} and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            self.found[-1][1].append((said["name"], kind, said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


# How a form can be filled so that nothing in it is right, by the type of the field.
WRONG = {
    "left empty": lambda _kind: None,
    "filled with nonsense": lambda kind: (
        "no@such@thing " * 700 if kind in {"text", "textarea", "search"} else "nonsense"
    ),
}


def sent_wrongly(
    client: Client, page: HttpResponse, url: str
) -> Iterator[tuple[str, HttpResponse]]:
    """What comes back when the forms of the page are sent wrongly; nothing that they did stays."""
    for action, fields in Forms(page.content.decode()).found:
        for value in WRONG.values():
            filled = {
                name: held if kind == "hidden" else value(kind)
                for name, kind, held in fields
                if kind == "hidden" or value(kind) is not None
            }
            with transaction.atomic():
                answer = client.post(action or url, filled)
                transaction.set_rollback(True)
            is_html = answer.headers.get("Content-Type", "").startswith("text/html")
            if answer.status_code == 200 and is_html:
                yield action or url, answer


def with_errors(pages: list[tuple[str, HttpResponse]]) -> list[tuple[str, HttpResponse]]:
    """What comes back when the first who looks at these pages sends their forms wrongly."""
    answers: dict[bytes, tuple[str, HttpResponse]] = {}
    for url, page in pages:
        if page.client is pages[0][1].client:
            for target, answer in sent_wrongly(page.client, page, url):
                answers.setdefault(answer.content, (target, answer))
    return list(answers.values())


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_is_for_everyone_full_with_errors_and_empty(name, world, screen):
    full = list(pages_of(name, world))
    wrong = [fault for url, page in full for fault in screen.show(page, url)]
    for url, answer in with_errors(full):
        wrong += screen.show(answer, url)
        if screen.answer is answer:
            wrong += without_summary(screen.page, url)
    empty(world)
    before = {url: page.content for url, page in full}
    for url, page in pages_of(name, world):
        if page.status_code == 200 and page.content != before.get(url):
            wrong += screen.show(page, url)
    assert wrong == []


def without_summary(page: Page, url: str) -> list[str]:
    """The contract of a page with errors (U10), as far as it can be seen from outside."""
    if not page.locator("[aria-invalid=true]").count():
        return []
    wrong = []
    if not page.title().startswith("Error: "):
        wrong.append(f"{url}: the title is {page.title()!r}")
    if not page.locator("main .problem a[href^='#']").count():
        wrong.append(f"{url}: no summary leads to the fields")
    return wrong


# A team's pages are in English; they are only turned round, when they are looked at.
TRANSLATED = [name for name in LOOKED_AT if PAGES[name].whose not in {EVENT, HOST, TEAM}]


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_page_read_from_right_to_left_is_for_everyone(name, world, screen):
    with translation.override("ar"):
        wrong = [
            fault
            for url, page in list(pages_of(name, world))[:1]
            for fault in screen.show(page, url, mirrored=True)
        ]
        assert screen.page.get_attribute("html", "dir") == "rtl" or not screen.url
    assert wrong == []


@pytest.mark.parametrize("url", ["/no/such/page/", "/e/no-such-event/", "/b/no-such-link/"])
def test_a_page_that_is_not_there_is_for_everyone(url, screen):
    assert screen.show(Client().get(url), url) == []


@pytest.mark.urls("tests.project.broken_urls")
@pytest.mark.parametrize(("url", "method"), [("/broken/", "get"), ("/disk-full/", "post")])
def test_a_page_about_a_fault_is_for_everyone(url, method, screen):
    answer = getattr(client_of(None), method)(url, {"name": "Amina"})
    assert screen.show(answer, url) == []


def test_a_page_is_known_only_while_its_shape_and_its_words_show_nothing_new():
    shown = Screen(page=None, watch=None)  # type: ignore[arg-type]
    first = '<p class="lead" id="a">Heronsgate</p>'
    assert [
        shown.is_known(html, mirrored=mirrored)
        for html, mirrored in [
            (first, False),
            ('<p class="lead" id="b">Harbour</p>', False),
            ('<p class="lead" id="a">A longer name</p>', False),
            ('<p class="lead" id="a">Heronsgate-by-the-sea</p>', False),
            ('<p class="quiet" id="a">Heronsgate</p>', False),
            ('<p class="lead" id="a"> </p>', False),
            ('<p class="lead" aria-label="a">Heronsgate</p>', False),
            (first, True),
        ]
    ] == [False, True, True, False, False, False, False, False]


def test_axe_is_asked_where_an_element_stands_in_a_new_place_or_order():
    shown = Screen(page=None, watch=None)  # type: ignore[arg-type]
    assert [
        shown.asks_axe(html)
        for html in (
            '<main><h1>A</h1><p class="lead">One <a href="/a/">link</a></p></main>',
            '<main><h1>B</h1><p class="lead">Two <a href="/b/">links</a></p></main>',
            '<main><h1>B</h1><p class="quiet">Two <a href="/b/">links</a></p></main>',
            '<main><h1>B</h1><p class="lead">Two <a href="/b/" lang="ar">links</a></p></main>',
            '<main><h1>B</h1><p class="lead">Two</p><p class="lead">Three</p></main>',
            "<main><p></p><h1>B</h1></main>",
            "<main><h1>B</h1><h1>C</h1></main>",
            "<main><h1>B</h1><br><p></p></main>",
        )
    ] == [True, False, True, True, False, True, True, True]
