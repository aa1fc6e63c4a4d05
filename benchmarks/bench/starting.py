"""From a start to the first page, and from no tables to all of them."""

import time
from collections.abc import Iterator

from benchmarks.bench.clients import Browser
from benchmarks.bench.figures import Figure
from benchmarks.bench.pages import FLOOR_PAGE
from benchmarks.bench.served import AS_DEPLOYED, CONVENOR, FLOOR, OPTIONS, SQLITE, Bench, Site
from benchmarks.processes import cpu_seconds

ROUNDS = 5


def measure(bench: Bench) -> Iterator[Figure]:
    site = bench.site(SQLITE)
    page = site.made["pages"]["short"]
    ours, floors = [], []
    for _ in range(ROUNDS):
        ours.append(_started(site, CONVENOR, page, AS_DEPLOYED))
        floors.append(_started(site, FLOOR, FLOOR_PAGE, OPTIONS))
    seconds, cpu = (list(each) for each in zip(*ours, strict=True))
    yield Figure("Cold start to the first page", "s", seconds, at_most=1.7, why=_BUSY)
    beside, floor_cpu = (list(each) for each in zip(*floors, strict=True))
    yield Figure("Cold start beside the floor", "s", seconds, beside)
    yield Figure("Cold start, CPU", "s", cpu, floor_cpu)
    for each in bench.sites:
        seconds, spent = each.migrating
        yield Figure(
            "All tables from none",
            "s",
            [seconds],
            at_most=10,
            database=each.database,
            note=f"CPU without the database: {spent:.1f} s.",
            why=_BUSY,
        )


_BUSY = "On a busy machine the clock runs while others work; the CPU seconds say what it takes."


def _started(site: Site, application: str, path: str, options: list[str]) -> tuple[float, float]:
    """Seconds until the page came, by the clock and of the processor."""
    begun = time.perf_counter()
    with site.serving(application, options, CONVENOR_WORKER="1") as server:
        answer = Browser(server.address).get(path)
        seconds, cpu = time.perf_counter() - begun, cpu_seconds(server.pid)
    assert answer.status == 200, answer
    return seconds, cpu
