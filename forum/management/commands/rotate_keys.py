"""Give events new keys, from the server's command line: when somebody may have seen the old."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import keys, rotation
from forum.models import Event


class Command(BaseCommand):
    """`manage.py rotate_keys EVENT_SLUG`, while the site is used; killed, it goes on next time."""

    help = "Makes new keys and seals everything with them. Old keys are destroyed a day later."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("event", nargs="?", help="the last part of the event's address")
        parser.add_argument("--all", action="store_true", help="every event that has keys")
        parser.add_argument(
            "--purpose", choices=rotation.purposes(), help="one kind of key; every kind when absent"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        purpose = options["purpose"]
        wanted = [purpose] if purpose else rotation.purposes()
        found = [
            (event, each)
            for event in _events(options["event"], options["all"])
            for each in wanted
            if keys.versions(event.pk, each)
        ]
        if not found:
            raise CommandError("There is no such key: nothing was done.")
        for event, each in found:
            try:
                is_new, counts = rotation.rotate(event=event, purpose=each)
            except keys.KeyUnavailableError as error:
                raise CommandError(f"{event.slug}: {error}. Nothing was lost.") from error
            self.stdout.write(f"{event.slug}, {each}: {_said(is_new, counts)}")
        self.stdout.write("Make a backup now: one from before opens only with the old keys.")


def _events(slug: str | None, is_all: bool) -> list[Event]:
    if bool(slug) == is_all:
        raise CommandError("Name one event, or say --all.")
    events = list(Event.objects.filter(slug=slug) if slug else Event.objects.order_by("starts_at"))
    if not events:
        raise CommandError("No event has this address.")
    return events


def _said(is_new: bool, counts: rotation.Counts) -> str:
    words = (
        f"a new key; {counts.done} values sealed with it."
        if is_new
        else f"a rotation begun earlier is finished; {counts.done} values sealed. "
        "For another new key run this again."
    )
    if counts.left:
        words += (
            f" {counts.left} values could not be opened or are in use: the old key stays for them."
        )
    return words
