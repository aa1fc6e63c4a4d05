"""The trail of deeds."""

from datetime import timedelta

from django.utils import timezone

from forum import audit
from forum.models import AuditEntry, Event, User


def test_a_line_says_who_did_what_to_which_row(event: Event, organiser: User):
    audit.record(deed="published", by=organiser, event=event, row_id=event.id)

    [line] = AuditEntry.objects.all()
    assert (line.deed, line.who, line.event, line.row_id) == (
        "published",
        organiser,
        event,
        event.id,
    )


def test_lines_older_than_two_years_are_forgotten(event: Event, organiser: User):
    now = timezone.now()
    old = audit.record(deed="published", by=organiser, event=event)
    AuditEntry.objects.filter(pk=old.pk).update(at=now - timedelta(days=731))
    kept = audit.record(deed="changed the event", by=organiser, event=event)

    assert audit.forget_old(now) == 1
    assert list(AuditEntry.objects.all()) == [kept]
