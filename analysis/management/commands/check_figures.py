"""Compare every figure that is kept with a fresh count of the rows it was made from."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback import theme_counts
from feedback.models import EventThemes
from forum.models import Event, Host
from registrations import figures
from registrations.figures import Difference

DIFFERENT = 1


class Command(BaseCommand):
    """`manage.py check_figures [HOST]`: what differs, a line each, and then ends with 1."""

    help = "Compares the figures that are kept with a fresh count of the rows; changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host", nargs="?", help="the host's short name; all hosts without it")

    def handle(self, *args: Any, **options: Any) -> None:
        events = _events(options["host"])
        behind = {event.pk for event in figures.behind(timezone.now())}
        count = checked = 0
        for event in events:
            if event.pk not in behind:
                checked += 1
                for difference in figures.differences(event):
                    count += 1
                    self.stdout.write(str(difference))
        for difference in _themes(events):
            count += 1
            self.stdout.write(str(difference))
        said = f"{checked:,} of {len(events):,} events compared with their rows"
        if checked < len(events):
            said += "; the others have changed and are counted again within a minute"
        self.stdout.write(f"{said}.")
        if count:
            raise CommandError(f"{count:,} figures differ.", returncode=DIFFERENT)
        self.stdout.write("Every figure of these is what the rows say.")


def _events(host: str | None) -> list[Event]:
    """Those that the host runs alone or with others, or all, in the order of time."""
    events = Event.objects.order_by("starts_at", "pk")
    if host is None:
        return list(events)
    if not Host.objects.filter(slug=host).exists():
        raise CommandError(f"There is no host “{host}”.")
    return list(events.filter(hosts__slug=host))


def _themes(events: list[Event]) -> Iterator[Difference]:
    """How often themes were raised: also of events whose people are erased, whose words stay."""
    counted = theme_counts.from_words([event.pk for event in events])
    kept = {row.event_id: row for row in EventThemes.objects.filter(event__in=counted)}
    for event in events:
        row, fresh = kept.get(event.pk) or EventThemes(), counted[event.pk]
        if row.base != fresh.base:
            yield Difference(event, "words read for themes", row.base, fresh.base)
        if row.counts != fresh.counts:
            yield Difference(event, "themes raised", row.counts, fresh.counts)
