"""Closing: mixed, counted once, the key gone; too few are read by nobody."""

import logging
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import ballots, closing, codes
from feedback.models import (
    Ballot,
    BallotBox,
    BallotCode,
    Comment,
    Rating,
    SpareCode,
    WithdrawnCode,
)
from feedback.models.box import BoxState
from forum import keys
from forum.models import AuditEntry
from tests.factories import make_box, make_event, make_session, sheet

SOON = timedelta(days=15)


def answer(event, *sheets):
    """Everybody casts a ballot; their codes to take words back."""
    made = codes.make(event=event, count=len(sheets))
    return [
        ballots.cast(event=event, code=code, answers=one)
        for code, one in zip(made, sheets, strict=True)
    ]


def counts(event):
    rows = Rating.objects.filter(event=event).values_list("question", "answer", "count")
    return {(question, answer): count for question, answer, count in rows}


def words(event):
    return Counter(Comment.objects.filter(event=event).values_list("question", "text", "share"))


def left_in_the_box(event):
    models = (Ballot, BallotCode, SpareCode, WithdrawnCode)
    return sum(model.objects.filter(event=event).count() for model in models)


def test_ratings_are_counted_and_words_kept_apart(event):
    clinic, walk = make_session(event), make_session(event)
    box = make_box(event)
    answer(
        event,
        sheet(take_back="Call the clinic", share="words", sessions=[str(clinic.pk)]),
        sheet(useful="little", change="More breaks", sessions=[str(clinic.pk), str(walk.pk)]),
        sheet(part="no", in_the_way="Stairs"),
        {},
        sheet(useful="very", welcome="unsaid", take_back="Call the clinic"),
    )
    closing.close(box=box)
    assert counts(event) == {
        ("useful", "very"): 3,
        ("useful", "little"): 1,
        ("welcome", "agree"): 3,
        ("welcome", "unsaid"): 1,
        ("contacts", "agree"): 4,
        ("part", "yes"): 3,
        ("part", "no"): 1,
        ("sessions", str(clinic.pk)): 2,
        ("sessions", str(walk.pk)): 1,
    }
    assert words(event) == {
        ("take_back", "Call the clinic", "words"): 1,
        ("take_back", "Call the clinic", "team"): 1,
        ("change", "More breaks", "team"): 1,
        ("in_the_way", "Stairs", "team"): 1,
    }
    assert (box.state, box.ballots) == (BoxState.CLOSED, 5)


def test_the_box_is_empty_afterwards_and_another_event_untouched(event):
    other = make_event()
    box = make_box(event)
    make_box(other)
    answer(event, *[sheet()] * 6)
    answer(other, sheet())
    before = left_in_the_box(other)
    closing.close(box=box)
    assert (left_in_the_box(event), left_in_the_box(other)) == (0, before)


def test_of_four_nothing_is_kept(event):
    box = make_box(event)
    answer(event, *[sheet(change="Quieter rooms")] * 4)
    closing.close(box=box)
    assert (box.state, box.ballots) == (BoxState.TOO_FEW, 0)
    assert (counts(event), words(event), left_in_the_box(event)) == ({}, {}, 0)


def test_closing_again_changes_nothing(event):
    box = make_box(event)
    answer(event, *[sheet(change="Quieter rooms")] * 5)
    closing.close(box=box)
    before = (counts(event), words(event), box.closed_at, AuditEntry.objects.count())
    closing.close(box=box)
    after = (counts(event), words(event), box.closed_at, AuditEntry.objects.count())
    assert after == before


def test_a_damaged_sheet_is_noted_and_holds_nothing_up(event):
    box = make_box(event)
    answer(event, *[sheet()] * 6)
    one, two = Ballot.objects.all()[:2]
    Ballot.objects.filter(pk=one.pk).update(answers=bytes(two.__dict__["answers"]))
    closing.close(box=box)
    assert (box.ballots, counts(event)["useful", "very"]) == (5, 5)
    deeds = AuditEntry.objects.filter(event=event, deed="found damaged ballots")
    assert [entry.count for entry in deeds] == [1]


def test_without_its_key_a_box_stays_as_it_is_until_somebody_gives_it_up(event, caplog):
    box = make_box(event)
    answer(event, *[sheet()] * 5)
    keys.destroy(event.id, "ballot")
    with pytest.raises(closing.KeyMissingError):
        closing.close(box=box)
    with caplog.at_level(logging.WARNING):
        assert closing.close_due(now=timezone.now() + SOON) == 0
    assert "key of a ballot box is missing" in caplog.text
    assert Ballot.objects.count() == 5
    closing.close(box=box, lose_what_is_locked=True)
    assert (box.state, Ballot.objects.count()) == (BoxState.TOO_FEW, 0)


def test_an_empty_box_needs_no_key_to_close(event):
    box = make_box(event)
    keys.destroy(event.id, "ballot")
    assert closing.close(box=box).state == BoxState.TOO_FEW


def test_the_job_closes_what_is_due_and_only_that(event):
    box, other = make_box(event), make_box(make_event(), closes_at=timezone.now() + 2 * SOON)
    never_opened = make_box(make_event(), is_open=False)
    assert closing.close_due(now=timezone.now()) == 0
    assert closing.close_due(now=timezone.now() + SOON) == 2
    states = [BallotBox.objects.get(pk=one.pk).state for one in (box, other, never_opened)]
    assert states == [BoxState.TOO_FEW, BoxState.OPEN, BoxState.TOO_FEW]


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_the_key_is_gone_and_the_disk_swept(event):
    box = make_box(event)
    answer(event, *[sheet()] * 5)
    closing.close(box=box)
    assert not keys.path_of(event.id, "ballot").exists()
    assert BallotBox.objects.get(pk=box.pk).is_settled


@pytest.mark.django_db(transaction=True)
def test_the_job_destroys_a_key_that_a_kill_left_or_somebody_put_back(event):
    box = make_box(event)
    closing.close(box=box)
    keys.make(event.id, "ballot")
    closing.close_due()
    assert not keys.exists(event.id, "ballot")


def test_the_key_of_an_open_box_is_left_alone(event):
    make_box(event)
    closing.close_due()
    assert keys.exists(event.id, "ballot")


def test_words_taken_back_before_closing_are_never_written(event):
    box = make_box(event)
    first, *_ = answer(
        event,
        sheet(take_back="Mine", share="name", signed="Amina", change="More breaks"),
        *[sheet(take_back="Ours", share="words")] * 4,
    )
    WithdrawnCode.objects.create(hash=codes.hashed(first))
    closing.close(box=box)
    assert words(event) == {
        ("take_back", "Ours", "words"): 4,
        ("change", "More breaks", "team"): 1,
    }
    assert WithdrawnCode.objects.count() == 0


def test_a_code_to_take_back_stays_while_another_box_may_need_it(event):
    other = make_event()
    box = make_box(event)
    other_box = make_box(other)
    first, *_ = answer(other, *[sheet(take_back="Mine", share="words")] * 5)
    WithdrawnCode.objects.create(hash=codes.hashed(first))
    closing.close(box=box)
    assert WithdrawnCode.objects.count() == 1
    closing.close(box=other_box)
    assert (words(other)["take_back", "Mine", "words"], WithdrawnCode.objects.count()) == (4, 0)
