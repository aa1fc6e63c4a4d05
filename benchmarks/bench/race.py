"""200 people, 16 at a time, for 120 places: never more, never fewer, the rest in order.

Each opens the event's page and its form, and presses the button. Whoever finds every place taken
meanwhile presses once more, for the waiting list.
"""

import time
from collections.abc import Iterator, Sequence

from benchmarks.bench import booker, standing
from benchmarks.bench.booker import Booker, deed
from benchmarks.bench.clients import p95, together
from benchmarks.bench.figures import Figure
from benchmarks.bench.served import Bench, Site

RUNS, PEOPLE, AT_ONCE, PLACES = 10, 200, 16, 120


def measure(bench: Bench) -> Iterator[Figure]:
    for site in bench.sites:
        yield from _of(site)


def _of(site: Site) -> Iterator[Figure]:
    walls, slow, wrong = [], [], []
    for run in range(RUNS):
        slug = f"race-{run}"
        page = booker.event(site, slug, PLACES)
        wall, bookers = _race(site, page)
        stands = site.call("benchmarks.bench.standing", "standing", slug)
        wrong.append("; ".join(standing.faults(stands, bookers, PLACES)))
        walls.append(wall)
        slow.append(p95([one.ms for one in bookers]) / 1000)
    where, right = site.database, wrong.count("")
    yield Figure(
        f"Race of {PEOPLE} for {PLACES} places: runs of {RUNS} that end as they should",
        "",
        [right],
        at_least=RUNS,
        at_most=RUNS,
        database=where,
        why=" / ".join(sorted(set(wrong) - {""})),
    )
    yield Figure("Race: until all are answered", "s", walls, at_most=11, database=where)
    yield Figure(
        "Race: p95 of one registration, from the event's page on",
        "s",
        slow,
        at_most=1.6,
        database=where,
    )


def _race(site: Site, page: str) -> tuple[float, Sequence[Booker]]:
    address = site.convenor.address
    bookers = [Booker(address, page, f"racer{n}@example.org") for n in range(PEOPLE)]
    begun = time.perf_counter()
    together([deed(one) for one in bookers], at_once=AT_ONCE)
    return time.perf_counter() - begun, bookers
