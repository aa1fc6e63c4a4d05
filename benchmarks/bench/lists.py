"""The attendee list of 10,000 people, beside openpyxl alone that writes the same cells."""

from collections.abc import Iterator

from benchmarks import attendee_list
from benchmarks.bench.figures import Figure
from benchmarks.bench.served import SQLITE, Bench


def measure(bench: Bench) -> Iterator[Figure]:
    site = bench.site(SQLITE)
    _ = site.made
    found = attendee_list.compare(site.env)
    yield Figure(
        "Attendee list of 10,000, CPU", "s", found.lists, found.floors, at_most=2, database=SQLITE
    )
    yield Figure("Attendee list, queries", "", [found.queries], at_most=10)
    yield Figure("Attendee list, memory on top", "MB", [found.megabytes], at_most=20)
