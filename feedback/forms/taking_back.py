"""The forms by which somebody takes their words back."""

from typing import Any

from django import forms

from feedback.forms.ballot import CodeField
from feedback.models.box import Share


class CodeForm(forms.Form):
    """The code from the page after sending."""

    use_required_attribute = False

    code = CodeField(
        label="The code for your words",
        help_text="It stood on the page after you sent your answers.",
    )


class ShareLessForm(forms.Form):
    """How far the words may go from now on; only less far than now."""

    use_required_attribute = False

    share = forms.ChoiceField(
        label="What shall we do with them?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], "Choose what we shall do with your words"
        ),
    )

    def __init__(self, data: Any = None, *, levels: list[Share]) -> None:
        super().__init__(data)
        words = {
            Share.WORDS: "Show them without any name",
            Share.TEAM: "Keep them for the team, and show them to nobody else",
        }
        choices = [(str(level), words[level]) for level in levels]
        last = (str(Share.WITHDRAWN), "Delete them")
        self.fields["share"].choices = [*choices, last]  # type: ignore[attr-defined]
