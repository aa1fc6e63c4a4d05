"""The way through an event's form: which pages it has, and which comes next."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forum.models import Event, Host
from registrations import breakouts, drafts, questions
from registrations.breakouts import Round
from registrations.models import Question

_SOMEBODY = "the people who look after needs at this event"


@dataclass(frozen=True)
class Journey:
    """An event's form, with the questions that are on and the sessions to choose from.

    The questions are one query, and so are the sessions.
    """

    event: Event

    @cached_property
    def asks(self) -> dict[str, Question]:
        return questions.switched_on(self.event)

    @cached_property
    def rounds(self) -> list[Round]:
        """Where people choose a session; nothing when choosing has closed."""
        return breakouts.open_rounds(self.event)

    @cached_property
    def pages(self) -> list[str]:
        """The pages before "check": `["all"]` for a form on one page."""
        return questions.pages(self.asks, has_rounds=bool(self.rounds))

    @cached_property
    def host(self) -> Host:
        return self.event.lead_host

    @property
    def is_short(self) -> bool:
        return self.pages == questions.ONE_PAGE

    @property
    def parts(self) -> list[str]:
        return questions.parts(self.asks, has_rounds=bool(self.rounds))

    @property
    def asks_needs(self) -> bool:
        return any(row.is_sensitive for row in self.asks.values())

    @property
    def who_sees_needs(self) -> str:
        """Who sees needs with a name: those who act on the answers, and the other needs leads."""
        rows = self.asks.values()
        names = sorted({row.owner.name for row in rows if row.is_sensitive and row.owner})
        if not names:
            return _SOMEBODY
        return f"{', '.join(names)} and others who look after needs at this event"

    def parts_on(self, page: str) -> list[str]:
        """What a page of the form asks: its own part, or all of them."""
        return self.parts if page in questions.ONE_PAGE else [page]

    def purposes(self, page: str) -> list[str]:
        """What the answers of a page are for, as the organisers wrote it."""
        kinds = [kind for part in self.parts_on(page) for kind in _KINDS.get(part, [])]
        written = [self.asks[kind].purpose for kind in kinds if kind in self.asks]
        return list(dict.fromkeys(purpose for purpose in written if purpose))

    def number(self, page: str) -> int:
        """Which step a page is, counted from 1; the last is "check"."""
        return len(self.pages) + 1 if page == "check" else self.pages.index(page) + 1

    @property
    def total(self) -> int:
        return len(self.pages) + 1

    def before(self, page: str) -> str:
        """The page before, or nothing before the first."""
        place = self.number(page) - 1
        return self.pages[place - 1] if place else ""

    def after(self, page: str, answers: dict[str, Any]) -> str:
        """The page to go on to: "check" at once when nothing is missing any more."""
        place = self.number(page)
        if place == len(self.pages) or not self.gaps(answers):
            return "check"
        return self.pages[place]

    def gaps(self, answers: dict[str, Any]) -> list[drafts.Gap]:
        """What is missing before booking."""
        return drafts.gaps(answers, set(self.asks), self.pages, self.rounds)


_KINDS = {"food": ["food", "allergy"], "support": ["access", "interpretation"]}
