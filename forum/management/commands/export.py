"""Make a list as a file from the server's command line."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import exports
from forum.exports import columns
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
        parser.add_argument("--reason", default="", help="what the list is for, where it is asked")
        parser.add_argument(
            "--without",
            action="append",
            default=[],
            metavar="COLUMN",
            help="a column to leave out; may be given several times",
        )
        for key, words in _questions().items():
            parser.add_argument(f"--{key}", default="", help=words)
        for extra in _extras().values():
            if extra.needs_reason:
                parser.add_argument(f"--with-{extra.key}", metavar="REASON", help=extra.hint)
            else:
                parser.add_argument(f"--with-{extra.key}", action="store_true", help=extra.words)

    def handle(self, *args: Any, **options: Any) -> None:
        event = Event.objects.filter(slug=options["event"]).first()
        if event is None:
            raise _wrong(f"There is no event “{options['event']}”.")
        output: Path = options["output"]
        if output.exists() or output.is_symlink():
            raise _wrong(f"{output} is there already; it is not overwritten.")
        made = _made(event, options)
        try:
            _write(output, made.content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {output} ({len(made.content):,} bytes).")


def _wrong(words: str) -> CommandError:
    return CommandError(words, returncode=WRONG_ASKED)


def _extras() -> dict[str, exports.Extra]:
    """Every addition by its key; where two lists have one of the same key, the stricter."""
    found: dict[str, exports.Extra] = {}
    for extra in (extra for export in exports.every() for extra in export.extras):
        if extra.key not in found or extra.needs_reason:
            found[extra.key] = extra
    return found


def _questions() -> dict[str, str]:
    """What lists must be told before they can be made, in words, by the name of the option."""
    return {export.asks.key: export.asks.words for export in exports.every() if export.asks}


def _made(event: Event, options: dict[str, Any]) -> exports.Workfile:
    """The list as asked for, by nobody's account. Raises CommandError."""
    kind = options["kind"]
    given = {key: options[f"with_{key}"] for key in _extras()}
    asked = {key: value for key, value in given.items() if value not in (None, False)}
    reasons = [options["reason"], *(value for value in asked.values() if isinstance(value, str))]
    try:
        export = exports.find(kind)
        _check_columns(export, event, options["without"])
        return exports.make(
            kind=kind,
            event=event,
            by=None,
            extras=frozenset(asked),
            reason="; ".join(filter(None, reasons)),
            left_out=options["without"],
            asked=options[export.asks.key] if export.asks else "",
        )
    except exports.UnknownListError as error:
        kinds = ", ".join(export.kind for export in exports.every())
        raise _wrong(f"There is no list “{error}”. There are: {kinds}") from None
    except exports.UnknownExtraError as error:
        raise _wrong(f"The list “{kind}” cannot hold: {error}.") from None
    except exports.ReasonNeededError:
        raise _wrong("Say a reason in words.") from None
    except exports.NotFoundError as error:
        raise _wrong(str(error)) from None


def _check_columns(export: exports.Export, event: Event, titles: list[str]) -> None:
    """Refuse a column that this list does not have, or that always stays."""
    there = columns.choices(export, event)
    if unknown := [title for title in titles if title not in there]:
        can = f"It can be made without: {', '.join(there)}" if there else "It has all its columns."
        raise _wrong(f"“{unknown[0]}” cannot be left out of this list. {can}")


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
