"""Send after all what was held after a restore."""

from typing import Any

from django.core.management.base import BaseCommand

from forum import outbox


class Command(BaseCommand):
    help = "Queues the mails that a restore held. Some of them may have been sent before."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{outbox.release()} mails will be sent.")
