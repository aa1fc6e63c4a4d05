"""Telling somebody that there is news on their booking page, and never what it is about.

The same mail also tells of other things that the team changes, so that its row in the outbox does
not say who asked for something.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from forum import outbox
from forum.models import Message
from forum.models.ground import WAITING, MessageState
from registrations.models import Call, Registration
from registrations.models.registrations import EXPECTED
from registrations.telling import tell

KIND = "page_news"
# A colleague works through somebody's needs one by one: they are told of them together.
_WAIT = timedelta(minutes=5)


def forget_told(now: datetime | None = None) -> int:
    """Delete the rows of such mails that left, and of calls made a day ago; how many. A job.

    Few other things are told this way, so a row that stayed would tell a thief of the database who
    had asked for something. A mail that came back stays: somebody has to reach its person.
    """
    told = Message.objects.filter(kind=KIND, state__in=[MessageState.SENT, MessageState.DROPPED])
    told = told.exclude(problem=outbox.IN_DOUBT)  # nobody knows yet that it is not needed
    before = (now or timezone.now()) - timedelta(days=1)
    made = Call.objects.filter(kind=KIND, done_at__lt=before)
    return sum(rows.delete()[0] for rows in (told, made))


def tell_news(registration: Registration, now: datetime) -> None:
    """Queue the mail, or note the call, unless one still waits or the day is over.

    To be called in the transaction of the deed, under the event's lock, so that two colleagues at
    once send one.
    """
    event = registration.event
    if registration.state not in EXPECTED or event.is_cancelled or event.ends_at <= now:
        return
    waits = Message.objects.filter(
        kind=KIND,
        row_id=registration.id,
        to__iexact=registration.mail_address,
        state__in=WAITING,
    )
    calls = Call.objects.filter(kind=KIND, registration=registration, done_at=None)
    if not (waits.exists() or calls.exists()):
        tell(registration, KIND, due_at=now + _WAIT)
