"""Doors that let one person in at the same moment.

python -m tests.registrations.door_racers fill          an event, a volunteer and one person
python -m tests.registrations.door_racers doors TIMES   so many doors press at once
python -m tests.registrations.door_racers press TIMES   one press arrives so many times at once
python -m tests.registrations.door_racers stand         prints what the doors said and what is kept
"""

import json
import sys
import uuid
from collections import Counter
from typing import Any

from django.conf import settings

from forum.models import AuditEntry, User
from forum.models.people import Role
from registrations import check_in
from registrations.models import CheckIn, Registration
from tests import factories
from tests.registrations.racers import at_once

START = [
    "-c",
    "import django; django.setup(); from tests.registrations.door_racers import main; main()",
]
SAID = settings.DATA / "said"


def fill() -> None:
    host = factories.make_host()
    factories.make_member(host, Role.DOOR)
    factories.make_registration(factories.make_event(host))


def doors(times: int) -> None:
    at_once([lambda: _let_in(uuid.uuid4()) for _ in range(times)])


def press(times: int) -> None:
    one = uuid.uuid4()
    at_once([lambda: _let_in(one) for _ in range(times)])


def _let_in(scan_id: uuid.UUID) -> None:
    registration = Registration.objects.select_related("event").get()
    result = check_in.check_in(registration=registration, by=User.objects.get(), scan_id=scan_id)
    assert result.check_in is not None
    assert result.check_in.registration_id == registration.id
    SAID.mkdir(exist_ok=True)
    (SAID / uuid.uuid4().hex).write_text(result.kind)


def stand() -> None:
    found: dict[str, Any] = {
        "said": Counter(path.read_text() for path in SAID.iterdir()),
        "rows": CheckIn.objects.count(),
        "lines": AuditEntry.objects.filter(deed="checked in").count(),
    }
    sys.stdout.write(json.dumps(found))


def main() -> None:
    deeds: dict[str, Any] = {"fill": fill, "doors": doors, "press": press, "stand": stand}
    deeds[sys.argv[1]](*map(int, sys.argv[2:]))
