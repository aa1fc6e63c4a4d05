"""The form that finds a booking again."""

import re

from django import forms

from forum.forms.fields import LineField


class FindMyBookingForm(forms.Form):
    """A code, however it is typed, and the email address or phone number of the booking."""

    use_required_attribute = False

    code = LineField(
        label="Your code",
        help_text="It looks like FERN-4821. Look in the email we sent, or where you wrote it down.",
        max_length=20,
        missing="Enter your code, like FERN-4821",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    contact = LineField(
        label="The email address or phone number you gave",
        max_length=254,
        missing="Enter the email address or phone number you gave",
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )

    def clean_code(self) -> str:
        """Letters, a dash, four digits: as it is stored, whatever stood between."""
        typed = re.sub(r"[^A-Z0-9]", "", self.cleaned_data["code"].upper())
        found = re.fullmatch(r"([A-Z]+)(\d{4})", typed)
        if not found:
            raise forms.ValidationError("Enter your code, like FERN-4821")
        return f"{found[1]}-{found[2]}"
