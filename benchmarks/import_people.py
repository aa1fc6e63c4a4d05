"""How long bringing in 10,000 people from a file takes, and how much memory.

    python benchmarks/import_people.py [PEOPLE]

The file is as pretix writes it, with an answer about food in every second row and access in every
fifth, from a fifth as many organisations as people. Reading it, the dry run of the page, and
writing in the worker are timed apart; the goal is 60 seconds for writing. The lock is the time for
which others who book have to wait. The database is a fresh one in a temporary folder, on whatever
CONVENOR_DATABASE_URL says.
"""

# Models are imported once Django is set up, in a process of its own.
# ruff: noqa: PLC0415

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PEOPLE = 10_000


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def timed(what: str, people: int) -> Iterator[None]:
    """Say how long something took, and how much more memory the process had at its peak."""
    wall, cpu, before = time.perf_counter(), time.process_time(), megabytes()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    sys.stdout.write(
        f"{what:28} {wall:6.2f} s ({cpu:.2f} s of processor), {people / wall:8,.0f} rows/s,"
        f" {megabytes() - before:6.1f} MB more at the peak\n"
    )


def an_event(people: int) -> Any:
    from django.utils import timezone

    from forum import keys
    from forum.models import Event, EventHost, Host
    from forum.models.events import State
    from registrations.models import Question
    from registrations.models.questions import QuestionKind

    now = timezone.now()
    event = Event.objects.create(
        title="Large forum",
        slug="large",
        starts_at=now + timedelta(days=9),
        ends_at=now + timedelta(days=9, hours=6),
        capacity=people - people // 10,
        state=State.PUBLISHED,
        published_at=now,
    )
    host = Host.objects.create(name="Host", slug="host")
    EventHost.objects.create(event=event, host=host, is_lead=True)
    keys.make(event.id, "needs")
    Question.objects.bulk_create([Question(event=event, kind=kind) for kind in QuestionKind])
    return event


def a_file(people: int) -> bytes:
    from tests import import_files

    food = ["Vegan", "", "halal, no nuts", "", "I cannot eat celery, it makes me ill", ""]
    rows = [
        import_files.pretix_row(
            f"ORD{n:05}",
            1,
            f"Guest number {n}",
            Attendee_email=f"guest{n}@example.org",
            Company=f"Welcome {n % (people // 5 or 1)} of town",
            Dietary_requirements=food[n % len(food)],
            **{"Access \u2013 Step-free route": "No" if n % 5 else "Yes"},
        )
        for n in range(people)
    ]
    return import_files.as_csv(import_files.PRETIX, rows)


def measure(people: int) -> None:
    from forum import permissions, tables
    from forum.models import AuditEntry, Membership, User
    from registrations import places
    from registrations.importing import checking, choosing, keeping, standing, working
    from registrations.models import Needs, PeopleImport, Registration

    event, content = an_event(people), a_file(people)
    by = User.objects.create_user("organiser@example.org", name="Organiser")
    Membership.objects.create(user=by, host=event.lead_host, role="organiser")
    assert permissions.roles_for_event(by, event)
    sys.stdout.write(f"{people:,} people, file of {len(content) / 1e6:.1f} MB\n")
    with timed("reading", people):
        table = tables.read("orders.csv", content)
    with timed("sealing the file", people):
        brought = keeping.begin(event=event, table=table, by=by)
    del table
    with timed("the look (a page)", people):
        plan = checking.plan(
            keeping.table_of(brought), keeping.mapping_of(brought), standing.facts(event)
        )
    choices = choosing.Choices(agreed=True, may_wait=True, expected=len(plan.people), tell=True)
    del plan
    working.start(brought=brought, choices=choices, by=by)
    lock = _Lock()
    with (
        mock.patch.object(places, "lock", lock.taken(places.lock)),
        timed("bringing in (the worker)", people),
    ):
        working.run_due()
        ended = time.perf_counter()
    brought = PeopleImport.objects.get()
    assert (brought.state, brought.in_all) == ("done", people), brought.problem
    assert (Registration.objects.count(), Needs.objects.count()) == (people, people)
    assert AuditEntry.objects.filter(deed="brought people in from a file").count() == 1
    sys.stdout.write(f"{'of it under the lock':28} {ended - lock.at:6.2f} s\n")
    sys.stdout.write(f"{'memory of the process':28} {megabytes():6.1f} MB at the peak\n")


class _Lock:
    """When the event was locked."""

    at = 0.0

    def taken(self, deed: Any) -> Any:
        def lock(*args: Any) -> Any:
            found = deed(*args)
            self.at = time.perf_counter()
            return found

        return lock


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONVENOR_DATA"] = folder
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"],
            cwd=ROOT,
            check=True,
        )
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.project.settings")
        import django

        django.setup()
        measure(people)


if __name__ == "__main__":
    main()
