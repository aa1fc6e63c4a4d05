"""A registration on a short form, with its mail and its QR code, beside the least there can be.

The floor is one POST: a form checked, the meeting locked, its guests counted, four rows written. It
sends no mail, draws no code, and has neither page before nor page after.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count

from benchmarks.bench import booker
from benchmarks.bench.booker import Booker, deed
from benchmarks.bench.clients import Browser, together
from benchmarks.bench.figures import Figure
from benchmarks.bench.mailbox import Mailbox, working
from benchmarks.bench.served import Bench, Site
from benchmarks.processes import cpu_seconds

ROUNDS, PEOPLE, FLOOR_PEOPLE = 5, 24, 120
CLIENTS, MANY, FLOOR_MANY = 4, 40, 200
FLOOR_FORM = "/large/come/"
BEFORE = "event page"
STEPS = ["form", "button and last page", "page with the QR code"]
MAIL = "worker, which writes and sends the mail"
DATABASE = "database server"
_numbers = count(1)


def measure(bench: Bench) -> Iterator[Figure]:
    for site in bench.sites:
        yield from _of(site)


def _of(site: Site) -> Iterator[Figure]:
    page = booker.event(site, "booking", 20_000)
    with ExitStack() as stack:
        mailbox = stack.enter_context(working(site))
        _warm(site, page, mailbox)
        spent, floor, rates, floor_rates = [], [], [], []
        for _ in range(ROUNDS):
            floor.append(_floor_cpu(site))
            spent.append(_cpu(site, page, mailbox))
            floor_rates.append(_floor_rate(site))
            rates.append(_rate(site, page))
    yield from _figures(site.database, spent, floor)
    yield Figure(
        f"Registrations, {CLIENTS} clients",
        "/s",
        rates,
        floor_rates,
        at_least=0.05,
        database=site.database,
        note="Ours from the event's page to the last page, with the worker beside.",
    )


def _figures(where: str, spent: list[dict[str, float]], floor: list[float]) -> Iterator[Figure]:
    whole = [sum(ms for step, ms in one.items() if step != BEFORE) for one in spent]
    yield Figure(
        "One registration, CPU of form, button, last page, mail and page with the QR code",
        "ms",
        whole,
        floor,
        at_most=15,
        database=where,
        why="the lines below say where it goes; the button alone is a transaction of some twenty "
        "statements, and the form paints a dozen fields.",
    )
    for step in spent[0]:
        told = [one[step] for one in spent]
        name = "before it, the event page" if step == BEFORE else f"of it, {step}"
        yield Figure(f"... {name}", "ms", told, floor, database=where)


def _cpu(site: Site, page: str, mailbox: Mailbox) -> dict[str, float]:
    """Milliseconds that one registration takes, by step; people go through it side by side."""
    bookers = [_somebody(site, page) for _ in range(PEOPLE)]
    first = _taken(site, mailbox)
    spent = {
        BEFORE: _step(site, [one.look for one in bookers]),
        STEPS[0]: _step(site, [one.open_form for one in bookers]),
        STEPS[1]: _step(site, [one.press for one in bookers]),
    }
    links = mailbox.links([one.email for one in bookers])
    pages = [partial(one.open_booking, link) for one, link in zip(bookers, links, strict=True)]
    spent[STEPS[2]] = _step(site, pages)
    if not all(answer.status == 200 for one in bookers for answer in one.answers):
        raise SystemExit("Not every page of a registration came: nothing was measured.")
    last = _taken(site, mailbox)
    return spent | {step: 1000 * (last[step] - first[step]) / PEOPLE for step in last if last[step]}


def _taken(site: Site, mailbox: Mailbox) -> dict[str, float]:
    """Seconds of the processor so far, beside those of the web server."""
    server = site.convenor
    return {MAIL: mailbox.cpu, DATABASE: site.cpu(server) - cpu_seconds(server.pid)}


def _step(site: Site, deeds: list[Callable[[], None]]) -> float:
    """Milliseconds that the web server takes for each."""
    before = cpu_seconds(site.convenor.pid)
    for one in deeds:
        one()
    return 1000 * (cpu_seconds(site.convenor.pid) - before) / len(deeds)


def _rate(site: Site, page: str) -> float:
    bookers = [_somebody(site, page) for _ in range(MANY)]
    begun = time.perf_counter()
    together([deed(one) for one in bookers], at_once=CLIENTS)
    seconds = time.perf_counter() - begun
    if not all(one.is_done for one in bookers):
        raise SystemExit("Not everybody was booked: nothing was measured.")
    return MANY / seconds


def _floor_cpu(site: Site) -> float:
    before = site.cpu(site.floor)
    for _ in range(FLOOR_PEOPLE):
        _come(site.floor.address)
    return 1000 * (site.cpu(site.floor) - before) / FLOOR_PEOPLE


def _floor_rate(site: Site) -> float:
    begun = time.perf_counter()
    together([partial(_come, site.floor.address)] * FLOOR_MANY, at_once=CLIENTS)
    return FLOOR_MANY / (time.perf_counter() - begun)


def _come(address: str) -> None:
    form = {"name": "Amina Warsame", "email": f"guest{next(_numbers)}@example.org"}
    answer = Browser(address).post(FLOOR_FORM, form)
    if answer.status != 200:
        raise SystemExit(f"The floor answered {answer.status}: nothing was measured.")


def _warm(site: Site, page: str, mailbox: Mailbox) -> None:
    """Let every process answer each page once and every thread begin."""
    bookers = [_somebody(site, page) for _ in range(16)]
    together([deed(one) for one in bookers], at_once=8)
    links = mailbox.links([one.email for one in bookers])
    together(
        [partial(one.open_booking, link) for one, link in zip(bookers, links, strict=True)],
        at_once=8,
    )
    together([partial(_come, site.floor.address)] * 32, at_once=8)


def _somebody(site: Site, page: str) -> Booker:
    return Booker(site.convenor.address, page, f"person{next(_numbers)}@example.org")
