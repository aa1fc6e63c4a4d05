"""Bring the data up to the new code from the server's command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import serving
from forum.backups import BackupError
from forum.backups.upgrading import UpgradeError, upgrade


class Command(BaseCommand):
    """`manage.py upgrade FOLDER`, when the new code is there and the site is stopped."""

    help = "Backs up, migrates, checks and collects static files: all of it or nothing."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the backup of before goes")
        parser.add_argument(
            "--without-figures", action="store_true", help="do not compare figures with their rows"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = upgrade(
                folder=options["folder"].absolute(),
                say=self.stdout.write,
                with_figures=not options["without_figures"],
            )
        except (BackupError, serving.InUseError) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except UpgradeError as error:
            raise CommandError(str(error)) from error
        ran = ", ".join(done.migrations) or "there was no migration to run"
        self.stdout.write(
            f"Upgraded ({ran}). Start Convenor again.\n"
            f"To go back: get the old code, and: manage.py restore {done.backup} --replace"
        )
