"""Deeds about ballots, words, themes, notes and recaps."""

from datetime import timedelta

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from feedback import (
    ballots,
    boxes,
    closing,
    codes,
    coding,
    notes,
    recaps,
    suggesting,
    taking_back,
    themes,
    undoing,
)
from feedback.forms.themes import CodingForm
from feedback.models import BallotBox, Comment, Reading, Recap, SessionNote, Theme
from feedback.views.coding import _write
from forum.models import Event, User
from forum.models.people import Role
from tests.factories import make_box, make_event, sheet
from tests.faults.scenes.telling import scene
from tests.feedback.words import make_comment, make_note, make_past_event, open_box
from tests.world import World

_COUNTS = "feedback.theme_counts.refresh_all"


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


# The box


def a_code(world: World) -> str:
    return codes.make(event=world.event, count=1)[0]


@scene("feedback.ballots.cast", given=a_code)
def a_ballot_is_cast(world: World, code: str) -> None:
    ballots.cast(event=world.event, code=code, answers=sheet(take_back="More", share="words"))


def without_a_box(world: World) -> Event:
    return make_event(world.host)


@scene("feedback.boxes.plan", given=without_a_box)
def feedback_is_planned(world: World, event: Event) -> None:
    now = timezone.now()
    boxes.plan(event=event, by=organiser(world), opens_at=now, closes_at=now + timedelta(days=14))


def a_planned_box(world: World) -> BallotBox:
    return make_box(make_event(world.host), is_open=False)


@scene(
    "feedback.boxes.open_box", "feedback.codes.stock", "feedback.codes.make", given=a_planned_box
)
def a_box_is_opened(world: World, box: BallotBox) -> None:
    boxes.open_box(box=box, by=organiser(world))


@scene("feedback.boxes.make_slips", "feedback.codes.make")
def slips_are_made(world: World, _: None) -> None:
    box = BallotBox.objects.get(event=world.event)
    boxes.make_slips(box=box, count=5, by=organiser(world))


def no_code_is_left(world: World) -> None:
    codes.SpareCode.objects.filter(event=world.event).delete()


def one_code_is_left(world: World) -> None:
    """Which one is drawn is left to chance."""
    no_code_is_left(world)
    codes.stock(event=world.event, count=1)


@scene("feedback.codes.draw", given=one_code_is_left)
def a_code_is_drawn(world: World, _: None) -> None:
    codes.draw(world.event)


@scene("feedback.codes.draw", "feedback.codes.stock", given=no_code_is_left)
def a_code_is_drawn_where_none_is_left(world: World, _: None) -> None:
    codes.draw(world.event)


def it_is_over(world: World) -> None:
    now = timezone.now()
    Event.objects.filter(pk=world.event.pk).update(
        starts_at=now - timedelta(hours=9), ends_at=now - timedelta(hours=3)
    )
    world.event.refresh_from_db()


@scene("feedback.boxes.invite_due", "feedback.boxes._write_to_all", given=it_is_over, in_steps=True)
def who_came_is_asked(world: World, _: None) -> None:
    boxes.invite_due()


def six_ballots(world: World) -> BallotBox:
    for number, code in enumerate(codes.make(event=world.event, count=6)):
        answers = sheet(take_back=f"More {number}", share="words")
        ballots.cast(event=world.event, code=code, answers=answers)
    return BallotBox.objects.get(event=world.event)


@scene("feedback.closing.close", given=six_ballots)
def a_box_is_closed(world: World, box: BallotBox) -> None:
    closing.close(box=box, by=organiser(world))


@scene("feedback.closing.close_due", "feedback.closing.close", given=six_ballots, in_steps=True)
def a_box_is_closed_on_its_day(world: World, _: BallotBox) -> None:
    closing.close_due(timezone.now() + timedelta(days=15))


# Words


@scene("feedback.taking_back.remember")
def a_code_to_take_words_back_is_remembered(world: World, _: None) -> None:
    taking_back.remember(codes.new())


@scene("feedback.taking_back.share_less")
def words_are_shared_less(world: World, _: None) -> None:
    taking_back.share_less(comment=Comment.objects.get(event=world.event), share="team")


def words_with_a_theme(world: World) -> Comment:
    event = make_past_event(world.host)
    open_box(event)
    comment = make_comment(event, share="words")
    theme = Theme.objects.filter(host=world.host)[0]
    coding.code(item=comment, themes=[theme], by=organiser(world))
    return comment


@scene("feedback.taking_back.take_back", _COUNTS, given=words_with_a_theme)
def words_are_taken_back(world: World, comment: Comment) -> None:
    taking_back.take_back(comment=comment)


@scene("feedback.notes.add")
def a_note_is_added(world: World, _: None) -> None:
    notes.add(event=world.event, session=world.session, text="A point", by=organiser(world))


def a_note_with_a_theme(world: World) -> SessionNote:
    note = make_note(world.event)
    theme = Theme.objects.filter(host=world.host)[0]
    coding.code(item=note, themes=[theme], by=organiser(world))
    return note


@scene("feedback.notes.change", _COUNTS, given=a_note_with_a_theme)
def a_note_is_changed(world: World, note: SessionNote) -> None:
    notes.change(note=note, session=None, text="Another point", by=organiser(world))


@scene("feedback.notes.remove", _COUNTS, given=a_note_with_a_theme)
def a_note_is_removed(world: World, note: SessionNote) -> None:
    notes.remove(note=note, by=organiser(world))


# Themes


@scene("feedback.themes.add")
def a_theme_is_added(world: World, _: None) -> None:
    themes.add(host=world.host, name="Buses", by=organiser(world))


@scene("feedback.themes.change")
def a_theme_is_changed(world: World, _: None) -> None:
    theme = Theme.objects.filter(host=world.host)[0]
    themes.change(theme=theme, name="Buses", description="", by=organiser(world))


@scene("feedback.themes.merge", _COUNTS)
def themes_are_merged(world: World, _: None) -> None:
    one, two = Theme.objects.filter(host=world.host)[:2]
    themes.merge(theme=one, into=two, by=organiser(world))


@scene("feedback.coding.code", _COUNTS)
def words_are_read(world: World, _: None) -> None:
    note = SessionNote.objects.filter(event=world.event, is_coded=False)[0]
    coding.code(item=note, themes=Theme.objects.filter(host=world.host), by=organiser(world))


@scene("feedback.views.coding._write", "feedback.coding.code", "feedback.themes.add")
def words_are_read_for_a_new_theme(world: World, _: None) -> None:
    note = SessionNote.objects.filter(event=world.event, is_coded=False)[0]
    request = HttpRequest()
    request.user = organiser(world)
    form = CodingForm(QueryDict("name=Buses"), host=world.host)
    assert form.is_valid()
    _write(request, world.event, note, form)


@scene("feedback.undoing.undo", _COUNTS, given=a_note_with_a_theme)
def a_reading_is_taken_back(world: World, note: SessionNote) -> None:
    reading = Reading.objects.get(note=note)
    undoing.undo(event=world.event, pk=reading.pk, by=organiser(world))


def words_to_learn_from(world: World) -> Event:
    comment = words_with_a_theme(world)
    make_comment(comment.event, comment.text)
    return comment.event


@scene("feedback.suggesting.suggest", given=words_to_learn_from)
def themes_are_offered(world: World, event: Event) -> None:
    suggesting.suggest(event=event)


# Recaps


@scene("feedback.recaps.save")
def a_recap_is_written(world: World, _: None) -> None:
    quotes = Comment.objects.filter(event=world.event)
    fields = {"title": "Another", "lead": "Many came."}
    recaps.save(event=world.event, fields=fields, quotes=quotes, by=organiser(world))


def one_that_was_taken_back(world: World) -> Recap:
    it_is_over(world)
    recap = Recap.objects.get(event=world.event)
    recaps.unpublish(recap=recap, by=organiser(world))
    return recap


@scene("feedback.recaps.publish", given=one_that_was_taken_back)
def a_recap_is_published(world: World, recap: Recap) -> None:
    recaps.publish(recap=recap, by=organiser(world))


@scene("feedback.recaps.unpublish")
def a_recap_is_taken_back(world: World, _: None) -> None:
    recap = Recap.objects.get(event=world.event)
    recaps.unpublish(recap=recap, by=organiser(world))
