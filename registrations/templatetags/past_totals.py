"""What was told of a past event, for the pages of forum. `{% load past_totals %}`."""

from django import template

from forum.models import Event
from registrations import past_totals
from registrations.past_totals.totals import Told

register = template.Library()


@register.simple_tag
def totals_of(event: Event) -> Told | None:
    """`{% totals_of event as told %}`: its totals; one query."""
    return past_totals.figures_of(event)
