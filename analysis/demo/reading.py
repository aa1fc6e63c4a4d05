"""Reading what was said: session notes, themes found in words, by the team of the lead host."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from analysis.demo.codebook import Codebook
from analysis.demo.comments import Voices
from analysis.demo.stage import Show
from feedback import coding, notes
from feedback.models import Comment, SessionNote

# Of those breakouts whose notes were handed in, how many points.
POINTS = 2
HANDED_IN = 3


def take_notes(voices: Voices, show: Show) -> None:
    """In some of the groups somebody wrote down what was said."""
    when = show.event.ends_at + timedelta(hours=20)
    groups = [session for one in show.wishes.rounds for session in one.sessions]
    for session in voices.rng.sample(groups, min(HANDED_IN, len(groups))):
        for _ in range(POINTS):
            text = voices.say("notes", show.bill.about)
            by = show.bill.team.organiser
            notes.add(event=show.event, session=session, text=text, by=by, now=when)
    show.diary.note_all("added a note", when)


def read(voices: Voices, show: Show, book: Codebook, *, share: float = 1) -> None:
    """Find themes in what was said; with less than 1, the rest waits to be read."""
    event, by = show.event, show.bill.team.organiser
    words: list[Comment | SessionNote] = [
        *Comment.objects.filter(event=event).select_related("event"),
        *SessionNote.objects.filter(event=event).select_related("event"),
    ]
    begun = min(event.ends_at + timedelta(days=12), timezone.now() - timedelta(hours=20))
    for at, item in enumerate(_part(words, share)):
        item.event = event
        found = book.named(voices.raised[item.text])
        coding.code(item=item, themes=found, by=by, now=begun + timedelta(seconds=20 * at))
    show.diary.note_all("read words for themes", event.ends_at + timedelta(days=12))


def _part(words: list[Comment | SessionNote], share: float) -> Iterable[Comment | SessionNote]:
    return words[: round(len(words) * share)]
