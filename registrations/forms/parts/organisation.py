"""Which organisation somebody comes from, and how far it reaches."""

from django import forms

from registrations import options
from registrations.forms.parts.part import Asking, Cleaned, LineIfSo, Part, Pick, PickIfSo


def _fields(asking: Asking) -> dict[str, forms.Field]:
    # No suggestions while typing: they would tell a stranger who has been here before.
    return {
        "coming_as": Pick(
            options.COMING_AS,
            label="Are you coming with an organisation or group?",
            missing="Choose whether you come with an organisation",
        ),
        "organisation": LineIfSo(
            label="If yes, what is it called?",
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        ),
        "reach": PickIfSo(
            options.REACH,
            label="If yes, how wide an area does it work in?",
            help_text="So that discussions mix small and large groups, and reports show who came.",
        ),
    }


def _clean(answers: Cleaned) -> None:
    if answers["coming_as"] == "myself":
        answers.ignore(["organisation", "reach"])
    elif answers["coming_as"] and not answers["organisation"]:
        answers.wrong(
            "organisation",
            "Enter the name of the organisation or choose that you are coming as yourself",
        )


PART = Part("Your organisation", _fields, _clean)
