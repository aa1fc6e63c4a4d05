"""Whether a button counts for one person or for all who come together."""

from django import forms

from forum.forms.fields import PickField

_ME, _ALL = "me", "all"


class WhoForm(forms.Form):
    """Asked of whoever speaks for others; nothing is chosen beforehand."""

    use_required_attribute = False

    who = PickField(
        label="Who does not come?",
        choices=[
            (_ME, "Only me: the others keep their places"),
            (_ALL, "None of us: cancel for all"),
        ],
        widget=forms.RadioSelect,
        missing="Choose whether only you or none of you come",
    )

    @property
    def is_everyone(self) -> bool:
        return bool(self.cleaned_data["who"] == _ALL)


class BackForm(forms.Form):
    """Whether everybody who was cancelled together comes back together."""

    everyone = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def is_everyone(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["everyone"])
