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
from feedback.models.readings import EventThemes, Reading, Suggesting, ThemeMerge
from feedback.models.recap import Recap, RecapFigures, RecapQuote
from feedback.models.themes import SessionNote, Theme, ThemeTag

__all__ = [
    "Ballot",
    "BallotBox",
    "BallotCode",
    "Comment",
    "EventThemes",
    "Rating",
    "Reading",
    "Recap",
    "RecapFigures",
    "RecapQuote",
    "SessionNote",
    "SpareCode",
    "Suggesting",
    "Theme",
    "ThemeMerge",
    "ThemeTag",
    "WithdrawnCode",
]
