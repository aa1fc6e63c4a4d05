"""What is wrong with the site, in words for whoever runs it: `manage.py doctor` and owners' pages.

Nothing of it names a person or an event; it says what is so and what to do.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache, caches
from django.db import DatabaseError, connection
from django.utils import timezone

from forum import keys, rotation
from forum.backups import databases, last
from forum.models import Event, Message, ScheduledJob
from forum.models.ground import MessageState

# How long each may be before it is a fault.
WORKER_SILENT = timedelta(minutes=10)
MAIL_LATE = timedelta(hours=1)
BACKUP_OLD = timedelta(days=2)
# A disk with less than both: a share of it, and bytes.
LEAST_FREE, LEAST_BYTES = 0.05, 1_000_000_000

_SENDS = "forum.outbox.send_due"
_REMEMBERED, _FOR = "forum.diagnosis", 300  # seconds


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `key` for programs, what is so, and what to do about it."""

    key: str
    what: str
    act: str


def find(now: datetime | None = None) -> list[Fault]:
    """Everything that is wrong, the worst first; nothing when all is well."""
    now = now or timezone.now()
    if fault := _tables():
        return [fault]
    looks: list[Callable[[datetime], Iterator[Fault]]] = [
        *(_keys, _disk, _worker, _jobs, _mail, _backup, _key_safe, _counts, _moved)
    ]
    return [fault for look in looks for fault in look(now)]


def remembered(now: datetime | None = None) -> list[Fault]:
    """The same as it was at most five minutes ago, for pages that are opened often."""
    kept: list[list[str]] | None = cache.get(_REMEMBERED)
    if kept is None:
        kept = [[fault.key, fault.what, fault.act] for fault in find(now)]
        cache.set(_REMEMBERED, kept, _FOR)
    return [Fault(*words) for words in kept]


def is_ready(now: datetime | None = None) -> bool:
    """Whether people can be served: tables as the code wants them, keys, and room on the disk.

    As it was at most five minutes ago, so that nobody keeps the site busy by asking.
    """
    stops = {"tables", "keys", "disk"}
    return not any(fault.key in stops for fault in remembered(now))


def _tables() -> Fault | None:
    try:
        is_behind = databases.unapplied()
    except DatabaseError:
        return Fault("tables", "The database does not answer.", "Look whether it runs.")
    if databases.newer_than_code(databases.migrations()):
        return Fault(
            "tables",
            "The tables are newer than the code.",
            "Stop Convenor and get the newer code back, or put back the backup from before it.",
        )
    if not is_behind:
        return None
    return Fault(
        "tables",
        "The tables are older than the code.",
        "Stop Convenor, then run: manage.py upgrade FOLDER",
    )


def _keys(now: datetime) -> Iterator[Fault]:
    missing = 0
    for model, field in rotation.sealed_fields():
        rows = model._base_manager.order_by()  # noqa: SLF001 - whatever is shown
        sealed = rows.filter(**{f"{field.name}__isnull": False})
        events = sealed.values_list("event_id", flat=True).distinct()
        aside = {event for event, _, is_held in keys.there(field.purpose) if is_held}
        lost = [
            event
            for event in events
            if event not in aside and not keys.exists(event, field.purpose)
        ]
        of_them = Event.objects.filter(pk__in=lost)
        missing += sum(not _is_erased(event, field.purpose, now) for event in of_them)
    if missing:
        yield Fault(
            "keys",
            f"{missing} {'key is' if missing == 1 else 'keys are'} not in their folder: what they"
            " seal cannot be read, and new answers to it cannot be kept.",
            "Bring the folder of keys back from where you keep its copy. Never make new ones.",
        )
    if keys.open_to_others():
        yield Fault(
            "key_modes",
            "Other accounts of the machine can read keys.",
            f"Run: chmod -R go= {settings.KEYS}",
        )


def _is_erased(event: Event, purpose: str, now: datetime) -> bool:
    """Whether the key went on its day, as it should; what it sealed is noise since then."""
    return purpose == "needs" and event.needs_erased_on <= now.astimezone(event.zone).date()


def _disk(_now: datetime) -> Iterator[Fault]:
    for name, folder in (("data", settings.DATA), ("keys", settings.KEYS)):
        room = shutil.disk_usage(_there(Path(folder)))
        if room.free < LEAST_BYTES and room.free < room.total * LEAST_FREE:
            yield Fault(
                "disk",
                f"The disk of the {name} is nearly full: {room.free // 1_000_000:,} MB are free.",
                "Make room, or nobody can register before long.",
            )


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(path for path in [folder, *folder.parents] if path.exists())


def _worker(now: datetime) -> Iterator[Fault]:
    row = ScheduledJob.objects.filter(name=_SENDS).first()
    ran = row.last_run_at if row else None
    if ran and ran > now - WORKER_SILENT:
        return
    since = f"since {_told(ran)}" if ran else "yet"
    yield Fault(
        "worker",
        f"Nothing has been sent or tidied up {since}.",
        "Look whether the worker or the line in cron runs (docs/running.md, When it grows).",
    )


def _jobs(_now: datetime) -> Iterator[Fault]:
    for row in ScheduledJob.objects.exclude(problem="").order_by("name"):
        yield Fault(
            "jobs",
            f"The job {row.name} ends with a fault: {row.problem}.",
            "Look in the log of the worker for the line that names it.",
        )


def _mail(now: datetime) -> Iterator[Fault]:
    if settings.MAIL_TO_FILES and not settings.DEMO:
        yield Fault(
            "mail_to_files",
            "Mails go to files, and reach nobody.",
            "Set CONVENOR_EMAIL_URL to your mail server.",
        )
    late = Message.objects.filter(state=MessageState.QUEUED, due_at__lt=now - MAIL_LATE).count()
    if late:
        yield Fault(
            "mail_late",
            f"{late:,} {'mail has' if late == 1 else 'mails have'} waited for more than an hour.",
            "Look whether the mail server takes mails from you.",
        )
    if held := Message.objects.filter(state=MessageState.HELD).count():
        yield Fault(
            "mail_held",
            f"{held:,} {'mail is' if held == 1 else 'mails are'} held since the restore.",
            "When you know which have left already, run: manage.py send_held",
        )


def _backup(now: datetime) -> Iterator[Fault]:
    if settings.DEMO:
        return
    made = last.made_at()
    if made and made > now - BACKUP_OLD:
        return
    yield Fault(
        "backup",
        f"The last backup is of {_told(made)}." if made else "No backup was made yet.",
        "Let cron run: manage.py backup FOLDER --keep 28 (docs/running.md, Backups).",
    )


def _key_safe(_now: datetime) -> Iterator[Fault]:
    """No backup holds keys, so without a safe there is only the one copy of them."""
    if settings.KEY_SAFE or settings.DEMO:
        return
    yield Fault(
        "key_safe",
        "The keys have no second copy: with their disk, everything that they seal is lost.",
        "Set CONVENOR_KEY_SAFE to an empty folder on another disk (docs/running.md, The key safe).",
    )


def _counts(_now: datetime) -> Iterator[Fault]:
    answers = getattr(caches["default"], "answers", None)  # a Redis has it
    if answers and not answers():
        yield Fault(
            "redis",
            "The Redis of CONVENOR_REDIS_URL does not answer: each process counts tries alone.",
            "Look whether it runs, and whether it has room.",
        )


def _moved(_now: datetime) -> Iterator[Fault]:
    """What is due is erased in the database alone that the site works on."""
    if connection.vendor == "postgresql" and any(Path(settings.DATA).glob("convenor.sqlite3*")):
        yield Fault(
            "old_database",
            "The SQLite file from before PostgreSQL is still there: nothing in it is ever erased.",
            "When the site works as it should, delete everything in"
            f" {settings.DATA} whose name begins with convenor.sqlite3",
        )


def _told(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B, %H:%M}"
