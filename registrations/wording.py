"""The sentences people agree to, each with the version that is stored beside the agreement.

A sentence that changes gets a new version and the old one stays here, so that a stored consent can
always be read back. The needs sentence is explicit consent under Article 9: it names the kind of
data, who sees it and until when (security section 3).
"""

import re
from dataclasses import dataclass

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

# Every version that was ever agreed to, by what a consent's row holds.
WORDINGS = {one.version: one for one in (NEEDS, AGREEMENT, PHOTO_UNRECOGNISABLE, PHOTO_YES)}


def needs_words(*, host: str, who: str, until: str) -> str:
    """The needs sentence as one event's people read it; `until` is a day in words."""
    said = {"host": host, "who": who, "until": until}
    return re.sub(r"{(host|who|until)}", lambda found: said[found[1]], NEEDS.words)
