"""What the pages of the second step show."""

import re

from django import template

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
def inline_svg(drawing: str) -> str:
    """The QR code that allauth drew, without the XML declaration, which no page may hold."""
    return drawing[drawing.index("<svg") :].replace(
        "<svg", '<svg role="img" aria-label="QR code for your authenticator app"', 1
    )
