"""How often themes were raised, counted over events."""

import pytest

from feedback import coding, notes, theme_counts
from feedback.models import Comment, ThemeTag
from feedback.models.box import Share
from feedback.models.themes import TagState
from tests.feedback.words import (
    make_comment,
    make_note,
    make_past_event,
    make_theme,
    open_box,
    raise_theme,
)

pytestmark = pytest.mark.django_db


def test_each_event_is_counted_for_itself_most_first(host):
    first, second, empty = (make_past_event(host) for _ in range(3))
    aid, homes = make_theme(host, "Legal aid"), make_theme(host, "Homes")
    raise_theme(first, aid, 1)
    raise_theme(first, homes, 2)
    note = make_note(second)
    coding.code(item=note, themes=[aid], by=None)
    coding.code(item=make_comment(second), themes=[], by=None)
    found = theme_counts.by_event([first, second, empty])
    assert {pk: (row.base, list(row.counts.items())) for pk, row in found.items()} == {
        first.pk: (3, [(homes, 2), (aid, 1)]),
        second.pk: (2, [(aid, 1)]),
        empty.pk: (0, []),
    }


def test_only_what_was_read_confirmed_and_not_taken_back_is_counted(host):
    event = make_past_event(host)
    theme = make_theme(host)
    _kept, taken_back = raise_theme(event, theme, 2)
    Comment.objects.filter(pk=taken_back.pk).update(share=Share.WITHDRAWN)
    unread = make_comment(event)
    ThemeTag.objects.create(theme=theme, comment=unread, state=TagState.SUGGESTED)
    note = make_note(event)
    coding.code(item=note, themes=[theme], by=None)
    notes.change(note=note, session=None, text="Another point.", by=None)
    found = theme_counts.by_event([event])[event.pk]
    assert (found.base, found.counts) == (1, {theme: 1})


def test_it_takes_as_many_queries_for_three_events_as_for_one(host, django_assert_num_queries):
    events = [make_past_event(host) for _ in range(3)]
    for event in events:
        open_box(event)
        raise_theme(event, make_theme(host), 2)
    for some in (events[:1], events):
        with django_assert_num_queries(2):
            theme_counts.by_event(some)
