"""Deeds that tell people: messages of the team, reminders, news, calls, lists of totals."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from forum.models import Event, User
from forum.models.people import Role
from registrations import announcing, calls, day_news, news, past_totals, reminding
from registrations.models import Announcement, Call, Registration
from registrations.models.messages import AnnouncementState, ReminderKind
from tests.faults.scenes.telling import scene
from tests.world import World

SAID = announcing.Said("What to bring", "Bring a pen, {name}.", "A pen", {"who": "place"})


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


def a_draft(world: World) -> Announcement:
    return announcing.write(event=world.event, said=SAID, by=organiser(world))


def seen(draft: Announcement, count: int = 3) -> announcing.Seen:
    return announcing.Seen(count, draft.touched_at.isoformat())


@scene("registrations.announcing.writing.write")
def a_message_is_written(world: World, _: None) -> None:
    a_draft(world)


@scene("registrations.announcing.writing.edit", given=a_draft)
def a_message_is_changed(world: World, draft: Announcement) -> None:
    said = announcing.Said("Another", "Words", audience={"who": "all"})
    announcing.edit(announcement=draft, said=said, by=organiser(world))


@scene("registrations.announcing.writing.delete", given=a_draft)
def a_message_is_deleted(world: World, draft: Announcement) -> None:
    announcing.delete(announcement=draft, by=organiser(world))


@scene("registrations.announcing.writing.test_to", given=a_draft)
def a_message_is_tried(world: World, draft: Announcement) -> None:
    announcing.test_to(announcement=draft, to=organiser(world))


@scene("registrations.announcing.sending.send", given=a_draft)
def a_message_is_sent(world: World, draft: Announcement) -> None:
    announcing.send(announcement=draft, seen=seen(draft), by=organiser(world))


@scene("registrations.announcing.sending.schedule", given=a_draft)
def a_message_is_scheduled(world: World, draft: Announcement) -> None:
    at = timezone.now() + timedelta(days=1)
    announcing.schedule(announcement=draft, at=at, seen=seen(draft), by=organiser(world))


def one_that_leaves_later(world: World) -> Announcement:
    draft = a_draft(world)
    a_message_is_scheduled(world, draft)
    return draft


@scene("registrations.announcing.sending.call_off", given=one_that_leaves_later)
def a_message_is_called_off(world: World, draft: Announcement) -> None:
    announcing.call_off(announcement=draft, by=organiser(world))


def two_that_leave_later(world: World) -> None:
    one_that_leaves_later(world)
    one_that_leaves_later(world)


@scene(
    "registrations.announcing.due.send_due",
    "registrations.announcing.due._send_scheduled",
    given=two_that_leave_later,
    in_steps=True,
)
def messages_leave_at_their_hour(world: World, _: None) -> None:
    announcing.send_due(timezone.now() + timedelta(days=1))


def one_with_new_people(world: World) -> None:
    Announcement.objects.filter(event=world.event, state=AnnouncementState.SENT).delete()
    a_message_is_sent(world, a_draft(world))
    Announcement.objects.get(state=AnnouncementState.SENT).deliveries.first().delete()


@scene(
    "registrations.announcing.due.send_later_due",
    "registrations.announcing.due._send_later",
    given=one_with_new_people,
    in_steps=True,
)
def a_message_is_sent_to_who_came_later(world: World, _: None) -> None:
    announcing.send_later_due()


@scene("registrations.announcing.keeping.forget_old")
def old_messages_are_forgotten(world: World, _: None) -> None:
    announcing.forget_old(world.event.ends_at + timedelta(days=40))


@scene("registrations.reminding.switch")
def a_reminder_is_switched_off(world: World, _: None) -> None:
    reminding.switch(event=world.event, kind=ReminderKind.WEEK, is_on=False, by=organiser(world))


def booked_before(world: World) -> None:
    Registration.objects.filter(event=world.event).exclude(booked_at=None).update(
        booked_at=timezone.now() - timedelta(days=1)
    )


@scene(
    "registrations.reminding.remind_due",
    "registrations.reminding._remind",
    given=booked_before,
    in_steps=True,
)
def people_are_reminded(world: World, _: None) -> None:
    reminding.remind_due(world.event.starts_at - timedelta(hours=12))


def what_was_changed(world: World) -> None:
    world.event.changes.update(
        before={"public_place": "Leeds"}, after={"public_place": "Bradford"}, told_at=None
    )


@scene(
    "registrations.news.tell_due", "registrations.news._tell", given=what_was_changed, in_steps=True
)
def people_are_told_what_changed(world: World, _: None) -> None:
    news.tell_due()


@scene("registrations.day_news.write_due", "registrations.day_news._write", in_steps=True)
def the_team_is_told_in_the_morning(world: World, _: None) -> None:
    # The next seven o'clock: whatever the hour, what was done just now is news by then.
    day = (timezone.localtime() + timedelta(hours=17)).date()
    day_news.write_due(datetime.combine(day, time(8), UTC))


@scene("registrations.calls.done")
def somebody_was_called(world: World, _: None) -> None:
    call = Call.objects.get(event=world.event, done_at=None)
    calls.done(call=call, by=organiser(world))


@scene("registrations.calls.undone")
def a_tick_of_a_call_is_taken_back(world: World, _: None) -> None:
    call = Call.objects.exclude(done_at=None).get(event=world.event)
    calls.undone(call=call, by=organiser(world))


def totals(title: str) -> past_totals.Totals:
    day = (timezone.now() - timedelta(days=700)).date()
    return past_totals.Totals(
        title=title,
        kind="meeting",
        first_day=day,
        last_day=day,
        people=80,
        counted="estimate",
        source="A report",
        organisations=20,
        reach={"local": 12},
    )


@scene("registrations.past_totals.recording.record")
def past_events_are_recorded(world: World, _: None) -> None:
    past_totals.record(host=world.host, totals=[totals("A"), totals("B")], by=organiser(world))


@scene("registrations.past_totals.recording.change")
def totals_are_changed(world: World, _: None) -> None:
    past_totals.change(event=world.recorded, totals=totals("A"), by=organiser(world))


@scene("registrations.past_totals.recording.remove")
def a_recorded_event_is_removed(world: World, _: None) -> None:
    past_totals.remove(event=Event.objects.get(pk=world.recorded.pk), by=organiser(world))
