"""Forms of the breakouts pages."""

from typing import Any

from django import forms

from forum.models import Session
from registrations.breakouts.lists import SessionList
from registrations.breakouts.pinning import NOTE


class PlaceForm(forms.Form):
    """Into which session somebody goes, and why."""

    session = forms.ChoiceField(
        label="Session",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a session",
            "invalid_choice": "Choose a session from the list",
        },
    )

    note = forms.CharField(
        label="Why",
        max_length=NOTE,
        required=False,
        help_text="For the team. Leave out what anybody needs. They can read it in what they "
        "download.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, sessions: list[SessionList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [one for one in sessions if not one.session.is_cancelled]
        self._sessions = {str(one.session.pk): one.session for one in held}
        field: Any = self.fields["session"]
        field.choices = [(str(one.session.pk), _words(one)) for one in held]

    def clean_session(self) -> Session:
        """The session itself in the place of its id."""
        return self._sessions[self.cleaned_data["session"]]


def _words(one: SessionList) -> str:
    """ "Housing, 12 of 14 places taken"."""
    if one.places is None:
        return f"{one.session.title}, {one.taken} there"
    if one.is_full:
        return f"{one.session.title}, full: {one.taken} of {one.places}"
    return f"{one.session.title}, {one.taken} of {one.places} places taken"
