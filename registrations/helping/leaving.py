"""Forgetting a helper, because the helper asks for it. Those whom they registered stay booked."""

from django.db import transaction

from forum import audit, erased_pages
from forum.models import Message
from registrations import needs
from registrations.models import Helper, Needs, Registration
from registrations.models.registrations import State
from registrations.telling import rows_about


@transaction.atomic
def forget(*, helper: Helper) -> None:
    """Delete the helper's row, the mails to it and what was kept for later. Twice is once.

    Each person keeps booking, code and link; news for them is on their own page from then on.
    """
    held = Helper.objects.select_for_update().filter(pk=helper.pk).first()
    if held is None:
        return
    mine = Registration.objects.filter(helper=held)
    half_filled = mine.filter(state=State.DRAFT)
    for row in Needs.objects.filter(registration__in=half_filled):
        needs.erase(row)
    half_filled.delete()
    with_them = Registration.objects.filter(with_whom__in=mine, through_first=True)
    about = [held.id, *rows_about([*mine, *with_them])]
    Message.objects.filter(row_id__in=about, to__iexact=held.email).exclude(to="").delete()
    audit.record(
        deed="deleted their page to register others", by=None, event=held.event, row_id=held.id
    )
    held.delete()
    erased_pages.settle_after_commit()
