"""What happens on a site of its own around a backup, in one process; it prints what it found.

python -m tests.forum.backup_drills whole FOLDER    back up, spoil, refuse, restore
python -m tests.forum.backup_drills expired FOLDER  back up, erase, restore (K3)
"""

import io
import json
import shutil
import stat
import sys
import tarfile
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from forum import keys, rotation, sealed
from forum.models import Event, Message, User
from forum.models.people import Role
from registrations import booking, check_in, figures, needs, retention
from registrations.models import AttendanceFigures, Needs, Registration
from tests import factories

START = ["-c", "import django; django.setup(); from tests.forum.backup_drills import main; main()"]


def manage(*arguments: str, **options: Any) -> str:
    """What a command says when it does not do it, else nothing."""
    try:
        call_command(*arguments, stdout=io.StringIO(), **options)
    except CommandError as error:
        return str(error)
    return ""


def stands() -> dict[str, Any]:
    return {
        "people": Registration.objects.count(),
        "mails": sorted(Message.objects.values_list("state", flat=True)),
        "sessions": Session.objects.count(),
    }


def whole(folder: Path) -> dict[str, Any]:
    """A site with three people is backed up, gets a fourth and is put back."""
    event, by = factories.make_event(slug="drill"), factories.make_user()
    for name in ("Amina", "Bilal", "Chen"):
        booking.register(event=event, answers=factories.answers(name), by=by)
    SessionStore().create()
    backup = folder / "monday.tar"
    found: dict[str, Any] = {"made": manage("backup", str(backup)), "then": stands()}
    keys = [path.read_bytes()[-32:] for path in Path(settings.KEYS).rglob("*") if path.is_file()]
    with tarfile.open(backup) as tar:
        found["members"] = tar.getnames()
    found["mode"] = oct(stat.S_IMODE(backup.stat().st_mode))
    found["files"] = sorted(path.name for path in folder.iterdir())
    found["keys"] = [len(keys), sum(key in backup.read_bytes() for key in keys)]
    found["again"] = manage("backup", str(backup))
    factories.make_registration(event, "Dawit")
    found["kept"] = manage("restore", str(backup))
    found["damaged"] = [
        manage("restore", str(spoiled), replace=True) for spoiled in _spoiled(backup)
    ]
    found["untouched"] = stands()["people"]
    found["restored"] = [manage("restore", str(backup), replace=True), stands()]
    manage("send_held")
    found["released"] = stands()["mails"]
    return found


def _spoiled(backup: Path) -> list[Path]:
    """The backup with one bit of the database turned, of the manifest, cut, and two others."""
    content = backup.read_bytes()
    flipped, claimed = bytearray(content), bytearray(content)
    flipped[10_000] ^= 1
    claimed[claimed.index(b'"made_at": "2') + 12] ^= 1
    foreign = io.BytesIO()
    with tarfile.open(fileobj=foreign, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("../../etc/passwd"))
    found = []
    for name, spoiled in (
        ("flipped", flipped),
        ("claimed", claimed),
        ("cut", content[: len(content) // 2]),
        ("text", b"hello" * 500),
        ("foreign", foreign.getvalue()),
    ):
        found.append(backup.with_name(f"{name}.tar"))
        found[-1].write_bytes(spoiled)
    return found


def expired(folder: Path) -> dict[str, Any]:
    """Three events: one ahead, one whose needs fall due after the backup, one its bookings too."""
    Event.objects.all().delete()
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    _three_events(now)
    figures.refresh_due(now)
    retention.erase_now(now)
    before, seen = _readable(), _analysis()
    manage("backup", str(folder / "expired.tar"))
    with time_machine.travel(now + timedelta(days=6), tick=False):
        retention.erase_now(timezone.now())
        erased, counted, seen_erased = _readable(), _counted(), _analysis()
        refused = manage("restore", str(folder / "expired.tar"), replace=True)
        figures.refresh_due()
        return {
            "refused": refused,
            "before": before,
            "erased": erased,
            "after": _readable(),
            "people": Registration.objects.filter(event__slug="long-past").count(),
            "same figures": _counted() == counted,
            "same page": [
                "All 24 who booked came" in seen,
                seen_erased == seen,
                _analysis() == seen,
            ],
            "needs in figures": [
                *AttendanceFigures.objects.filter(
                    event__slug="past", organisation=None
                ).values_list("needs", flat=True)
            ],
        }


def rotated(folder: Path) -> dict[str, Any]:
    """Backed up before a rotation and in the middle of one; the keys are lost and mirrored back."""
    Event.objects.all().delete()
    host = factories.make_host(name="Rotating", slug="rotating")
    event, safe = factories.make_event(host, slug="rotated"), folder / "safe"
    for name in ("Amina", "Bilal", "Chen"):
        factories.make_registration(event, name, access=["step_free"], needs_consent=True)
    manage("backup", str(folder / "before.tar"))
    one = Needs.objects.filter(event=event).first()
    keys.renew(event.pk, "needs")
    Needs.objects.filter(pk=one.pk).update(
        answers=sealed.renewed(bytes(one.__dict__["answers"]), **_binding(one))
    )
    manage("backup", str(folder / "middle.tar"))
    manage("mirror_keys", str(safe))
    shutil.rmtree(keys.path_of(event.pk, "needs").parent.parent)
    found: dict[str, Any] = {"lost": _readable()}
    shutil.copytree(safe, settings.KEYS)
    for name in ("before", "middle"):
        found[f"refused {name}"] = manage("restore", str(folder / f"{name}.tar"), replace=True)
        found[name] = _readable()
    manage("rotate_keys", "rotated")
    found["rotated"] = _readable()
    found["destroyed"] = rotation.finish_due(timezone.now() + timedelta(days=2))
    found["a day later"] = _readable()
    manage("restore", str(folder / "before.tar"), replace=True)
    found["too old"] = _readable()
    return found


def _binding(row: Needs) -> dict[str, Any]:
    field: Any = Needs._meta.get_field("answers")
    binding: dict[str, Any] = field.binding(row)
    return binding


def _three_events(now: Any) -> None:
    host = factories.make_host()
    factories.make_member(host, Role.ANALYST)
    for slug, days in (("ahead", -9), ("past", 10), ("long-past", 178)):
        start = now - timedelta(days=days, hours=8)
        event = factories.make_event(host, slug=slug, capacity=40, starts_at=start)
        for number in range(12):
            person = factories.make_registration(
                event,
                access=["step_free"],
                needs_consent=True,
                coming_as="staff",
                organisation=f"Group {number % 3}",
            )
            if days > 0:
                check_in.check_in(registration=person, by=None, scan_id=uuid.uuid4(), now=start)


def _readable() -> dict[str, int]:
    """How many people's needs can be read, by event."""
    found: dict[str, int] = {}
    for row in Needs.objects.select_related("event"):
        try:
            found[row.event.slug] = found.get(row.event.slug, 0) + bool(needs.own_of(row))
        except sealed.UnreadableError:
            found.setdefault(row.event.slug, 0)
    return found


def _analysis() -> str:
    """What the page of figures across events shows."""
    reader = User.objects.filter(memberships__role=Role.ANALYST).get()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader)
    slug = reader.memberships.get().host.slug
    page = client.get(f"/organise/hosts/{slug}/analysis/").content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def _counted() -> list[Any]:
    """Everything that is read of the figures."""
    columns = (
        *("event__slug", "organisation__name", "booked", "confirmed", "came", "walk_ins"),
        *("people_new", "people_returning", "details", "needs"),
    )
    rows = AttendanceFigures.objects.order_by("event__slug", "organisation__name")
    return list(rows.values_list(*columns))


def main() -> None:
    deed, folder = sys.argv[1], Path(sys.argv[2])
    print("\n" + json.dumps({"whole": whole, "expired": expired, "rotated": rotated}[deed](folder)))  # noqa: T201
