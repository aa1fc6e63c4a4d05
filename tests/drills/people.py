"""People with a browser without JavaScript: they open a page, fill in its form and send it."""

import http.client
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.drills.serving import PATIENCE, Server
from tests.page_forms import read_forms

Typed = dict[str, list[str]]


@dataclass
class Answer:
    status: int
    text: str
    to: str
    seconds: float
    retry_after: str


@dataclass
class Browser:
    """Keeps cookies, one connection for each request."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, typed: Typed) -> Answer:
        return self._ask("POST", path, urlencode(typed, doseq=True))

    def form(self, path: str) -> Typed:
        """What the last form of the page would send as it stands."""
        return read_forms(self.get(path).text)[-1].as_it_stands()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        began = time.monotonic()
        wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        said = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        said["Origin"] = f"http://127.0.0.1:{self.server.port}"
        if body is not None:
            said["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            wire.request(method, path, body, said)
            got = wire.getresponse()
            text = got.read().decode()
        finally:
            wire.close()
        for cookie in got.headers.get_all("Set-Cookie") or []:
            for name, held in SimpleCookie(cookie).items():
                self.cookies[name] = held.value
        to = urlsplit(got.headers.get("Location", "")).path
        seconds = time.monotonic() - began
        return Answer(got.status, text, to, seconds, got.headers.get("Retry-After", ""))


def filled(browser: Browser, path: str, address: str) -> Typed:
    """The short form, as somebody fills it in who wants a mail to this address."""
    you = {"name": ["Amina Warsame"], "contact_by": ["email"], "email": [address]}
    return browser.form(path) | you | {"agree": ["on"], "photo": ["no"]}


class Crowd:
    """So many people at once who register one after the other, and never give up.

    Whoever loses the connection sends the very same form again; `acknowledged` are the addresses
    that were shown the last page, `faults` are answers that nobody should ever see.
    """

    def __init__(self, server: Server, path: str, people: int) -> None:
        self.server, self.path = server, path
        self.acknowledged: list[str] = []
        self.faults: list[int] = []
        self.lost = 0
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._live, args=[n], daemon=True) for n in range(people)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody end what they began."""
        self._ended.set()
        for thread in self._threads:
            thread.join(PATIENCE * 2)
        assert not any(thread.is_alive() for thread in self._threads)

    def _live(self, number: int) -> None:
        turn = 0
        while not self._ended.is_set():
            turn += 1
            address = f"person{number}.{turn}@example.org"
            browser, typed = Browser(self.server), None
            while typed is None or not self._sent(browser, typed, address):
                with suppress(OSError, http.client.HTTPException, IndexError):
                    typed = typed or filled(browser, self.path, address)

    def _sent(self, browser: Browser, typed: Typed, address: str) -> bool:
        try:
            answer = browser.post(self.path, typed)
        except (OSError, http.client.HTTPException):
            self.lost += 1
            time.sleep(0.05)
            return False
        if answer.status == 302 and answer.to.endswith("/done/"):
            self.acknowledged.append(address)
            return True
        self.faults.append(answer.status)
        return answer.status != 503
