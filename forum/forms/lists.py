"""The form before a list is made."""

from typing import Any

from django import forms

from forum.exports import Export, Extra
from forum.forms.fields import LineField


class MakeListForm(forms.Form):
    """What the list holds beside the ordinary, without which columns, of what, and why.

    Only additions the person may ask for are offered; anything else sent along is refused.
    """

    extras = forms.MultipleChoiceField(
        label="What else goes in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from what is offered here"},
    )
    asked = LineField(max_length=80)
    reason = LineField(label="What is it for", max_length=100, required=False)
    left_out = forms.MultipleChoiceField(
        label="Columns to leave out",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the columns of this list"},
    )
    remember = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        export: Export,
        extras: list[Extra],
        columns: list[str],
        host_name: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.export = export
        self.offered = extras
        self._offer_extras(extras)
        self._ask(export)
        self._owe_a_reason([extra.words for extra in extras if extra.needs_reason])
        self._choose_columns(columns, host_name)

    def _offer_extras(self, extras: list[Extra]) -> None:
        field: Any = self.fields["extras"]
        field.choices = [(extra.key, extra.words) for extra in extras]
        field.help_text = " ".join(f"{extra.words}: {extra.hint}" for extra in extras if extra.hint)
        if not extras:
            del self.fields["extras"]

    def _ask(self, export: Export) -> None:
        if export.asks is None:
            del self.fields["asked"]
            return
        field = self.fields["asked"]
        field.label, field.help_text = export.asks.words, export.asks.hint
        field.error_messages["required"] = f"Say this first: {export.asks.words}"

    def _owe_a_reason(self, words: list[str]) -> None:
        field = self.fields["reason"]
        if self.export.needs_reason:
            field.help_text = "It is kept in the record, with your name."
            field.required = True
            field.error_messages["required"] = "Say what this list is for"
        elif words:
            named = " or ".join(f"“{one}”" for one in words)
            field.help_text = f"Needed for {named}. It is kept in the record."
        else:
            del self.fields["reason"]

    def _choose_columns(self, columns: list[str], host_name: str) -> None:
        if not columns:
            del self.fields["left_out"], self.fields["remember"]
            return
        field: Any = self.fields["left_out"]
        field.choices = [(title, title) for title in columns]
        self.fields["remember"].label = f"Leave out the same next time, for all of {host_name}"

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
    def order(self) -> dict[str, Any]:
        """What was ordered, as the deeds take it."""
        return {
            "reason": str(self.cleaned_data.get("reason", "")),
            "extras": self.chosen,
            "left_out": list(self.cleaned_data.get("left_out", [])),
        }

    @property
    def answer(self) -> str:
        """What was answered to the question of the list."""
        return str(self.cleaned_data.get("asked", ""))
