"""What the kitchen of the forum to come has: a copy of the catering sheet, and a link to it."""

from datetime import timedelta

from analysis.demo.stage import Show, Stage
from registrations.kitchen import links, sheet

CATERER = "Copper Ladle Kitchen"


def load(scene: Stage, show: Show) -> None:
    """A copy on paper nine days ago, and from the day after a link with the names of who agreed."""
    team, event = show.bill.team, show.event
    kept = scene.now - timedelta(days=9, hours=1)
    sheet.keep_on_paper(event=event, by=team.organiser, now=kept)
    for deed in (sheet.COUNTED, sheet.KEPT):
        show.diary.note(deed, event.id, kept)
    made = scene.now - timedelta(days=8)
    link = links.make(
        event=event,
        made_for=CATERER,
        until=event.local_end.date(),
        with_names=True,
        by=team.needs_lead,
        now=made,
    )
    show.diary.note(links.MADE, link.id, made)
    for days in (8, 2):
        [standing] = links.of(event, now=made)
        sheet.by_link(standing)
        when = scene.now - timedelta(days=days) + timedelta(hours=1)
        show.diary.note(links.OPENED, link.id, when)
