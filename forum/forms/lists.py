"""The form before a list is made."""

from typing import Any

from django import forms

from forum.exports import Extra
from forum.forms.fields import LineField


class MakeListForm(forms.Form):
    """What the list holds beside the ordinary, and why.

    Only additions the person may ask for are offered; anything else sent along is refused.
    """

    extras = forms.MultipleChoiceField(
        label="What else goes in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from what is offered here"},
    )
    reason = LineField(label="What is it for", max_length=100, required=False)

    def __init__(self, *args: Any, extras: list[Extra], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = extras
        with_reason = [extra for extra in extras if extra.needs_reason]
        if extras:
            field: Any = self.fields["extras"]
            field.choices = [(extra.key, extra.words) for extra in extras]
            field.help_text = " ".join(
                f"{extra.words}: {extra.hint}" for extra in extras if extra.hint
            )
        else:
            del self.fields["extras"]
        if with_reason:
            words = " or ".join(f"“{extra.words}”" for extra in with_reason)
            self.fields["reason"].help_text = f"Needed for {words}. It is kept in the record."
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "reason" in self.fields and "reason" not in self.errors:
            asked = [e for e in self.offered if e.needs_reason and e.key in self.chosen]
            if asked and not cleaned.get("reason"):
                self.add_error("reason", f"Say what “{asked[0].words}” is for")
        return cleaned

    @property
    def chosen(self) -> frozenset[str]:
        """Keys of the additions that were ticked."""
        return frozenset(self.cleaned_data.get("extras", []))

    @property
    def reason_given(self) -> str:
        return str(self.cleaned_data.get("reason", ""))
