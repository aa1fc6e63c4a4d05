"""Fields for words that people type: what may get in, and what is said when it may not.

A line never holds a line break or another control character, so that nothing typed can become a
header of a mail or a second line in a list. Marks that reverse or hide text are taken out
quietly, because people paste them without knowing. Names keep every script.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from forum.outbox import is_one_address

# Line and paragraph separators and NEL act as line breaks in some programs and not in others.
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
# Embeddings, overrides, isolates and marks of direction; spaces of no width and the byte order
# mark. The joiners U+200C and U+200D stay: Persian and several Indian scripts are spelt with them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_HIDDEN = "Take out the line breaks and hidden characters."
_HIDDEN_IN_TEXT = "Take out the hidden characters."


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def one_line(value: str) -> str:
    """The line as it is kept: separators and tabs as spaces, no marks of direction, trimmed.

    Raises ValidationError for a line break or another control character.
    """
    value = _UNSEEN.sub("", _SEPARATORS.sub(" ", value)).replace("\t", " ").strip(" ")
    if any(_is_control(character) for character in value):
        raise ValidationError(_HIDDEN, code="hidden")
    return value.strip(" \u00a0\u200c\u200d")


def several_lines(value: str) -> str:
    """The text as it is kept: every line break as one, no marks of direction, trimmed.

    Raises ValidationError for a control character other than a line break or a tab.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = _UNSEEN.sub("", _SEPARATORS.sub("\n", value)).strip(" \n\t")
    if any(_is_control(character) and character not in "\n\t" for character in value):
        raise ValidationError(_HIDDEN_IN_TEXT, code="hidden")
    return value


def at_most(length: int) -> Callable[[str], None]:
    """A validator that says how many characters may be used and how many were."""

    def check(value: str) -> None:
        if len(value) > length:
            raise ValidationError(
                f"Use {length:,} characters or fewer. You have used {len(value):,}.",
                code="max_length",
            )

    return check


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
    wrong = "Enter an email address with an @ in it, like amina@example.org"

    def __init__(self, *, missing: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(max_length=254, missing=missing or self.wrong, **kwargs)

    def cleaned(self, value: str) -> str:
        address = super().cleaned(value)
        if address and len(address) <= 254 and not is_one_address(address):
            raise ValidationError(self.wrong, code="email")
        return address


class PhoneField(LineField):
    """A number in any way of writing it, at most 40 characters with 7 digits or more."""

    wrong = "Enter a phone number with at least 7 digits"

    def __init__(self, *, missing: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=40, missing=missing or self.wrong, **kwargs)

    def cleaned(self, value: str) -> str:
        number = super().cleaned(value)
        if number and sum(character.isdigit() for character in number) < 7:
            raise ValidationError(self.wrong, code="phone")
        return number


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
