"""The models of feedback: others write `from feedback.models import Comment`."""

from feedback.models.box import (
    Ballot,
    BallotBox,
    BallotCode,
    Comment,
    Rating,
    SpareCode,
    WithdrawnCode,
)
from feedback.models.recap import Recap, RecapQuote
from feedback.models.themes import SessionNote, Theme, ThemeTag

__all__ = [
    "Ballot",
    "BallotBox",
    "BallotCode",
    "Comment",
    "Rating",
    "Recap",
    "RecapQuote",
    "SessionNote",
    "SpareCode",
    "Theme",
    "ThemeTag",
    "WithdrawnCode",
]
