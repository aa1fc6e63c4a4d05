"""What the team of the open forum does for its people: promises, a helper's table, messages."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from analysis.demo import stage
from analysis.demo.people import Person
from analysis.demo.stage import Show, Stage
from forum.models import Message
from forum.models.ground import MessageState
from registrations import (
    announcing,
    booking,
    helping,
    needs,
    promises,
    telling,
    travel_claims,
)
from registrations.helping import Entry
from registrations.models import Helper, Registration
from registrations.models.registrations import ContactBy, Kind

HELPED, NEWS = 3, 14
HELPER = "Maryam Okonjo"
INTERPRETER = "A colleague interprets. You meet at the front desk at 9.30 am"
MESSAGE = announcing.Said(
    subject="What to bring",
    body="Bring one case that you would like to talk about, without names."
    "\n\nYour sessions and how to get here are on your booking page.",
    short="Bring one case to talk about, without names. All else is on your booking page.",
    audience={"who": "place"},
)
LATER = announcing.Said(
    subject="The train on the day",
    body="Trains from Leeds leave from another platform that week.\n\nLeave ten minutes more.",
    audience={"who": "place"},
)


def load(scene: Stage, show: Show) -> None:
    """A helper and whom they registered, two who come together, promises, and messages."""
    _register_others(scene, show)
    rows = list(Registration.objects.filter(event=show.event).confirmed().order_by("booked_at"))
    _promise(scene, show, rows)
    _call(scene, show, rows)
    _write(scene, show)
    _stay_in_touch(scene, rows)
    _say_that_mails_left(show, scene.now)


def _register_others(scene: Stage, show: Show) -> None:
    """A caseworker entered three people a week ago, and somebody came with a companion."""
    when = scene.now - timedelta(days=7)
    helper = helping.begin(
        event=show.event,
        helper_id=uuid.uuid5(show.event.id, HELPER),
        name=HELPER,
        organisation="Copperfield Lane Night Shelter",
        email="maryam@copperfield.example",
        phone="07700 900318",
        now=when,
    )
    draw = [person for person in scene.people if person.group is None]
    helped = [Entry(uuid.uuid5(helper.id, one.name), _through(one, show)) for one in draw[:HELPED]]
    helping.register(helper=helper, rows=helped, now=when)
    Helper.objects.filter(pk=helper.pk).update(touched_at=when)
    first = _plain(draw[HELPED], show)
    company = {"with": [{"name": "Yusuf", "relation": "child"}]}
    parent = booking.register(event=show.event, answers=first, quiet=True, now=when)
    booking.add_companion(first=parent, answers=company, now=when)
    for deed in ("began to register others", "registered people they support", "added a person"):
        show.diary.note_all(deed, when)


def _plain(person: Person, show: Show) -> dict[str, object]:
    return person.answers_to(show.bill.asks)


def _through(person: Person, show: Show) -> dict[str, object]:
    """The answers of somebody who has neither address nor number of their own."""
    return {**_plain(person, show), "contact_by": ContactBy.HELPER, "email": "", "phone": ""}


def _promise(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """Of what people asked for some is arranged, some is being arranged, and some is late."""
    lead, today = show.bill.team.needs_lead, scene.today
    when = scene.now - timedelta(days=2)
    states = [
        (promises.ARRANGED, INTERPRETER, today - timedelta(days=1)),
        (promises.ARRANGING, "We have asked two people", today + timedelta(days=5)),
        (promises.ARRANGING, "", today),
        (
            promises.CANNOT,
            "We found nobody for this day. Call us, and we look for another way",
            None,
        ),
    ]
    asked = [row for row in rows if "interpretation" in promises.of(needs.own(row))]
    for row, (state, words, due) in zip(asked, states, strict=False):
        promises.change(
            registration=row,
            kind="interpretation",
            state=state,
            words=words,
            owner=lead,
            due=due if due and due >= today else None,
            by=lead,
            now=when,
        )
    show.diary.note_all("worked on needs", when)


def help_with_travel(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """Three people asked for their fare: one gets it in cash, one has a ticket, one waits."""
    by = show.bill.team.needs_lead
    when = scene.now - timedelta(days=1)
    asked = [row for row in rows if row.has_a_place][2:5]
    for row, how in zip(asked, ("cash", "ticket", "voucher"), strict=True):
        fare = {"travel": how, "travel_from": "Halifax", "travel_about": "10_to_30"}
        booking.change(registration=row, answers={**fare, "needs_consent": True}, now=when)
    for row, how, most in zip(asked, ("cash", "ticket"), ("12.40", "18"), strict=False):
        travel_claims.approve(registration=row, how=how, up_to=Decimal(most), by=by, now=when)
    show.diary.note_all("worked on needs", when)


def _call(scene: Stage, show: Show, rows: list[Registration]) -> None:
    """Three people who gave a number and no address were not told of the earlier end yet."""
    when = scene.now - timedelta(days=6)
    there = [row for row in rows if row.contact_by == ContactBy.PHONE and row.created_at < when]
    telling.tell_many(
        [(row, row.id) for row in there[:3]], "event_changed", event=show.event, now=when
    )


def _write(scene: Stage, show: Show) -> None:
    """One message went out three days ago, and another leaves next week."""
    by = show.bill.team.organiser
    when = scene.now - timedelta(days=3)
    sent = announcing.write(event=show.event, said=MESSAGE, by=by, now=when)
    people = Registration.objects.filter(event=show.event).confirmed().count()
    seen = announcing.Seen(people, sent.touched_at.isoformat())
    announcing.send(announcement=sent, seen=seen, by=by, now=when)
    later = announcing.write(event=show.event, said=LATER, by=by, now=when)
    seen = announcing.Seen(people, later.touched_at.isoformat())
    at = stage.at(scene.today + timedelta(days=8), "09:00")
    announcing.schedule(announcement=later, at=at, seen=seen, by=by, now=when)
    for deed in ("wrote a message", "sent a message", "scheduled a message"):
        show.diary.note_all(deed, when)


def _stay_in_touch(scene: Stage, rows: list[Registration]) -> None:
    """Some said yes to hearing of later events."""
    when = scene.now - timedelta(days=4)
    there = [row for row in rows if row.email and row.kind == Kind.PARTICIPANT]
    for row in there[:NEWS]:
        booking.change(registration=row, answers={"news": True}, now=when)


def _say_that_mails_left(show: Show, now: datetime) -> None:
    """What the deeds above queued has left, so that the demo writes to nobody when it starts."""
    queued = Message.objects.filter(event=show.event, state=MessageState.QUEUED)
    queued.update(state=MessageState.SENT, sent_at=now - timedelta(days=2), attempts=1)
