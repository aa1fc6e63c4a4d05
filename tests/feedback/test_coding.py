"""Reading words for themes: what is written, and what there is to read."""

import pytest

from feedback import coding, themes
from feedback.inbox.line import line
from feedback.models import Comment, ThemeTag
from feedback.models.box import BoxState, Share
from feedback.models.themes import TagState
from tests.factories import make_host
from tests.feedback.words import (
    make_comment,
    make_note,
    make_past_event,
    make_theme,
    open_box,
)

pytestmark = pytest.mark.django_db


def raised(item):
    fields = {"comment": item} if isinstance(item, Comment) else {"note": item}
    return sorted(tag.theme.name for tag in ThemeTag.objects.confirmed().filter(**fields))


def test_reading_says_which_themes_are_raised_and_who_said_so(past, host, organiser):
    aid, homes = make_theme(host, "Legal aid"), make_theme(host, "Homes")
    for item in (make_comment(past), make_note(past)):
        coding.code(item=item, themes=[aid, homes], by=organiser)
        item.refresh_from_db()
        assert item.is_coded
        assert raised(item) == ["Homes", "Legal aid"]
    assert {tag.by for tag in ThemeTag.objects.all()} == {organiser}


def test_reading_once_more_replaces_what_was_said(past, host, organiser):
    aid, homes = make_theme(host, "Legal aid"), make_theme(host, "Homes")
    comment = make_comment(past)
    coding.code(item=comment, themes=[aid], by=organiser)
    coding.code(item=comment, themes=[homes], by=organiser)
    assert raised(comment) == ["Homes"]
    coding.code(item=comment, themes=[], by=organiser)
    assert raised(comment) == []
    comment.refresh_from_db()
    assert comment.is_coded


def test_a_suggestion_is_counted_once_somebody_agrees(past, host):
    aid, homes = make_theme(host, "Legal aid"), make_theme(host, "Homes")
    comment = make_comment(past)
    for theme in (aid, homes):
        ThemeTag.objects.create(theme=theme, comment=comment, state=TagState.SUGGESTED)
    coding.code(item=comment, themes=[aid], by=None)
    assert raised(comment) == ["Legal aid"]
    assert ThemeTag.objects.filter(state=TagState.SUGGESTED).count() == 1


def test_a_theme_that_was_merged_while_a_page_was_open_counts_where_it_went(past, host):
    homes, housing = make_theme(host, "Homes"), make_theme(host, "Housing")
    comment = make_comment(past)
    themes.merge(theme=homes, into=housing, by=None)
    stale = [homes, housing]
    assert coding.code(item=comment, themes=stale, by=None) == [housing]
    assert raised(comment) == ["Housing"]


def test_a_theme_of_another_host_is_refused_and_nothing_is_written(past):
    comment = make_comment(past)
    with pytest.raises(themes.ForeignThemeError):
        coding.code(item=comment, themes=[make_theme(make_host())], by=None)
    comment.refresh_from_db()
    assert (comment.is_coded, raised(comment)) == (False, [])


def test_words_that_were_taken_back_while_a_page_was_open_are_not_read(past, host):
    comment, note = make_comment(past), make_note(past)
    Comment.objects.filter(pk=comment.pk).update(share=Share.WITHDRAWN)
    type(note).objects.filter(pk=note.pk).delete()
    for item in (comment, note):
        with pytest.raises(coding.GoneError):
            coding.code(item=item, themes=[make_theme(host)], by=None)
    assert ThemeTag.objects.count() == 0


def test_the_line_has_comments_and_then_notes_and_knows_the_next(past):
    comments = sorted((make_comment(past) for _ in range(3)), key=lambda row: row.pk)
    note = make_note(past)
    keys = [f"c{row.pk}" for row in comments] + [f"n{note.pk}"]
    found = line(past)
    assert [place.key for place in found.places] == keys
    assert (found.read, found.total, found.to_go, found.first) == (0, 4, 4, keys[0])
    coding.code(item=comments[0], themes=[], by=None)
    coding.code(item=note, themes=[], by=None)
    found = line(past)
    assert (found.read, found.to_go, found.first) == (2, 2, keys[1])
    assert (found.after(keys[1]), found.after(keys[2])) == (keys[2], keys[1])
    assert found.after(keys[0]) == keys[1]
    assert [found.before(key) for key in keys[:3]] == [None, None, keys[1]]
    assert (found.number(keys[2]), found.number(keys[0])) == (2, None)
    for comment in comments:
        coding.code(item=comment, themes=[], by=None)
    assert line(past).first is None


@pytest.mark.parametrize("state", [BoxState.PLANNED, BoxState.OPEN, BoxState.TOO_FEW])
def test_before_the_box_was_opened_only_notes_can_be_read(host, state):
    event = make_past_event(host)
    open_box(event, state=state)
    comment, note = make_comment(event), make_note(event)
    assert [place.key for place in line(event).places] == [f"n{note.pk}"]
    assert coding.find(event, f"c{comment.pk}") is None
    assert coding.find(event, f"n{note.pk}") == note


def test_words_that_were_taken_back_cannot_be_read(past):
    comment = make_comment(past, share=Share.WITHDRAWN)
    assert line(past).places == []
    assert coding.find(past, f"c{comment.pk}") is None


def test_only_words_of_the_event_are_found(past, host):
    other = make_past_event(host)
    open_box(other)
    comment, note = make_comment(other), make_note(other)
    odd = ["", "c", "n", "x1", "c-1", "c²", "c" + "9" * 40, "nnope", "c0x1"]
    for key in [f"c{comment.pk}", f"n{note.pk}", *odd]:
        assert coding.find(past, key) is None
