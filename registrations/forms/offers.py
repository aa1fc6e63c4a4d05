"""The form on the page of an offered place."""

from django import forms

from forum.forms.fields import PickField

_STAY, _LEAVE = "stay", "leave"


class LetGoForm(forms.Form):
    """Whether somebody who lets a place go waits for another. Nobody leaves the list by mistake."""

    use_required_attribute = False

    then = PickField(
        label="And then?",
        choices=[
            (_STAY, "Keep me on the waiting list, where I stand now"),
            (_LEAVE, "Take me off the list: I am not coming"),
        ],
        widget=forms.RadioSelect,
        initial=_STAY,
        missing="Choose whether you go on waiting",
    )

    @property
    def stays(self) -> bool:
        return bool(self.cleaned_data["then"] == _STAY)
