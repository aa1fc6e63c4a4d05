"""What became of what people had asked for, as the needs lead writes it down after an event."""

from datetime import timedelta

from analysis.demo.stage import Show
from forum.models.events import Kind
from registrations import needs, promises
from registrations.models import Registration

# Where so many ask for an interpreter, every fifth of them finds none.
MANY, NOBODY = 20, "We found nobody for this day, and are sorry"


def write_down(show: Show) -> None:
    """In the evening, so that nobody is written to. After a training nobody notes what was met."""
    lead, when = show.bill.team.needs_lead, show.event.ends_at + timedelta(hours=2)
    kept = promises.ARRANGED if show.event.kind == Kind.TRAINING else promises.MET
    people = Registration.objects.filter(event=show.event).confirmed().select_related("needs")
    asked = [
        (person, kind)
        for person in people.order_by("booked_at", "pk")
        for kind in promises.of(needs.own(person))
        if kind in ("access", "interpretation")
    ]
    interpreting = [person for person, kind in asked if kind == "interpretation"]
    without = set(interpreting[::5]) if len(interpreting) >= MANY else set()
    for person, kind in asked:
        is_out = kind == "interpretation" and person in without
        promises.change(
            registration=person,
            kind=kind,
            state=promises.CANNOT if is_out else kept,
            words=NOBODY if is_out else "",
            owner=lead,
            due=None,
            by=lead,
            now=when,
        )
    show.diary.note_all("worked on needs", when)
