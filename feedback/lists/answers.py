"""X12, the feedback on an event: how many answered what, words, themes, and words to quote.

Nobody is in it, and no moment: each question was mixed by itself when the box was opened, and
counts are those of the team's page, with the same ones hidden. Of a box that is sealed, or had too
few answers, the file is as empty as one that nobody answered.
"""

from collections.abc import Iterator, Sequence

from feedback import quotes, results, theme_counts
from feedback.models import BallotBox, Comment
from feedback.models.box import Share
from feedback.questionnaire import SESSIONS, by_key
from forum import small_counts
from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value

_CLOSED = "Feedback is closed, and fewer than 5 people answered: nothing was opened."
_SEALED = "Feedback is not closed yet: answers stay sealed until then."
_NOBODY = "Nobody is asked for feedback on this event."
_READ = "Read the words for themes first; they are counted from ten answers and notes on."


def build(order: Order) -> Contents:
    """The sheets, from twelve queries however many people answered."""
    event = order.event
    box = BallotBox.objects.filter(event=event).select_related("event").first()
    opened = box if box and box.is_closed else None
    return Contents(
        sheets=[
            _counts(event, opened, _why_nothing(box)),
            _answers(event, opened, _why_nothing(box)),
            _themes(event),
            _quotes(event),
        ],
        who="People who answered, as counts and words apart; nobody can be told from it",
        count=opened.ballots if opened else 0,
        delete_by=event.erased_on,
    )


def _why_nothing(box: BallotBox | None) -> str:
    if box is None:
        return _NOBODY
    if box.had_too_few:
        return _CLOSED
    return "Nobody left words." if box.is_closed else _SEALED


def _counts(event: Event, box: BallotBox | None, empty: str) -> Sheet:
    return Sheet(
        name="How many",
        title=f"How many answered what: {event.title}",
        sentence=(
            "Counts of 1 to 4 are not shown, nor what would give them away; of fewer than 10"
            " answers no counts are."
        ),
        columns=[
            Column("Question", 48, wraps=True),
            Column("Answer", 48, wraps=True),
            Column("People", 14),
        ],
        rows=_count_rows(box) if box else [],
        empty=empty,
    )


def _count_rows(box: BallotBox) -> Iterator[list[Value]]:
    yield ["Everybody who answered", "All of them", box.ballots]
    for one in results.ratings(box):
        for words, count in one.rows:
            yield [one.question.words, words, _shown(count)]
    asked = by_key(SESSIONS).words
    for session, count in results.sessions(box):
        yield [asked, session.title, _shown(count)]


def _shown(count: int | None) -> Value:
    """A number as a number, so that it can be added up."""
    return small_counts.in_words(None) if count is None else count


def _answers(event: Event, box: BallotBox | None, empty: str) -> Sheet:
    return Sheet(
        name="Answers",
        title=f"What people wrote: {event.title}",
        sentence=(
            "In a mixed order, each apart from every other answer of the same person. Do not try"
            " to guess who wrote them."
        ),
        columns=[
            Column("Row", 7),
            Column("Question", 40, wraps=True),
            Column("What they wrote", 80, wraps=True),
        ],
        rows=_answer_rows(box) if box else [],
        empty=empty,
    )


def _answer_rows(box: BallotBox) -> Iterator[list[Value]]:
    said = (
        (one.question.words, comment) for one in results.comments(box) for comment in one.comments
    )
    for number, (question, comment) in enumerate(said, start=1):
        yield [number, question, comment.text]


def _themes(event: Event) -> Sheet:
    read = theme_counts.by_event([event])[event.pk]
    enough = read.base >= small_counts.LEAST_ANSWERS
    rows: list[list[Value]] = [
        [theme.name, _shown(small_counts.of_base(count, read.base)), read.base]
        for theme, count in read.counts.items()
    ]
    return Sheet(
        name="Themes",
        title=f"What people raised: {event.title}",
        sentence="Of the answers and notes that were read, how many raise a theme; one may raise"
        " several. Counts of 1 to 4 are not shown, nor what would give them away.",
        columns=[Column("Theme", 48), Column("Answers and notes", 20), Column("Of", 10)],
        rows=sorted(rows, key=_most_first) if enough else [],
        empty=_READ,
    )


def _most_first(row: Sequence[Value]) -> tuple[int, str]:
    """By the count that is shown: the order of hidden ones tells nothing."""
    name, count = row[0], row[1]
    return -count if isinstance(count, int) else 1, str(name).casefold()


def _quotes(event: Event) -> Sheet:
    return Sheet(
        name="Quotes OK to share",
        title=f"Words that may be shown: {event.title}",
        sentence=(
            "Signed as it says and not otherwise. Their writers may take them back at any time:"
            " look again on the day you print or post."
        ),
        columns=[
            Column("Words", 80, wraps=True),
            Column("How far", 34, wraps=True),
            Column("Signed", 40, wraps=True),
            Column("Use by", 16),
        ],
        rows=[
            [
                comment.text,
                Share(comment.share).label,
                quotes.signed(comment) or "no name",
                event.erased_on,
            ]
            for comment in quotes.quotable(event)
        ],
        empty="Nobody agreed that their words are shown, or they are sealed still.",
    )


EXPORT = Export(
    kind="feedback",
    title="Feedback",
    sentence="What people answered, as counts and words without names, and what may be quoted.",
    for_whom="The organising team and those who analyse; outside it only the sheet of quotes",
    rights=(Right.SEE_RESULTS,),
    is_sensitive=True,
    needs_reason=True,
    extras=(),
    build=build,
    delete_by=lambda event: event.erased_on,
    size=lambda event: Comment.objects.filter(event=event).count(),
)
