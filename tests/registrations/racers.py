"""Processes that book at the same moment, and processes that are killed while they book.

python -m tests.registrations.racers race CAPACITY PEOPLE  each draft is booked by its own process
python -m tests.registrations.racers pairs CAPACITY PAIRS   each draft names one who comes along
python -m tests.registrations.racers naive CAPACITY        20 book without the lock
python -m tests.registrations.racers unguarded CAPACITY    and without a number on the place
python -m tests.registrations.racers press TIMES           so many processes send one same form
python -m tests.registrations.racers kill KILLS            so many processes book and are killed
python -m tests.registrations.racers cut                   killed once it is kept, before it is said

All print how the event stands then; those that race also how the processes ended.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction
from django.db.models.signals import post_save
from django.test import Client, override_settings
from django.utils import timezone

from forum.models import Event, Message
from registrations import booking, drafts, places, tickets
from registrations.models import Needs, Registration
from registrations.models.registrations import State
from tests import factories

START = ["-c", "import django; django.setup(); from tests.registrations.racers import main; main()"]


# Static files under their own names: nothing is collected for this site.
_PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def at_once(deeds: list[Callable[[], Any]], also: Callable[[], dict[str, Any]] = dict) -> None:
    """Run each deed in a process of its own; all are let go at the same moment.

    Prints how they ended and how everything stands then, with what `also` says of it.
    """
    connections.close_all()
    gate_out, gate_in = os.pipe()
    runners = []
    for deed in deeds:
        runner = os.fork()
        if runner == 0:
            os.close(gate_in)
            connection.ensure_connection()
            os.read(gate_out, 1)  # waits until the gate is closed on the other side
            os._exit(_said(deed))
        runners.append(runner)
    os.close(gate_out)
    time.sleep(0.5)
    os.close(gate_in)
    codes = [os.waitstatus_to_exitcode(os.waitpid(runner, 0)[1]) for runner in runners]
    sys.stdout.write(json.dumps({"codes": Counter(map(str, codes)), **standing(), **also()}))


def _said(deed: Callable[[], Any]) -> int:
    """0 when the deed went well, 2 when the last guard stopped it, 1 for any other fault."""
    try:
        deed()
    except IntegrityError:
        return 2
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def race(capacity: int, people: int) -> None:
    event = factories.make_event(capacity=capacity)
    ids = []
    for _ in range(people):
        draft = booking.start(event=event)
        drafts.save(registration=draft, answers=someone())
        ids.append(draft.id)
    at_once([lambda held=held: booking.book(draft_id=held) for held in ids])


def pairs(capacity: int, count: int) -> None:
    event = factories.make_event(capacity=capacity)
    ids = []
    for _ in range(count):
        draft = booking.start(event=event)
        other = {"company": "1", "with": [{"name": "Sam", "relation": "other"}]}
        drafts.save(registration=draft, answers={**someone(), **other})
        ids.append(draft.id)
    at_once([lambda held=held: booking.book(draft_id=held) for held in ids])


def naive(capacity: int) -> None:
    """What booking would be without the lock: look, then take the number that was free."""
    event = factories.make_event(capacity=capacity)
    at_once(
        [lambda: _look_and_take(event, lambda of: places.free_numbers(of)[0]) for _ in range(20)]
    )


def unguarded(capacity: int) -> None:
    """And without a place that only one can have: the number is made up."""
    event = factories.make_event(capacity=capacity)
    at_once([lambda: _look_and_take(event, lambda _: uuid.uuid4().int % 10**9) for _ in range(20)])


def _look_and_take(event: Event, number: Callable[[Event], int]) -> None:
    if places.places_left(event) == 0:
        return
    place = number(event)
    time.sleep(0.2)  # as long as a slow page
    Registration.objects.create(
        event=event,
        state=State.CONFIRMED,
        place=place,
        booked_at=timezone.now(),
        code=uuid.uuid4().hex[:12],
    )


def press(times: int) -> None:
    """One person presses the last button so many times at once."""
    event, key = factories.make_event(), tickets.token(uuid.uuid4(), "draft")
    form = {"key": key, "expects": "place", **someone()}
    at_once([lambda: _press(event, form) for _ in range(times)])


def _press(event: Event, form: dict[str, Any]) -> str:
    response = Client(SERVER_NAME="127.0.0.1").post(f"/e/{event.slug}/register/", form)
    assert response.status_code == 302, response.content
    return response.headers["Location"]


def someone() -> dict[str, Any]:
    """Answers of somebody whose address nobody had before, in this process or another."""
    return factories.answers(email=f"{uuid.uuid4().hex}@example.org")


def kill(kills: int) -> None:
    """One process after the other books until it is killed; what their pages acknowledged."""
    event = factories.make_event(capacity=100_000)
    connections.close_all()
    acknowledged: list[str] = []
    for _ in range(kills):
        out, into = os.pipe()
        runner = os.fork()
        if runner == 0:
            os.close(out)
            _book_for_ever(event, into)
        os.close(into)
        said = os.read(out, 64)  # it is at work
        time.sleep(random.uniform(0.01, 0.2))  # noqa: S311 - a moment, not a secret
        os.kill(runner, signal.SIGKILL)
        _, status = os.waitpid(runner, 0)
        assert os.WIFSIGNALED(status)
        while more := os.read(out, 65_536):
            said += more
        os.close(out)
        acknowledged += said.decode().split("\n")[:-1]  # the last line may be cut
    sys.stdout.write(json.dumps({"acknowledged": acknowledged, **standing()}))


def _book_for_ever(event: Event, into: int) -> None:
    """The id of each booking that a page acknowledged is written to the pipe, one a line."""
    while True:
        key = tickets.token(uuid.uuid4(), "draft")
        done = _press(event, {"key": key, "expects": "place", **someone()})
        assert done.endswith("/done/"), done
        os.write(into, f"{tickets.unborn(key)}\n".encode())


def cut() -> None:
    """A process is killed between a commit and its response, and the same form is sent again.

    A form on one page is booked by one commit; where the last place went, another keeps its draft.
    Both moments are tried, and for the second one a place comes back before the form does.
    """
    event, told = factories.make_event(capacity=1), []
    for is_draft in (False, True):
        key = tickets.token(uuid.uuid4(), "draft")
        form = {"key": key, "expects": "place", **someone()}
        connections.close_all()
        runner = os.fork()
        if runner == 0:
            _die_when_kept(is_draft=is_draft)
            _press(event, form)
            os._exit(0)
        _, status = os.waitpid(runner, 0)
        assert os.WIFSIGNALED(status), status
        kept = Registration.objects.get(pk=tickets.unborn(key))
        Event.objects.update(capacity=1 + is_draft)
        told.append({"kept": kept.state, **_again(event, form, kept)})
    sys.stdout.write(json.dumps({"told": told, **standing()}))


def _die_when_kept(*, is_draft: bool) -> None:
    def die(instance: Registration, **_: Any) -> None:
        if instance.is_draft is is_draft:
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))

    post_save.connect(die, sender=Registration, weak=False)


def _again(event: Event, form: dict[str, Any], kept: Registration) -> dict[str, Any]:
    """What the same person meets who sends the form once more, twice."""
    first, second = _press(event, form), _press(event, form)
    kept.refresh_from_db()
    client = Client(SERVER_NAME="127.0.0.1")
    paths = [first, tickets.booking_path(kept)]
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": _PLAIN}):
        pages = [client.get(path).status_code for path in paths]
    return {"same page": first == second, "pages": pages, "state": kept.state}


def standing() -> dict[str, Any]:
    """States, places, mails by kind; bookings without a mail; bookings without a needs row."""
    finished = Registration.objects.finished()
    told = set(Message.objects.values_list("row_id", flat=True))
    ids = set(finished.values_list("id", flat=True))
    held = finished.holding_a_place().values_list("place", flat=True)
    return {
        "states": Counter(finished.values_list("state", flat=True)),
        "places": sorted(held),
        "mails": Counter(Message.objects.values_list("kind", flat=True)),
        "ids": sorted(map(str, ids)),
        "untold": len(ids - told),
        "told of nothing": len(told - ids),
        "without needs": len(ids - set(Needs.objects.values_list("pk", flat=True))),
        "unsealed": sum(1 for row in Needs.objects.all() if not isinstance(row.answers, dict)),
    }


def main() -> None:
    deeds: dict[str, Callable[..., None]] = {
        "race": race,
        "pairs": pairs,
        "naive": naive,
        "unguarded": unguarded,
        "press": press,
        "kill": kill,
        "cut": cut,
    }
    deeds[sys.argv[1]](*map(int, sys.argv[2:]))
