"""The form of a session note."""

from typing import Any

from feedback.models import SessionNote
from forum.forms.fields import PickRowField, TextField
from forum.forms.sections import SectionedForm
from forum.models import Event, Session


class NoteForm(SectionedForm):
    """One point that was made, and where."""

    layout = [("", [["session"], ["text"]])]

    session = PickRowField(
        queryset=Session.objects.none(),
        label="Which session?",
        required=False,
        empty_label="The event as a whole",
        missing="Choose one of these sessions",
    )
    text = TextField(
        label="What was said?",
        help_text="One point. Leave names out: notes are kept.",
        max_length=1000,
        missing="Write what was said",
    )

    def __init__(
        self, data: Any = None, *, event: Event, note: SessionNote | None = None, **kwargs: Any
    ) -> None:
        initial = {"session": note.session_id, "text": note.text} if note else {}
        super().__init__(data, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self.fields["session"].queryset = event.sessions.all()  # type: ignore[attr-defined]
