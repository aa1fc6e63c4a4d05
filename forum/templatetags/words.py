"""Text that organisers typed, and counts, as words on a page. `{% load words %}`."""

from django import template
from django.utils.safestring import SafeString

from forum import languages as languages_of
from forum import markdown as markdown_of
from forum.models import Event
from forum.models.events import Mode

register = template.Library()


@register.filter
def markdown(text: str, top: int = 3) -> SafeString:
    """`{{ text|markdown }}`; `{{ text|markdown:2 }}` where it stands straight under the h1."""
    return markdown_of.render(text, top=top)


@register.filter
def listed(names: list[str]) -> str:
    """`{{ names|listed }}`: "English", "English and Arabic", "English, Arabic and Tigrinya"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


@register.filter
def languages(codes: list[str]) -> str:
    """`{{ event.languages|languages }}`: "English and Arabic"."""
    return listed(languages_of.names(codes))


@register.filter
def place(event: Event) -> str:
    """`{{ event|place }}`: the public place in words, never the exact one."""
    if event.mode == Mode.ONLINE:
        return "Online"
    where = event.public_place or "Place to be announced"
    return f"{where}, and online" if event.mode == Mode.HYBRID else where


@register.filter
def number(count: int) -> str:
    """`{{ count|number }}`: one to nine in words, higher in figures."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return words[count] if 0 <= count < len(words) else str(count)


@register.filter
def dialled(phone: str) -> str:
    """`tel:{{ phone|dialled }}`: only what a telephone dials, with the plus in front."""
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits
