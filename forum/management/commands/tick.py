"""Run the jobs that are due, once: for cron, where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand

from forum import schedule, serving


class Command(BaseCommand):
    help = "Runs the jobs that are due now, sending mails among them. Call it each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            serving.begin()
        except serving.InUseError:
            return  # the next minute is soon enough
        ended_well = schedule.run_due()
        if options["verbosity"] > 1:
            self.stdout.write(f"{ended_well} jobs ran.")
