"""What a drill asks of its site from inside; each prints JSON.

python -m tests.drills.looks event CAPACITY   makes an event with a short form; its address
python -m tests.drills.looks standing         bookings, places, mails; whether the database is sound
python -m tests.drills.looks later            as if every lease had run out
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from forum.models import Message, ScheduledJob
from registrations.models import Registration
from tests import factories
from tests.registrations import racers
from tests.site import Site

START = ["-c", "import django; django.setup(); from tests.drills.looks import main; main()"]


def asked(site: Site, *what: str) -> Any:
    """What the site says to one of these."""
    return json.loads(site.run(*START, *what))


def event(capacity: str) -> str:
    made = factories.make_event(slug="forum", capacity=int(capacity))
    return f"/e/{made.slug}/register/"


def standing() -> dict[str, Any]:
    """As the racers say it, with the addresses and what the database says of itself."""
    return {
        **racers.standing(),
        "addresses": sorted(Registration.objects.finished().values_list("email", flat=True)),
        "mail states": Counter(Message.objects.values_list("state", flat=True)),
        "sound": sound(),
    }


def sound() -> bool:
    """Whether every page of the file is whole and every row that is named is there."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA integrity_check").fetchall()
        rows = cursor.execute("PRAGMA foreign_key_check").fetchall()
    return (pages, rows) == ([("ok",)], [])


def later() -> int:
    now = timezone.now()
    ScheduledJob.objects.update(leased_until=None, due_at=now)
    return Message.objects.exclude(lease=None).update(leased_until=now)


def main() -> None:
    looks: dict[str, Callable[..., Any]] = {"event": event, "standing": standing, "later": later}
    sys.stdout.write(json.dumps(looks[sys.argv[1]](*sys.argv[2:])))
