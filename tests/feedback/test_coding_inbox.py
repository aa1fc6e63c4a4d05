"""The inbox of reading: offers, what is chosen, the order, and how often offers were accepted."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import coding
from feedback.inbox import order
from feedback.inbox.agreement import Agreement, agreement
from feedback.inbox.choosing import Chosen
from feedback.inbox.line import line
from feedback.inbox.places import Place
from feedback.models import Reading, Suggesting, ThemeTag
from feedback.models.themes import TagState
from tests.factories import add_host, make_host, make_member
from tests.feedback.words import make_comment, make_note, make_past_event, make_theme
from tests.forum.doors import assert_same_queries
from tests.markup import attributes, named, page_of, text_of

pytestmark = pytest.mark.django_db
CODING = "/organise/events/past-forum/answers/coding/"


@pytest.fixture
def reader(client, analyst):
    client.force_login(analyst)
    return client


def offer(item, theme, probability):
    ThemeTag.objects.create(
        theme=theme, comment=item, state=TagState.SUGGESTED, probability=probability
    )


def keys(event, **chosen):
    return [place.key for place in line(event, chosen=Chosen(**chosen)).places]


def boxes(response):
    """Each theme's name with its key as a suggestion, and whether it is ticked, in order."""
    page = page_of(response)
    ticks = [box for box in named(page, "input") if attributes(box).get("name") == "themes"]
    names = [bdi for bdi in named(page, "bdi") if "data-number" in attributes(bdi)]
    return [
        (text_of(name), attributes(name)["data-letter"], "checked" in attributes(box))
        for name, box in zip(names, ticks, strict=True)
    ]


def test_offers_stand_first_with_a_word_of_how_sure_and_are_never_ticked(reader, past, host):
    book = [make_theme(host, name) for name in ("Aid", "Bail", "Care", "Debt", "Exits")]
    comment = make_comment(past)
    for theme, probability in zip(book[1:], (0.3, 0.9, 0.5, 0.2), strict=True):
        offer(comment, theme, probability)
    response = reader.get(CODING)
    assert boxes(response) == [
        *(("Care", "a", False), ("Debt", "b", False), ("Bail", "c", False)),
        *(("Aid", "", False), ("Exits", "", False)),
    ]
    said = text_of(page_of(response))
    assert "Suggested, for you to decide Care likely Debt maybe Bail maybe All other" in said
    reader.post(CODING, {"at": f"c{comment.pk}", "themes": [book[2].pk, book[0].pk]})
    reading = Reading.objects.get()
    assert reading.offered == [str(book[at].pk) for at in (2, 3, 1)]
    assert (reading.before, set(reading.after)) == (None, {str(book[2].pk), str(book[0].pk)})
    assert coding.themes_of(comment) == {book[2].pk, book[0].pk}
    again = reader.get(CODING, {"at": f"c{comment.pk}"})
    assert [letter for _name, letter, _ticked in boxes(again)] == [""] * 5


def test_what_is_shown_can_be_chosen(past, host):
    homes, food = make_theme(host, "Homes"), make_theme(host, "Food")
    both, homely, none, offered, bare = (make_comment(past, question="change") for _ in range(5))
    note, other = make_note(past), make_comment(past, question="take_back")
    coding.code(item=both, themes=[homes, food], by=None)
    coding.code(item=homely, themes=[homes], by=None)
    coding.code(item=none, themes=[], by=None)
    coding.code(item=note, themes=[food], by=None)
    offer(offered, homes, 0.4)
    every = {f"c{row.pk}" for row in (both, homely, none, offered, bare, other)} | {f"n{note.pk}"}
    assert set(keys(past, show="all")) == every
    assert set(keys(past)) == {f"c{row.pk}" for row in (offered, bare, other)}
    assert set(keys(past, show=str(homes.pk))) == {f"c{both.pk}", f"c{homely.pk}"}
    assert keys(past, show=str(food.pk), of="notes") == [f"n{note.pk}"]
    assert keys(past, show="none") == [f"c{none.pk}"]
    assert keys(past, show="suggested") == [f"c{offered.pk}"]
    assert set(keys(past, show="uncovered")) == {f"c{bare.pk}", f"c{other.pk}"}
    assert keys(past, show="all", of="take_back") == [f"c{other.pk}"]
    assert set(keys(past, show="all", of="comments")) == every - {f"n{note.pk}"}


def test_the_way_leads_through_what_was_chosen_and_says_where_it_ends(reader, past, host):
    homes = make_theme(host, "Homes")
    rows = sorted((make_comment(past) for _ in range(3)), key=lambda row: row.pk)
    for row in rows[:2]:
        coding.code(item=row, themes=[homes], by=None)
    response = reader.get(CODING, {"show": homes.pk})
    assert rows[0].text in text_of(page_of(response))
    assert "this is number 1 of the 2 that you chose" in text_of(page_of(response))
    typed = {"show": homes.pk, "themes": [homes.pk]}
    response = reader.post(CODING, {**typed, "at": f"c{rows[0].pk}"})
    assert response.url == f"{CODING}?show={homes.pk}&at=c{rows[1].pk}#so-far"
    response = reader.post(CODING, {**typed, "at": f"c{rows[1].pk}"}, follow=True)
    assert "That was the last of these 2 of 3 are read in all." in text_of(page_of(response))
    assert "Nothing to read here" in text_of(page_of(reader.get(CODING, {"show": "suggested"})))
    assert rows[2].text in text_of(page_of(reader.get(CODING, {"show": "odd", "of": "odd"})))


def test_the_first_are_spread_and_then_doubt_and_chance_take_turns():
    def place(name, theme, probability):
        return Place(name, is_coded=False, likeliest=theme, probability=probability)

    homes, food = uuid.UUID(int=1), uuid.UUID(int=2)
    words = [
        *(place("h1", homes, 0.9), place("h2", homes, 0.8), place("h3", homes, 0.5)),
        *(place("f1", food, 0.45), place("n1", None, None), place("n2", None, None)),
    ]
    early = [found.key for found in order.in_order(words, read=0)]
    assert early == ["h1", "f1", "n1", "h2", "n2", "h3"]
    late = [found.key for found in order.in_order(words, read=20)]
    assert late == ["h3", "f1", "h1", "h2", "n1", "n2"]
    bare = [place(name, None, None) for name in "cab"]
    assert order.in_order(bare, read=0) == bare


def test_two_who_read_at_once_begin_with_different_words(past, analyst, organiser):
    comments = [make_comment(past) for _ in range(12)]
    for by, item in zip((analyst, organiser), comments[:2], strict=True):
        coding.code(item=item, themes=[], by=by)
    one, two = ([p.key for p in line(past, reader=by).places] for by in (analyst, organiser))
    assert sorted(one) == sorted(two)
    half = one.index(two[0])
    assert (one[:half], one[half:]) == (two[-half:], two[:-half])
    tomorrow = timezone.now() + timedelta(days=1)
    alone = line(past, reader=analyst, now=tomorrow).places
    assert [p.key for p in alone] == [p.key for p in line(past).places]


def test_how_often_suggestions_were_accepted_is_counted_over_the_last_fifty(reader, past, host):
    homes, food = make_theme(host, "Homes"), make_theme(host, "Food")
    other = make_theme(make_past_event().lead_host)
    assert agreement(host) is None
    for at in range(6):
        comment = make_comment(past)
        offer(comment, homes, 0.9)
        offer(comment, food, 0.3)
        coding.code(item=comment, themes=[homes] if at else [], by=None)
    assert agreement(host) == Agreement(offered=12, accepted=5)
    assert agreement(other.host) is None
    said = text_of(page_of(reader.get(CODING)))
    assert "Of the last 12 your team accepted 5. They are never counted" in said
    kept = Suggesting.objects.create(event=past, learned_from=6)
    said = text_of(page_of(reader.get(CODING)))
    assert "learned from 6 comments and notes that people read, which is little yet" in said
    kept.learned_from = 0
    kept.save()
    said = text_of(page_of(reader.get(CODING)))
    assert "from the names and lines of your themes alone" in said
    friend = make_host()
    add_host(past, friend)
    reader.force_login(make_member(friend, "analyst"))
    assert "your team accepted" not in reader.get(CODING).content.decode()
    Reading.objects.update(undone_at=timezone.now())
    assert agreement(host) is None


def test_more_words_offers_and_readings_cost_no_more_queries(reader, past, host, analyst):
    def add():
        theme, (read, unread) = make_theme(host), (make_comment(past) for _ in range(2))
        coding.code(item=read, themes=[theme], by=analyst)
        for probability in (0.9, 0.5):
            offer(unread, make_theme(host), probability)

    assert_same_queries(reader, CODING, add)
