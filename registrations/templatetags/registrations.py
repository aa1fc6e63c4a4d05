"""What forum's public pages show of registrations: whether there are places, and the button.

In public never how many are left. Somebody who books for another person's address would read from
the figure whether it went down, and so whether that person has a booking already (design 3.5).
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django import template

from forum import dates
from forum.models import Event
from registrations import place_rules
from registrations import place_words as say
from registrations import places as places_of
from registrations.booking import Why, why_closed
from registrations.places import Places

register = template.Library()


@register.simple_tag
def place_counts(events: Iterable[Event]) -> dict[uuid.UUID, Places]:
    """`{% place_counts events as counts %}`: how all the events stand, in one query."""
    return places_of.counts_by_event(events)


@register.simple_tag
def place_words(event: Event, counts: dict[uuid.UUID, Places]) -> str:
    """`{% place_words event counts %}`: "80 places, some still free", in a public list."""
    return _words(event, counts[event.id])


@register.simple_tag
def place_figures(event: Event, counts: dict[uuid.UUID, Places]) -> str:
    """`{% place_figures event counts %}`: "12 of 80 places left", for the team."""
    stand = counts[event.id]
    if why_closed(event) or stand.is_full:
        return _words(event, stand)
    return f"{stand.left:,} of {_counted(event.capacity)} left"


@register.inclusion_tag("registrations/_places.html")
def places(event: Event) -> dict[str, Any]:
    """`{% places event %}`: the public words for the page of one event; few left is a warning."""
    stand = _stand(event)
    if not why_closed(event) and (answered := answered_by(event)):
        return {"words": f"{_counted(event.capacity)}. {answered}", "is_scarce": False}
    is_scarce = not why_closed(event) and not stand.is_full and _is_scarce(stand)
    return {"words": _words(event, stand), "is_scarce": is_scarce}


@register.inclusion_tag("registrations/_book_button.html", takes_context=True)
def book_button(context: template.Context, event: Event) -> dict[str, Any]:
    """`{% book_button event %}`: the one main button of the event page, or why there is none."""
    why = why_closed(event)
    return {
        "event": event,
        "why": why.name if why else "",
        "answered": "" if why else say.answered_by(place_rules.rules_at_hand(event)),
        "is_full": not why and _stand(event).is_full,
        "preview": context.get("preview"),
    }


@register.simple_tag
def answered_by(event: Event) -> str:
    """`{% answered_by event %}`: when the team answers bookings, or nothing where it does not."""
    return dates.hold(say.answered_by(place_rules.rules_at_hand(event)))


@register.simple_tag
def freed_place(event: Event) -> str:
    """`{% freed_place event %}`: who gets a place that becomes free."""
    return say.waiting(place_rules.rules_at_hand(event))


def _words(event: Event, stand: Places) -> str:
    why = why_closed(event)
    if why is Why.TOO_EARLY and event.opens_at:
        opens = dates.hold(dates.day(event.opens_at, event.zone))
        return f"{_counted(event.capacity)}. You can book from {opens}"
    if why and why is not Why.UNPUBLISHED:
        return str(why.value).rstrip(".")
    if stand.is_full:
        return "All taken. You can join the waiting list"
    if _is_scarce(stand):
        return f"Nearly full: few of {_counted(event.capacity)} are left"
    return f"{_counted(event.capacity)}, some still free"


def _is_scarce(stand: Places) -> bool:
    """Whether a tenth of the places or less is left."""
    return stand.left * 10 <= stand.capacity


def _counted(number: int) -> str:
    return "1 place" if number == 1 else f"{number:,} places"


def _stand(event: Event) -> Places:
    """How the event stands, asked once for a page: the button and the facts agree."""
    held = event.__dict__
    if "_stand" not in held:
        held["_stand"] = places_of.at_a_glance(event, place_rules.rules_at_hand(event))
    stand: Places = held["_stand"]
    return stand
