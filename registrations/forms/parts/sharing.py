"""Photos, the contact list, later events, and how people treat each other at the event.

Each is an answer of its own, and nothing is agreed to beforehand.
"""

from django import forms
from django.utils.html import format_html

from registrations import discreet, options, wording
from registrations.forms.parts.part import Asking, Cleaned, Part, Pick, PickIfSo, TickIfSo
from registrations.models.registrations import Photo

_NEWS_HELP = (
    "They keep your email address on a list of its own, and ask you again after two years. Each "
    "email has a link to stop. Without this tick we write to you about this event only. If you "
    "asked for neutral emails, leave it empty: these name the organisers."
)


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
        fields["photo_uses"] = TickIfSo(options.PHOTO_USES, label="If yes, where may we use them?")
    if asking.has("contacts"):
        fields["contacts"] = PickIfSo(
            options.YES_NO,
            label="Put me on the contact list for people who were there?",
            help_text="The organisers send it afterwards, only to people who also said yes.",
            initial="yes" if asking.answers.get("contact_list") else "no",
        )
        fields["contact_list"] = TickIfSo(options.CONTACT_LIST, label="If yes, what may they see?")
    if asking.has("news") and not discreet.asked_for(asking.event, asking.answers):
        fields["news"] = forms.BooleanField(
            label=wording.NEWS.words,
            help_text=_NEWS_HELP,
            required=False,
        )
    fields["agree"] = forms.BooleanField(
        label=wording.AGREEMENT.words,
        help_text=format_html(
            '<a href="{}" target="_blank" rel="noopener">Read how we treat each other</a>'
            " (in a new tab). It takes two minutes.",
            discreet.agreement_path(asking.event),
        ),
        error_messages={"required": "Tick to show you have read the agreement"},
    )
    return fields


def _clean(answers: Cleaned) -> None:
    """What stands under a No is not agreed to, whatever is ticked there.

    News name the organisers, so whoever asks for neutral emails gets none.
    """
    if answers["is_discreet"] and answers.has("news"):
        answers.put("news", "")
    if answers["photo"] != Photo.YES:
        answers.ignore(["photo_uses"])
    if answers["contacts"] == "yes" and not answers["contact_list"]:
        answers.wrong("contact_list", "Choose what they may see, or choose No")
    elif answers["contacts"] != "yes":
        answers.ignore(["contact_list"])


PART = Part("Photos and sharing", _fields, _clean)
