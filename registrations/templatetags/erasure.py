"""What owners are told when erasing waits for them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from forum.models import Host
from registrations import retention

register = template.Library()


@register.inclusion_tag("registrations/_erasure_notice.html")
def erasure_notice(hosts: Iterable[tuple[Host, bool]]) -> dict[str, Any]:
    """`{% erasure_notice hosts %}`: a notice for the hosts that this person runs; one query."""
    is_stopped = retention.is_stopped(timezone.now())
    return {"hosts": [host for host, is_run in hosts if is_run] if is_stopped else []}
