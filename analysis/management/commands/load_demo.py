"""`manage.py load_demo`: hosts, events and people that nobody has, to look at and try out."""

import random
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from analysis.demo import coming, past, people, stage, teams
from forum.checks import LOOPBACK
from forum.models import Event, Host
from registrations import tickets
from registrations.models import CheckIn, Registration

SEED = 2024
OPEN = "casework-forum-manchester"  # what the title of the open forum becomes


class Command(BaseCommand):
    help = "Loads made-up hosts, events and people. Does nothing when they are there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="other people, same story")

    def handle(self, *args: Any, **options: Any) -> None:
        if Event.objects.filter(slug=OPEN).exists():
            self.stdout.write("The demo is loaded already. Nothing was changed.")
            return
        _may_load()
        began = time.monotonic()
        rng = random.Random(options["seed"])  # noqa: S311 - made-up people need no secret chance
        scene = stage.Stage(rng, timezone.now(), people.crowd(rng))
        # All or nothing, so that a load that was stopped can be begun again.
        with transaction.atomic():
            for words, deed in _scenes(scene):
                self.stdout.write(f"  {words} ...")
                deed()
        self.stdout.write(
            f"Loaded {Event.objects.count()} events, {Registration.objects.count()} registrations "
            f"and {CheckIn.objects.count()} check-ins in {time.monotonic() - began:.0f} s."
        )
        self.stdout.write(f"A booking, as the person sees it: {_a_booking()}")


def _a_booking() -> str:
    """The private link of somebody who comes to the forum that is open."""
    found = Registration.objects.filter(event__slug=OPEN).confirmed().earliest("booked_at")
    return tickets.absolute(tickets.booking_path(found))


def _may_load() -> None:
    """Only into an empty site, and never where strangers could use the password that all know."""
    if Host.objects.exists():
        raise CommandError("There is a host here already. The demo goes into an empty site only.")
    if not settings.DEMO and urlsplit(settings.SITE_URL).hostname not in LOOPBACK:
        raise CommandError(
            "The demo's password is known to everybody. Set CONVENOR_DEMO=1 if others may use it."
        )


def _scenes(scene: stage.Stage) -> list[tuple[str, Callable[[], object]]]:
    """What is loaded, in order: words for whoever waits, and the deed."""
    hashed = teams.Hashed()
    first = teams.millrace(hashed, scene.now)
    second = teams.quayside(hashed)
    of = teams.series(first.host)
    return [
        ("A summit of two days", lambda: past.summit(scene, first, second)),
        ("A workshop", lambda: past.workshop(scene, first, second)),
        ("A casework forum ten days ago", lambda: past.casework_forum(scene, first, of)),
        ("A casework forum to come", lambda: coming.casework_forum(scene, first, of)),
        ("A training that is not ready", lambda: coming.training(scene, first)),
    ]
