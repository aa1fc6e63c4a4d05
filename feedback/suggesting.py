"""Themes on offer beside unread words: learned from what people of the host confirmed.

An offer is never counted anywhere; it becomes a theme of the words when somebody agrees.
"""

from feedback.models import Comment, SessionNote, Theme, ThemeTag
from feedback.models.themes import TagState

# So many are offered beside one comment, from this probability on.
MOST_OFFERED, LEAST_OFFERED = 3, 0.1
# From here on an offer is called likely; one in five to seven of these is wrong all the same.
LIKELY = 0.8


def offered(item: Comment | SessionNote) -> list[tuple[Theme, float]]:
    """At most three themes that may fit, each with its probability, likeliest first; one query."""
    tags = ThemeTag.objects.filter(state=TagState.SUGGESTED, theme__merged_into=None)
    on = {"comment": item} if isinstance(item, Comment) else {"note": item}
    rows = tags.filter(probability__isnull=False, **on).select_related("theme")
    likeliest = rows.order_by("-probability", "theme__name")[:MOST_OFFERED]
    return [(tag.theme, tag.probability or 0.0) for tag in likeliest]
