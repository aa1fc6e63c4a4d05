"""Reading several words together that may raise one theme."""

import pytest

from feedback import coding, reading_together, theme_counts, undoing
from feedback.models import Comment, ThemeTag
from feedback.models.themes import TagState
from tests.factories import make_host
from tests.feedback.words import make_comment, make_note, make_theme
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(host):
    return make_theme(host, "Homes", "Where people live")


@pytest.fixture
def reader(client, organiser):
    client.force_login(organiser)
    return client


def path_of(theme):
    return f"/organise/events/past-forum/answers/coding/{theme.pk}/"


def offer(item, theme, probability=0.9):
    on = {"comment": item} if isinstance(item, Comment) else {"note": item}
    ThemeTag.objects.create(theme=theme, state=TagState.SUGGESTED, probability=probability, **on)
    return item


def test_the_likeliest_unread_words_stand_whole_with_what_else_was_suggested(
    reader, past, host, homes
):
    food = make_theme(host, "Food")
    later = offer(make_comment(past, "Maybe a room."), homes, 0.4)
    both = offer(offer(make_comment(past, "A cold house."), homes), food, 0.3)
    note = offer(make_note(past, "A point on rent."), homes, 0.6)
    offer(make_comment(past, "Only lunch."), food)
    coding.code(item=offer(make_comment(past, "Read."), homes), themes=[], by=None)
    rows = reading_together.unread_with(past, homes)
    assert [(row.item, row.is_likely, row.besides) for row in rows] == [
        (both, True, ["Food"]),
        (note, False, []),
        (later, False, []),
    ]
    said = text_of(page_of(reader.get(path_of(homes))))
    assert "Do these raise Homes ?" in said
    assert "A cold house. Likely; also suggested: Food A point on rent. Maybe" in said
    assert "checked" not in reader.get(path_of(homes)).content.decode()


def test_what_is_ticked_raises_the_theme_alone_and_is_taken_back_one_by_one(
    reader, past, homes, organiser
):
    one, two, three = (offer(make_comment(past), homes) for _ in range(3))
    values = {row.item: row.value for row in reading_together.unread_with(past, homes)}
    coding.code(item=two, themes=[], by=None)
    typed = {"words": [values[one], values[two], "nonsense", "c1:odd"]}
    response = reader.post(path_of(homes), typed, follow=True)
    said = text_of(page_of(response))
    assert "1 kept as “Homes”. 3 changed meanwhile and stay as they are." in said
    assert (coding.themes_of(one), coding.themes_of(two)) == ({homes.pk}, set())
    three.refresh_from_db()
    assert not three.is_coded
    undoing.undo(event=past, pk=undoing.last(past, organiser).pk, by=organiser)
    assert theme_counts.by_event([past])[past.pk].counts == {}


def test_nothing_ticked_is_said_and_nothing_suggested_leads_back(reader, past, homes):
    assert "No unread words may raise Homes" in text_of(page_of(reader.get(path_of(homes))))
    offer(make_comment(past), homes)
    response = reader.post(path_of(homes), {})
    assert_error_contract(response)
    assert "Tick those that raise it" in text_of(page_of(response))


def test_the_inbox_leads_to_themes_that_several_words_may_raise(reader, past, host, homes):
    for _ in range(3):
        offer(make_comment(past), homes)
    offer(make_comment(past), make_theme(host, "Food"))
    raw = reader.get("/organise/events/past-forum/answers/coding/").content.decode()
    assert f'href="{path_of(homes)}"><bdi>Homes</bdi>&nbsp;(3)' in raw
    assert "Food</bdi>&nbsp;(" not in raw


def test_strangers_other_methods_and_foreign_themes_stay_out(
    client, reader, past, homes, staff, stranger
):
    assert reader.get(path_of(make_theme(make_host()))).status_code == 404
    assert_refuses(reader, path_of(homes), "PUT", "DELETE")
    client.force_login(staff)
    assert client.get(path_of(homes)).status_code == 404
    assert_team_only(client, path_of(homes), stranger)


def test_more_words_cost_no_more_queries(reader, past, host, homes):
    def add():
        offer(offer(make_comment(past), homes), make_theme(host))
        offer(make_note(past), homes)

    assert_same_queries(reader, path_of(homes), add)
