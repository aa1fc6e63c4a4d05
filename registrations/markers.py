"""What is given out at the door so that photographers know: a shape and a word, never colour alone.

Nobody who was not asked has agreed to anything, so without an answer the square is given.
"""

from dataclasses import dataclass

from forum.models import Event
from registrations.models import Question
from registrations.models.questions import QuestionKind
from registrations.models.registrations import Photo

_NONE = "No marker"


@dataclass(frozen=True)
class Marker:
    """A shape, as a page or a badge draws it, and the word that stands beside it."""

    shape: str
    word: str

    def __str__(self) -> str:
        return f"{self.shape.capitalize()} marker, {self.word}"


_MARKERS = {
    Photo.NO: Marker("square", "NO PHOTO"),
    Photo.UNRECOGNISABLE: Marker("circle", "ASK"),
    Photo.YES: None,
}


def marker(photo: str) -> str:
    """The marker for an answer about photos, in words."""
    return str(drawn(photo) or _NONE)


def drawn(photo: str) -> Marker | None:
    """The marker for an answer about photos; None for those who may be in any."""
    return _MARKERS.get(Photo(photo), _MARKERS[Photo.NO])


def are_given_out(event: Event) -> bool:
    """Whether people were asked about photos, so that anybody has a marker; one query."""
    return Question.objects.filter(event=event, kind=QuestionKind.PHOTO).exists()
