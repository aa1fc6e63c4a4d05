"""What every mail is made of, and the mails of forum itself."""

import re
import unicodedata
from email.header import Header
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from forum import dates, teams
from forum.models import Event, Invitation, Message, User
from forum.models.people import Role

SUBJECT_LENGTH = 60
NAME_LENGTH = 60
# Marks that join letters in several scripts; every other invisible character goes.
_JOINERS = "\u200c\u200d"
# An address of a page or a mailbox, also one without "https": mail programs make links of them.
# So do telephones of a number.
_LIKE_A_LINK = re.compile(
    r"://|@|\]\(|\w[.\u3002\uff0e\uff61][^\W\d_]{2,}|(?:\d[\s()/.-]*){5}", re.IGNORECASE
)


def compose(
    message: Message,
    *,
    subject: str,
    template: str,
    context: dict[str, Any],
    links: list[str],
    event: Event | None = None,
    calendar: bytes | None = None,
    method: str = "PUBLISH",
    nameless: str = "",
    headers: dict[str, str] | None = None,
) -> EmailMultiAlternatives:
    """The mail for an outbox row: complete in plain text, and the same words as simple HTML.

    `template` is a text template with `{% autoescape off %}`; it gets `context`, `event`, `title`,
    `site_name` and `is_quiet`. A line of it that is one of `links` becomes a link in the HTML,
    worded by the line before; nothing else ever does, whatever people typed (security D08). The
    first of `links` is the main one and looks like a button.
    `calendar` is the content of an .ics file and `method` its METHOD.

    `nameless` makes a discreet mail: these words stand for the title, the sender has a neutral
    name, and no answer goes to an address that may tell who the host is. `headers` are added to
    those that every mail has.
    """
    if nameless:
        event, title, site_name = None, nameless, settings.DISCREET_NAME
    else:
        title, site_name = one_line(event.title) if event else "", settings.SITE_NAME
    words = {
        "event": event,
        "title": title,
        "site_name": site_name,
        "is_quiet": bool(nameless),
        **context,
    }
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(template, words)).strip() + "\n"
    mail = EmailMultiAlternatives(
        subject=shortened(subject, SUBJECT_LENGTH),
        body=text,
        from_email=sender("" if nameless else title, site_name),
        to=[message.to],
        reply_to=[address] if (address := reply_address(event)) else None,
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    shown = {"title": mail.subject, "paragraphs": paragraphs(text, links), "main": links[:1]}
    html = render_to_string("forum/emails/mail.html", shown)
    mail.attach_alternative(html, "text/html")
    if calendar is not None:
        mail.attach(_calendar_part(calendar, method))
    return mail


def one_line(text: str) -> str:
    """The text on one line, without control and invisible characters: fit for a header."""
    return " ".join("".join(map(_plain, text)).split())


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if character in _JOINERS:
        return character
    if kind in {"Cf", "Cs", "Co", "Cn"}:
        return ""
    return " " if kind[0] in "CZ" else character


def shortened(text: str, length: int) -> str:
    """At most `length` characters on one line, cut at a word with an ellipsis."""
    line = one_line(text)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut[: cut.rindex(" ")] if " " in cut[length // 2 :] else cut).rstrip(" ,;:-") + "…"


def sender(title: str, site_name: str = "") -> str:
    """The From line: the event by name, the site's one address. No name can add an address."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    site_name = site_name or settings.SITE_NAME
    name = f"{title} via {site_name}" if title else site_name
    safe = shortened(re.sub(r'[<>"\\@]', " ", name), NAME_LENGTH)
    if safe.isascii():
        return f'"{safe}" <{address}>'
    # In short encoded words, so that the first fits beside "From:" and no line is left empty.
    return f"{Header(safe, 'utf-8', maxlinelen=60).encode(linesep='')} <{address}>"


def greeting_name(name: str) -> str:
    """The name to greet with, or "" for one that holds an address or a telephone number.

    Whoever registers somebody else's mail address could otherwise send them a link, or a number to
    call.
    """
    line = one_line(name)
    return "" if _LIKE_A_LINK.search(line) else line


def reply_address(event: Event | None) -> str:
    """Where an answer to the mail goes: the event's contact, else its host's, else nowhere."""
    if event is None:
        return ""
    return event.contact_email or event.lead_host.contact_email


def paragraphs(text: str, links: list[str]) -> list[dict[str, Any]]:
    """The paragraphs of the text; one that ends in a link of ours carries its address and words."""
    found: list[dict[str, Any]] = []
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        if lines[-1] in links:
            link = lines.pop()
            words = lines.pop().rstrip(":") if lines else link
            found.append({"lines": lines, "link": link, "words": words})
        else:
            found.append({"lines": lines, "link": "", "words": ""})
    return found


def _calendar_part(content: bytes, method: str) -> MIMEText:
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="event.ics")
    return part


def invitation(message: Message) -> EmailMultiAlternatives | None:
    """The link by which somebody joins a host's team; None once it is used, ended or withdrawn."""
    invited = Invitation.objects.select_related("host").filter(pk=message.row_id).first()
    if invited is None or not invited.is_open:
        return None
    host = one_line(invited.host.name)
    link = _absolute("forum:accept_invitation", teams.invitation_token(invited))
    return compose(
        message,
        subject=f"Join the team of {host}",
        template="forum/emails/invitation.txt",
        context={
            "name": greeting_name(invited.name),
            "host": host,
            "roles": ", ".join(Role(role).label.lower() for role in invited.roles),
            "until": dates.day(invited.expires_at),
            "link": link,
        },
        links=[link],
    )


def password_reset(message: Message) -> EmailMultiAlternatives | None:
    """The link to a new password, made when the mail leaves: it is nowhere before.

    The sign-in page queues a row for every address that is asked for, so that a known address
    costs as much time as an unknown one (security D14); an unknown one has no user, and no mail.
    """
    user = User.objects.filter(pk=message.row_id, is_active=True).first()
    if user is None:
        return None
    key = default_token_generator.make_token(user)
    link = _absolute("account_reset_password_from_key", user_pk_to_url_str(user), key)
    return compose(
        message,
        subject="Choose a new password",
        template="forum/emails/password_reset.txt",
        context={
            "name": greeting_name(user.name),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            "link": link,
        },
        links=[link],
    )


def _absolute(page: str, *parts: str) -> str:
    """The full address of a page, built from CONVENOR_SITE_URL alone (security V13, D13)."""
    return f"{settings.SITE_URL}{reverse(page, args=parts)}"
