"""Pictures of demand on the team's breakouts page. `{% load breakouts %}`."""

from typing import Any

from django import template

from registrations import options
from registrations.breakouts.verdict import Demand

register = template.Library()

WIDTH, MARK = 180, 3
_ROOMS = {
    "step_free": "a step-free room",
    "hearing_loop": "a room with a hearing loop",
    "quiet_room": "a quiet room",
}


@register.inclusion_tag("registrations/_demand_bar.html")
def demand_bar(demand: Demand, most: int) -> dict[str, Any]:
    """`{% demand_bar demand round.most %}`: first choices that fit, those that do not, places.

    The longest bar of a round is as wide as the drawing.
    """
    fits = demand.first_choices - demand.too_many
    edge = _along(demand.places or 0, most)
    return {
        "width": WIDTH,
        "fits": _along(fits, most),
        "too_many": _along(demand.first_choices, most) - _along(fits, most),
        "places": edge,
        "mark": max(0, edge - MARK) if demand.places is not None else None,
    }


@register.filter
def rooms(needs: list[str]) -> list[str]:
    """`{{ round.unmet|rooms }}`: "a step-free room", as it stands in a sentence."""
    return [_ROOMS.get(need, options.ACCESS.get(need, need)) for need in needs]


def _along(count: int, most: int) -> int:
    return round(WIDTH * count / most) if most else 0
