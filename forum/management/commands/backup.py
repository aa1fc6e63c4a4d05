"""Write a backup from the server's command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import backups
from forum.backups import pruning


class Command(BaseCommand):
    """`manage.py backup FILE` or `manage.py backup FOLDER --keep DAYS`, while the site is used."""

    help = "Writes database and media into one file that only you can read; never the keys."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="the file to write, such as backup.tar, or a folder where its day names it",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="DAYS",
            help="afterwards delete the backups in that folder that are older than so many days",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given: Path = options["file"].absolute()
        days: int | None = options["keep"]
        if days is not None and (days < 1 or not given.is_dir()):
            raise CommandError("--keep goes with a folder, and with one day at least.")
        self._make(pruning.named(given) if given.is_dir() else given)
        if days is not None:
            self._prune(given, days)

    def _make(self, target: Path) -> None:
        try:
            made = backups.make(target)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(member["size"] for member in made.members.values())
        self.stdout.write(f"Wrote {target} ({size:,} bytes in {len(made.members)} parts).")
        self.stdout.write("The keys are not in it: copy them elsewhere, as docs/running.md says.")

    def _prune(self, folder: Path, days: int) -> None:
        try:
            gone = pruning.prune(folder, days=days)
        except OSError as error:
            raise CommandError(f"Old backups could not be deleted: {error.strerror}.") from error
        for path in gone:
            self.stdout.write(f"Deleted {path.name}, which was older than {days} days.")
