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
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from analysis.demo import (
    coming,
    festival,
    forums,
    online,
    past,
    people,
    scarce,
    stage,
    summit,
    teams,
    words,
)
from analysis.demo import trainings as trainings_given
from analysis.demo.aftermath import Aftermath
from feedback.models import BallotBox, Comment
from feedback.models.box import BoxState
from forum.checks import LOOPBACK
from forum.models import Event, Host
from registrations import tickets
from registrations.models import AttendanceFigures, CheckIn, Registration

SEED = 2024
# What the titles of these forums become.
OPEN, LATEST = "casework-forum-manchester", "casework-forum-leeds"


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
        after = Aftermath(scene)
        # All or nothing, so that a load that was stopped can be begun again. Keys of ballots are
        # destroyed, and the disk is swept, when all of it is there.
        with transaction.atomic():
            for words, deed in [*_scenes(scene), *_afterwards(after)]:
                self.stdout.write(f"  {words} ...")
                deed()
            self.stdout.write("  Sweeping up ...")
        self.stdout.write(
            f"Loaded {Event.objects.count()} events, {Registration.objects.count()} registrations "
            f"and {CheckIn.objects.count()} check-ins in {time.monotonic() - began:.0f} s."
        )
        self.stdout.write(_in_all())
        self.stdout.write(f"A booking, as the person sees it: {_a_booking()}")
        self.stdout.write(_a_form_to_fill_in(after))


def _in_all() -> str:
    """What is left of the events whose people were erased, with those whose people are there."""
    whole = AttendanceFigures.objects.filter(organisation=None, event__ends_at__lt=timezone.now())
    came = whole.aggregate(came=Sum("came"))["came"]
    frozen = whole.exclude(frozen_at=None).count()
    return (
        f"People came {came:,} times in three years. Of {frozen} of the {whole.count()} events "
        f"that are over only figures are left; people wrote {Comment.objects.count()} comments."
    )


def _a_booking() -> str:
    """The private link of somebody who comes to the forum that is open."""
    found = Registration.objects.filter(event__slug=OPEN).confirmed().earliest("booked_at")
    return tickets.absolute(tickets.booking_path(found))


def _a_form_to_fill_in(after: Aftermath) -> str:
    """Where feedback is open, with codes of slips; they are kept nowhere, so this is the once."""
    event = BallotBox.objects.get(state=BoxState.OPEN).event
    page = tickets.absolute(reverse("feedback:ballot", args=[event.slug]))
    first, *others = after.slips
    return f"Feedback that is open: {page}#{first} (and {', '.join(others)})"


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
    third = teams.northmoor(hashed)
    casework, trainings, month = (teams.series(first.host, *named) for named in words.SERIES)
    return [
        ("Casework forums of three years", lambda: forums.earlier(scene, first, casework)),
        ("A year of trainings", lambda: trainings_given.load(scene, first, trainings)),
        ("A festival of a month", lambda: festival.load(scene, [first, third], month)),
        ("A summit of two days", lambda: past.summit(scene, first, second)),
        ("A summit of three hosts", lambda: summit.regional(scene, first, [second, third])),
        ("A meeting of three hundred", lambda: online.meeting(scene, first)),
        ("A workshop", lambda: past.workshop(scene, first, second)),
        ("A casework forum ten days ago", lambda: forums.latest(scene, first, casework)),
        ("A casework forum to come", lambda: coming.casework_forum(scene, first, casework)),
        ("A training that is not ready", lambda: coming.training(scene, first)),
        ("A training that is full", lambda: scarce.full_training(scene, first)),
        ("An evening that names nobody", lambda: scarce.quiet_evening(scene, first)),
        ("A complaint", lambda: scarce.complain(scene, Event.objects.get(slug=LATEST))),
    ]


def _afterwards(after: Aftermath) -> list[tuple[str, Callable[[], object]]]:
    return [
        ("What people said", after.answer),
        ("What the teams read in it", after.read),
        ("What they reported back", after.tell),
        ("What was erased when its day came", after.erase),
    ]
