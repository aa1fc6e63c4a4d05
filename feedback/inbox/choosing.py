"""Which of an event's words somebody wants to see: everything unread, or one part of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from feedback import questionnaire
from feedback.inbox.places import NOTES, Place
from feedback.models import Theme

UNREAD, EVERYTHING, NOTHING_FITS = "unread", "all", "none"
SUGGESTED, UNCOVERED = "suggested", "uncovered"
COMMENTS = "comments"

_SHOWN = {
    UNREAD: "What nobody has read",
    SUGGESTED: "Unread, with a suggestion",
    UNCOVERED: "Unread, no theme suggested",
    NOTHING_FITS: "Read, no theme fits",
    EVERYTHING: "Everything",
}
_KINDS = {"": "Comments and notes", COMMENTS: "Comments", NOTES: "Session notes"}


@dataclass(frozen=True)
class Chosen:
    """What is shown (one of the above, or the key of a theme), and of which kind of words."""

    show: str = UNREAD
    of: str = ""

    @property
    def query(self) -> str:
        """What an address carries of it; nothing for what everybody begins with."""
        asked = {"show": self.show if self.show != UNREAD else "", "of": self.of}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def is_unread(self) -> bool:
        """Whether it is left as soon as somebody reads it."""
        return self.show in {UNREAD, SUGGESTED, UNCOVERED}

    @property
    def is_everything(self) -> bool:
        """Whether nothing was chosen."""
        return self == Chosen()

    def takes(self, place: Place) -> bool:
        """Whether the place belongs to what is chosen."""
        sort = NOTES if place.kind == NOTES else COMMENTS
        return self.of in {"", sort, place.kind} and self._shows(place)

    def _shows(self, place: Place) -> bool:
        has_offer = place.likeliest is not None
        known = {
            UNREAD: not place.is_coded,
            EVERYTHING: True,
            SUGGESTED: not place.is_coded and has_offer,
            UNCOVERED: not place.is_coded and not has_offer,
            NOTHING_FITS: place.is_coded and not place.themes,
        }
        if self.show in known:
            return known[self.show]
        return place.is_coded and self.show in {str(key) for key in place.themes}


def chosen(asked: Mapping[str, str], themes: Iterable[Theme]) -> Chosen:
    """What an address asks for; what nobody knows is as if it were not asked."""
    show, of = asked.get("show", ""), asked.get("of", "")
    shown = {*_SHOWN, *(str(theme.pk) for theme in themes)}
    kinds = {*_KINDS, *(question.key for question in questionnaire.WRITTEN)}
    return Chosen(show if show in shown else UNREAD, of if of in kinds else "")


def shown(themes: Iterable[Theme]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be shown, in groups, each with its value and words."""
    by_theme = [(str(theme.pk), theme.name) for theme in themes]
    groups = [("", list(_SHOWN.items())), ("Read, with the theme", by_theme)]
    return [(name, options) for name, options in groups if options]


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Of which kind of words, in groups."""
    questions = [(question.key, question.words) for question in questionnaire.WRITTEN]
    return [("", list(_KINDS.items())), ("Answers to", questions)]
