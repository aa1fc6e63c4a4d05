"""What came out of the box, as the team may see it: counts that tell of nobody, words apart.

Counts are hidden by forum.small_counts and nowhere else. Who left a question out is one of its
parts, because how many answered anything at all is known.
"""

from dataclasses import dataclass

from feedback.models import BallotBox, Comment, Rating
from feedback.questionnaire import RATED, SESSIONS, WRITTEN, Question
from forum.models import Session
from forum.small_counts import LEAST_ANSWERS, of_base, parts


@dataclass(frozen=True)
class Answered:
    """One question: each answer with how many gave it, None where that is hidden."""

    question: Question
    rows: list[tuple[str, int | None]]

    @property
    def is_hidden(self) -> bool:
        return all(count is None for _words, count in self.rows)


@dataclass(frozen=True)
class Said:
    """One question and the words that answer it, in the order of random keys."""

    question: Question
    comments: list[Comment]


def ratings(box: BallotBox) -> list[Answered]:
    """How many gave each answer, question by question. Nothing of a box that is not opened."""
    if not box.is_closed:
        return []
    counted = _counted(box)
    return [_answered(question, counted, box.ballots) for question in RATED]


def sessions(box: BallotBox) -> list[tuple[Session, int | None]]:
    """How many say they were in each session, in the order of the day."""
    if not box.is_closed:
        return []
    counted = _counted(box)
    ticked = {key for question, key in counted if question == SESSIONS}
    return [
        (session, of_base(counted[SESSIONS, str(session.pk)], box.ballots))
        for session in box.event.sessions.select_related("slot")
        if str(session.pk) in ticked
    ]


def comments(box: BallotBox) -> list[Said]:
    """What people wrote, question by question; never beside what they ticked."""
    if not box.is_closed:
        return []
    rows = list(Comment.objects.filter(event=box.event_id).order_by("id"))
    found = [
        Said(question, [c for c in rows if c.question == question.key]) for question in WRITTEN
    ]
    return [said for said in found if said.comments]


def _counted(box: BallotBox) -> dict[tuple[str, str], int]:
    rows = Rating.objects.filter(event=box.event_id)
    return {(row.question, row.answer): row.count for row in rows}


def _answered(question: Question, counted: dict[tuple[str, str], int], ballots: int) -> Answered:
    counts = [counted.get((question.key, answer), 0) for answer, _words in question.answers]
    shown = parts([*counts, ballots - sum(counts)])
    if sum(counts) < LEAST_ANSWERS:
        shown = [None] * len(shown)
    words = [*(words for _answer, words in question.answers), "No answer"]
    return Answered(question, list(zip(words, shown, strict=True)))
