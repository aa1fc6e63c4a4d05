"""Photos, and how people treat each other at the event: two answers that do not hang together."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from registrations import options, wording
from registrations.forms.parts.part import Asking, Cleaned, Part, Pick


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if asking.has("photo"):
        fields["photo"] = Pick(
            options.PHOTO,
            label="May we take photos of you?",
            help_text=(
                "You can change this until we print or post. After that we remove what we can, "
                "but cannot call back copies."
            ),
            missing="Choose whether we may take photos of you",
            initial="no",
        )
    fields["agree"] = forms.BooleanField(
        label=wording.AGREEMENT.words,
        help_text=format_html(
            '<a href="{}" target="_blank" rel="noopener">Read how we treat each other</a>'
            " (in a new tab). It takes two minutes.",
            reverse("forum:agreement", args=[asking.event.slug]),
        ),
        error_messages={"required": "Tick to show you have read the agreement"},
    )
    return fields


def _clean(answers: Cleaned) -> None:
    """Nothing hangs together here."""


PART = Part("Photos and sharing", _fields, _clean)
