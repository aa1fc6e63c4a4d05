"""The sentences people agree to, each with the version that is stored beside the agreement.

A sentence that changes gets a new version and the old one stays here, so that a stored consent can
always be read back. The needs sentence is explicit consent under Article 9: it names the kind of
data, who sees it and until when (security section 3).
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from registrations import options
from registrations.models.needs import ConsentKind


@dataclass(frozen=True)
class Wording:
    """A sentence with its version; `words` may hold {host}, {who} and {until}."""

    kind: ConsentKind
    version: str
    words: str


NEEDS = Wording(
    ConsentKind.NEEDS,
    "needs-1",
    "I agree that {host} keeps my answers about what I need until {until}. They can say something"
    " about my health, and what I eat can say something about my beliefs. Only {who} see them with"
    " my name, unless I say otherwise here.",
)
AGREEMENT = Wording(
    ConsentKind.AGREEMENT,
    "agreement-1",
    "I have read how we treat each other at this event",
)
PHOTO_UNRECOGNISABLE = Wording(
    ConsentKind.PHOTO,
    "photo-part-1",
    "Only if nobody could recognise me, such as hands or from far behind",
)
PHOTO_YES = Wording(ConsentKind.PHOTO, "photo-yes-1", "Yes, I can be in photos")
_NEWS_1 = Wording(ConsentKind.NEWS, "news-1", "Yes, tell me about later events")
NEWS = Wording(
    ConsentKind.NEWS,
    "news-2",
    "Yes, the organisers may email me about their later events, until I say stop",
)
_USES = "Where may we use them?"
_SEEN = "Put me on the contact list for people who were there. What may they see?"


def photo_yes(uses: Iterable[str]) -> Wording:
    """The yes to photos with where they may be used: another choice is another consent."""
    where = Wording(ConsentKind.PHOTO, PHOTO_YES.version, f"{PHOTO_YES.words}. {_USES}")
    return _with(where, options.PHOTO_USES, uses) or PHOTO_YES


def contacts(seen: Iterable[str]) -> Wording | None:
    """The yes to the contact list with what may be seen; nothing when nothing may be seen."""
    return _with(Wording(ConsentKind.CONTACTS, "contacts-1", _SEEN), options.CONTACT_LIST, seen)


def _with(asked: Wording, offered: Mapping[str, str], given: Iterable[str]) -> Wording | None:
    """The sentence with what was chosen after it; the version ends in the first letters of that."""
    chosen = [key for key in offered if key in given]
    if not chosen:
        return None
    version = f"{asked.version}-{''.join(key[0] for key in chosen)}"
    words = "; ".join(offered[key] for key in chosen)
    return Wording(asked.kind, version, f"{asked.words} {words}")


def _some(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of some of the keys, one at least."""
    every = list(keys)
    for count in range(1, len(every) + 1):
        yield from itertools.combinations(every, count)


# Every version that was ever agreed to, by what a consent's row holds.
_EVERY = [
    *(NEEDS, AGREEMENT, PHOTO_UNRECOGNISABLE, PHOTO_YES, _NEWS_1, NEWS),
    *(photo_yes(uses) for uses in _some(options.PHOTO_USES)),
    *(one for seen in _some(options.CONTACT_LIST) if (one := contacts(seen))),
]
WORDINGS = {one.version: one for one in _EVERY}


def needs_words(*, host: str, who: str, until: str) -> str:
    """The needs sentence as one event's people read it; `until` is a day in words."""
    said = {"host": host, "who": who, "until": until}
    return re.sub(r"{(host|who|until)}", lambda found: said[found[1]], NEEDS.words)
