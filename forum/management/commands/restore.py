"""Put a backup back from the server's command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import backups, serving


class Command(BaseCommand):
    """`manage.py restore FILE`, while the site is stopped."""

    help = "Checks a backup and puts it in the place of database and media. Stop the site first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that manage.py backup wrote")
        parser.add_argument(
            "--replace", action="store_true", help="lose what the database holds now, for good"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with serving.alone():
                found = backups.restore(options["file"].absolute(), replace=options["replace"])
        except (backups.BackupError, serving.InUseError) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"Restored what was there on {found.manifest.made_at[:16]} UTC.")
        self.stdout.write(
            f"{found.mails_held} mails that were waiting then are held and not sent. "
            "Everybody signs in anew. What is due by now was erased, or cannot be read."
        )
