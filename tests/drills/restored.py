"""What a site holds before its disk is lost, and after its backup was put back; JSON.

python -m tests.drills.restored plant    rows of every kind, and an event that is soon to be erased
python -m tests.drills.restored erase    six days later: what is due is erased, as the job does it
python -m tests.drills.restored counts   how many rows of each kind, and what can be read
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.apps import apps
from django.utils import timezone

from forum import sealed
from registrations import needs, retention, tickets
from registrations.models import Needs, Registration
from tests import factories
from tests.world import make_world

START = "import django; django.setup(); from tests.drills.restored import main; main()"
# Sessions end with a restore; jobs and tasks are what the machine notes of itself.
_OF_THE_MACHINE = {"Session", "ScheduledJob", "DBTaskResult"}


def plant() -> str:
    """The private link of somebody with needs."""
    world = make_world()
    start = timezone.now() - timedelta(days=10)
    past = factories.make_event(world.host, slug="past", starts_at=start)
    for name in ("Amina", "Bilal", "Chen"):
        factories.make_registration(past, name, access=["step_free"], needs_consent=True)
    retention.erase_now(timezone.now())  # what the world has of earlier years
    return tickets.booking_path(world.confirmed)


def erase() -> int:
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        return retention.erase_due(timezone.now())


def counts() -> dict[str, Any]:
    rows = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__name__ not in _OF_THE_MACHINE
    }
    return {
        "rows": rows,
        "people": sorted(Registration.objects.values_list("badge_name", flat=True)),
        "readable": {slug: sum(map(_opens, of(slug))) for slug in ("heronsgate-forum", "past")},
    }


def of(slug: str) -> Any:
    return Needs.objects.filter(event__slug=slug).exclude(registration__state="draft")


def _opens(row: Needs) -> bool:
    try:
        return bool(needs.own_of(row))
    except sealed.UnreadableError:
        return False


def main() -> None:
    deeds: dict[str, Callable[[], Any]] = {"plant": plant, "erase": erase, "counts": counts}
    sys.stdout.write("\n" + json.dumps(deeds[sys.argv[1]]()))
