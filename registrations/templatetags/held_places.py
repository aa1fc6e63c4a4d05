"""What the team reads where it changes how many places there are: nobody loses one."""

from typing import Any

from django import template

from forum.models import Event
from registrations import places
from registrations.models import Registration
from registrations.models.registrations import State

register = template.Library()


@register.inclusion_tag("registrations/_held_places.html")
def held_places(event: Event) -> dict[str, Any]:
    """`{% held_places event %}`: how many places are held, where the number can be changed."""
    return _stand(event)


@register.inclusion_tag("registrations/_too_few_places.html")
def too_few_places(event: Event) -> dict[str, Any]:
    """`{% too_few_places event %}`: that more places are held than there are; else nothing."""
    if event.is_cancelled or event.is_over:
        return {}
    return _stand(event)


def _stand(event: Event) -> dict[str, Any]:
    stand = places.counts(event)
    offered = Registration.objects.filter(event=event, state=State.OFFERED).exclude(place=None)
    who = "1 person has" if stand.held == 1 else f"{stand.held:,} people have"
    who += " a place or the offer of one" if stand.held and offered.exists() else " a place"
    return {"stand": stand, "who": who, "is_over": stand.held > stand.capacity}
