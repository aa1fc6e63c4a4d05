"""Write a backup from the server's command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import backups


class Command(BaseCommand):
    """`manage.py backup FILE`, while the site is used."""

    help = "Writes database and media into one file that only you can read; never the keys."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, such as backup.tar")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].absolute()
        try:
            made = backups.make(target)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(member["size"] for member in made.members.values())
        self.stdout.write(f"Wrote {target} ({size:,} bytes in {len(made.members)} parts).")
        self.stdout.write("The keys are not in it: copy them elsewhere, as docs/running.md says.")
