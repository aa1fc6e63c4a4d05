"""Who is placed in which session, and when people are told."""

from datetime import datetime, timedelta

from analysis.demo.stage import Show
from registrations import breakouts
from registrations.models import Allocation


def place(show: Show) -> None:
    """Everybody is placed and told their sessions three days before the doors open."""
    if show.wishes.rounds:
        when = show.doors - timedelta(days=3)
        by = show.bill.team.organiser
        breakouts.publish(allocation=draft(show, when), by=by, now=when)
        show.diary.note_all("told people their sessions", when)


def draft(show: Show, when: datetime) -> Allocation:
    """A draft that the team looks at; nobody is told."""
    show.diary.note_all("read needs to place people", when)
    show.diary.note_all("placed people in sessions", when)
    return breakouts.run(event=show.event, by=show.bill.team.organiser, now=when)
