"""What every event of the demo goes through, by the deeds that people use."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from analysis.demo.diary import Diary
from analysis.demo.people import Person
from analysis.demo.programmes import Hall, Line
from analysis.demo.teams import Team
from analysis.demo.wishes import Wishes
from analysis.demo.words import PURPOSES
from forum import clock_changes, hosting, publishing, scheduling
from forum.models import Event, Message, Room, Session, Slot, User
from forum.models.ground import MessageState
from registrations import booking
from registrations.models import Question, Registration
from registrations.models.questions import SENSITIVE
from registrations.models.registrations import ContactBy, Kind

FAR = timedelta(weeks=220)  # longer than the demo looks back


@dataclass
class Bill:
    """What one event is: its words, its days, who runs it and what it asks."""

    team: Team
    fields: dict[str, Any]
    first: date
    last: date
    hours: tuple[str, str]
    doors: str
    published: datetime
    rooms: list[Hall]
    lines: list[Line]
    asks: list[str]
    hosts: list[Team] = field(default_factory=list)
    # How many answer afterwards, of those who came; nobody is asked when it is nought.
    ballots: int = 0
    # What is heard most, by the keys of the codebook; the first of all.
    about: list[str] = field(default_factory=list)


@dataclass
class Show:
    """An event that was put on, with its bill and its diary."""

    event: Event
    bill: Bill
    diary: Diary
    wishes: Wishes

    @property
    def opened(self) -> datetime:
        """When the first people booked."""
        return self.bill.published + timedelta(hours=2)

    @property
    def doors(self) -> datetime:
        return at(self.bill.first, self.bill.doors)

    def wrap_up(self) -> None:
        """Nothing waits to be sent, and the trail tells the days it should."""
        messages = list(Message.objects.filter(event=self.event, state=MessageState.QUEUED))
        for message in messages:
            if told := self.diary.deeds.get(("told", message.row_id)):
                message.created_at = message.due_at = told[0]
            message.sent_at = message.due_at + timedelta(seconds=20)
            message.state, message.attempts = MessageState.SENT, 1
        changed = ["created_at", "due_at", "sent_at", "state", "attempts"]
        Message.objects.bulk_create(
            messages, update_conflicts=True, unique_fields=["id"], update_fields=changed
        )
        self.diary.date_the_trail(self.event)


@dataclass
class Stage:
    """The seed, the clock and the crowd that all events share."""

    rng: random.Random
    now: datetime
    people: list[Person]
    # Everything that was put on so far, in the order of this list and not of the calendar.
    shows: list[Show] = field(default_factory=list)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def between(self, first: datetime, last: datetime, count: int) -> list[datetime]:
        """So many moments in order, by day and in the evening, more of them near either end."""
        span = (last - first) / timedelta(minutes=1)
        found = []
        for _ in range(count):
            share = self.rng.betavariate(0.7, 0.8)
            when = timezone.localtime(first + timedelta(minutes=share * span))
            found.append(when.replace(hour=max(7, when.hour)))
        return [min(max(when, first), last) for when in sorted(found)]


def at(day: date, clock: str) -> datetime:
    """The moment that reads so on the clocks of the site."""
    return clock_changes.moment(day, time.fromisoformat(clock), timezone.get_default_timezone())


def weekday(near: date, number: int) -> date:
    """The first such day from here on; Monday is 0."""
    return near + timedelta(days=(number - near.weekday()) % 7)


def put_on(scene: Stage, bill: Bill) -> Show:
    """Make the event, its programme and questions, and publish it.

    Publishing looks at the clock of today and wants a day to come, so an event of the past is
    published while its days are still far ahead, and then moved to them.
    """
    begun = bill.published - timedelta(days=6)
    diary = Diary(begun)
    event, by = _make(bill, begun), bill.team.organiser
    publishing.publish(event=event, by=by, now=bill.published)
    diary.note("published", event.id, bill.published)
    Event.objects.filter(pk=event.pk).update(**_times(bill, timedelta()))
    event.refresh_from_db()
    programme(event, bill.rooms, bill.lines, by)
    show = Show(event, bill, diary, Wishes(scene.rng, event))
    scene.shows.append(show)
    return show


def _make(bill: Bill, begun: datetime) -> Event:
    fields = {**bill.fields, **_times(bill, FAR), "created_at": begun}
    event = publishing.create(host=bill.team.host, by=bill.team.organiser, fields=fields)
    for other in bill.hosts:
        asked = hosting.ask(event=event, host=other.host, by=bill.team.organiser)
        if asked:
            hosting.answer(asked=asked, says_yes=True, by=other.organiser)
    for kind in bill.asks:
        owner = bill.team.needs_lead if kind in SENSITIVE else bill.team.organiser
        Question.objects.create(event=event, kind=kind, owner=owner, purpose=PURPOSES[kind])
    return event


def _times(bill: Bill, later: timedelta) -> dict[str, datetime]:
    first, last = bill.first + later, bill.last + later
    return {
        "starts_at": at(first, bill.hours[0]),
        "ends_at": at(last, bill.hours[1]),
        "doors_at": at(first, bill.doors),
        "closes_at": at(first, "08:00"),
    }


def programme(event: Event, rooms: list[Hall], lines: list[Line], by: User) -> None:
    """Rooms, slots and sessions as the team typed them in."""
    halls = {hall.name: _room(event, hall, by) for hall in rooms}
    together = defaultdict(list)
    for line in lines:
        together[line.day, line.start, line.end].append(line)
    for (day, start, end), same in together.items():
        on = event.days[day]
        times: dict[str, Any] = {"starts_at": at(on, start), "ends_at": at(on, end)}
        if len(same) > 1:
            slot = Slot(event=event)
            scheduling.keep(row=slot, fields={"title": "Groups to choose from", **times}, by=by)
            times = {"slot": slot}
        for line in same:
            _session(event, line, {"room": halls.get(line.room), **times}, by)


def _room(event: Event, hall: Hall, by: User) -> Room:
    room = Room(event=event)
    fields = {
        "name": hall.name,
        "capacity": hall.capacity,
        "is_step_free": hall.step_free,
        "has_hearing_loop": hall.loop,
        "is_quiet": hall.quiet,
    }
    scheduling.keep(row=room, fields=fields, by=by)
    return room


def _session(event: Event, line: Line, where: dict[str, Any], by: User) -> None:
    fields = {"title": line.title, "kind": line.kind, "max_places": line.places, **where}
    name, _, organisation = line.led_by.partition(", ")
    leads = [(name, organisation)] if name else []
    scheduling.keep(row=Session(event=event), fields=fields, by=by, leads=leads)


def book(
    show: Show,
    people: list[Person],
    moments: list[datetime],
    kind: Kind = Kind.PARTICIPANT,
) -> list[Registration]:
    """Book everybody at their moments, with what they need: it is erased when its day comes."""
    found = []
    for person, when in zip(people, moments, strict=True):
        wishes = show.wishes.draw() if kind == Kind.PARTICIPANT else {}
        answers = {**person.answers_to(show.bill.asks), "choices": wishes}
        found.append(
            booking.register(event=show.event, answers=answers, kind=kind, quiet=True, now=when)
        )
    return found


def tell(rows: list[Registration], kind: str, moments: list[datetime]) -> list[Message]:
    """Mails of the past: rows that say they were sent. Nothing is composed."""
    messages = [
        Message(
            kind=kind,
            to=row.email,
            row_id=row.id,
            event_id=row.event_id,
            state=MessageState.SENT,
            created_at=when,
            due_at=when,
            sent_at=when + timedelta(seconds=20),
            attempts=1,
        )
        for row, when in zip(rows, moments, strict=True)
        if row.contact_by == ContactBy.EMAIL
    ]
    return Message.objects.bulk_create(messages)
