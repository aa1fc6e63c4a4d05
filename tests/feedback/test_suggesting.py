"""Themes on offer beside unread words: from which words, beside which, and never counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import coding, notes, suggesting, theme_counts, themes, unread
from feedback.models import Comment, Suggesting, ThemeTag
from feedback.models.box import BoxState, Share
from feedback.models.themes import TagState
from tests.factories import make_host
from tests.feedback.words import make_comment, make_note, make_past_event, make_theme, open_box

pytestmark = pytest.mark.django_db

WORDS = {
    "Food": ["The lunch was cold.", "More soup for lunch.", "Good lunch and coffee."],
    "Access": ["The lift was broken.", "Too many stairs, no lift.", "The lift is small."],
}


@pytest.fixture
def book(host):
    return {
        "Food": make_theme(host, "Food", "Lunch, soup, coffee, what people eat"),
        "Access": make_theme(host, "Access", "Lift, stairs, wheelchair, toilets"),
    }


def read_words(event, book, times=3):
    for name, texts in WORDS.items():
        for text in texts * times:
            coding.code(item=make_comment(event, text), themes=[book[name]], by=None)


def names(item):
    return [theme.name for theme, _sure in suggesting.offered(item)]


def test_what_was_read_at_one_event_is_offered_at_another(past, host, book):
    read_words(past, book)
    later = make_past_event(host)
    open_box(later)
    lunch = make_comment(later, "I liked the lunch and the soup.")
    lift = make_note(later, "Two people could not use the lift.")
    now = timezone.now()
    assert suggesting.suggest(event=later, now=now) == 2
    assert (names(lunch)[0], names(lift)[0]) == ("Food", "Access")
    sure = [probability for _theme, probability in suggesting.offered(lunch)]
    assert sure == sorted(sure, reverse=True)
    assert 1 > sure[0] > 0.5
    row = Suggesting.objects.get(event=later)
    assert (row.at, row.learned_from) == (now, 18)


def test_offers_are_counted_nowhere_until_somebody_agrees(past, host, book):
    lunch = make_comment(past, "The lunch was cold.")
    suggesting.suggest(event=past)
    assert names(lunch)[0] == "Food"
    assert coding.themes_of(lunch) == set()
    assert theme_counts.by_event([past])[past.pk].counts == {}
    assert [theme.uses for theme in themes.with_uses(host)] == [0, 0]
    coding.code(item=lunch, themes=[book["Food"]], by=None)
    assert theme_counts.by_event([past])[past.pk].counts == {book["Food"]: 1}


def test_offers_replace_older_ones_and_leave_alone_what_people_found(past, book):
    read, unread_one = (
        make_comment(past, "The lunch was cold."),
        make_comment(past, "A small lift."),
    )
    coding.code(item=read, themes=[book["Access"]], by=None)
    for item in (read, unread_one):
        ThemeTag.objects.create(
            theme=book["Food"], comment=item, state=TagState.SUGGESTED, probability=0.99
        )
    suggesting.suggest(event=past)
    assert names(read) == []
    assert coding.themes_of(read) == {book["Access"].pk}
    assert names(unread_one)[0] == "Access"


def test_a_mended_note_keeps_its_themes_and_is_offered_others(past, book):
    note = make_note(past, "The lunch was cold.")
    coding.code(item=note, themes=[book["Food"]], by=None)
    notes.change(note=note, session=None, text="No lift, and the lunch was cold.", by=None)
    suggesting.suggest(event=past)
    assert coding.themes_of(note) == {book["Food"].pk}
    assert "Food" not in names(note)


@pytest.mark.parametrize("hidden", ["taken back", "not opened", "another host"])
def test_nothing_is_offered_beside_or_learned_from_words_that_cannot_be_read(host, book, hidden):
    event = make_past_event(make_host() if hidden == "another host" else host)
    open_box(event, state=BoxState.OPEN if hidden == "not opened" else BoxState.CLOSED)
    share = Share.WITHDRAWN if hidden == "taken back" else Share.TEAM
    comment = make_comment(event, "The lunch was cold.", share)
    assert suggesting.suggest(event=event) == 0
    assert suggesting.offered(comment) == []
    Comment.objects.filter(pk=comment.pk).update(is_coded=True)
    past = make_past_event(host)
    suggesting.suggest(event=past)
    learned = 1 if hidden == "not opened" else 0
    assert Suggesting.objects.get(event=past).learned_from == learned


def test_a_merged_theme_is_not_offered(past, book, host):
    lunch = make_comment(past, "The lunch was cold.")
    suggesting.suggest(event=past)
    themes.merge(theme=book["Food"], into=book["Access"], by=None)
    assert names(lunch) == ["Access"]
    suggesting.suggest(event=past)
    assert "Food" not in names(lunch)


def test_the_job_suggests_where_something_changed_and_rests_in_between(past, host, book):
    make_past_event(host)
    comments = [make_comment(past, text) for text in WORDS["Food"]]
    now = timezone.now()
    assert suggesting.suggest_due(now) == 1
    assert suggesting.suggest_due(now + timedelta(hours=1)) == 0
    coding.code(item=comments[0], themes=[book["Food"]], by=None)
    assert suggesting.suggest_due(now + timedelta(minutes=1)) == 0
    assert suggesting.suggest_due(now + timedelta(minutes=4)) == 1
    themes.change(theme=book["Food"], name="Meals", description="Lunch", by=None)
    assert suggesting.suggest_due(now + timedelta(minutes=8)) == 1
    assert suggesting.suggest_due(now + timedelta(minutes=12)) == 0


def test_where_somebody_reads_comes_first(past, host, book):
    newer = make_past_event(host)
    for event in (past, newer):
        open_box(event) if event == newer else None
        make_comment(event)
        read = make_comment(event)
        if event == past:
            coding.code(item=read, themes=[], by=None)
    assert [one.event for one in unread.changed()] == [past, newer]


def test_what_changed_is_found_in_as_many_queries_for_three_events_as_for_one(
    past, host, book, django_assert_num_queries
):
    make_comment(past)
    with django_assert_num_queries(10):
        unread.changed()
    for _ in range(2):
        event = make_past_event(host)
        open_box(event)
        make_comment(event)
    with django_assert_num_queries(10):
        unread.changed()
