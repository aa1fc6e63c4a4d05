"""The public page of an event, beside a bare page with a form and four queries.

The large event has 10,000 attendees, the quiet one few words and no programme. "Hello" is a bare
Django that answers with a word: what no page can be quicker than.
"""

from collections.abc import Iterator

from benchmarks.bench.clients import Load, load
from benchmarks.bench.figures import Figure
from benchmarks.bench.served import Bench, Site
from benchmarks.web_server import Server

ROUNDS, SECONDS = 5, 1.2
FLOOR_PAGE, HELLO = "/meeting-50/", "/"
LARGE, QUIET, FLOOR, WORD = "event page", "quiet event page", "floor page", "hello"


def measure(bench: Bench) -> Iterator[Figure]:
    for site in bench.sites:
        yield from _of(site)


def _of(site: Site) -> Iterator[Figure]:
    pages, where = site.made["pages"], site.database
    large, floor = (site.convenor, pages["large"]), (site.floor, FLOOR_PAGE)
    beside = {QUIET: (site.convenor, pages["quiet"]), WORD: (site.floor, HELLO)}
    many, cpu = _loads(site, {LARGE: large, FLOOR: floor, **beside}, clients=8)
    alone, _ = _loads(site, {LARGE: large, FLOOR: floor}, clients=1)
    rates = {name: [one.rate for one in loads] for name, loads in many.items()}
    p95s = {name: [one.p95 for one in loads] for name, loads in alone.items()}
    yield Figure(
        "Event page, 8 clients", "/s", rates[LARGE], rates[FLOOR], at_least=0.5, database=where
    )
    yield Figure(
        "Event page, p95 at 1 client", "ms", p95s[LARGE], p95s[FLOOR], at_most=2, database=where
    )
    yield Figure("Event page, CPU with the database", "ms", cpu[LARGE], cpu[FLOOR], database=where)
    yield Figure("Quiet event page, 8 clients", "/s", rates[QUIET], rates[FLOOR], database=where)
    yield Figure("Event page beside hello", "/s", rates[LARGE], rates[WORD], database=where)
    for name, path in pages.items():
        asked = site.call("benchmarks.bench.work", "queries", path)
        yield Figure(f"Queries of the {name} event's page", "", [asked], at_most=6, database=where)


def _loads(
    site: Site, asked: dict[str, tuple[Server, str]], *, clients: int
) -> tuple[dict[str, list[Load]], dict[str, list[float]]]:
    """Each page in turn, a load a round; and milliseconds of CPU for a request."""
    for server, path in asked.values():
        load(server.address, path, clients=8, seconds=0.5)  # every thread has begun
    loads: dict[str, list[Load]] = {name: [] for name in asked}
    cpu: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, (server, path) in asked.items():
            before = site.cpu(server)
            loads[name].append(load(server.address, path, clients=clients, seconds=SECONDS))
            spent = 1000 * (site.cpu(server) - before)
            cpu[name].append(spent / len(loads[name][-1].times))
    return loads, cpu
