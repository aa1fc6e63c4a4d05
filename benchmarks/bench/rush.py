"""A thousand people within a minute for 300 places, with the worker beside and its usual pace.

Each comes at a moment of their own, looks at the event, types for three seconds and presses the
button. The form's time check and the limit of mails in a minute are those of a real site.
"""

import random
import time
from collections.abc import Iterator

from benchmarks.bench import booker, standing
from benchmarks.bench.booker import Booker, deed
from benchmarks.bench.clients import p95, together
from benchmarks.bench.figures import Figure
from benchmarks.bench.mailbox import working
from benchmarks.bench.served import CONVENOR, Bench, Site

PEOPLE, SECONDS, PLACES, TYPING = 1_000, 60, 300, 3.0
USUAL = {"CONVENOR_FORM_SECONDS": "2", "CONVENOR_MAILS_PER_MINUTE": "120"}


def measure(bench: Bench) -> Iterator[Figure]:
    for site in bench.sites:
        yield from _of(site)


def _of(site: Site) -> Iterator[Figure]:
    page, where = booker.event(site, "rush", PLACES), site.database
    with site.serving(CONVENOR, **USUAL) as server, working(site, **USUAL):
        bookers = [Booker(server.address, page, f"person{n}@example.org") for n in range(PEOPLE)]
        begun, chance = time.perf_counter(), random.Random(9)
        moments = sorted(begun + chance.uniform(0, SECONDS) for _ in bookers)
        deeds = [deed(one, moment, TYPING) for one, moment in zip(bookers, moments, strict=True)]
        together(deeds, at_once=PEOPLE)
        wall = time.perf_counter() - begun
    stands = site.call("benchmarks.bench.standing", "standing", "rush")
    wrong = standing.faults(stands, bookers, PLACES)
    yield Figure(
        f"Rush of {PEOPLE} in {SECONDS} s: have one of {PLACES} places",
        "",
        [len(stands["placed"])],
        at_least=PLACES,
        at_most=PLACES,
        database=where,
    )
    yield Figure(
        "Rush: wait in order",
        "",
        [len(stands["waiting"])],
        at_least=PEOPLE - PLACES,
        at_most=PEOPLE - PLACES,
        database=where,
    )
    yield Figure(
        "Rush: what is not as it should be, 5xx among it",
        "",
        [len(wrong)],
        at_most=0,
        database=where,
        why="; ".join(wrong),
    )
    answers = [answer.ms for one in bookers for answer in one.answers]
    yield Figure("Rush: p95 of an answer", "ms", [p95(answers)], database=where)
    presses = [1000 * (one.answered_at - one.sent_at) for one in bookers]
    yield Figure("Rush: p95 of the last button", "ms", [p95(presses)], database=where)
    yield Figure("Rush: until all are answered", "s", [wall], database=where)
