"""What owners are told when erasing waits for them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from forum import schedule
from forum.models import Host
from registrations import retention

register = template.Library()


@register.inclusion_tag("registrations/_erasure_notice.html")
def erasure_notice(hosts: Iterable[tuple[Host, bool]]) -> dict[str, Any]:
    """`{% erasure_notice hosts %}`: a notice for each host run; one query while all is well."""
    now = timezone.now()
    if not schedule.may_be_wrong(now):
        return {"hosts": []}
    return {"hosts": [host for host, runs in hosts if runs and retention.waits_for(host, now)]}
