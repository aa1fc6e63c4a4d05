"""Make a list as a file from the server's command line."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import exports
from forum.models import Event

WRONG_ASKED = 2


class Command(BaseCommand):
    """`manage.py export EVENT_SLUG KIND --output FILE`; what is sensitive goes in with a reason."""

    help = "Write a list of an event as an XLSX file that only you can read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("event", help="the last part of the event's address")
        kinds = ", ".join(export.kind for export in exports.every())
        parser.add_argument("kind", help=f"which list: {kinds}")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        for extra in _extras():
            if extra.needs_reason:
                parser.add_argument(f"--with-{extra.key}", metavar="REASON", help=extra.hint)
            else:
                parser.add_argument(f"--with-{extra.key}", action="store_true", help=extra.words)

    def handle(self, *args: Any, **options: Any) -> None:
        event = Event.objects.filter(slug=options["event"]).first()
        if event is None:
            raise CommandError(f"There is no event “{options['event']}”.", returncode=WRONG_ASKED)
        output: Path = options["output"]
        if output.exists() or output.is_symlink():
            raise CommandError(
                f"{output} is there already; it is not overwritten.", returncode=WRONG_ASKED
            )
        made = _made(event, options)
        try:
            _write(output, made.content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {output} ({len(made.content):,} bytes).")


def _extras() -> list[exports.Extra]:
    return [extra for export in exports.every() for extra in export.extras]


def _made(event: Event, options: dict[str, Any]) -> exports.Workfile:
    """The list as asked for, by nobody's account. Raises CommandError."""
    asked = {
        extra.key: options[f"with_{extra.key}"]
        for extra in _extras()
        if options[f"with_{extra.key}"] not in (None, False)
    }
    reasons = [reason for reason in asked.values() if isinstance(reason, str)]
    try:
        return exports.make(
            kind=options["kind"],
            event=event,
            by=None,
            extras=frozenset(asked),
            reason="; ".join(reasons),
        )
    except exports.UnknownListError as error:
        raise CommandError(
            f"There is no list “{error}”. There are: "
            + ", ".join(export.kind for export in exports.every()),
            returncode=WRONG_ASKED,
        ) from None
    except exports.UnknownExtraError as error:
        raise CommandError(
            f"The list “{options['kind']}” cannot hold: {error}.", returncode=WRONG_ASKED
        ) from None
    except exports.ReasonNeededError:
        raise CommandError("Say a reason in words.", returncode=WRONG_ASKED) from None


def _write(output: Path, content: bytes) -> None:
    """A new file that nobody else may read; nothing is left when it cannot be written whole."""
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        output.unlink(missing_ok=True)
        raise
