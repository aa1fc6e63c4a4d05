"""One question that the team writes itself: the words, the answers, and who acts on them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from forum.forms.fields import LineField, PickField, PickRowField, TextField, one_line
from forum.models import Event, User
from registrations import own_questions
from registrations.forms.parts.part import Conditional
from registrations.models import OwnQuestion
from registrations.models.questions import AnswerKind
from registrations.own_questions import Said

_MOST_OPTIONS = 12
_OPTION = 80
_KINDS = {
    AnswerKind.TEXT: "A line of text, up to 200 characters",
    AnswerKind.CHOICE: "One of several answers",
    AnswerKind.SEVERAL: "Any of several answers",
    AnswerKind.NUMBER: "A whole number",
    AnswerKind.DATE: "A day",
}


class _OwnerIfSo(Conditional, PickRowField):
    """Somebody on the team, when the answers are sensitive."""


class OwnQuestionForm(forms.Form):
    """A new question, or one that is asked already.

    Words that look sensitive are told of once: the team marks the question, or says that it asks
    nothing of the kind.
    """

    use_required_attribute = False

    label = LineField(label="Your question", max_length=160, missing="Write the question")
    hint = LineField(
        label="A hint under it",
        help_text="Such as “Roughly is enough”",
        max_length=160,
        required=False,
    )
    kind = PickField(
        label="What they answer with",
        choices=list(_KINDS.items()),
        widget=forms.RadioSelect,
        initial=AnswerKind.TEXT,
        missing="Choose what they answer with",
    )
    options = TextField(
        label="If they choose, from which answers?",
        help_text=f"One on each line, {_MOST_OPTIONS} at most.",
        max_length=_MOST_OPTIONS * (_OPTION + 2),
        may_wait=True,
    )
    after = forms.MultipleChoiceField(
        label="Ask only those who chose one of these before?",
        help_text="With none ticked, everybody is asked.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_sensitive = forms.BooleanField(
        label="The answers are sensitive: lock them away, and let only needs leads read them",
        required=False,
    )
    sure = forms.BooleanField(
        label="It asks nothing sensitive. People may answer it in the open.", required=False
    )
    owner = _OwnerIfSo(
        queryset=User.objects.none(),
        label="If they are sensitive, who acts on the answers?",
        empty_label="Choose somebody on the team",
    )
    purpose = LineField(
        label="If they are sensitive, what are they for?",
        help_text="People read this beside the question.",
        max_length=160,
        may_wait=True,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        event: Event,
        team: QuerySet[User],
        has_needs_lead: bool,
        question: OwnQuestion | None = None,
    ) -> None:
        self.event, self.question, self.has_needs_lead = event, question, has_needs_lead
        super().__init__(data, initial=_initial(question), label_suffix="")
        self.before = own_questions.before(question, own_questions.of(event))
        self.fields["owner"].queryset = team  # type: ignore[attr-defined]
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (f"{one.pk}:{place}", f"“{option}” to “{one.label}”")
            for one in self.before
            for place, option in enumerate(one.options)
        ]
        if not self.before:
            del self.fields["after"]
        if not self.is_warned:
            del self.fields["sure"]

    @property
    def warning(self) -> str:
        """What the words typed seem to ask about; nothing for words that were kept before."""
        if not self.is_bound:
            return ""
        typed = [str(self.data.get(name, ""))[:2000] for name in ("label", "hint", "options")]
        kept = _initial(self.question)
        if self.question and typed == [str(kept[name]) for name in ("label", "hint", "options")]:
            return ""
        return own_questions.looks_sensitive(" ".join(typed))

    @property
    def is_warned(self) -> bool:
        """Whether the team is asked to mark the question or to say that it is not sensitive."""
        return bool(self.warning) and not self.data.get("is_sensitive")

    def clean_options(self) -> list[str]:
        lines = [one_line(line) for line in self.cleaned_data["options"].splitlines()]
        options = list(dict.fromkeys(line for line in lines if line))
        if long := [option for option in options if len(option) > _OPTION]:
            raise ValidationError(
                f"Use {_OPTION} characters or fewer for an answer. “{long[0][:20]}…” has"
                f" {len(long[0])}."
            )
        if len(options) > _MOST_OPTIONS:
            raise ValidationError(
                f"Write {_MOST_OPTIONS} answers or fewer. You have written {len(options)}."
            )
        return options

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.is_warned and not given.get("sure"):
            words = f"{self.warning} Mark the answers as sensitive, or tick that it does not"
            self.add_error("is_sensitive", words)
        if given.get("is_sensitive") and self.event.is_published and not self.has_needs_lead:
            self.add_error("is_sensitive", "Make somebody on the team a needs lead first")
        if len({key.split(":")[0] for key in given.get("after", [])}) > 1:
            self.add_error("after", "Choose answers of one question only")
        elif not self.errors:
            for name, words in own_questions.faults(self.event, self.said(), self.question):
                self.add_error(name or None, words)
        return given

    def said(self) -> Said:
        """What the team decided."""
        given = self.cleaned_data
        is_choice = given["kind"] in own_questions.WITH_OPTIONS
        keys = [key.split(":") for key in given.get("after", [])]
        first = next((one for one in self.before if keys and str(one.pk) == keys[0][0]), None)
        sealed = given["is_sensitive"]
        return Said(
            label=given["label"],
            hint=given["hint"],
            kind=given["kind"],
            options=given["options"] if is_choice else [],
            owner=given["owner"] if sealed else None,
            purpose=given["purpose"] if sealed else "",
            is_sensitive=sealed,
            asked_after=first,
            asked_if=[first.options[int(place)] for _, place in keys] if first else [],
        )


def _initial(question: OwnQuestion | None) -> dict[str, Any]:
    if question is None:
        return {}
    first = question.asked_after
    places = [first.options.index(one) for one in question.asked_if] if first else []
    return {
        "label": question.label,
        "hint": question.hint,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "after": [f"{question.asked_after_id}:{place}" for place in places],
        "is_sensitive": question.is_sensitive,
        "owner": question.owner,
        "purpose": question.purpose,
    }
