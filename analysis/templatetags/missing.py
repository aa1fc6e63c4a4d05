"""Who is missing, in words. `{% load missing %}`"""

from collections.abc import Sequence

from django import template

from analysis.findings import naming
from analysis.missing import telling
from analysis.missing.looking import Part
from forum import small_counts

register = template.Library()


@register.filter
def most(parts: Sequence[Part]) -> int:
    """`{{ parts|most }}`: how many organisations the largest of them has, at least 1."""
    return max([1, *(part.known for part in parts)])


# `{{ group|why }}`: "Came once: Casework Forum, June 2024"; `{{ group|reach }}`: "Local".
register.filter("why", telling.why)
register.filter("reach", telling.reach)
# `{{ event|with_month }}`: "Casework Forum, June 2024".
register.filter("with_month", naming.with_month)
# `{{ part.came|count }}`: "12", or "not shown".
register.filter("count", small_counts.in_words)
