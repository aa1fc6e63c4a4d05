"""Erase what is due, from the server's command line."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forum import schedule
from registrations import retention


class Command(BaseCommand):
    """`manage.py erase`; with `--confirm` also when the clock stands far from the last run."""

    help = "Erases needs, bookings and keys whose day has come, as the schedule does each hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--confirm", action="store_true", help="the clock is right: erase what waits for a yes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["confirm"]:
            count = retention.confirm(by=None, now=now)
        elif schedule.may_be_wrong(now):
            raise CommandError(_waits(now))
        else:
            count = retention.erase_now(now)
        self.stdout.write(f"Erased what was due of {count} event{'' if count == 1 else 's'}.")


def _waits(now: datetime) -> str:
    last = schedule.last_erasing() or now
    due = retention.find(now)
    return (
        f"It is {_day(now)} by this clock, and the last run was on {_day(last)}. "
        "If the clock is wrong, set it right: nothing was erased. "
        f"If it is right, run this again with --confirm: {len(due.needs)} events with needs and "
        f"{len(due.bookings)} with bookings are due, and nobody can read them until then."
    )


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
