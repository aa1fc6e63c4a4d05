"""What becomes of a claim when its person's booking or consent goes."""

import logging

from forum import sealed
from registrations.models import Registration, TravelClaim
from registrations.travel_claims import claim as claims

log = logging.getLogger("convenor.needs")


def forget(registration: Registration, *, even_paid: bool = True) -> None:
    """Delete what was promised; of what was paid only the sum stays, and nobody's. Under the lock.

    Without `even_paid` a claim that was paid stays as it is.
    A claim that no key opens stays as it is: nobody reads it, and it goes with the rest.
    """
    try:
        claim = claims.of(registration)
    except sealed.UnreadableError as error:
        log.error("travel claims of event %s cannot be opened: %s", registration.event_id, error)
        return
    if claim is None:
        return
    if claim.state != claims.PAID:
        TravelClaim.objects.filter(pk=claim.row_id).delete()
    elif even_paid:
        claims.save(registration.event, claim.with_(who=None, start="", reference="", words=""))
