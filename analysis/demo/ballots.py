"""What people said after the events: codes on slips, sealed sheets, and the closing of the box."""

from datetime import datetime, timedelta
from typing import Any

from analysis.demo.comments import Voices
from analysis.demo.stage import Show, Stage
from feedback import ballots, boxes, closing
from feedback.models import BallotBox
from feedback.models.box import Share
from feedback.questionnaire import RATED
from forum.models.events import Kind

# How long people may answer; after a forum they are also written to.
OPEN, OPEN_AFTER_A_FORUM = timedelta(days=10), timedelta(days=21)
SLIPS_TO_TRY = 3  # not used up, for whoever looks at the demo

# Of a hundred answers, in the order of the questionnaire.
RATINGS = {
    "useful": [48, 35, 11, 2, 4],
    "welcome": [47, 35, 10, 3, 5],
    "contacts": [36, 36, 17, 6, 5],
    "part": [72, 21, 7],
}
# Of a hundred people: who writes something to each question, and who leaves one out.
TAKES_BACK, WOULD_CHANGE, WAS_HINDERED, SKIPS = 72, 30, 50, 5
SHARES = {Share.TEAM: 40, Share.WORDS: 34, Share.ORGANISATION: 13, Share.NAME: 13}


def ask(scene: Stage, voices: Voices, show: Show) -> list[str]:
    """Open the box after the event, cast ballots, and close it where its day has come.

    Codes on slips that nobody has used; worth something only while the box is open.
    """
    event, by = show.event, show.bill.team.organiser
    is_long = event.kind == Kind.FORUM
    opens = event.ends_at + timedelta(hours=1)
    closes = event.ends_at + (OPEN_AFTER_A_FORUM if is_long else OPEN)
    is_open = closes > scene.now
    planned = event.starts_at - timedelta(days=1)
    box = boxes.plan(
        event=event, by=by, opens_at=opens, closes_at=closes, is_mailed=is_open, now=planned
    )
    slips = boxes.make_slips(box=box, count=show.bill.ballots + SLIPS_TO_TRY, by=by)
    boxes.open_box(box=box, now=opens)
    for slip in slips[SLIPS_TO_TRY:]:
        answers = Sheet(scene, voices, show).answers
        ballots.cast(event=event, code=slip, answers=answers, now=opens + timedelta(days=1))
    if not is_open:
        closing.close(box=box, now=closes)
    _note(show, planned, opens, closes)
    return slips[:SLIPS_TO_TRY]


def invite(scene: Stage) -> None:
    """Where a box is open, everybody who came was written to, and reminded."""
    for box in BallotBox.objects.filter(is_mailed=True).select_related("event"):
        boxes.invite_due(box.event.ends_at + boxes.AFTER_THE_EVENT)
        boxes.remind_due(min(scene.now, box.event.ends_at + timedelta(days=6)))


def _note(show: Show, planned: datetime, opens: datetime, closes: datetime) -> None:
    for deed, when in (
        ("planned feedback", planned),
        ("made slips", planned),
        ("opened feedback", opens),
        ("closed feedback", closes),
    ):
        show.diary.note_all(deed, when)


class Sheet:
    """One person's answers: most people are content, some leave a question out."""

    def __init__(self, scene: Stage, voices: Voices, show: Show) -> None:
        self.rng = scene.rng
        self.scene, self.voices, self.show = scene, voices, show

    @property
    def answers(self) -> dict[str, Any]:
        found = self._rated()
        if found.get("part") in ("mostly", "no") and self._happens(WAS_HINDERED):
            found["in_the_way"] = self.voices.say("in_the_way")
        if self._happens(TAKES_BACK):
            found["take_back"] = self.voices.say("take_back", self.show.bill.about)
            found |= self._shared()
        if self._happens(WOULD_CHANGE):
            found["change"] = self.voices.say("change")
        found["sessions"] = [
            str(self.rng.choice(one.sessions).pk)
            for one in self.show.wishes.rounds
            if self._happens(80)
        ]
        return found

    def _rated(self) -> dict[str, Any]:
        return {
            question.key: self.rng.choices(question.answers, RATINGS[question.key])[0][0]
            for question in RATED
            if not self._happens(SKIPS)
        }

    def _shared(self) -> dict[str, Any]:
        """How far the words may go, and the name that was typed under them."""
        [share] = self.rng.choices(list(SHARES), list(SHARES.values()))
        writer = self.rng.choice([person for person in self.scene.people if person.group])
        group = writer.group.name if writer.group else ""
        signed = {Share.ORGANISATION: group, Share.NAME: f"{writer.name.split()[0]}, {group}"}
        return {"share": str(share), "signed": signed.get(share, "")}

    def _happens(self, of_hundred: int) -> bool:
        return self.rng.random() * 100 < of_hundred
