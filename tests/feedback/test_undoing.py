"""Taking readings back, and two colleagues who read the same words."""

import uuid

import pytest

from feedback import coding, notes, theme_counts, themes, undoing
from feedback.models import Reading, ThemeTag
from feedback.models.themes import TagState
from tests.feedback.words import make_comment, make_note, make_theme
from tests.forum.doors import assert_refuses
from tests.markup import page_of, text_of

pytestmark = pytest.mark.django_db
CODING = "/organise/events/past-forum/answers/coding/"
UNDO = f"{CODING}undo/"


@pytest.fixture
def book(host):
    return [make_theme(host, name) for name in ("Homes", "Food")]


def undo_last(past, by):
    item, _reading = undoing.undo(event=past, pk=undoing.last(past, by).pk, by=by)
    return item


def counts(past):
    found = theme_counts.by_event([past])[past.pk]
    return found.base, {theme.name: count for theme, count in found.counts.items()}


def test_several_readings_are_taken_back_one_after_the_other(past, book, organiser):
    homes, food = book
    comment, note = make_comment(past), make_note(past)
    for item, found in ((comment, [homes]), (note, []), (comment, [homes, food])):
        coding.code(item=item, themes=found, by=organiser)
    assert counts(past) == (2, {"Homes": 1, "Food": 1})
    assert undo_last(past, organiser) == comment
    assert counts(past) == (2, {"Homes": 1})
    assert undo_last(past, organiser) == note
    assert counts(past) == (1, {"Homes": 1})
    assert undo_last(past, organiser) == comment
    assert counts(past) == (0, {})
    assert undoing.last(past, organiser) is None
    assert Reading.objects.filter(undone_at=None).count() == 0


def test_what_was_offered_is_on_offer_again(past, book, organiser):
    homes, food = book
    comment = make_comment(past)
    ThemeTag.objects.create(theme=homes, comment=comment, state=TagState.SUGGESTED, probability=0.7)
    coding.code(item=comment, themes=[homes, food], by=organiser)
    undo_last(past, organiser)
    [tag] = ThemeTag.objects.all()
    assert (tag.theme, tag.state, tag.probability, tag.by) == (homes, "suggested", 0.7, None)


def test_what_a_colleague_found_since_is_never_lost(past, book, organiser, analyst):
    homes, food = book
    comment = make_comment(past)
    coding.code(item=comment, themes=[homes], by=organiser)
    mine = undoing.last(past, organiser)
    coding.code(item=comment, themes=[food], by=analyst)
    assert undoing.last(past, organiser) is None
    with pytest.raises(coding.ReadMeanwhileError):
        undoing.undo(event=past, pk=mine.pk, by=organiser)
    with pytest.raises(Reading.DoesNotExist):
        undoing.undo(event=past, pk=undoing.last(past, analyst).pk, by=organiser)
    assert counts(past) == (1, {"Food": 1})
    undo_last(past, analyst)
    undo_last(past, organiser)
    assert counts(past) == (0, {})


def test_a_note_with_other_words_stays_as_it_is(past, book, organiser):
    note = make_note(past)
    coding.code(item=note, themes=book, by=organiser)
    mine = undoing.last(past, organiser)
    notes.change(note=note, session=None, text="Another point.", by=None)
    assert undoing.last(past, organiser) is None
    with pytest.raises(coding.ReadMeanwhileError):
        undoing.undo(event=past, pk=mine.pk, by=organiser)


def test_a_theme_that_was_merged_since_comes_back_as_what_it_counts_as(past, book, organiser):
    homes, food = book
    comment = make_comment(past)
    coding.code(item=comment, themes=[homes], by=organiser)
    coding.code(item=comment, themes=[], by=organiser)
    themes.merge(theme=homes, into=food, by=None)
    undo_last(past, organiser)
    assert coding.themes_of(comment) == {food.pk}


def test_nobody_writes_over_what_they_have_not_seen(client, past, book, organiser, analyst):
    homes, food = book
    comment = make_comment(past)
    unread = coding.stamp(comment, [])
    coding.code(item=comment, themes=[homes], by=analyst)
    client.force_login(organiser)
    typed = {"at": f"c{comment.pk}", "seen": unread}
    response = client.post(CODING, {**typed, "themes": [food.pk]})
    said = text_of(page_of(response))
    assert f"{analyst} read this while you did, and found Homes ." in said
    assert f'value="{food.pk}"' in response.content.decode().split("checked")[0]
    assert coding.themes_of(comment) == {homes.pk}
    assert client.post(CODING, {**typed, "themes": [homes.pk]}).status_code == 302
    assert Reading.objects.count() == 1
    comment.refresh_from_db()
    seen = coding.stamp(comment, [homes.pk])
    client.post(CODING, {**typed, "seen": seen, "themes": [food.pk]})
    assert coding.themes_of(comment) == {food.pk}


def test_the_page_says_what_was_read_last_and_takes_it_back(client, past, book, organiser):
    homes, _food = book
    comment, other = make_comment(past, "Rooms were cold."), make_comment(past, "Too long.")
    client.force_login(organiser)
    typed = {"at": f"c{comment.pk}", "themes": [homes.pk]}
    response = client.post(CODING, typed, follow=True)
    assert "You read last: “ Rooms were cold. ”: Homes . Take it back" in text_of(page_of(response))
    reading = Reading.objects.get()
    response = client.post(UNDO, {"reading": reading.pk, "show": "all"})
    assert response.url == f"{CODING}?show=all&at=c{comment.pk}"
    assert counts(past) == (0, {})
    typed = {"reading": reading.pk, "at": f"c{other.pk}"}
    response = client.post(UNDO, typed, follow=True)
    assert "That was taken back already." in text_of(page_of(response))
    assert "Too long." in text_of(page_of(response))
    for odd in ("", "nonsense", uuid.uuid4()):
        response = client.post(UNDO, {"reading": odd}, follow=True)
        assert "There is no reading of yours to take back." in text_of(page_of(response))


def test_strangers_and_other_methods_stay_out(client, past, organiser, staff, stranger):
    client.force_login(organiser)
    assert_refuses(client, UNDO, "GET", "PUT", "DELETE")
    client.force_login(staff)
    assert client.post(UNDO).status_code == 404
    client.force_login(stranger)
    assert client.post(UNDO).status_code == 404
