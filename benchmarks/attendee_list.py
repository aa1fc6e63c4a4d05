"""How long the attendee list of 10,000 people takes, and how much memory: against openpyxl alone.

    python benchmarks/attendee_list.py [PEOPLE]

The floor writes the same cells with openpyxl's own streaming workbook and nothing else: no
database, no clean text, no text type. Each runs in a process of its own, three times in turn; the
medians of processor seconds are compared, so that other work on the machine does not count.
Goals 12 and 13 of the performance plan: at most twice the floor, at most 20 MB more than the worker
had, at most 10 queries. The database is a fresh one in a temporary folder.
"""

# Models are imported once Django is set up, and each part runs this file again.
# ruff: noqa: PLC0415

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PEOPLE = 10_000
ROUNDS = 3


def fill(people: int) -> None:
    """An event with so many people from a fifth as many organisations, inserted in bulk."""
    from django.utils import timezone

    from forum import keys
    from forum.models import Event, EventHost, Host, Organisation
    from forum.models.events import State as EventState
    from registrations.models import CheckIn, Question, Registration
    from registrations.models.questions import QuestionKind
    from registrations.models.registrations import State

    host = Host.objects.create(name="Host", slug="host")
    now = timezone.now()
    event = Event.objects.create(
        title="Large forum",
        slug="large",
        starts_at=now,
        ends_at=now + timezone.timedelta(hours=6),
        capacity=people,
        state=EventState.PUBLISHED,
        published_at=now,
    )
    EventHost.objects.create(event=event, host=host, is_lead=True)
    keys.make(event.id, "needs")
    Question.objects.bulk_create([Question(event=event, kind=kind) for kind in QuestionKind])
    organisations = Organisation.objects.bulk_create(
        Organisation(host=host, name=f"Organisation {n}", name_key=f"organisation {n}")
        for n in range(max(1, people // 5))
    )
    rows = Registration.objects.bulk_create(
        Registration(
            event=event,
            state=State.CONFIRMED,
            badge_name=f"Guest number {n}",
            contact_by="email",
            email=f"guest{n}@example.org",
            coming_as="staff",
            organisation=organisations[n % len(organisations)],
            code=f"FERN-{n:05}",
            place=n + 1,
            booked_at=now,
        )
        for n in range(people)
    )
    CheckIn.objects.bulk_create(CheckIn(registration=row, event=event) for row in rows[::2])


def ours() -> dict[str, Any]:
    """Processor seconds, memory and queries of the list as the page makes it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from forum import exports
    from forum.models import Event

    event = Event.objects.get()
    warm()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with CaptureQueriesContext(connection) as queries:
        start = time.process_time()
        made = exports.make(
            kind="attendees", event=event, by=None, extras=frozenset({"contact"}), reason="speed"
        )
        seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    Path(os.environ["LIST"]).write_bytes(made.content)
    return {"seconds": seconds, "mb": (after - before) / 1024, "queries": len(queries)}


def floor() -> dict[str, Any]:
    """Processor seconds of the same cells written by openpyxl's streaming workbook."""
    import openpyxl

    warm()
    book = openpyxl.load_workbook(os.environ["LIST"])
    pages = {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}
    start = time.process_time()
    plain = openpyxl.Workbook(write_only=True)
    for title, rows in pages.items():
        page = plain.create_sheet(title)
        for row in rows:
            page.append(row)
    plain.save(io.BytesIO())
    return {"seconds": time.process_time() - start}


def warm() -> None:
    """A worker has made a list before: what importing costs is not measured."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("a").append(["a"])
    book.save(io.BytesIO())


def run(what: str, *arguments: str, **env: str) -> Any:
    """Run one part of this file in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, __file__, what, *arguments],
        env=os.environ | env,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout or "null")


def compare(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {"CONVENOR_DATA": folder, "LIST": f"{folder}/list.xlsx"}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"],
            env=os.environ | env,
            cwd=ROOT,
            check=True,
        )
        run("fill", str(people), **env)
        lists, floors = [], []
        for _ in range(ROUNDS):
            lists.append(run("ours", **env))
            floors.append(run("floor", **env))
        size = Path(env["LIST"]).stat().st_size
    mine = statistics.median(one["seconds"] for one in lists)
    theirs = statistics.median(one["seconds"] for one in floors)
    grown = max(one["mb"] for one in lists)
    sys.stdout.write(
        f"{people:,} people, file of {size / 1e6:.2f} MB\n"
        f"list   {mine:6.2f} s\n"
        f"floor  {theirs:6.2f} s\n"
        f"ratio  {mine / theirs:6.2f}   (goal: at most 2)\n"
        f"memory {grown:6.1f} MB more (goal: at most 20)\n"
        f"queries {lists[0]['queries']}       (goal: at most 10)\n"
    )


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else str(PEOPLE)
    if what.isdigit():
        compare(int(what))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.project.settings")
    import django

    django.setup()
    deeds: dict[str, Any] = {"fill": fill, "ours": ours, "floor": floor}
    sys.stdout.write(json.dumps(deeds[what](*map(int, sys.argv[2:]))))


if __name__ == "__main__":
    main()
