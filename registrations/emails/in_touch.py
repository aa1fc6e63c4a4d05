"""Mails to the list of those who want to hear of later events; each can be stopped by one press.

They name host and event, so only addresses of bookings that keep nothing quiet are on the list.
Somebody may have typed another's address: each mail says why it came, and how no more do.
"""

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from forum import dates
from forum.emails import compose, one_line
from forum.models import Event, Message
from registrations import in_touch, tickets
from registrations.emails.shared import facts
from registrations.models import EventInvitation, Registration, Subscriber


def event_invitation(message: Message) -> EmailMultiAlternatives | None:
    """A later event of the host; None once the address left the list, or has booked."""
    rows = EventInvitation.objects.select_related("subscriber", "event")
    invited = rows.filter(pk=message.row_id).first()
    if invited is None or not _is_theirs(message, invited.subscriber):
        return None
    event, reader = invited.event, invited.subscriber
    booked = Registration.objects.filter(event=event, email__iexact=reader.email).finished()
    if not event.is_open or event.is_discreet or booked.exists():
        return None
    return _invitation(message, event, reader)


def preview(event: Event) -> EmailMultiAlternatives:
    """The invitation as it will be, for the team; its link out leads nowhere."""
    reader = Subscriber(host=event.lead_host, email="you@example.org", given_at=timezone.now())
    message = Message(kind="event_invitation", to=reader.email, event=event)
    return _invitation(message, event, reader)


def stay_in_touch(message: Message) -> EmailMultiAlternatives | None:
    """Two years later: may we still write to you? None for who left, or said yes meanwhile."""
    reader = Subscriber.objects.select_related("host").filter(pk=message.row_id).first()
    if reader is None or not _is_theirs(message, reader):
        return None
    if not in_touch.is_due(reader, timezone.now()):
        return None
    host = reader.host
    mail = compose(
        message,
        subject=f"May we still write to you? {one_line(host.name)}",
        template="registrations/emails/stay_in_touch.txt",
        context={**_why(reader), "days": in_touch.DAYS_TO_ANSWER},
        links=[_stay(reader)],
        headers=_headers(reader),
    )
    mail.reply_to = [host.contact_email] if host.contact_email else []
    return mail


def _invitation(message: Message, event: Event, reader: Subscriber) -> EmailMultiAlternatives:
    link = tickets.absolute(event.get_absolute_url())
    return compose(
        message,
        subject=f"You are invited: {event.title}",
        template="registrations/emails/event_invitation.txt",
        context={
            **facts(event),
            **_why(reader),
            "summary": one_line(event.summary),
            "link": link,
        },
        links=[link, _stay(reader)],
        event=event,
        headers=_headers(reader),
    )


def _is_theirs(message: Message, reader: Subscriber) -> bool:
    return reader.email.casefold() == message.to.casefold()


def _why(reader: Subscriber) -> dict[str, str]:
    """Why the mail came: whose list, since when, and how to leave it."""
    return {
        "host": one_line(reader.host.name),
        "since": dates.day(reader.given_at),
        "stay": _stay(reader),
    }


def _stay(reader: Subscriber) -> str:
    return tickets.absolute(in_touch.stay_path(reader))


def _headers(reader: Subscriber) -> dict[str, str]:
    """What lets a mail program show a button of its own that ends it (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{tickets.absolute(in_touch.leave_path(reader))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
