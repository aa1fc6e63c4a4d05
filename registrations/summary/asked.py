"""What somebody asked the team to arrange, and what became of it, as their own page tells it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registrations import discreet, drafts, needs, promises
from registrations.models import Registration
from registrations.promises import Promise, Told


@dataclass(frozen=True)
class Asked:
    """One kind of need as its person sees it: what was asked, and how far it has got."""

    kind: str
    what: str
    state: str
    step: str
    is_named: bool = False  # whether the kitchen gets it with the badge name
    told: Told | None = None

    @property
    def is_asked(self) -> bool:
        """Whether nobody has begun; then the page says what happens next."""
        return self.state == needs.ASKED


def asked(answers: dict[str, Any], today: date | None = None) -> list[Asked]:
    """The needs in a booking, each with its state in words; nothing for "no" and for blanks.

    `today` in the event's zone says whether a day by which something was promised is still ahead.
    """
    said = promises.in_words(answers)
    named = answers.get("kitchen_name") == "yes"
    stand = promises.of(answers)
    found = []
    for kind in needs.KEYS:
        if needs.is_asked(kind, answers):
            promise = stand.get(kind, Promise(kind=kind, state=needs.ASKED))
            told = promises.told(promise, said[kind], today or date.max)
            page = drafts.PAGE_OF[kind]
            found.append(Asked(kind, said[kind], promise.state, page, named, told))
    return found


def asked_by(registration: Registration, today: date) -> list[Asked]:
    """The same for a person's own page; a discreet one names neither event nor host.

    Raises sealed.UnreadableError.
    """
    found = asked(needs.own(registration), today)
    if not registration.keeps_quiet:
        return found
    names = discreet.names_of(registration.event)
    return [
        replace(
            one,
            told=replace(
                one.told,
                head=discreet.without(names, one.told.head),
                words=discreet.without(names, one.told.words),
            ),
        )
        for one in found
        if one.told
    ]
