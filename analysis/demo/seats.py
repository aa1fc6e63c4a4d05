"""Who is placed in which session, and when people are told."""

from datetime import datetime, timedelta

from analysis.demo.stage import Show
from registrations import breakouts
from registrations.breakouts import attending, sheets
from registrations.models import Allocation, CheckIn


def place(show: Show) -> None:
    """Everybody is placed and told their sessions three days before the doors open."""
    if show.wishes.rounds:
        when = show.doors - timedelta(days=3)
        by = show.bill.team.organiser
        breakouts.publish(allocation=draft(show, when), by=by, now=when)
        show.diary.note_all("told people their sessions", when)


def tick(show: Show) -> None:
    """At the door of each session somebody ticks who of the people in the house is there."""
    inside = CheckIn.objects.filter(event=show.event, session=None)
    in_house = set(inside.values_list("registration_id", flat=True))
    found = sheets.of(show.event)
    for one in found.sessions if found else []:
        here = [listed.person.pk for listed in one.people if listed.person.pk in in_house]
        left_early = set(here[::9])
        when = one.round.begins + timedelta(minutes=6)
        attending.tick(
            session=one.session,
            people=[pk for pk in here if pk not in left_early],
            by=show.bill.team.door[0],
            now=when,
        )
        show.diary.note(attending.TICKED, one.session.pk, when)


def draft(show: Show, when: datetime) -> Allocation:
    """A draft that the team looks at; nobody is told."""
    show.diary.note_all("read needs to place people", when)
    show.diary.note_all("placed people in sessions", when)
    return breakouts.run(event=show.event, by=show.bill.team.organiser, now=when)
