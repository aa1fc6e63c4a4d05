"""Words that people type, in a form or in a file: what may get in, and what is said otherwise.

A line never holds a line break or another control character, so that nothing typed can become a
header of a mail or a second line in a list. Marks that reverse or hide text are taken out
quietly, because people paste them without knowing. Names keep every script.
"""

import re
import unicodedata
from collections.abc import Callable

from django.core.exceptions import ValidationError

from forum.outbox import is_one_address

LONGEST_ADDRESS, LONGEST_NUMBER = 254, 40
NO_ADDRESS = "Enter an email address with an @ in it, like amina@example.org"
NO_NUMBER = "Enter a phone number with at least 7 digits"

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


def address(line: str) -> str:
    """The line, which is empty or one address that a mail can be sent to.

    Raises ValidationError; one that is too long is for `at_most` to refuse.
    """
    if line and len(line) <= LONGEST_ADDRESS and not is_one_address(line):
        raise ValidationError(NO_ADDRESS, code="email")
    return line


def number(line: str) -> str:
    """The line, which is empty or holds the digits of a telephone. Raises ValidationError."""
    if line and sum(character.isdigit() for character in line) < 7:
        raise ValidationError(NO_NUMBER, code="phone")
    return line
