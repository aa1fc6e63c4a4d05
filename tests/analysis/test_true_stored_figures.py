"""What is kept of events is what their rows say, and a command tells where it is not."""

import importlib
import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback.models import EventThemes
from registrations import figures
from registrations.models import AttendanceFigures
from tests.analysis.years import make_year
from tests.factories import make_registration

pytestmark = pytest.mark.django_db

NOTHING_DIFFERS = (
    "5 of 5 events compared with their rows.\nEvery figure of these is what the rows say.\n"
)


@pytest.fixture
def year():
    made = make_year(2)
    figures.refresh_due(timezone.now())
    return made


def checked(host=""):
    """What the command says of the host, and how it ends."""
    said = io.StringIO()
    try:
        call_command("check_figures", *filter(None, [host]), stdout=said)
    except CommandError as error:
        return said.getvalue(), f"{error} {error.returncode}"
    return said.getvalue(), ""


def test_it_tells_every_figure_that_differs_and_no_other(year):
    assert checked() == checked(year.host.slug) == (NOTHING_DIFFERS, "")
    assert checked("nobody") == ("", "There is no host “nobody”. 1")

    event = year.events[0]
    whole = AttendanceFigures.objects.get(event=event, organisation=None)
    one = AttendanceFigures.objects.filter(event=event, organisation__isnull=False, came__gt=0)[0]
    read = EventThemes.objects.get(event=event).base
    came_from = [key for key in whole.came_from if key != str(one.organisation_id)]
    AttendanceFigures.objects.filter(pk=whole.pk).update(came=whole.came + 1, came_from=came_from)
    AttendanceFigures.objects.filter(pk=one.pk).update(booked=one.booked + 2)
    EventThemes.objects.filter(event=event).update(base=read + 3)

    said, end = checked()
    assert said.splitlines() == [
        f"{event.title}: organisations that came: kept {came_from}, counted {whole.came_from}",
        f"{event.title}: came: kept {whole.came + 1}, counted {whole.came}",
        f"{event.title}: booked of organisation {one.organisation_id}:"
        f" kept {one.booked + 2}, counted {one.booked}",
        f"{event.title}: words read for themes: kept {read + 3}, counted {read}",
        "5 of 5 events compared with their rows.",
    ]
    assert end == "4 figures differ. 1"


def test_what_waits_to_be_counted_again_does_not_differ(year):
    make_registration(year.events[0])
    waits = "the others have changed and are counted again within a minute"
    assert checked()[0].splitlines()[0] == f"4 of 5 events compared with their rows; {waits}."
    figures.refresh_due(timezone.now())
    assert checked() == (NOTHING_DIFFERS, "")


def test_older_figures_are_told_from_where_people_came(year):
    """As the migration does it for figures that were kept before this was."""
    wholes = AttendanceFigures.objects.filter(organisation=None).order_by("event__starts_at")
    kept = list(wholes.values_list("event", "came_from"))
    wholes.update(came_from=[])
    migration = importlib.import_module("registrations.migrations.0008_came_from_of_older_figures")
    migration.fill(apps, None)
    assert list(wholes.values_list("event", "came_from")) == kept
    assert any(came_from for _event, came_from in kept)
