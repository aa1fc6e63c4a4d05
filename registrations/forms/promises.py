"""How far a need has got, as a needs lead says it."""

from typing import Any

from django import forms

from forum.forms.fields import LineField, PickField
from forum.forms.times import DayField
from forum.models import User
from registrations import promises
from registrations.promises import Promise

_STATES = {
    "asked": "Asked: nobody has begun",
    "arranging": "Arranging: we are at it",
    "arranged": "Arranged: it will be there",
    "cannot": "Cannot do: say why below, and what they can do instead",
    "met": "Met: it was there on the day",
}


class PromiseForm(forms.Form):
    """State, words, colleague, day and cost; and the stamp of what the colleague had before them.

    The colleague who opens a need that nobody sees to is offered as the one who does.
    """

    state = PickField(
        label="How far has it got?",
        choices=list(_STATES.items()),
        widget=forms.RadioSelect,
        missing="Choose how far it has got",
    )
    words = LineField(
        label="What they read about it",
        max_length=promises.WORDS,
        required=False,
        help_text="A place, a time, a name: “room 2, from 10 am”. It is on their booking page and "
        "in no email.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-wide": ""}),
    )
    owner = forms.ChoiceField(label="Who sees to it", required=False)
    due = DayField(
        label="By when",
        required=False,
        help_text="While it is being arranged, they read this day too.",
    )
    cost = LineField(
        label="What it costs",
        max_length=promises.COST,
        required=False,
        help_text="Only the needs leads see this.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, leads: list[User], by: User, promise: Promise | None = None
    ) -> None:
        promise = promise or Promise(kind="", state="")
        self.leads = {str(user.pk): user for user in leads}
        owner = promise.owner if promise.owner in self.leads else ""
        if not owner and promise.is_open and str(by.pk) in self.leads:
            owner = str(by.pk)
        initial = {
            "state": promise.state,
            "words": promise.words,
            "owner": owner,
            "due": promise.due,
            "cost": promise.cost,
            "seen": promise.stamp,
        }
        super().__init__(data, initial=initial)
        names = [
            (key, f"{user} (you)" if user == by else str(user)) for key, user in self.leads.items()
        ]
        owners: Any = self.fields["owner"]
        owners.choices = [("", "Nobody yet"), *names]
        owners.error_messages["invalid_choice"] = (
            "This colleague is no longer a needs lead here. Choose somebody who is"
        )

    def answers(self) -> dict[str, Any]:
        """What the deed takes."""
        given = self.cleaned_data
        return {
            "state": given["state"],
            "words": given["words"],
            "owner": self.leads.get(given["owner"]),
            "due": given["due"],
            "cost": given["cost"],
            "seen": given["seen"],
        }

    def preview(self, kind: str) -> Promise:
        """The promise as it would stand."""
        given = self.cleaned_data
        return Promise(kind=kind, state=given["state"], words=given["words"], due=given["due"])

    def refuse(self, error: promises.ChangeError) -> Promise | None:
        """Show why nothing was written. Returns what was meanwhile; saving again replaces it."""
        self.add_error(error.field or None, str(error))
        if error.now:
            given: Any = self.data
            given = given.copy()
            given["seen"] = error.now.stamp
            self.data = given
        return error.now
