"""Jobs that open no transaction of their own: what they leave is found by their next run."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from feedback import boxes, suggesting
from feedback.models import BallotBox
from forum import audit, outbox, schedule, sealed_files, session_store
from forum.models import Message
from forum.models.ground import MessageState
from registrations import drafts, promises, retention
from registrations.models import Call
from tests.factories import make_box, make_event
from tests.faults.scenes.feedback import words_to_learn_from
from tests.faults.scenes.telling import scene
from tests.world import World


@scene("forum.outbox.keeping.forget_old", in_steps=True)
def old_mails_are_forgotten(world: World, _: None) -> None:
    outbox.forget_old(timezone.now() + timedelta(days=90))


def a_mail_put_aside(world: World) -> None:
    Message.objects.filter(state=MessageState.QUEUED).update(
        state=MessageState.DROPPED, problem=outbox.IN_DOUBT
    )


@scene("forum.outbox.keeping.take_up_again", given=a_mail_put_aside, in_steps=True)
def mails_put_aside_are_taken_up_again(world: World, _: None) -> None:
    assert outbox.take_up_again() > 0


@scene("forum.audit.forget_old", in_steps=True)
def old_lines_of_the_trail_are_forgotten(world: World, _: None) -> None:
    audit.forget_old(timezone.now() + timedelta(days=800))


@scene("forum.schedule.prune_tasks", in_steps=True)
def old_tasks_are_forgotten(world: World, _: None) -> None:
    schedule.prune_tasks(timezone.now() + timedelta(days=9))


def a_session(world: World) -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())


@scene("forum.session_store.forget_old", given=a_session, in_steps=True)
def old_sessions_are_forgotten(world: World, _: None) -> None:
    session_store.forget_old(timezone.now() + timedelta(days=9))


@scene("forum.sealed_files.sweep", in_steps=True)
def files_of_yesterday_are_swept_up(world: World, _: None) -> None:
    sealed_files.sweep(timezone.now() + timedelta(days=2))


@scene("registrations.drafts.forget_old", in_steps=True)
def old_drafts_are_forgotten(world: World, _: None) -> None:
    drafts.forget_old(world.event.ends_at + timedelta(days=8))


def what_was_told(world: World) -> None:
    people = {"event": world.event, "row_id": world.confirmed.pk, "kind": promises.NEWS}
    Message.objects.filter(kind=promises.NEWS).update(state=MessageState.SENT)
    long_ago = timezone.now() - timedelta(days=3)
    Call.objects.create(registration=world.confirmed, done_at=long_ago, **people)


@scene("registrations.promises.news.forget_told", given=what_was_told, in_steps=True)
def what_was_told_of_needs_is_forgotten(world: World, _: None) -> None:
    promises.forget_told()


@scene("registrations.retention.clock.erase_due", in_steps=True)
def nothing_is_erased_before_its_day(world: World, _: None) -> None:
    retention.erase_due()


def boxes_whose_day_has_come(world: World) -> None:
    for _ in range(2):
        make_box(make_event(world.host), is_open=False)


@scene("feedback.boxes.open_due", given=boxes_whose_day_has_come, in_steps=True)
def boxes_are_opened_on_their_day(world: World, _: None) -> None:
    boxes.open_due(timezone.now() + timedelta(minutes=5))


def asked_a_week_ago(world: World) -> None:
    invited_at = timezone.now() - timedelta(days=7)
    BallotBox.objects.filter(event=world.event).update(invited_at=invited_at)


@scene("feedback.boxes.remind_due", given=asked_a_week_ago, in_steps=True)
def who_came_is_reminded(world: World, _: None) -> None:
    boxes.remind_due()


@scene("feedback.suggesting.suggest_due", given=words_to_learn_from, in_steps=True)
def themes_are_offered_by_themselves(world: World, _: object) -> None:
    suggesting.suggest_due()
