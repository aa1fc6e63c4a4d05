"""What is kept of themes by event is what a fresh count gives, whatever was done before."""

import random
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from feedback import (
    ballots,
    closing,
    codes,
    coding,
    notes,
    taking_back,
    theme_counts,
    themes,
    undoing,
)
from feedback.models import Comment, EventThemes, SessionNote, Theme, ThemeTag
from feedback.models.box import Share
from feedback.models.themes import TagState
from tests.factories import make_box, make_host, sheet
from tests.feedback.words import (
    make_comment,
    make_note,
    make_past_event,
    make_theme,
    open_box,
    raise_theme,
)

pytestmark = pytest.mark.django_db


def kept(events):
    rows = {row.event_id: (row.base, row.counts) for row in EventThemes.objects.all()}
    return {event.pk: rows.get(event.pk, (0, {})) for event in events}


def counted(events):
    """From the words, one by one, as a person would count them."""
    found = {}
    for event in events:
        comments, notes_there = (
            model.objects.filter(event=event).prefetch_related("tags")
            for model in (Comment, SessionNote)
        )
        words = [row for row in comments if row.share != "withdrawn"]
        read = [row for row in [*words, *notes_there] if row.is_coded]
        tags = [tag for row in read for tag in row.tags.all() if tag.state == "confirmed"]
        keys = [str(tag.theme_id) for tag in tags]
        found[event.pk] = (len(read), {key: keys.count(key) for key in set(keys)})
    return found


class Team:
    """Does one thing after the other, by chance, at the events of a host."""

    def __init__(self, host, events, reader, seed):
        self.host, self.events, self.reader = host, events, reader
        self.chance = random.Random(seed)  # noqa: S311 - made-up deeds

    def act(self):
        deeds = [self.read] * 8 + [self.undo] * 3 + [self.note, self.mend, self.remove]
        self.chance.choice([*deeds, self.take_back, self.suggest, self.merge])()

    def read(self):
        item = self._word() or make_comment(self._event())
        book = list(themes.current(self.host))
        chosen = self.chance.sample(book, self.chance.randint(0, min(3, len(book))))
        coding.code(item=item, themes=chosen, by=self.reader)

    def undo(self):
        event = self._event()
        if reading := undoing.last(event, self.reader):
            undoing.undo(event=event, pk=reading.pk, by=self.reader)

    def note(self):
        make_note(self._event())

    def mend(self):
        if note := self._one(SessionNote):
            text = self.chance.choice([note.text, f"{note.text} And more."])
            notes.change(note=note, session=None, text=text, by=None)

    def remove(self):
        if note := self._one(SessionNote):
            notes.remove(note=note, by=None)
            notes.remove(note=note, by=None)

    def take_back(self):
        if comment := self._one(Comment):
            taking_back.take_back(comment=comment)
            taking_back.take_back(comment=comment)

    def suggest(self):
        comment = self._one(Comment)
        theme = self.chance.choice([*themes.current(self.host)])
        if comment and not comment.tags.filter(theme=theme).exists():
            ThemeTag.objects.create(theme=theme, comment=comment, state=TagState.SUGGESTED)

    def merge(self):
        book = list(themes.current(self.host))
        if len(book) > 2:
            theme, into = self.chance.sample(book, 2)
            themes.merge(theme=theme, into=into, by=None)

    def _event(self):
        return self.chance.choice(self.events)

    def _word(self):
        return self._one(self.chance.choice([Comment, SessionNote]))

    def _one(self, model):
        rows = list(model.objects.all())
        return self.chance.choice(rows) if rows else None


@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_deed_it_is_what_a_fresh_count_gives(seed, host, organiser):
    events = [make_past_event(host) for _ in range(3)]
    for event in events:
        open_box(event)
    for name in ("Housing", "Homes", "Legal aid", "Raids", "Food"):
        make_theme(host, name)
    for event in events:
        for _ in range(3):
            make_comment(event)
    team = Team(host, events, organiser, seed)
    for _ in range(30):
        team.act()
        assert kept(events) == counted(events)


def test_closing_the_box_leaves_the_notes_that_were_read_counted(host):
    event = make_past_event(host)
    theme = make_theme(host)
    coding.code(item=make_note(event), themes=[theme], by=None)
    box = make_box(event)
    for code in codes.make(event=event, count=6):
        ballots.cast(event=event, code=code, answers=sheet(take_back="Call the clinic"))
    closing.close(box=box)
    assert Comment.objects.filter(event=event).count() == 6
    assert kept([event]) == counted([event]) == {event.pk: (1, {str(theme.pk): 1})}


def test_a_theme_merged_by_a_former_lead_moves_the_counts_of_events_it_led(host):
    event = make_past_event(host)
    open_box(event)
    homes, housing = make_theme(host, "Homes"), make_theme(host, "Housing")
    raise_theme(event, homes, 2)
    event.event_hosts.update(host=make_host())
    themes.merge(theme=homes, into=housing, by=None)
    assert kept([event]) == {event.pk: (2, {str(housing.pk): 2})}


def test_taking_words_back_leaves_no_time(host):
    event = make_past_event(host)
    open_box(event)
    [first, _second] = raise_theme(event, make_theme(host), 2)
    EventThemes.objects.update(refreshed_at=datetime(2026, 1, 5, tzinfo=UTC))
    taking_back.take_back(comment=first)
    row = EventThemes.objects.get()
    assert (row.base, row.refreshed_at) == (1, datetime(2026, 1, 5, tzinfo=UTC))


def test_what_was_read_before_events_kept_it_is_counted_once_by_the_migration(host):
    event, empty = make_past_event(host), make_past_event(host)
    open_box(event)
    theme = make_theme(host)
    raise_theme(event, theme, 2)
    coding.code(item=make_note(event), themes=[theme], by=None)
    make_comment(event)
    make_comment(event, share=Share.WITHDRAWN, is_coded=True)
    EventThemes.objects.all().delete()
    migration = import_module("feedback.migrations.0004_count_themes")
    for _ in range(2):
        migration.count(apps, None)
    assert kept([event, empty]) == counted([event, empty])
    assert EventThemes.objects.get().base == 3


def test_a_theme_that_is_gone_leaves_the_others_counted(host):
    event = make_past_event(host)
    open_box(event)
    gone, theme = make_theme(host), make_theme(host)
    raise_theme(event, gone, 1)
    raise_theme(event, theme, 1)
    Theme.objects.filter(pk=gone.pk).delete()
    assert theme_counts.by_event([event])[event.pk].counts == {theme: 1}
