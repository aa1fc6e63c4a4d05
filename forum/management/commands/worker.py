"""Send mails and run jobs, in a process of its own."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import serving, worker


class Command(BaseCommand):
    help = "Sends mails as they come and runs jobs as they fall due, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            serving.begin()
        except serving.InUseError as error:
            raise CommandError(str(error)) from error
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        running = worker.start()
        self.stdout.write("The worker is running. Stop it with Ctrl+C.")
        stop.wait()
        running.stop()
