"""The pages of session notes."""

import pytest

from feedback import coding
from feedback.models import SessionNote
from tests.factories import make_session
from tests.feedback.words import make_note, make_past_event
from tests.forum.doors import assert_refuses, assert_same_queries, assert_team_only
from tests.markup import assert_error_contract, assert_form_markup, page_of, text_of

pytestmark = pytest.mark.django_db
NOTES = "/organise/events/past-forum/answers/notes/"
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"


@pytest.fixture
def past(host):
    return make_past_event(host, title="Past forum", slug="past-forum")


@pytest.fixture
def writer(client, organiser):
    client.force_login(organiser)
    return client


def shown(response):
    assert response.status_code == 200
    return text_of(page_of(response))


def test_points_are_written_down_one_after_another(writer, past):
    response = writer.get(NOTES)
    assert_form_markup(response)
    assert "No notes yet" in shown(response)
    session = make_session(past, title="Housing clinic")
    typed = {"session": session.pk, "text": "Letters come late."}
    response = writer.post(NOTES, typed, follow=True)
    said = shown(response)
    assert "One note" in said
    assert "Housing clinic Letters come late. Oscar Vale" in said
    assert f'value="{session.pk}" selected' in response.content.decode()
    writer.post(NOTES, {"session": "", "text": "Lunch was good."})
    assert "The event as a whole" in shown(writer.get(NOTES))
    assert [(note.session, note.text) for note in SessionNote.objects.all()] == [
        (session, "Letters come late."),
        (None, "Lunch was good."),
    ]


def test_what_cannot_be_kept_is_said_and_stays(writer, past):
    elsewhere = make_session(make_past_event(), title="Elsewhere")
    long = "word " * 2_000
    for typed, words in (
        ({"text": " "}, "Write what was said"),
        ({"text": long}, "Use 1,000 characters or fewer. You have used 9,999."),
        ({"text": "A point", "session": elsewhere.pk}, "Choose one of these sessions"),
    ):
        response = writer.post(NOTES, typed)
        assert_error_contract(response)
        assert words in shown(response)
        assert typed["text"].strip() in response.content.decode()
        assert "Elsewhere" not in shown(response)
    assert SessionNote.objects.count() == 0


def test_a_note_is_mended_and_removed(writer, past):
    note = make_note(past, "Letters come late.")
    coding.code(item=note, themes=[], by=None)
    path = f"{NOTES}{note.pk}/"
    assert "If you change its words, it is to be read again." in shown(writer.get(path))
    assert_error_contract(writer.post(path, {"text": ""}))
    assert writer.post(path, {"text": "Letters come too late."}).url == NOTES
    note.refresh_from_db()
    assert (note.text, note.is_coded) == ("Letters come too late.", False)
    assert "Letters come too late." in shown(writer.get(f"{path}remove/"))
    assert SessionNote.objects.count() == 1
    assert writer.post(f"{path}remove/").url == NOTES
    assert SessionNote.objects.count() == 0


def test_notes_of_another_event_are_not_there(writer, past, host):
    for note in (make_note(make_past_event(host)), make_note(make_past_event())):
        for path in (f"{NOTES}{note.pk}/", f"{NOTES}{note.pk}/remove/"):
            assert writer.get(path).status_code == 404
            assert writer.post(path, {"text": "Taken over"}).status_code == 404
    assert SessionNote.objects.filter(text="A point was made.").count() == 2


def test_hostile_words_stay_text(writer, past):
    note = make_note(past, HOSTILE, session=make_session(past, title=HOSTILE))
    for path in (NOTES, f"{NOTES}{note.pk}/", f"{NOTES}{note.pk}/remove/"):
        raw = writer.get(path).content.decode()
        assert "<img src=x" not in raw
        assert HOSTILE in text_of(page_of(raw))


def test_strangers_and_other_methods_stay_out(client, writer, past, staff, analyst, stranger):
    note = make_note(past)
    paths = [NOTES, f"{NOTES}{note.pk}/", f"{NOTES}{note.pk}/remove/"]
    for path in paths:
        assert_refuses(writer, path, "PUT", "DELETE", "PATCH")
    for user, status in ((staff, 404), (analyst, 200)):
        client.force_login(user)
        assert [client.get(path).status_code for path in paths] == [status] * 3
    for path in paths:
        assert_team_only(client, path, stranger)


def test_more_notes_cost_no_more_queries(writer, past):
    assert_same_queries(writer, NOTES, lambda: make_note(past, session=make_session(past)))
