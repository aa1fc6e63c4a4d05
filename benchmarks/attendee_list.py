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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PEOPLE = 10_000
ROUNDS = 3


def ours() -> dict[str, Any]:
    """Processor seconds, memory and queries of the list as the page makes it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from forum import exports
    from forum.models import Event

    event = Event.objects.get(slug="large")
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


def run(what: str, env: dict[str, str]) -> Any:
    """Run one part of this file in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, __file__, what],
        env=env,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout or "null")


@dataclass(frozen=True)
class Compared:
    """Processor seconds of each list and of each floor, in turn; and the most of the rest."""

    lists: list[float]
    floors: list[float]
    megabytes: float
    queries: int
    size: int


def compare(env: dict[str, str]) -> Compared:
    """Where there is a large event already, on the site that these variables name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        env = {**env, "LIST": str(path), "DJANGO_SETTINGS_MODULE": "forum.project.settings"}
        rounds = [(run("ours", env), run("floor", env)) for _ in range(ROUNDS)]
        size = path.stat().st_size
    return Compared(
        lists=[mine["seconds"] for mine, _ in rounds],
        floors=[theirs["seconds"] for _, theirs in rounds],
        megabytes=max(mine["mb"] for mine, _ in rounds),
        queries=max(mine["queries"] for mine, _ in rounds),
        size=size,
    )


def measure(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "CONVENOR_DATA": folder, "PYTHONPATH": str(ROOT)}
        env["DJANGO_SETTINGS_MODULE"] = "forum.project.settings"
        for command in (
            ["manage.py", "migrate", "--verbosity=0", "--skip-checks"],
            ["-m", "benchmarks.bench.inside", "benchmarks.bench.work", "fill", str(people)],
        ):
            subprocess.run(
                [sys.executable, *command], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
            )
        found = compare(env)
    mine, theirs = statistics.median(found.lists), statistics.median(found.floors)
    sys.stdout.write(
        f"{people:,} people, file of {found.size / 1e6:.2f} MB\n"
        f"list   {mine:6.2f} s\n"
        f"floor  {theirs:6.2f} s\n"
        f"ratio  {mine / theirs:6.2f}   (goal: at most 2)\n"
        f"memory {found.megabytes:6.1f} MB more (goal: at most 20)\n"
        f"queries {found.queries}       (goal: at most 10)\n"
    )


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else str(PEOPLE)
    if what.isdigit():
        measure(int(what))
        return
    import django

    django.setup()
    deeds: dict[str, Any] = {"ours": ours, "floor": floor}
    sys.stdout.write(json.dumps(deeds[what]()))


if __name__ == "__main__":
    main()
