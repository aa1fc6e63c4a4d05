"""What pages of lower floors show of feedback, and counts in words."""

from typing import Any

from django import template
from django.utils import timezone

from feedback.models import BallotBox
from feedback.models.box import BoxState
from forum.models import Event
from forum.small_counts import in_words

register = template.Library()

register.filter("count_in_words", in_words)


@register.inclusion_tag("feedback/_tell_us.html")
def tell_us(event: Event) -> dict[str, Any]:
    """`{% tell_us event %}`: a line that leads to the questions while they are open; no code."""
    boxes = BallotBox.objects.filter(event=event, state=BoxState.OPEN, closes_at__gt=timezone.now())
    return {"event": event, "box": boxes.first()}
