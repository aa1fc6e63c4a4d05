"""Reading for themes on a page: one at a time, by keyboard, without script."""

import pytest

from feedback import coding, themes
from feedback.models import Comment, Theme, ThemeTag
from feedback.models.box import BoxState, Share
from forum.models.people import Role
from tests.factories import add_host, make_host, make_member, make_session
from tests.feedback.words import (
    make_comment,
    make_note,
    make_past_event,
    make_theme,
    open_box,
)
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, page_of, text_of

pytestmark = pytest.mark.django_db
CODING = "/organise/events/past-forum/answers/coding/"
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }} [Pay](https://evil.example)"


@pytest.fixture
def past(host):
    return make_past_event(host, title="Past forum", slug="past-forum")


@pytest.fixture
def reader(client, analyst):
    client.force_login(analyst)
    return client


def shown(response):
    assert response.status_code == 200
    return text_of(page_of(response))


def raised(item):
    fields = {"comment": item} if isinstance(item, Comment) else {"note": item}
    return sorted(tag.theme.name for tag in ThemeTag.objects.confirmed().filter(**fields))


def key(item):
    return f"c{item.pk}" if isinstance(item, Comment) else f"n{item.pk}"


def in_line(past, count):
    """So many comments, in the order in which they are read."""
    open_box(past)
    return sorted((make_comment(past) for _ in range(count)), key=lambda row: row.pk)


def test_each_is_read_once_and_leads_to_the_next(reader, past, host):
    first, second = in_line(past, 2)
    aid = make_theme(host, "Legal aid", "Who can get it")
    response = reader.get(CODING)
    assert_form_markup(response)
    said = shown(response)
    assert "0 of 2 read" in said
    assert first.text in said
    assert "What will you do differently, or take back to your group?" in said
    assert "Legal aid Who can get it" in said
    response = reader.post(CODING, {"at": key(first), "themes": [aid.pk]}, follow=True)
    assert "1 of 2 read" in shown(response)
    assert second.text in shown(response)
    response = reader.post(CODING, {"at": key(second), "none": "1"}, follow=True)
    assert "All 2 are read" in shown(response)
    assert (raised(first), raised(second)) == (["Legal aid"], [])


def test_what_was_found_can_be_changed(reader, past, host):
    [comment] = in_line(past, 1)
    aid, homes = make_theme(host, "Legal aid"), make_theme(host, "Homes")
    coding.code(item=comment, themes=[aid], by=None)
    response = reader.get(CODING, {"at": key(comment)})
    assert "You can change what was found here." in shown(response)
    assert f'value="{aid.pk}"' in response.content.decode().split("checked")[0]
    reader.post(CODING, {"at": key(comment), "themes": [homes.pk]})
    assert raised(comment) == ["Homes"]


def test_there_is_a_way_back_and_on(reader, past):
    first, second, third = in_line(past, 3)
    raw = reader.get(CODING, {"at": key(second)}).content.decode()
    assert f'href="?at={key(first)}"' in raw
    assert f'href="?at={key(third)}"' in raw


def test_a_theme_is_added_on_the_spot(reader, past, host):
    first, second = in_line(past, 2)
    assert "Add the first theme" in shown(reader.get(CODING))
    typed = {"at": key(first), "name": "Legal aid", "description": "Who can get it"}
    reader.post(CODING, typed)
    assert raised(first) == ["Legal aid"]
    response = reader.post(CODING, {**typed, "at": key(second)})
    assert_error_contract(response)
    assert "There is a theme of that name already. Tick it above." in shown(response)
    assert raised(second) == []
    assert Theme.objects.filter(host=host).count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Tick at least one theme, or choose “No theme fits”."),
        ({"themes": ["nonsense"]}, "Choose from these themes."),
        ({"name": "x" * 100}, "Use 60 characters or fewer. You have used 100."),
        ({"name": "", "description": "Long letters"}, "Enter a name for the new theme"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays(reader, past, host, typed, words):
    [comment] = in_line(past, 1)
    make_theme(host)
    response = reader.post(CODING, {"at": key(comment), **typed})
    assert_error_contract(response)
    assert words in shown(response)
    for value in typed.values():
        if isinstance(value, str) and value:
            assert value in response.content.decode()
    comment.refresh_from_db()
    assert not comment.is_coded


def test_a_theme_merged_while_the_page_was_open_counts_where_it_went(reader, past, host):
    [comment] = in_line(past, 1)
    homes, housing = make_theme(host, "Homes"), make_theme(host, "Housing")
    themes.merge(theme=homes, into=housing, by=None)
    assert "Homes" not in shown(reader.get(CODING))
    reader.post(CODING, {"at": key(comment), "themes": [homes.pk]})
    assert raised(comment) == ["Housing"]


def test_themes_and_words_of_others_are_refused(reader, past, host):
    [comment] = in_line(past, 1)
    other = make_past_event()
    open_box(other)
    foreign, theme = make_comment(other, "Elsewhere said"), make_theme(other.lead_host)
    response = reader.post(CODING, {"at": key(comment), "themes": [theme.pk]})
    assert "Choose from these themes." in shown(response)
    ours = make_theme(host)
    for at in (key(foreign), "", "nonsense", key(make_note(other))):
        for response in (
            reader.get(CODING, {"at": at}, follow=True),
            reader.post(CODING, {"at": at, "themes": [ours.pk]}, follow=True),
        ):
            assert "Elsewhere said" not in shown(response)
    reader.post(CODING, {"themes": [ours.pk]})
    assert ThemeTag.objects.count() == 0


def test_words_taken_back_are_gone_and_the_page_says_so(reader, past, host):
    first, second = in_line(past, 2)
    Comment.objects.filter(pk=first.pk).update(share=Share.WITHDRAWN)
    said = shown(reader.get(CODING))
    assert "0 of 1 read" in said
    assert first.text not in said
    typed = {"at": key(first), "themes": [make_theme(host).pk]}
    response = reader.post(CODING, typed, follow=True)
    assert "Those words were taken back meanwhile." in shown(response)
    assert second.text in shown(response)
    assert ThemeTag.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "No feedback is planned for this event."),
        (BoxState.PLANNED, "sealed until the feedback closes on"),
        (BoxState.OPEN, "sealed until the feedback closes on"),
        (BoxState.TOO_FEW, "Too few people gave feedback"),
        (BoxState.CLOSED, "Nobody wrote anything."),
    ],
)
def test_with_nothing_to_read_the_page_says_why(reader, past, state, words):
    if state:
        open_box(past, state=state)
    said = shown(reader.get(CODING))
    assert "Nothing to read yet" in said
    assert words in said


def test_with_too_few_ballots_only_notes_are_read(reader, past):
    open_box(past, state=BoxState.TOO_FEW, ballots=0)
    comment = make_comment(past, "Left over by mistake")
    note = make_note(past, "A point was made.", session=make_session(past, title="Housing clinic"))
    said = shown(reader.get(CODING))
    assert "0 of 1 read" in said
    assert "A note from Housing clinic A point was made." in said
    for at in (None, key(comment), key(note)):
        response = reader.get(CODING, {"at": at} if at else {}, follow=True)
        assert "Left over" not in shown(response)


def test_hostile_words_stay_text(reader, past, host):
    open_box(past)
    make_comment(past, HOSTILE)
    make_theme(host, HOSTILE[:60], HOSTILE)
    raw = reader.get(CODING).content.decode()
    assert "<img src=x" not in raw
    assert 'href="https://evil.example"' not in raw
    assert shown(reader.get(CODING)).count(HOSTILE) == 2


def test_a_cohost_reads_with_the_lead_hosts_themes_and_not_its_codebook(client, past, host):
    [comment] = in_line(past, 1)
    theme = make_theme(host, "Legal aid")
    cohost = add_host(past, make_host())
    client.force_login(make_member(cohost, Role.ANALYST))
    raw = client.get(CODING).content.decode()
    assert "Legal aid" in raw
    assert "/organise/hosts/" not in raw
    client.post(CODING, {"at": key(comment), "themes": [theme.pk]})
    assert raised(comment) == ["Legal aid"]


def test_strangers_and_other_methods_stay_out(client, reader, past, staff, stranger):
    in_line(past, 1)
    assert_refuses(reader, CODING, "PUT", "DELETE", "PATCH")
    client.force_login(staff)
    assert client.get(CODING).status_code == 404
    assert_team_only(client, CODING, stranger)


def test_more_to_read_and_more_themes_cost_no_more_queries(reader, past, host):
    open_box(past)

    def add():
        make_theme(host)
        make_comment(past)
        make_note(past)

    assert_same_queries(reader, CODING, add)
