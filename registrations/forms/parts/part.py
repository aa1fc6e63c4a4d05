"""What every part of the form is made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from forum.forms.fields import EmailField, LineField, PhoneField
from forum.models import Event
from registrations.breakouts import Round
from registrations.models import OwnQuestion, Question


@dataclass(frozen=True)
class Asking:
    """What a part asks by: the event, its questions that are on, by kind, and its rounds.

    `wishes` are the sessions chosen so far, as answers have them; `own` the questions that the
    team wrote itself; `answers` all that was answered so far.
    """

    event: Event
    questions: dict[str, Question]
    rounds: list[Round] = field(default_factory=list)
    wishes: dict[str, list[str]] = field(default_factory=dict)
    own: list[OwnQuestion] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        return kind in self.questions


@dataclass(frozen=True)
class Part:
    """One page of the form: its heading, its fields in order, and its rules between fields."""

    heading: str
    fields: Callable[[Asking], dict[str, forms.Field]]
    clean: Callable[["Cleaned"], None]


class Cleaned:
    """A form's clean answers, with what the rules between fields need to do to them."""

    def __init__(
        self,
        form: forms.Form,
        rounds: Iterable[Round] = (),
        own: Iterable[OwnQuestion] = (),
        before: dict[str, Any] | None = None,
    ) -> None:
        self.form = form
        self.before = before or {}
        self.rounds = list(rounds)
        self.own = list(own)

    def __getitem__(self, name: str) -> Any:
        return self.form.cleaned_data.get(name)

    def has(self, name: str) -> bool:
        return name in self.form.fields

    def wrong(self, name: str, words: str) -> None:
        """Say what is wrong with an answer, unless something was said of it already."""
        if self.has(name) and name not in self.form.errors:
            self.form.add_error(name, words)

    def take(self, name: str) -> Any:
        """An answer that goes into another one, and stands for itself no more."""
        return self.form.cleaned_data.pop(name, None)

    def put(self, name: str, value: Any) -> None:
        self.form.cleaned_data[name] = value

    def ignore(self, names: Iterable[str]) -> None:
        """Drop answers whose condition is not met, and what was wrong with them."""
        for name in names:
            if self.has(name):
                self.form.errors.pop(name, None)
                field = self.form.fields[name]
                self.put(name, [] if isinstance(field, forms.MultipleChoiceField) else "")


class Conditional(forms.Field):
    """Asked "If yes, ...": not marked as optional, and only the part's rule asks for it."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class LineIfSo(Conditional, LineField):
    """A line that another answer asks for."""


class SecretLineIfSo(LineIfSo):
    """The same about needs: a browser that others use too must not offer it to the next person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)


class EmailIfSo(Conditional, EmailField):
    """An address that another answer asks for."""


class PhoneIfSo(Conditional, PhoneField):
    """A number that another answer asks for."""


class PickIfSo(Conditional, forms.ChoiceField):
    """One of a few, when another answer asks for it; nothing is chosen beforehand."""

    def __init__(self, options: dict[str, str], **kwargs: Any) -> None:
        super().__init__(choices=list(options.items()), widget=forms.RadioSelect, **kwargs)


class TickIfSo(Conditional, forms.MultipleChoiceField):
    """Any of a few, when another answer asks for them."""

    def __init__(self, options: dict[str, str], **kwargs: Any) -> None:
        super().__init__(
            choices=list(options.items()), widget=forms.CheckboxSelectMultiple, **kwargs
        )


class Pick(forms.ChoiceField):
    """One of a few; nothing is chosen beforehand. `missing` makes it needed."""

    def __init__(self, options: dict[str, str], *, missing: str = "", **kwargs: Any) -> None:
        if missing:
            kwargs["error_messages"] = {"required": missing}
        super().__init__(
            choices=list(options.items()),
            widget=forms.RadioSelect,
            required=bool(missing),
            **kwargs,
        )


class Tick(forms.MultipleChoiceField):
    """Any of a few; nothing is ticked beforehand."""

    def __init__(self, options: dict[str, str], **kwargs: Any) -> None:
        super().__init__(
            choices=list(options.items()),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **kwargs,
        )
