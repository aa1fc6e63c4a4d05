"""How an event gives its places: choosing it, and knowing it on a page."""

from datetime import datetime

from django.utils import timezone

from forum import audit
from forum.models import Event, User
from registrations import places, waiting_list
from registrations.models import PlaceRules

CHOSE = "chose how places are given"

_CHOSEN = [
    *("needs_approval", "answer_by", "offers_itself", "offer_hours"),
    *("kept", "kept_for", "kept_until"),
]


@places.guarded
def choose(*, event: Event, rules: PlaceRules, by: User, now: datetime | None = None) -> None:
    """Write down the rules; what is free by them is offered at once.

    Offers that were made stand as they were made, and nobody loses a place. Places kept for nobody
    or until no day are not kept.
    """
    held = places.lock(event.pk)
    chosen = {name: getattr(rules, name) for name in _CHOSEN}
    if not (rules.kept and rules.kept_for and rules.kept_until):
        chosen |= {"kept": 0, "kept_for": [], "kept_until": None}
    PlaceRules.objects.update_or_create(event=held, defaults=chosen)
    audit.record(deed=CHOSE, by=by, event=held)
    waiting_list.offer_free(held, now or timezone.now())


def rules_at_hand(event: Event) -> PlaceRules:
    """How the event gives its places, asked once for a page, and for nothing that gives them."""
    held = event.__dict__
    if "_place_rules" not in held:
        held["_place_rules"] = places.rules_of(event)
    rules: PlaceRules = held["_place_rules"]
    return rules
