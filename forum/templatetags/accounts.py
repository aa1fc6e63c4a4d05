"""What the pages of the second step show."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from forum import accounts
from forum.models import User

register = template.Library()


@register.simple_tag
def demo_code(user: User) -> str:
    """The code that works now, in the demo; "" anywhere else."""
    return accounts.current_code(user)


@register.filter
def in_fours(key: str) -> str:
    """The key in groups of four letters, as people read it out and type it."""
    return " ".join(re.findall(".{1,4}", key))


@register.filter
def inline_svg(drawing: str) -> SafeString:
    """The QR code that allauth drew, as a part of the page.

    It holds only a path that the library computed; its XML declaration has no place in a page.
    """
    svg = drawing[drawing.index("<svg") :].replace(
        "<svg", '<svg role="img" aria-label="QR code for your authenticator app"', 1
    )
    return mark_safe(svg)  # noqa: S308 - drawn by us, of numbers
