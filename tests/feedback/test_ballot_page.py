"""The questions as people meet them: without an account, without script, nothing lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feedback import boxes, closing, codes
from feedback.models import Ballot, BallotBox, BallotCode
from forum import keys, tries
from forum.models.events import State
from tests.factories import make_box, make_event, make_session, sheet


@pytest.fixture
def box(event):
    return make_box(event)


@pytest.fixture
def code(event, box):
    return codes.make(event=event, count=1)[0]


def url(event):
    return f"/f/{event.slug}/"


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_sent_form_is_sealed_and_thanked_for(client, event, code):
    session = make_session(event, title="Housing clinic")
    answers = sheet(change="More breaks", sessions=[str(session.pk)])
    response = client.post(url(event), {"ballot": code.lower(), **answers})
    assert response.status_code == 200
    assert "Thank you. Your answers are sealed" in text_of(response)
    assert Ballot.objects.get().answers == answers | {"sessions": [str(session.pk)[:8]]}


def test_shared_words_get_a_code_that_is_shown_once_and_stands_in_no_address(client, event, code):
    given = {"ballot": code, "take_back": "Call", "share": "words"}
    response = client.post(url(event), given)
    held = Ballot.objects.get().answers["withdraw"]
    shown = re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", response.content.decode())
    assert [codes.hashed(one) for one in shown] == [held]
    assert response.status_code == 200


def test_words_for_the_team_get_no_code(client, event, code):
    response = client.post(url(event), {"ballot": code, "take_back": "Call", "share": "team"})
    assert "Keep this code" not in text_of(response)


def test_the_only_cookie_is_the_one_that_guards_the_form(client, event, code):
    client.get(url(event))
    client.post(url(event), {"ballot": code, **sheet()})
    assert set(client.cookies) <= {"csrftoken"}


def test_no_page_of_it_is_kept_by_a_cache(client, event, code):
    for response in (client.get(url(event)), client.post(url(event), {"ballot": code, **sheet()})):
        assert response.headers["Cache-Control"] == "no-store, private"


def test_an_empty_form_asks_for_an_answer_and_costs_no_code(client, event, code):
    response = client.post(url(event), {"ballot": code, "share": "team"})
    assert "Answer at least one question, then send it" in text_of(response)
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


def test_a_comment_of_10_000_characters_is_refused_with_the_count_and_kept(client, event, code):
    long = "long " * 2_000
    response = client.post(url(event), {"ballot": code, "change": long, "useful": "quite"})
    page = text_of(response)
    assert "Use 500 characters or fewer. You have used 9,999." in page
    assert long.strip() in page
    assert response.context["form"]["useful"].value() == "quite"
    assert Ballot.objects.count() == 0


def test_texts_that_do_not_fit_under_one_seal_are_refused_in_words(client, event, code):
    sprouts = "🌱" * 500
    given = {"ballot": code, "in_the_way": sprouts, "take_back": sprouts, "change": sprouts}
    response = client.post(url(event), given)
    assert "All your answers together are too long to be sealed" in text_of(response)
    assert response.content.decode().count(sprouts) == 3
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


@pytest.mark.parametrize("typed", ["", "FERN-4821", "x" * 500, "\x00", "7KQ2-M9ZD-4T8W-X1HA"])
def test_a_code_that_is_wrong_is_said_so_and_every_answer_kept(client, event, box, typed):
    session = make_session(event)
    given = sheet(
        take_back="Call <b>now</b>", share="name", signed="Amina", sessions=[str(session.pk)]
    )
    response = client.post(url(event), {"ballot": typed, **given})
    form = response.context["form"]
    assert list(form.errors) == ["ballot"]
    assert {name: form[name].value() for name in given} == given
    assert "Error: " in text_of(response).split("</title>")[0]
    assert "Call &lt;b&gt;now&lt;/b&gt;" in response.content.decode()
    assert Ballot.objects.count() == 0


def test_a_name_is_asked_for_when_words_shall_carry_one(client, event, code):
    given = {"ballot": code, "take_back": "Call", "share": "organisation", "signed": ""}
    response = client.post(url(event), given)
    assert "Enter the name to put under your words" in text_of(response)


def test_an_answer_that_is_none_of_the_answers_is_refused(client, event, code):
    given = {"ballot": code, "useful": "9", "share": "all", "sessions": ["x"]}
    response = client.post(url(event), given)
    assert response.status_code == 200
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


def test_hostile_words_in_a_title_and_a_session_stay_text(client, host):
    bad = '<script>alert("x")</script>'
    event = make_event(host, title=bad)
    make_session(event, title=bad)
    make_box(event)
    page = client.get(url(event)).content.decode()
    assert "<script>alert" not in page


def test_before_between_and_after(client, event):
    page = lambda: text_of(client.get(url(event)))  # noqa: E731
    assert "No questions about this event" in page()
    box = make_box(event, is_open=False, opens_at=timezone.now() + timedelta(days=1))
    assert "Feedback is not open yet" in page()
    BallotBox.objects.filter(pk=box.pk).update(opens_at=timezone.now())
    box.refresh_from_db()
    boxes.open_box(box=box)
    assert "How was it?" in page()
    assert "With fewer than 5 answers nothing is opened" in page()
    BallotBox.objects.filter(pk=box.pk).update(
        opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now()
    )
    assert "Feedback is closed" in page()
    box.refresh_from_db()
    closing.close(box=box)
    assert "Too few people answered" in page()
    BallotBox.objects.filter(pk=box.pk).update(state="closed", ballots=7)
    assert "Feedback is closed" in page()


def test_a_form_that_was_open_when_the_box_closed_is_told_so(client, event, box, code):
    closing.close(box=box)
    response = client.post(url(event), {"ballot": code, **sheet()})
    assert "Too few people answered" in text_of(response)


def test_an_event_that_was_never_published_has_no_page(client, host):
    event = make_event(host, published=False)
    assert event.state == State.DRAFT
    assert client.get(url(event)).status_code == 404
    assert client.get("/f/nothing/").status_code == 404


def test_without_the_key_the_answers_stay_in_the_form_and_the_code_good(client, event, code):
    keys.destroy(event.id, "ballot")
    response = client.post(url(event), {"ballot": code, **sheet(change="More breaks")})
    assert response.status_code == 503
    assert "Your code is still good" in text_of(response)
    assert "More breaks" in text_of(response)
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()


def test_tries_from_one_network_are_limited_and_the_answers_kept(client, event, code, settings):
    settings.FORMS_PER_ADDRESS = 2
    wrong = {"ballot": codes.new(), **sheet(change="More breaks")}
    assert [client.post(url(event), wrong).status_code for _ in range(3)] == [200, 200, 429]
    response = client.post(url(event), {**wrong, "ballot": code})
    assert "Wait 10 minutes" in text_of(response)
    assert "More breaks" in text_of(response)
    assert BallotCode.objects.filter(hash=codes.hashed(code)).exists()
    assert tries.WAIT == 600


def test_other_methods_are_refused(client, event, box):
    assert client.put(url(event)).status_code == 405
    assert client.delete("/q/").status_code == 405


def test_a_form_from_another_site_is_refused(event, box):
    client = Client(enforce_csrf_checks=True)
    assert client.post(url(event), sheet()).status_code == 403


def test_somebody_who_is_signed_in_is_told_apart_by_nothing(client, event, code, organiser):
    client.force_login(organiser)
    held = dict(client.session.items())
    response = client.post(url(event), {"ballot": code, **sheet()})
    assert dict(client.session.items()) == held
    assert "Oscar" not in text_of(response)


def test_as_many_queries_for_one_session_as_for_three(
    client, event, box, django_assert_max_num_queries
):
    make_session(event)
    with django_assert_max_num_queries(20) as one:
        client.get(url(event))
    make_session(event)
    make_session(event)
    with django_assert_max_num_queries(20) as three:
        client.get(url(event))
    assert len(one) == len(three)
