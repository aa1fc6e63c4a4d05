"""O6: which questions an event asks, one small form for each."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from forum.models import User
from registrations import options
from registrations.forms.parts.part import Conditional, LineIfSo
from registrations.models.questions import SENSITIVE, QuestionKind
from registrations.questions import Choice

# What the organiser switches on, and what people are then asked.
_ASKS = {
    QuestionKind.PRONOUNS: "Which pronouns to use. They stand on the badge.",
    QuestionKind.ORGANISATION: "Which organisation they come with, and how wide it works.",
    QuestionKind.FOOD: "Which meals suit them.",
    QuestionKind.ALLERGY: "Foods that make them ill, and whether that is dangerous.",
    QuestionKind.ACCESS: "What to arrange so that they can take part, never why.",
    QuestionKind.INTERPRETATION: "Whether they need an interpreter, and which language.",
    QuestionKind.CHILDCARE: "Whether they need childcare, and for how many children of which age.",
    QuestionKind.TRAVEL: "Whether help with the cost of travel would let them come.",
    QuestionKind.ACCOMPANIMENT: "Whether somebody should travel with them, or sit with them.",
    QuestionKind.PHOTO: "Whether they may be in photos. Nobody is unless they say yes.",
    QuestionKind.CONTACTS: "How to reach them. You send the list only to people who said yes.",
    QuestionKind.NEWS: "Whether you may tell them about later events.",
}


class _OwnerIfSo(Conditional, forms.ModelChoiceField):
    """Somebody on the team, when the question is on."""


class QuestionForm(forms.Form):
    """One question: on or off; for a sensitive one also who acts on it, and why it is asked.

    Only what stands here can be asked: there are no questions about status, nationality, age or
    diagnosis to switch on.
    """

    use_required_attribute = False

    on = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        choice: Choice,
        team: QuerySet[User],
        is_asked_now: bool,
        has_needs_lead: bool,
    ) -> None:
        self.choice, self.is_asked_now, self.has_needs_lead = choice, is_asked_now, has_needs_lead
        self.kind = QuestionKind(choice.kind)
        super().__init__(data, prefix=choice.kind, initial=vars(choice), label_suffix="")
        self.fields["on"].label = f"Ask about this: {self.kind.label.lower()}"
        if self.is_sensitive:
            self.fields["owner"] = _OwnerIfSo(
                team,
                label="If so, who acts on the answers?",
                help_text="People read this name beside the question.",
                empty_label="Choose somebody on the team",
            )
            self.fields["purpose"] = LineIfSo(
                label="If so, what are the answers for?",
                help_text="People read this beside the question. Such as “So that lunch suits you”",
                max_length=160,
            )
        if choice.kind in options.NARROWED:
            self.fields["options"] = forms.MultipleChoiceField(
                label="If so, which answers can you act on?",
                help_text="Only these are offered. With none ticked, all of them are.",
                choices=list(options.NARROWED[choice.kind].items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if choice.kind == QuestionKind.FOOD:
            self.fields["suits_all"] = forms.BooleanField(
                label=f"{options.SUITS_ALL_WORDS}, so do not ask which meals suit",
                initial=options.SUITS_ALL in choice.options,
                required=False,
            )

    @property
    def is_sensitive(self) -> bool:
        return self.kind in SENSITIVE

    @property
    def about(self) -> str:
        """What people are asked, in a sentence."""
        return _ASKS[self.kind]

    def clean(self) -> dict[str, Any]:
        """On a published event nothing sensitive is asked before somebody stands for it."""
        said = self.cleaned_data
        if not (self.is_asked_now and self.is_sensitive and said.get("on")):
            return said
        if not said.get("owner"):
            self.add_error("owner", "Choose who acts on the answers, or switch the question off")
        if not said.get("purpose") and "purpose" not in self.errors:
            self.add_error("purpose", "Say what the answers are for, or switch the question off")
        if not self.has_needs_lead:
            self.add_error("on", "Make somebody on the team a needs lead first")
        return said

    def chosen(self) -> Choice:
        """What the organiser decided."""
        said = self.cleaned_data
        return Choice(
            kind=self.choice.kind,
            on=said["on"],
            owner=said.get("owner"),
            purpose=said.get("purpose", ""),
            options=[
                *said.get("options", []),
                *([options.SUITS_ALL] if said.get("suits_all") else []),
            ],
        )
