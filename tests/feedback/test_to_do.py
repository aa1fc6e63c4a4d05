"""What the page of today asks for once an event is over."""

from datetime import timedelta

import pytest
import time_machine

from feedback import recaps
from feedback.models.box import BoxState
from tests.factories import make_box, make_event
from tests.feedback.words import make_comment, make_past_event, open_box
from tests.forum.doors import assert_same_queries
from tests.markup import attributes, named, page_of, text_of

pytestmark = pytest.mark.django_db
TODAY = "/organise/events/past-forum/"
READ, RECAP = f"{TODAY}answers/coding/", f"{TODAY}recap/"


@pytest.fixture
def past(host):
    return make_past_event(host, slug="past-forum")


def jobs(client, user):
    """The words and the address of each thing to do, as they stand on the page."""
    client.force_login(user)
    lists = [ul for ul in named(page_of(client.get(TODAY)), "ul") if "todo" in str(ul)]
    links = [link for each in lists for link in named(each, "a")]
    return [(text_of(link), attributes(link)["href"]) for link in links]


def test_an_event_to_come_asks_for_nothing_of_it(client, organiser, host):
    make_event(host, slug="past-forum")
    assert [job for job in jobs(client, organiser) if "/place/" not in job[1]] == []


def test_people_are_asked_how_it_was_until_it_is_too_late(client, organiser, analyst, past):
    ask = [("Ask people how it was", f"{TODAY}answers/plan/")]
    assert jobs(client, organiser) == ask
    assert jobs(client, analyst) == []
    with time_machine.travel(past.ends_at + timedelta(days=31)):
        assert jobs(client, organiser) == [("Write the recap", RECAP)]
    with time_machine.travel(past.ends_at + timedelta(days=91)):
        assert jobs(client, organiser) == []


def test_nothing_is_to_be_done_while_answers_are_sealed(client, organiser, past):
    make_box(past)
    make_comment(past)
    assert jobs(client, organiser) == []


def test_words_are_read_and_the_recap_is_written_and_published(client, organiser, analyst, past):
    open_box(past)
    comment = make_comment(past)
    read = ("Read what people wrote", READ)
    assert jobs(client, organiser) == [read, ("Write the recap", RECAP)]
    assert jobs(client, analyst) == [read]
    comment.is_coded = True
    comment.save()
    recap = recaps.save(event=past, fields={"title": "A full room"}, quotes=[], by=organiser)
    assert jobs(client, organiser) == [("Publish the recap", f"{RECAP}preview/")]
    recaps.publish(recap=recap, by=organiser)
    assert jobs(client, organiser) == []
    assert "Nothing to do today" in client.get(TODAY).content.decode()


def test_with_too_few_answers_there_is_still_something_to_tell(client, organiser, past):
    open_box(past, state=BoxState.TOO_FEW, ballots=0)
    assert jobs(client, organiser) == [("Write the recap", RECAP)]


def test_today_asks_as_often_for_three_comments_as_for_one(client, organiser, past):
    client.force_login(organiser)
    open_box(past)
    assert_same_queries(client, TODAY, lambda: make_comment(past))
