"""Processes that give an event new keys until they are killed, alone and while others save.

python -m tests.forum.rotators alone KILLS   rotates and destroys old keys; killed again and again
python -m tests.forum.rotators beside KILLS  rotates while two processes save rows all the time

Both print what could be read after each kill, and how it stands when it was run once to its end.
"""

import fcntl
import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from feedback.models import Ballot
from forum import keys, rotation, sealed
from forum.models import Event
from registrations.breakouts import sealed_part
from registrations.models import Allocation, Needs
from tests import factories

START = ["-c", "import django; django.setup(); from tests.forum.rotators import main; main()"]
PEOPLE = 40


def alone(kills: int) -> None:
    event = _filled()
    after_each = _kill_again_and_again(kills, lambda: _rotate(event, finish=True))
    rotation.rotate(event=event, purpose="needs")
    rotation.rotate(event=event, purpose="ballot")
    rotation.finish_due(timezone.now() + timedelta(days=2))
    _say(event, after_each=after_each)


def beside(kills: int) -> None:
    """Rows are shared out, so that each saver knows what must stand in its rows."""
    event = _filled()
    rotation.BATCH = PEOPLE  # read together and written one by one: time for others to save
    ids = list(Needs.objects.values_list("pk", flat=True))
    connections.close_all()
    savers = [_forked(lambda out, mine=ids[n::2]: _save(mine, out)) for n in range(2)]
    after_each = _kill_again_and_again(kills, lambda: _rotate(event, finish=False))
    said: list[str] = []
    for pid, out in savers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        said += _whole_lines(out)
    rotation.finish_due()
    _say(event, after_each=after_each, saves=said.count("saved"), lost=said.count("lost"))


def _filled() -> Event:
    rotation.BATCH = 3
    event = factories.make_event(capacity=100)
    for number in range(PEOPLE):
        needs = {"meals": ["vegan"], "needs_consent": True}
        factories.make_registration(event, f"Guest {number}", **needs)
    run = Allocation(event=event, seed="1", input_hash="1")
    part = sealed_part.Part(unmet=(("slot", "step_free"),))
    run.figures = {sealed_part.FIELD: sealed_part.seal(run, part)}
    run.save()
    keys.make(event.pk, "ballot")
    for _ in range(10):
        Ballot.objects.create(event=event, answers={"words": "Good"})
    return event


def _rotate(event: Event, *, finish: bool) -> None:
    for purpose in itertools.cycle(["needs", "ballot"]):
        rotation.rotate(event=event, purpose=purpose)
        if finish:
            rotation.finish_due(timezone.now() + timedelta(days=2))


def _save(ids: list[Any], out: int) -> None:
    for number in itertools.count(1):
        for pk in ids:
            with transaction.atomic():
                row = Needs.objects.select_for_update().get(pk=pk)
                is_there = row.answers.get("n", 0) == number - 1
                row.answers = {**row.answers, "n": number}
                row.save(update_fields=["answers"])
            os.write(out, b"saved\n" if is_there else b"lost\n")
            time.sleep(0.002)


def _kill_again_and_again(kills: int, deed: Callable[[], None]) -> list[int]:
    """How many values could not be opened after each kill."""
    found = []
    for _ in range(kills):
        connections.close_all()
        pid, out = _forked(lambda _: deed())
        os.read(out, 1)  # it is at work
        time.sleep(random.uniform(0.001, 0.3))  # noqa: S311 - a moment, not a secret
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), "it ended by itself"
        os.close(out)
        found.append(_unreadable())
    return found


def _forked(deed: Callable[[int], None]) -> tuple[int, int]:
    """A process that does the deed, and the end of its pipe; it writes a line when it begins."""
    out, into = os.pipe()
    fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 1 << 20)  # nobody reads before it is killed
    pid = os.fork()
    if pid == 0:
        os.close(out)
        os.write(into, b"\n")
        try:
            deed(into)
        finally:
            os._exit(1)
    os.close(into)
    return pid, out


def _whole_lines(out: int) -> list[str]:
    said = b""
    while more := os.read(out, 65_536):
        said += more
    return [line for line in said.decode().split("\n")[:-1] if line]


def _unreadable() -> int:
    count = 0
    for row in [*Needs.objects.all(), *Ballot.objects.all()]:
        try:
            row.answers  # noqa: B018 - reading opens
        except sealed.UnreadableError:
            count += 1
    return count + sum(not sealed_part.of(run).unmet for run in Allocation.objects.all())


def _say(event: Event, **more: Any) -> None:
    versions = {each: keys.versions(event.pk, each) for each in ("needs", "ballot")}
    carried = {
        name: sorted({bytes(held)[0] for held in model.objects.values_list("answers", flat=True)})
        for name, model in {"needs": Needs, "ballot": Ballot}.items()
    }
    said = {"unreadable": _unreadable(), "versions": versions, "carried": carried, **more}
    sys.stdout.write(json.dumps(said))


def main() -> None:
    deeds: dict[str, Callable[[int], None]] = {"alone": alone, "beside": beside}
    deeds[sys.argv[1]](int(sys.argv[2]))
