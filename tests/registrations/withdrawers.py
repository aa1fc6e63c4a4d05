"""A web process in which somebody takes back what they told about needs, and what is left of it.

python -m tests.registrations.withdrawers HOW

HOW is `erase` (the button on the page of needs), `cancel`, or `reader`: somebody reads the database
meanwhile. Prints how many pieces of the old sealed bytes stand in the files of the database before
and after, while the connection is open as in a web process.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from forum import erased_pages
from registrations import booking, tickets
from registrations.models import Needs, Registration
from tests import factories

START = [
    "-c",
    "import django; django.setup(); from tests.registrations.withdrawers import main; main()",
]


def stored(registration: Registration) -> bytes:
    found = Needs.objects.filter(pk=registration.pk).values_list("answers", flat=True)
    return bytes(found.get())


def pieces_left(olds: list[bytes]) -> int:
    """Pieces, since a page of the file does not hold all of a value."""
    files = [path.read_bytes() for path in Path(settings.DATA).glob("convenor.sqlite3*")]
    pieces = [old[at : at + 24] for old in olds for at in range(1, len(old) - 24, 100)]
    return sum(piece in content for piece in pieces for content in files)


def withdraw(how: str) -> None:
    event = factories.make_event()
    factories.ask(event)
    mine = factories.make_registration(event, meals=["halal"], needs_consent=True)
    other = factories.make_registration(event, "Bo", meals=["vegan"], needs_consent=True)
    olds = [stored(mine)]
    booking.change(registration=mine, answers={"meals": ["vegan"], "needs_consent": True})
    olds.append(stored(mine))
    before = pieces_left(olds)
    reader = _reader() if how == "reader" else None
    client, path = Client(SERVER_NAME="127.0.0.1"), tickets.booking_path(mine)
    began = time.monotonic()
    if how == "cancel":
        status = client.post(f"{path}cancel/", {"cancel": "yes"}).status_code
    else:
        status = client.post(f"{path}change/food/", {"erase": "1"}).status_code
    seconds = time.monotonic() - began
    at_once = pieces_left(olds)
    if reader is not None:
        reader.close()
    erased_pages.settle()  # as the job does
    said = {
        "status": status,
        "before": before,
        "at once": at_once,
        "after the job": pieces_left(olds),
        "changed": stored(mine) not in olds,
        "mine": Needs.objects.get(pk=mine.pk).answers,
        "other": Needs.objects.get(pk=other.pk).answers["meals"],
        "was slow": seconds > 5,
    }
    sys.stdout.write(json.dumps(said))


def _reader() -> Any:
    """Somebody who reads, and holds what was there when they began."""
    held = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    held.execute("BEGIN")
    held.execute("SELECT count(*) FROM registrations_needs").fetchone()
    return held


def main() -> None:
    withdraw(sys.argv[1])
