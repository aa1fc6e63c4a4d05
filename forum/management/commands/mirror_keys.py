"""Copy the keys into a safe, from the server's command line or before a night."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import key_safe


class Command(BaseCommand):
    """`manage.py mirror_keys FOLDER`; CONVENOR_KEY_SAFE does the same each ten minutes."""

    help = "Copies new keys into the folder, and destroys there those that were destroyed here."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder on another disk of yours")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = key_safe.mirror(options["folder"])
        except key_safe.SafeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Copied {done.copied} keys and destroyed {done.destroyed} in the safe.")
        if done.damaged:
            self.stdout.write(
                f"{done.damaged} keys are damaged: the safe keeps what it has of them."
            )
        if done.other_secret:
            self.stdout.write(
                "The safe has another secret_key than the site. If ours is right, remove that one."
            )
