"""How long the analysis of a host with 1,000 events takes, beside a bare Django page.

    .venv/bin/python benchmarks/overview.py [--events N] [--rounds N]

The site has 100 bookings and 50 comments for each event (benchmarks/large_site.py), on PostgreSQL:
that of CONVENOR_DATABASE_URL, which must be empty or filled by this program before, or else one
that is made for this run and thrown away. The page is taken as it is, with one filter and with one
split; the floor is one page with a form and four queries (benchmarks/floor). Both are served by
gunicorn with two processes and asked in turn, so that both feel whatever else the machine does.
Each process keeps for a minute what it added up (analysis/keeping.py): "first" is the slowest
answer of the first rounds, in which nothing is kept yet. Nobody asks for gzip.

The goals: at most 20 queries when nothing is kept, and a p95 of at most 15 floors.
"""

# Models are imported once Django is set up.
# ruff: noqa: PLC0415

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from web_server import free_port, serving

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
MOST_QUERIES, MOST_FLOORS = 20, 15
FIRST_ROUNDS = 8
FLOOR = "a bare page"
ASKED = {"the overview": "", "one filter": "?series=series-3", "one split": "?split=series"}
SERVER = [
    *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
    *("--no-control-socket", "--log-level", "warning"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=60, help="times that each page is asked for")
    parser.add_argument("--part", choices=["fill"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part == "fill":
        sys.stdout.write(json.dumps(filled(given.events)))
        return
    with ExitStack() as stack:
        env = stack.enter_context(surroundings())
        run("manage.py", "migrate", "--verbosity=0", env=env)
        run("manage.py", "collectstatic", "--no-input", "--verbosity=0", env=env)
        made = json.loads(
            run(__file__, "--part", "fill", "--events", str(given.events), env=env, keep=True)
        )
        floor, site = (
            stack.enter_context(serving(application, SERVER, env, free_port()))
            for application in ("floor.wsgi", "forum.project.wsgi")
        )
        addresses = {FLOOR: floor + made["floor"], **dict.fromkeys(ASKED, site)}
        for name, question in ASKED.items():
            addresses[name] += made["overview"] + question
        taken = timed(addresses, made["cookie"], given.rounds)
    tell(taken, made["queries"], made["held"])


@contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """A folder for data, and PostgreSQL: the one that is named, or one for this run."""
    port = free_port()
    env = os.environ | {
        "CONVENOR_POSTGRES_PORT": str(port),
        "CONVENOR_WORKER": "0",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
    }
    env.pop("DJANGO_SETTINGS_MODULE", None)
    with tempfile.TemporaryDirectory() as folder:
        env.setdefault("CONVENOR_DATA", folder)
        if env.get("CONVENOR_DATABASE_URL"):
            yield env
            return
        postgres = subprocess.run(
            [".ci/postgres", "start"], env=env, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()
        try:
            yield env | {"CONVENOR_DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/postgres"}
        finally:
            subprocess.run([".ci/postgres", "stop", postgres], env=env, cwd=ROOT, check=True)


def run(*command: str, env: dict[str, str], keep: bool = False) -> str:
    """Run a program of ours to its end; what it wrote, where that is kept."""
    done = subprocess.run(
        [sys.executable, *command],
        env=env,
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE if keep else None,
    )
    return done.stdout or ""


def filled(events: int) -> dict[str, Any]:
    """Fill what is empty; addresses, a cookie that is signed in, and the queries of each page."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "forum.project.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from large_site import SLUG, fill, member

    from feedback.models import Comment
    from forum.models import Event, Host, User
    from registrations.models import Registration

    host = Host.objects.filter(slug=SLUG).first() or fill(events)
    user = User.objects.filter(email="organiser@example.org").first() or member(host)
    floor = os.environ | {"DJANGO_SETTINGS_MODULE": "floor.settings"}
    run("-m", "benchmarks.bench.inside", "floor.filling", "fill", env=floor)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    address = f"/organise/hosts/{host.slug}/analysis/"
    queries = {}
    for name, question in ASKED.items():
        with CaptureQueriesContext(connection) as found:
            answer = client.get(address + question)
        if answer.status_code != 200:
            sys.exit(f"{address}{question} answered {answer.status_code}")
        queries[name] = len(found)
    held = [model.objects.count() for model in (Event, Registration, Comment)]
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "overview": address,
        "floor": "/meeting-50/",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}",
        "queries": queries,
        "held": held,
    }


def timed(addresses: dict[str, str], cookie: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each answer, asked for in turn; the first rounds stand first."""
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(FIRST_ROUNDS + rounds):
        for name, address in addresses.items():
            asked = urllib.request.Request(address, headers={"Cookie": cookie})
            begun = time.perf_counter()
            with urllib.request.urlopen(asked) as answer:
                answer.read()
            taken[name].append(1000 * (time.perf_counter() - begun))
    return taken


def tell(taken: dict[str, list[float]], queries: dict[str, int], held: list[int]) -> None:
    """A line for each page, and whether the goals are met; ends with 1 when one is not."""
    events, people, comments = held
    print(f"{events:,} events, {people:,} registrations, {comments:,} comments, PostgreSQL")
    print(f"{'':14} {'queries':>7} {'first':>9} {'median':>9} {'p95':>9} {'of floor':>9}")
    floor = p95(taken[FLOOR][FIRST_ROUNDS:])
    missed = []
    for name, every in taken.items():
        first, times = max(every[:FIRST_ROUNDS]), every[FIRST_ROUNDS:]
        asked, ratio = queries.get(name, 4), p95(times) / floor
        print(
            f"{name:14} {asked:7} {first:6.0f} ms {statistics.median(times):6.1f} ms"
            f" {p95(times):6.1f} ms {ratio:8.1f}x"
        )
        if asked > MOST_QUERIES or ratio > MOST_FLOORS:
            missed.append(name)
    if missed:
        sys.exit(f"Missed by {', '.join(missed)}: {MOST_QUERIES} queries, {MOST_FLOORS} floors.")
    print(f"Met: at most {MOST_QUERIES} queries and {MOST_FLOORS} floors.")


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
