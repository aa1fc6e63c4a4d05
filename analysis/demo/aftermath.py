"""What happened after the events: what was said and read, what was told, and what was erased."""

from datetime import date, datetime, timedelta

from analysis.demo import ballots, kept, reading, recaps, stage
from analysis.demo.codebook import THEMES, Codebook
from analysis.demo.comments import Voices
from analysis.demo.stage import Show, Stage
from feedback.models import BallotBox
from feedback.models.box import BoxState
from forum import audit, outbox
from forum.models.events import Kind
from registrations import figures, retention

# Trainings and single afternoons of a festival report nothing back.
TOLD = {Kind.FORUM, Kind.SUMMIT, Kind.WORKSHOP, Kind.MEETING}
CODES = {name: key for key, name, _description in THEMES}


class Aftermath:
    """What all events share afterwards: the voices, and a codebook for each host."""

    def __init__(self, scene: Stage) -> None:
        self.scene, self.voices = scene, Voices(scene.rng)
        self.books: dict[object, Codebook] = {}
        self.slips: list[str] = []

    @property
    def over(self) -> list[Show]:
        """The events that are over, in the order of the calendar."""
        over = [show for show in self.scene.shows if show.event.ends_at < self.scene.now]
        return sorted(over, key=lambda show: show.event.starts_at)

    def answer(self) -> None:
        """Write down what became of needs, ask everybody what they thought, and count who came.

        Each event in its own days.
        """
        for show in self.over:
            kept.write_down(show)
            if show.bill.ballots:
                slips = ballots.ask(self.scene, self.voices, show)
                self.slips = slips  # of the last one, whose box is open
            figures.refresh(show.event, show.event.ends_at + timedelta(days=1))
        ballots.invite(self.scene)

    def read(self) -> None:
        """Find themes in what was said. The latest training waits, and half of the meeting."""
        closed = [show for show in self.over if _state(show) == BoxState.CLOSED]
        waiting = [show for show in closed if show.event.kind == Kind.TRAINING][-1]
        for show in closed:
            reading.take_notes(self.voices, show)
            if show != waiting:
                share = 0.5 if show.event.kind == Kind.MEETING else 1
                reading.read(self.voices, show, self._book(show), share=share)

    def tell(self) -> None:
        """Write the recaps: on the site, but the meeting's, which is half read."""
        for show in self.over:
            if show.event.kind in TOLD and _state(show) == BoxState.CLOSED:
                publish = show.event.kind != Kind.MEETING
                recaps.write(self.scene, show, CODES, publish=publish)

    def erase(self) -> None:
        """Erase what is due, and bring trail and outbox to the days they tell of."""
        now = self.scene.now
        for show in self.scene.shows:
            _note_what_is_erased(show)
        retention.erase_due(now)
        figures.refresh_due(now)
        for show in self.scene.shows:
            show.wrap_up()
        outbox.forget_old(now)
        audit.forget_old(now)

    def _book(self, show: Show) -> Codebook:
        team = show.bill.team
        if team.host.pk not in self.books:
            self.books[team.host.pk] = Codebook(team.host, team.organiser)
        return self.books[team.host.pk]


def _state(show: Show) -> str:
    box = BallotBox.objects.filter(event=show.event).first()
    return box.state if box else ""


def _note_what_is_erased(show: Show) -> None:
    event = show.event
    for when in (event.ends_at + timedelta(days=1), _at_night(event.needs_erased_on)):
        show.diary.note("counted needs", event.id, when)
    show.diary.note_all("erased needs", _at_night(event.needs_erased_on))
    show.diary.note_all("erased bookings", _at_night(event.erased_on + timedelta(days=2)))


def _at_night(day: date) -> datetime:
    return stage.at(day, "03:10")
