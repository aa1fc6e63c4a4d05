"""Deleting an address from the list, with the rows of the mails that went to it from there."""

from django.db.models import QuerySet

from forum.models import Message
from registrations.models import EventInvitation, Subscriber


def erase(rows: QuerySet[Subscriber]) -> bool:
    """Delete these rows of the list; whether any was still there."""
    ids = list(rows.values_list("pk", flat=True))
    told = EventInvitation.objects.filter(subscriber__in=ids).values_list("pk", flat=True)
    Message.objects.filter(row_id__in=[*ids, *told]).delete()
    _count, by_model = Subscriber.objects.filter(pk__in=ids).delete()
    return bool(by_model.get(Subscriber._meta.label))
