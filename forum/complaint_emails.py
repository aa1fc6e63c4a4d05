"""The two mails about complaints. What somebody complains of is in neither."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from forum import dates
from forum.emails import compose, one_line
from forum.models import Complaint, Message

_NAMELESS = "your message"
_A_DAY = 5


def received(message: Message) -> EmailMultiAlternatives | None:
    """To whoever complained: the reference, and by when there is an answer.

    It names neither event nor host: others may read the mailbox. The page said the same: somebody
    who fills the mailbox of another is stopped here.
    """
    complaint = _complaint(message)
    if complaint is None or _had_enough(message):
        return None
    return compose(
        message,
        subject=f"We have your message, {complaint.reference}",
        template="forum/emails/complaint_received.txt",
        context=_context(complaint),
        links=[],
        event=complaint.event,
        nameless=_NAMELESS,
    )


def waits(message: Message) -> EmailMultiAlternatives | None:
    """To an owner on day 20: no answer yet. A discreet event is named by its day."""
    complaint = _complaint(message)
    if complaint is None or complaint.answered_at:
        return None
    event, subject = complaint.event, f"Complaint {complaint.reference} waits"
    if event.is_discreet:
        page = reverse("forum:my_events")
    else:
        page = reverse("forum:complaints", args=[event.slug])
        subject = f"{subject}: {one_line(event.title)}"
    link = f"{settings.SITE_URL}{page}"
    return compose(
        message,
        subject=subject,
        template="forum/emails/complaint_waits.txt",
        context=_context(complaint) | {"link": link},
        links=[link],
        event=event,
        nameless=f"your event on {dates.days(event)}" if event.is_discreet else "",
    )


def _had_enough(message: Message) -> bool:
    today = timezone.now() - timedelta(days=1)
    same = Message.objects.filter(kind=message.kind, to__iexact=message.to, sent_at__gt=today)
    return same.count() >= _A_DAY


def _complaint(message: Message) -> Complaint | None:
    rows = Complaint.objects.select_related("event").defer("said")
    found: Complaint | None = rows.filter(pk=message.row_id).first()
    return found


def _context(complaint: Complaint) -> dict[str, str]:
    return {
        "reference": complaint.reference,
        "made_on": dates.day(complaint.made_at, complaint.event.zone),
        "answer_by": dates.day(complaint.answer_by),
    }
