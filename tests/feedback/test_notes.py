"""What note-takers wrote down."""

import pytest

from feedback import coding, notes
from feedback.models import SessionNote, ThemeTag
from forum.models import AuditEntry
from tests.factories import make_session
from tests.feedback.words import make_past_event, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(host):
    return make_past_event(host)


def test_a_point_is_written_down_mended_and_removed(past, organiser):
    session = make_session(past)
    note = notes.add(event=past, session=session, text=" Letters come late. ", by=organiser)
    assert (note.text, note.session, note.by) == ("Letters come late.", session, organiser)
    notes.change(note=note, session=None, text="Letters come too late.", by=organiser)
    note.refresh_from_db()
    assert (note.text, note.session) == ("Letters come too late.", None)
    notes.remove(note=note, by=organiser)
    assert SessionNote.objects.count() == 0
    deeds = AuditEntry.objects.filter(event=past).values_list("deed", flat=True)
    assert set(deeds) == {"added a note", "changed a note", "removed a note"}


def test_other_words_are_to_be_read_again_with_their_themes_kept(past, host):
    note = notes.add(event=past, session=None, text="Late letters.", by=None)
    coding.code(item=note, themes=[make_theme(host)], by=None)
    notes.change(note=note, session=make_session(past), text="Late letters.", by=None)
    assert note.is_coded
    notes.change(note=note, session=None, text="Early letters.", by=None)
    assert not note.is_coded
    assert ThemeTag.objects.filter(note=note).count() == 1


def test_a_session_of_another_event_is_refused(past):
    elsewhere = make_session(make_past_event())
    with pytest.raises(notes.ForeignSessionError):
        notes.add(event=past, session=elsewhere, text="A point.", by=None)
    note = notes.add(event=past, session=None, text="A point.", by=None)
    with pytest.raises(notes.ForeignSessionError):
        notes.change(note=note, session=elsewhere, text="A point.", by=None)
    assert SessionNote.objects.get().session is None


def test_a_note_outlives_its_session(past):
    session = make_session(past)
    note = notes.add(event=past, session=session, text="A point.", by=None)
    session.delete()
    note.refresh_from_db()
    assert note.session is None
