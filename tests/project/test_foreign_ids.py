"""Ids of another event or host in what is sent: refused or ignored, never stored (D02, D03, V4)."""

import re
from typing import Any

import pytest
from django.db import connection, transaction

from forum.models.people import Role
from tests.page_forms import Form, read_forms
from tests.project.test_matrix import OURS, PAGES, may, signed_in
from tests.world import World

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Fields that no form has, in the hope that something takes them all the same.
EXTRA = {
    "state": "confirmed",
    "status": "confirmed",
    "place": "1",
    "checked_in": "1",
    "is_lead": "on",
    "is_staff": "1",
    "is_superuser": "1",
    "is_walk_in": "on",
    "link_version": "9",
    "code": "FERN-0001",
    "seat": "1",
}
# Not an id of a row: each press of a button at the door brings a number of its own.
OWN_NUMBER = "scan_id"
OWNERS = ["event", "host", "user", "registration", "series", "room", "slot", "session", "id", "pk"]


def foreign_ids(elsewhere: World) -> set[str]:
    people = [*elsewhere.team.values(), *elsewhere.cohost_team.values()]
    rows = [elsewhere.event, elsewhere.host, elsewhere.cohost, *people]
    return elsewhere.ids | {str(row.pk) for row in rows}


class Written:
    """The statements that wrote, and held one of these ids."""

    def __init__(self, ids: set[str]) -> None:
        self.ids = {key.replace("-", "") for key in ids}
        self.found: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            held = f"{sql} {params}".replace("-", "")
            self.found += [key for key in self.ids if key in held]
        return execute(sql, params, many, context)


def attempts(form: Form, foreign: set[str]) -> list[dict[str, list[str]]]:
    """The form as it stands with each foreign id in each field that holds an id, and extras."""
    standing = form.as_it_stands()
    chosen_by_id = [
        name
        for name, one in form.fields.items()
        if name != OWN_NUMBER
        and any(UUID.fullmatch(option) for option in [*one.options, *one.values])
    ]
    tries = [{**standing, name: [key]} for name in chosen_by_id for key in sorted(foreign)]
    extra = {name: [value] for name, value in EXTRA.items() if name not in form.fields}
    for key in sorted(foreign)[:3]:
        owners = {name: [key] for name in OWNERS if name not in form.fields}
        tries.append({**standing, **extra, **owners})
    return tries


@pytest.mark.parametrize("name", [name for name in OURS if not PAGES[name].posts_only])
def test_d02_a_form_takes_no_id_of_another_host(name, world, elsewhere):
    foreign = foreign_ids(elsewhere)
    role = next((role for role in Role if may(name, world.addresses[name][0], role)), None)
    if role is None:
        return
    client = signed_in(world.team[role])
    for url in world.addresses[name]:
        for form in read_forms(client.get(url).content.decode(errors="replace")):
            for attempt in attempts(form, foreign):
                written = Written(foreign)
                with transaction.atomic(), connection.execute_wrapper(written):
                    response = client.post(form.action or url, attempt)
                    transaction.set_rollback(True)
                assert response.status_code < 500
                assert written.found == [], f"{url} took {attempt}"


def test_an_id_that_is_written_is_noticed(world, elsewhere):
    """So that the test above does not pass because no statement was read."""
    written = Written(foreign_ids(elsewhere))
    with connection.execute_wrapper(written):
        world.room.event = elsewhere.event
        world.room.save()
    assert written.found == [str(elsewhere.event.pk).replace("-", "")]


def test_the_attempts_reach_every_field_that_holds_an_id(world):
    """So that the test above does not pass because no form was read."""
    client = signed_in(world.team[Role.OWNER])
    session = world.addresses["forum:add_to_programme"][-1]
    found = read_forms(client.get(session).content.decode())[-1]
    tried = {name for name, one in found.fields.items() if UUID.search(" ".join(one.options))}
    assert {"room", "slot"} <= tried


def test_d03_what_nobody_may_set_is_as_the_deeds_make_it(world, client):
    """D03: extra fields on the way to a booking change nothing of what is stored."""
    row = world.draft
    kept = {name: getattr(row, name) for name in ("state", "place", "code", "is_walk_in", "kind")}
    for url in world.addresses["registrations:step"]:
        for form in read_forms(client.get(url).content.decode()):
            sent = form.as_it_stands() | {name: [value] for name, value in EXTRA.items()}
            client.post(
                form.action or url, {**sent, "event": [str(world.series.pk)], "kind": "crew"}
            )
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in kept} == kept
    assert row.event_id == world.event.pk
