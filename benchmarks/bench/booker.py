"""Somebody who books on a short form as people do: the page, its form, its last button."""

import html
import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from benchmarks.bench.clients import Answer, Browser
from benchmarks.bench.served import Site

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
# A form comes back with a sentence when the last place went meanwhile; then it is pressed again.
MOST_PRESSES = 4


@dataclass
class Booker:
    """One person with one browser; `page` is the event's, and nobody else has the address."""

    site: str
    page: str
    email: str
    answers: list[Answer] = field(default_factory=list)
    sent_at: float = 0  # when the last button was pressed the last time
    answered_at: float = 0
    lost: int = 0  # requests that nobody answered
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.site)

    def look(self) -> None:
        """The event's page."""
        self._keep(self.browser.get(self.page))

    def open_form(self) -> None:
        self._keep(self.browser.get(f"{self.page}register/"))

    def press(self) -> None:
        """Fill in the form that is shown and press its button, until it is done with."""
        for _ in range(MOST_PRESSES):
            shown = self.answers[-1]
            self.sent_at = time.perf_counter()
            self._keep(self.browser.post(shown.path, self._filled(shown)))
            self.answered_at = time.perf_counter()
            if self.is_done or self.answers[-1].status != 200:
                return

    def open_booking(self, path: str) -> None:
        """The page with the QR code, by the link in the mail."""
        self._keep(self.browser.get(path))

    @property
    def is_done(self) -> bool:
        """Whether the page says that the booking was sent."""
        last = self.answers[-1] if self.answers else None
        return last is not None and last.status == 200 and last.path.endswith("/done/")

    @property
    def ms(self) -> float:
        """What the person waited for in all."""
        return sum(one.ms for one in self.answers)

    @property
    def failed(self) -> int:
        """Answers that no person should meet."""
        return sum(one.status >= 500 for one in self.answers)

    def _keep(self, answer: Answer) -> None:
        self.answers.append(answer)

    def _filled(self, shown: Answer) -> dict[str, str]:
        hidden = _HIDDEN.findall(shown.body.decode())
        return {name: html.unescape(value) for name, value in hidden} | {
            "name": "Amina Warsame",
            "contact_by": "email",
            "email": self.email,
            "coming_as": "myself",
            "photo": "no",
            "agree": "on",
        }


def event(site: Site, slug: str, places: int) -> str:
    """One more event that asks little; its page."""
    _ = site.made  # its tables and its host
    page: str = site.call("benchmarks.bench.work", "make_short", slug, places)
    return page


def deed(booker: Booker, begins_at: float = 0, typing: float = 0) -> Callable[[], Booker]:
    """Book from the event's page on, not before a moment; `typing` seconds pass over the form."""
    return partial(_book, booker, begins_at, typing)


def _book(booker: Booker, begins_at: float, typing: float) -> Booker:
    time.sleep(max(0, begins_at - time.perf_counter()))
    try:
        booker.look()
        booker.open_form()
        time.sleep(typing)
        booker.press()
    except (OSError, http.client.HTTPException):
        booker.lost += 1
    return booker
