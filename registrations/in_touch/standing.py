"""How a host's list stands, in numbers: nobody needs to read the addresses to write to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from forum.models import Host
from registrations.in_touch.asking import KEPT
from registrations.models import Subscriber


@dataclass(frozen=True)
class Standing:
    """How many are on the list, how many of them since a year, and since when the first."""

    count: int
    this_year: int
    asked: int
    since: datetime | None


def stands(host: Host, now: datetime | None = None) -> Standing:
    """How the list stands; one query."""
    now = now or timezone.now()
    young = Q(given_at__gt=now - timedelta(days=365))
    found = (
        Subscriber.objects.filter(host=host)
        .order_by()
        .aggregate(
            count=Count("id"),
            this_year=Count("id", filter=young),
            asked=Count("id", filter=Q(given_at__lte=now - KEPT)),
            since=Min("given_at"),
        )
    )
    return Standing(**found)
