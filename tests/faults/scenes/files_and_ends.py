"""Deeds about files that come and go, figures, and what is erased on its day."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forum import tables, work
from forum.exports import filing, making
from forum.exports.filing import _keep
from forum.models import User
from forum.models.files import ListFile, WorkState
from forum.models.people import Role
from registrations import figures, retention
from registrations.importing import checking, keeping, standing
from registrations.importing.choosing import Choices
from registrations.importing.working import _bring_in
from registrations.kitchen import copies
from registrations.models import PeopleImport
from tests import import_files
from tests.factories import ask, make_event
from tests.faults.scenes.telling import scene
from tests.world import World

ROWS = [["Amina", "amina@new.example", "New Welcome", "vegan"], ["Bo", "", "Harbour", ""]]
TABLE = tables.read(
    "people.csv", import_files.as_csv(["Name", "Email", "Organisation", "Diet"], ROWS)
)


def staff(world: World) -> User:
    return world.team[Role.STAFF]


def organiser(world: World) -> User:
    return world.team[Role.ORGANISER]


# Lists


@scene("forum.exports.filing.ask")
def a_long_list_is_asked_for(world: World, _: None) -> None:
    filing.ask(kind="attendees", event=world.event, by=organiser(world))


@scene("forum.exports.filing.fetch")
def a_list_is_fetched(world: World, _: None) -> None:
    filing.fetch(row=world.file, by=staff(world))


@scene("forum.exports.filing.remove", "forum.exports.filing._forget")
def a_list_is_taken_away(world: World, _: None) -> None:
    filing.remove(row=world.file, by=staff(world))


@scene("forum.exports.filing.make_due", "forum.exports.filing._forget", in_steps=True)
def lists_of_yesterday_are_forgotten(world: World, _: None) -> None:
    filing.make_due(timezone.now() + timedelta(days=2))


def a_list_in_hand(world: World) -> tuple[ListFile, making.Workfile]:
    row = filing.ask(kind="attendees", event=world.event, by=organiser(world))
    assert work.take_up(row, timezone.now())
    return row, making.Workfile("attendees.xlsx", b"a spreadsheet", 3, "Attendees")


@scene("forum.exports.filing._keep", "forum.exports.making.record", given=a_list_in_hand)
def a_list_is_kept(world: World, made: tuple[ListFile, making.Workfile]) -> None:
    _keep(*made)


@scene("forum.exports.making.record", "registrations.kitchen.copies._keep")
def a_sheet_for_the_kitchen_is_on_record(world: World, _: None) -> None:
    lines = [("meals", "", "vegan", 4)]
    made = making.Workfile(
        *("catering.xlsx", b"a spreadsheet", 4, "Catering"),
        recorded=lambda: copies.keep(event=world.event, lines=lines),
    )
    making.record(made, event=world.event, by=staff(world))


# People who are brought in


@scene("registrations.importing.keeping.begin")
def a_file_of_people_is_kept(world: World, _: None) -> None:
    keeping.begin(event=world.event, table=TABLE, by=organiser(world))


@scene("registrations.importing.keeping.say_what_columns_mean")
def columns_of_a_file_are_named(world: World, _: None) -> None:
    keeping.say_what_columns_mean(
        brought=world.brought, mapping={"Name": "name", "Where from": "organisation"}
    )


@scene("registrations.importing.keeping.drop")
def a_file_of_people_is_thrown_away(world: World, _: None) -> None:
    keeping.drop(brought=world.brought, by=organiser(world))


def two_files(world: World) -> None:
    keeping.begin(event=world.event, table=TABLE, by=organiser(world))


@scene("registrations.importing.keeping.forget_old", given=two_files, in_steps=True)
def files_of_yesterday_are_forgotten(world: World, _: None) -> None:
    keeping.forget_old(timezone.now() + timedelta(days=2))


def a_file_in_hand(world: World) -> PeopleImport:
    event = make_event(world.host, capacity=5)
    ask(event)
    row = keeping.begin(event=event, table=TABLE, by=organiser(world))
    plan = checking.plan(keeping.table_of(row), keeping.mapping_of(row), standing.facts(event))
    row.choices = Choices(
        agreed=True, tell=True, expected=len(plan.coming(with_namesakes=False))
    ).kept()
    row.state = WorkState.RUNNING
    row.save()
    return row


@scene("registrations.importing.writing.write", given=a_file_in_hand)
def people_are_brought_in(world: World, row: PeopleImport) -> None:
    _bring_in(row, timezone.now())


# Figures, and what is erased


@scene(
    "registrations.figures.refreshing.refresh_due",
    "registrations.figures.refreshing._refresh",
    "registrations.figures.people.count",
    in_steps=True,
)
def figures_are_counted_again(world: World, _: None) -> None:
    figures.refresh_due()


def _erase(world: World, **after: Any) -> None:
    now = world.event.ends_at + timedelta(**after)
    retention.erase(retention.find(now), now)


@scene(
    "registrations.retention.erasing._erase_needs",
    "registrations.figures.refreshing.freeze_needs",
    "registrations.figures.refreshing._refresh",
    in_steps=True,
)
def needs_are_erased_on_their_day(world: World, _: None) -> None:
    _erase(world, days=20)


def needs_are_gone(world: World) -> None:
    _erase(world, days=20)


@scene("registrations.retention.erasing._erase_travel", given=needs_are_gone, in_steps=True)
def help_with_travel_is_erased_on_its_day(world: World, _: None) -> None:
    _erase(world, days=70)


def travel_is_gone(world: World) -> None:
    _erase(world, days=70)


@scene(
    "registrations.retention.erasing._delete_bookings",
    "registrations.figures.refreshing.freeze_attendance",
    "registrations.figures.refreshing._refresh",
    given=travel_is_gone,
    in_steps=True,
)
def bookings_are_deleted_on_their_day(world: World, _: None) -> None:
    _erase(world, days=190)
