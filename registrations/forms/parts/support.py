"""What somebody needs to take part, and an interpreter."""

from django import forms

from registrations import options
from registrations.forms.parts.food import other
from registrations.forms.parts.part import Asking, Cleaned, Part, Pick, SecretLineIfSo, Tick


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if asking.has("access"):
        offered = options.offered(asking.questions["access"])
        fields["access"] = Tick(
            offered,
            label="What should we arrange?",
            help_text=(
                "Tick any. You do not need to tell us about a disability or health condition."
            ),
        )
        if "other" in offered:
            fields["access_other"] = SecretLineIfSo(
                label="If something else, what?", max_length=200
            )
        fields["talk"] = Pick(options.TALK, label="Would you like us to talk with you about this?")
    if asking.has("interpretation"):
        fields["interpreter"] = Pick(
            options.INTERPRETER,
            label="Do you need an interpreter?",
            help_text="Interpreting is free.",
        )
        fields["interpreter_language"] = SecretLineIfSo(
            label="If yes, which language, and dialect if it matters?", max_length=60
        )
    return fields


def _clean(answers: Cleaned) -> None:
    other(answers, "access", "access_other", "Say what else you need, or untick “Something else”")
    which = answers["interpreter"]
    if which == "no":
        answers.ignore(["interpreter_language"])
    elif which in ("spoken", "other") and not answers["interpreter_language"]:
        answers.wrong("interpreter_language", "Enter the language you need")
    elif answers["interpreter_language"] and not which:
        answers.wrong("interpreter", "Choose which kind of interpreter you need, or choose No")


PART = Part("What you need to take part", _fields, _clean)
