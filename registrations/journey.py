"""The way through an event's form: which pages it has, and which comes next."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from forum.models import Event, Host
from registrations import (
    breakouts,
    companions,
    drafts,
    extras,
    options,
    own_answers,
    own_questions,
    questions,
)
from registrations.breakouts import Round
from registrations.extras import EventExtras
from registrations.models import OwnQuestion, Question
from registrations.models.questions import SENSITIVE, QuestionKind

_SOMEBODY = "the people who look after needs at this event"


@dataclass(frozen=True)
class Journey:
    """An event's form, with the questions that are on and the sessions to choose from.

    The questions are one query, and so is whether there are others of the team's own or sessions,
    which are a query each. `company` is how many the person said come along; `was_open` shows the
    sessions although choosing has closed; `known` is what is known already of what there is.
    """

    event: Event
    company: int = 0
    was_open: bool = False
    known: EventExtras | None = None

    def going_on(self, answers: dict[str, Any]) -> "Journey":
        """The way of somebody who gave these answers."""
        company = companions.wanted(answers)
        return self if company == self.company else replace(self, company=company)

    @cached_property
    def on(self) -> dict[str, Question]:
        """The questions that are switched on."""
        return questions.switched_on(self.event)

    @cached_property
    def asks(self) -> dict[str, Question]:
        """Those of them that people meet in the form. News name a host; discreet events do not."""
        met = questions.asked(self.on)
        left_out = [QuestionKind.NEWS] if self.event.is_discreet else []
        return {kind: row for kind, row in met.items() if kind not in left_out}

    @property
    def food_words(self) -> str:
        """What the team says of all food, so that nobody is asked which meals suit."""
        left_out = self.on.keys() - self.asks.keys() - {QuestionKind.NEWS}
        return f"{options.SUITS_ALL_WORDS}." if left_out else ""

    @cached_property
    def _there(self) -> EventExtras:
        return self.known or extras.of_event(self.event)

    @cached_property
    def own(self) -> list[OwnQuestion]:
        return own_questions.of(self.event) if self._there.own_questions else []

    @cached_property
    def rounds(self) -> list[Round]:
        """Where people choose a session; nothing when choosing has closed."""
        find = breakouts.rounds if self.was_open else breakouts.open_rounds
        return find(self.event) if self._there.sessions else []

    @property
    def choosing_closes(self) -> datetime:
        """Until when people choose a session."""
        return breakouts.closes(self.event)

    @cached_property
    def choosing_closed(self) -> str:
        """Why no session is asked for although there are some, in words."""
        if self.rounds or not self._there.sessions or not breakouts.rounds(self.event):
            return ""
        return f"{breakouts.closed_words(self.event)}."

    @cached_property
    def pages(self) -> list[str]:
        """The pages before "check": `["all"]` for a form on one page."""
        return questions.pages(
            self.asks,
            has_rounds=bool(self.rounds),
            has_own=bool(self.own),
            has_company=bool(self.company),
        )

    @cached_property
    def host(self) -> Host:
        return self.event.lead_host

    @property
    def is_short(self) -> bool:
        return self.pages[:1] == questions.ONE_PAGE

    def books_on(self, page: str) -> bool:
        """Whether the button of this page books at once, as on the last of a short form."""
        return self.is_short and page == self.pages[-1]

    @property
    def parts(self) -> list[str]:
        return questions.parts(self.asks, has_rounds=bool(self.rounds), has_own=bool(self.own))

    @property
    def asks_needs(self) -> bool:
        return any(row.is_sensitive for row in self._rows)

    @property
    def _rows(self) -> list[Question | OwnQuestion]:
        """Every question that is asked, those of the team's own last."""
        return [*self.asks.values(), *self.own]

    @property
    def who_sees_needs(self) -> str:
        """Who sees needs with a name: those who act on the answers, and the other needs leads."""
        owners = [row.owner for row in self._rows if row.is_sensitive]
        names = sorted({owner.name for owner in owners if owner})
        if not names:
            return _SOMEBODY
        return f"{', '.join(names)} and others who look after needs at this event"

    @property
    def asks_nothing_private(self) -> bool:
        """Whether no question of the team's own seems to ask what the product never asks."""
        return not any(
            own_questions.looks_sensitive(f"{one.label} {one.hint} {' '.join(one.options)}")
            for one in self.own
        )

    def parts_on(self, page: str) -> list[str]:
        """What a page of the form asks: its own part, or all of them."""
        return self.parts if page in questions.ONE_PAGE else [page]

    def purposes(self, page: str) -> list[str]:
        """What the answers of a page are for, as the organisers wrote it."""
        parts = self.parts_on(page)
        about = ["food" if part == questions.TOGETHER else part for part in parts]
        kinds = [kind for part in about for kind in questions.IN_PART.get(part, [])]
        rows: list[Question | OwnQuestion]
        rows = [self.asks[kind] for kind in kinds if kind in self.asks and kind in SENSITIVE]
        rows += self.own if "own" in parts else []
        return list(dict.fromkeys(row.purpose for row in rows if row.purpose))

    def needs_in(self, part: str) -> list[str]:
        """Which kinds of need a part of the form asks about: answers are kept only by consent."""
        if part == "own":
            return ["own"] if any(row.is_sensitive for row in self.own) else []
        kinds = [str(kind) for kind in questions.IN_PART.get(part, []) if kind in SENSITIVE]
        return [kind for kind in kinds if kind in self.asks]

    def can_change(self, part: str) -> bool:
        """Whether a booking has something to change in this part of the form."""
        kinds = questions.IN_PART["sharing"]
        return part in self.parts and (
            part != "sharing" or any(kind in self.asks for kind in kinds)
        )

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
        if place == len(self.pages) or not (self.is_short or self.gaps(answers)):
            return "check"
        return self.pages[place]

    def gaps(self, answers: dict[str, Any]) -> list[drafts.Gap]:
        """What is missing before booking."""
        sifted = own_answers.sift(answers, self.own)
        return drafts.gaps(sifted, set(self.asks), self.pages, self.rounds)
