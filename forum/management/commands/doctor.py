"""Say what is wrong with the site, from the server's command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import diagnosis


class Command(BaseCommand):
    """`manage.py doctor`: one line for each fault and one for what to do; status 1 with any."""

    help = "Says in plain words what is wrong with this site, and what to do about it."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        found = diagnosis.find()
        for fault in found:
            self.stdout.write(f"{fault.what}\n  {fault.act}")
        if found:
            raise CommandError(f"{len(found)} thing{'s' if len(found) > 1 else ''} to mend.")
        self.stdout.write("All is well.")
