"""A site whose clock goes wrong, and the nights when clocks change; each prints JSON.

python -m tests.drills.clocks jumped DAYS HOURS  every job and page with the clock put so far
python -m tests.drills.clocks night DAY          every job, each half hour, around one night
"""

import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client, override_settings
from django.utils import timezone

from feedback import boxes
from forum import keys, schedule, sealed
from forum.models import Message
from forum.models.people import Role
from registrations import check_in
from registrations.models import Needs
from tests import factories
from tests.world import World, make_world

START = ["-c", "import django; django.setup(); from tests.drills.clocks import main; main()"]
LONDON = ZoneInfo("Europe/London")
_PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def jumped(days: str, hours: str) -> dict[str, Any]:
    """What is there, which needs open and which pages fail: now, there, and back again."""
    world = make_world()
    schedule.run_due()
    found = {"before": kept()}
    with time_machine.travel(timezone.now() + timedelta(days=int(days), hours=int(hours))):
        found["runs"] = [schedule.run_due() > 0, schedule.run_due()]  # type: ignore[dict-item]
        found["pages"] = visited(world)
        found["there"] = kept()
    schedule.run_due()
    found["back"] = kept()
    return found


def kept() -> dict[str, int]:
    """How many rows there are of each model, keys of each purpose, and needs that open."""
    found = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    found |= Counter(f"key {purpose}" for _, purpose, _ in keys.there())
    found["needs that open"] = sum(_opens(row) for row in Needs.objects.all())
    return found


def _opens(row: Needs) -> bool:
    try:
        return bool(row.answers)
    except sealed.UnreadableError:
        return False


def visited(world: World) -> dict[str, int]:
    """How many pages answered how, as a stranger and as an owner see them."""
    found: Counter[str] = Counter()
    for user in (None, world.team[Role.OWNER]):
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
        if isinstance(user, AbstractBaseUser):
            client.force_login(user)
        for name, addresses in world.addresses.items():
            for address in addresses:
                status = client.get(address).status_code
                found[name if status >= 500 else str(status)] += 1
    return dict(found)


def night(day: str) -> dict[str, int]:
    """How many people got each kind of mail how often, when jobs run around that night.

    Each half hour from two days before it to two days after; five events, from two days before
    it to eight days after it.
    """
    middle = date.fromisoformat(day)
    begins = datetime.combine(middle - timedelta(days=2), time(12), LONDON)
    with time_machine.travel(begins - timedelta(days=20)):
        for days in (-2, 0, 1, 3, 8):
            _event(datetime.combine(middle + timedelta(days=days), time(10), LONDON))
        Message.objects.all().delete()
    for step in range(4 * 24 * 2):
        with time_machine.travel(begins.astimezone(UTC) + timedelta(minutes=30 * step), tick=False):
            schedule.run_due()
    mails = Counter(Message.objects.values_list("kind", "to"))
    return dict(Counter(f"{kind} x {times}" for (kind, _), times in mails.items()))


def _event(starts_at: datetime) -> None:
    """Seven hours, three people who come, and feedback from its end on."""
    ends_at = starts_at + timedelta(hours=7)
    event = factories.make_event(
        slug=f"forum-{starts_at:%m-%d}", starts_at=starts_at, ends_at=ends_at
    )
    for name in ("amina", "bilal", "chen"):
        person = factories.make_registration(event, name, email=f"{name}@{event.slug}.example")
        check_in.check_in(registration=person, by=None, scan_id=uuid.uuid4(), now=starts_at)
    boxes.plan(event=event, by=None, opens_at=ends_at, closes_at=ends_at + timedelta(days=9))


def main() -> None:
    deeds: dict[str, Callable[..., Any]] = {"jumped": jumped, "night": night}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": _PLAIN}):
        found = deeds[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write("\n" + json.dumps(found))
