"""The key for travel of events that were published before there was one."""

import logging

from django.utils import timezone

from forum import keys
from forum.models import Event
from forum.models.events import State
from registrations.models import TravelClaim

log = logging.getLogger("convenor.keys")

PURPOSE = "travel"


def make_missing_keys() -> int:
    """Make the key of each event that never had one; how many. Runs before the first page.

    Only where the event is still to come and its key for needs is there, so that a disk of keys
    which is not mounted today is not taken for one without keys; and only where nothing was ever
    sealed with such a key, because a new one would hide that the old one is lost.
    """
    found = Event.objects.filter(state=State.PUBLISHED, ends_at__gt=timezone.now())
    sealed_with_one = TravelClaim.objects.values("event")
    made = 0
    for event in found.exclude(pk__in=sealed_with_one):
        if keys.exists(event.pk, "needs") and not keys.versions(event.pk, PURPOSE):
            keys.make(event.pk, PURPOSE)
            made += 1
    if made:
        log.info("made the keys for help with travel of %s events", made)
    return made
