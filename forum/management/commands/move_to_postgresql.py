"""Move the site from SQLite to PostgreSQL from the server's command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from forum import serving
from forum.backups import BackupError
from forum.backups.moving import MoveError, move


class Command(BaseCommand):
    """`manage.py move_to_postgresql postgres://...`, while the site is stopped."""

    help = "Copies everything from SQLite into an empty PostgreSQL and compares each row."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="postgres://NAME:PASSWORD@HOST/DATABASE, empty")

    def handle(self, *args: Any, **options: Any) -> None:
        old = connection.settings_dict["NAME"]
        try:
            rows = move(address=options["address"], say=self.stdout.write)
        except (MoveError, BackupError, serving.InUseError) as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        for table, count in rows.items():
            if count:
                self.stdout.write(f"{count:>9,}  {table}")
        self.stdout.write(
            f"{sum(rows.values()):>9,}  rows in all, each the same in every column.\n"
            "Now set CONVENOR_DATABASE_URL to this address, start Convenor and make a backup.\n"
            f"Then delete {old} and all that begins like it: nothing in it is erased from now on."
        )
