"""Memory: Pss, in which processes that share pages each have their part of them."""

import time
from collections.abc import Iterator

from benchmarks.bench.clients import load
from benchmarks.bench.figures import Figure
from benchmarks.bench.served import AS_DEPLOYED, CONVENOR, FLOOR, SQLITE, Bench, Site
from benchmarks.processes import family, pss
from benchmarks.web_server import Server

REQUESTS, FEWER, CLIENTS = 2_000, 400, 8
PATHS = [
    *("/", "/e/large/", "/e/large/programme/", "/e/large/calendar.ics", "/e/large/register/"),
    *("/e/short/", "/e/short/register/", "/e/quiet/", "/find/", "/privacy/"),
]
AT_THE_DOOR = ["/organise/events/large/door/", "/organise/events/large/door/?text=Guest+number"]


def measure(bench: Bench) -> Iterator[Figure]:
    site = bench.site(SQLITE)
    with site.serving(CONVENOR) as server:
        _ask(site, server, REQUESTS)
        _, *ours = family(server.pid)
        workers = [pss(one) for one in ours]
    yield Figure(f"A worker after {REQUESTS:,} requests", "MB", workers, at_most=90)
    with site.serving(FLOOR) as server:
        load(server.address, "/meeting-50/", clients=CLIENTS, times=REQUESTS)
        _, *theirs = family(server.pid)
        floors = [pss(one) for one in theirs]
    yield Figure("A worker beside one of the floor", "MB", workers, floors, at_most=2.5)
    with site.serving(CONVENOR, AS_DEPLOYED, CONVENOR_WORKER="1") as server:
        sizes = _until_it_settles(server)
        _ask(site, server, FEWER)
        sizes += _until_it_settles(server)
    yield Figure(
        "One process that does all, before a chart",
        "MB",
        [sizes[-1]],
        at_most=150,
        note=f"While the jobs at start went through 10,000 bookings: {max(sizes):.0f} MB.",
    )


def _until_it_settles(server: Server) -> list[float]:
    """Megabytes of all its processes, twice a second, until they stay the same for five seconds.

    The jobs that are due at start take more while they run.
    """
    sizes: list[float] = []
    for _ in range(120):
        sizes.append(sum(map(pss, family(server.pid))))
        last = sizes[-10:]
        if len(last) == 10 and max(last) - min(last) < 1:
            break
        time.sleep(0.5)
    return sizes


def _ask(site: Site, server: Server, requests: int) -> None:
    times = requests // (len(PATHS) + len(AT_THE_DOOR)) + 1
    for path in PATHS:
        load(server.address, path, clients=CLIENTS, times=times)
    for path in AT_THE_DOOR:
        load(server.address, path, clients=CLIENTS, times=times, cookie=site.made["door"])
