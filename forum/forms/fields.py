"""Fields for words that people type; what may get in is said in `forum.typed`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from forum import typed
from forum.typed import at_most, one_line, several_lines

__all__ = [
    "CountField",
    "EmailField",
    "LineField",
    "LinkField",
    "PhoneField",
    "PickField",
    "PickRowField",
    "PickSeveralField",
    "TextField",
    "at_most",
    "one_line",
    "several_lines",
]


class _WordsField(forms.CharField):
    """What both fields share.

    `max_length` is in characters. It sets no maxlength on the control: a browser would cut a
    pasted text without a word. `missing` is what is said when nothing was typed. What `may_wait`
    is not called optional and may stay empty: it is asked for again before it is needed.
    """

    def __init__(
        self, *, max_length: int, missing: str = "", may_wait: bool = False, **kwargs: Any
    ) -> None:
        self.may_wait = may_wait
        if missing:
            kwargs["error_messages"] = {"required": missing, **kwargs.get("error_messages", {})}
        super().__init__(strip=False, **kwargs)
        # Control characters, NUL among them, are refused by `cleaned` with our own words.
        self.validators = [at_most(max_length)]

    def cleaned(self, value: str) -> str:
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        if not self.may_wait:
            super().validate(value)

    def to_python(self, value: Any) -> str:
        return self.cleaned(str(super().to_python(value) or ""))


class LineField(_WordsField):
    """One line: a title, a name, a place. At most `max_length` characters, 120 unless told."""

    def __init__(self, *, max_length: int = 120, missing: str = "", **kwargs: Any) -> None:
        super().__init__(max_length=max_length, missing=missing, **kwargs)

    def cleaned(self, value: str) -> str:
        return one_line(value)


class TextField(_WordsField):
    """Text of several lines. At most `max_length` characters, 4,000 unless told."""

    def __init__(
        self, *, max_length: int = 4000, missing: str = "", rows: int = 4, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, missing=missing, **kwargs)

    def cleaned(self, value: str) -> str:
        return several_lines(value)


class EmailField(LineField):
    """One address that a mail can be sent to, at most 254 characters, as typed."""

    widget = forms.EmailInput
    wrong = typed.NO_ADDRESS

    def __init__(self, *, missing: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(max_length=typed.LONGEST_ADDRESS, missing=missing or self.wrong, **kwargs)

    def cleaned(self, value: str) -> str:
        return typed.address(super().cleaned(value))


class PhoneField(LineField):
    """A number in any way of writing it, at most 40 characters with 7 digits or more."""

    wrong = typed.NO_NUMBER

    def __init__(self, *, missing: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=typed.LONGEST_NUMBER, missing=missing or self.wrong, **kwargs)

    def cleaned(self, value: str) -> str:
        return typed.number(super().cleaned(value))


class LinkField(LineField):
    """A link of the web, at most 300 characters."""

    wrong = "Enter the whole link, starting with https://"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.URLInput())
        super().__init__(max_length=300, **kwargs)

    def cleaned(self, value: str) -> str:
        link = super().cleaned(value)
        if link and len(link) <= 300:
            try:
                _web_link(link)
            except ValidationError:
                raise ValidationError(self.wrong, code="link") from None
        return link


_web_link = URLValidator(schemes=["http", "https"])


class CountField(forms.IntegerField):
    """A whole number from `least` to `most`."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        words = f"Enter a number from {least:,} to {most:,}"
        told = dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)
        super().__init__(min_value=least, max_value=most, error_messages=told, **kwargs)


class PickField(forms.ChoiceField):
    """One of a few, as a list to drop down unless another widget is given."""

    def __init__(self, *, missing: str = "Choose one from the list", **kwargs: Any) -> None:
        told = {"required": missing, "invalid_choice": missing}
        super().__init__(error_messages=told, **kwargs)


class PickSeveralField(forms.MultipleChoiceField):
    """Some of a few, as boxes."""

    def __init__(self, *, missing: str = "Choose at least one", **kwargs: Any) -> None:
        told = dict.fromkeys(["required", "invalid_choice", "invalid_list"], missing)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(error_messages=told, **kwargs)


class PickRowField(forms.ModelChoiceField):
    """One of the rows that may be chosen here; an id from elsewhere is refused in words."""

    def __init__(self, *, missing: str = "Choose one from the list", **kwargs: Any) -> None:
        told = {"required": missing, "invalid_choice": missing}
        super().__init__(error_messages=told, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            # Also for what is no key at all, which Django says in its own words.
            raise ValidationError(self.error_messages["invalid_choice"], code="choice") from None
