"""Name, days and contact."""

from django import forms

from forum import languages, outbox
from forum.forms.fields import EmailField, LineField, PhoneField
from registrations import companions, options
from registrations.forms import days
from registrations.forms.parts.part import (
    Asking,
    Cleaned,
    Conditional,
    EmailIfSo,
    Part,
    PhoneIfSo,
    Pick,
)

_COMPANY = ["Nobody", "One person", "Two people", "Three people", "Four people", "Five people"]
_TOO_MANY = "Choose how many come with you, up to five. Are you more? Ask the organisers to book."


class _CompanyField(Conditional, forms.ChoiceField):
    """How many come along; whoever comes alone leaves it as it is."""


def _fields(asking: Asking) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "name": LineField(
            label="What name should be on your badge?",
            help_text="Any name you like. It does not have to match an ID.",
            max_length=80,
            missing="Enter a name for your badge",
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
    }
    if asking.has("pronouns"):
        fields["pronouns"] = LineField(
            label="Which pronouns should we use for you?",
            help_text="Such as she/her. They are on your badge too.",
            max_length=30,
            required=False,
        )
    fields |= days.offered(asking.event, label="Which days are you coming?")
    fields[companions.HOW_MANY] = _CompanyField(
        label="Does somebody come with you?",
        help_text="A child, a carer or supporter, your own interpreter, anybody. All of you get "
        "places, or none. We ask who they are next.",
        choices=[(str(count or ""), words) for count, words in enumerate(_COMPANY)],
        error_messages={"invalid_choice": _TOO_MANY},
    )
    fields["contact_by"] = Pick(
        options.CONTACT_BY,
        label="How can we reach you about this event?",
        help_text="We use this only for this event.",
        missing="Choose how we can reach you",
    )
    fields["email"] = EmailIfSo(label="If by email, your email address")
    fields["phone"] = PhoneIfSo(
        label="If by text or phone call, the number",
        help_text="Through a helper? You can give the helper’s number.",
    )
    spoken = [
        (code, name) for code, name in languages.IN_OWN_SCRIPT if code in asking.event.languages
    ]
    if len(spoken) > 1:
        fields["language"] = forms.ChoiceField(
            label="Which language should we write to you in?",
            help_text="Automatic emails are in English so far. The organisers see your choice.",
            choices=spoken,
            initial="en",
            error_messages={"required": "Choose a language"},
        )
    if not asking.event.is_discreet:
        fields["is_discreet"] = forms.BooleanField(
            label="Keep our emails and your calendar neutral: they do not name the event",
            help_text="For a phone or a mailbox that others look into. You can change it later.",
            required=False,
        )
    return fields


def _clean(answers: Cleaned) -> None:
    by = answers["contact_by"]
    if by and by != "email":
        answers.ignore(["email"])
    elif by and not answers["email"]:
        answers.wrong("email", EmailField.wrong)
    elif answers["email"]:
        try:
            outbox.one_address(answers["email"])
        except outbox.AddressError:
            answers.wrong("email", EmailField.wrong)
    if by and by not in ("phone", "helper"):
        answers.ignore(["phone"])
    elif by == "phone" and not answers["phone"]:
        answers.wrong("phone", PhoneField.wrong)
    if not answers[companions.HOW_MANY] and not answers.before.get(companions.HOW_MANY):
        answers.take(companions.HOW_MANY)  # whoever comes alone has nothing to keep


PART = Part("About you", _fields, _clean)
