"""Place people in sessions from a file, without a database: for those who bring their own data."""

import math
import os
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registrations.allocation import ClashError, Result, allocate
from registrations.allocation.instance import Instance, keeping, read, written
from registrations.allocation.strict_json import LARGEST_FILE, BadFileError

WRONG_ASKED = 2
SECONDS = 120.0
SHOWN = 20


class Command(BaseCommand):
    """`manage.py allocate INSTANCE.json --output ALLOCATION.json`, as docs/allocation.md says."""

    help = "Places people in sessions by their choices, from a JSON file into another."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instance", type=Path, help="the file to read")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        parser.add_argument(
            "--keep", type=Path, metavar="PREVIOUS.json", help="an allocation to move nobody out of"
        )
        parser.add_argument(
            "--seed", type=int, default=1, metavar="N", help="of the lots; 1 when not given"
        )
        parser.add_argument(
            "--seconds",
            type=_seconds,
            default=SECONDS,
            metavar="N",
            help=f"of the processor, at most; {SECONDS:.0f} when not given",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source, output = options["instance"], options["output"]
        _check(output, source)
        instance = _read(source, options["keep"], options["seed"])
        try:
            result = allocate(instance.problem, seconds=options["seconds"])
        except ClashError as error:
            raise _refused(source, [clash.words for clash in error.clashes]) from None
        self.stdout.write(_table(result))
        text = written(instance.problem, result)
        try:
            _write(output, text)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {output}.")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds")
    return seconds


def _check(output: Path, source: Path) -> None:
    """Refuse an output that could not be written, before anything is worked out."""
    if not output.parent.is_dir():
        raise CommandError(f"There is no folder {output.parent}.", returncode=WRONG_ASKED)
    if output.exists() and not output.is_file():
        raise CommandError(f"{output} is not a file.", returncode=WRONG_ASKED)
    if output.exists() and source.exists() and output.samefile(source):
        raise CommandError(f"{output} is what is to be read.", returncode=WRONG_ASKED)


def _read(source: Path, keep: Path | None, seed: int) -> Instance:
    path = source
    try:
        instance = read(_content(source), seed=str(seed))
        if keep:
            path = keep
            instance = keeping(instance, _content(keep))
    except BadFileError as error:
        raise _refused(path, error.faults) from None
    return instance


def _refused(path: Path, faults: Sequence[str]) -> CommandError:
    """What is wrong in a file, a line for each; of very many the first."""
    lines = [f"{path}: {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        lines.append(f"... and {len(faults) - SHOWN} more")
    return CommandError("\n".join(lines), returncode=WRONG_ASKED)


def _content(path: Path) -> bytes:
    """What is in the file; a little more than is ever taken, so that a larger one is refused."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", returncode=WRONG_ASKED
        ) from None


def _table(result: Result) -> str:
    """The goals in their order, and what no session meets."""
    lines = [f"{'goal':30} {'value':>7} {'bound':>7}  proven  seconds"]
    lines += [
        f"{goal.name:30} {goal.value:7} {goal.bound:7}  {'yes' if goal.is_proven else 'no':6}"
        f"  {goal.seconds:7.2f}"
        for goal in result.goals
    ]
    lines += [f"No session in {slot} meets this need: {need}." for slot, need in result.unmet]
    return "\n".join(lines)


def _write(output: Path, text: str) -> None:
    """A whole file that nobody else may read, or the one that was there before."""
    descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=".allocation-")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.replace(output)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
