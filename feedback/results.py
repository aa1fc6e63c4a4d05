"""What came out of the box, as the team may see it: counts that tell of nobody, words apart.

Counts are hidden by forum.small_counts and nowhere else. Answers that say something are parts of
their own sum, and so are those that say nothing: other pages tell the first sum, and this page how
many answered anything at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.models import BallotBox, Comment, Rating
from feedback.questionnaire import PUBLISHED, RATED, SAYS_NOTHING, SESSIONS, WRITTEN, Question
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
    return [answered(question, counted, box.ballots) for question in RATED]


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


def answered(question: Question, counted: Mapping[tuple[str, str], int], ballots: int) -> Answered:
    """One question as it may be shown; `counted` by question and answer, of so many ballots."""
    rows = [(key, words, counted.get((question.key, key), 0)) for key, words in question.answers]
    said = [count for key, _words, count in rows if key not in SAYS_NOTHING]
    not_said = [count for key, _words, count in rows if key in SAYS_NOTHING]
    shown = parts(said)
    if question.key == PUBLISHED:
        shown = halves(shown)
    shown += parts([*not_said, ballots - sum(said) - sum(not_said)])
    if sum(said) < LEAST_ANSWERS:
        shown = [None] * len(shown)
    words = [*(words for _key, words, _count in rows), "No answer"]
    return Answered(question, list(zip(words, shown, strict=True)))


def halves(shown: Sequence[int | None]) -> list[int | None]:
    """The counts of a scale of four, with both answers of a half hidden when one is.

    A recap says how many gave the first two answers together, and so how many did not.
    """
    if len(shown) != 4:
        return list(shown)
    return [None if None in half else count for half in (shown[:2], shown[2:]) for count in half]
