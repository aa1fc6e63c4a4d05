"""Looking changes nothing: anybody's scanner may open a link in a mail or a QR code (U21)."""

import hashlib

import pytest
from django.db import connection

from forum.models.people import Role
from tests.world import url_names

# Signing in and setting up a second step keep their place in the session.
KEEP_THEIR_PLACE = ("account_", "mfa_")
# Opening these is written down each time, since they show what people need by name.
WRITTEN_DOWN = {
    f"registrations:{name}"
    for name in (
        *("needs_board", "need", "needs_gathered"),
        *("accompany", "travel_claims", "travel_claim", "cash_sheet"),
    )
}


def state() -> dict[str, str]:
    """A hash of every table's rows."""
    hashes = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            rows = sorted(repr(row) for row in cursor.fetchall())
            hashes[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return hashes


@pytest.mark.parametrize("name", sorted(url_names()))
def test_looking_changes_nothing(name, world, client):
    allowed = {"django_session"} if name.startswith(KEEP_THEIR_PLACE) else set()
    allowed |= {"forum_auditentry"} if name in WRITTEN_DOWN else set()
    for user in (None, world.team[Role.OWNER], world.team[Role.NEEDS_LEAD], world.team[Role.DOOR]):
        if user:
            client.force_login(user)
        before = state()
        for url in world.addresses[name]:
            client.get(url)
        client.head(url)
        client.options(url)
        after = state()
        changed = {table for table in after if after[table] != before[table]}
        assert changed <= allowed, f"{name} as {user}"


def test_a_state_tells_when_a_row_changes(world):
    before = state()
    world.event.title = "Another title"
    world.event.save()
    changed = [table for table, found in state().items() if found != before[table]]
    assert changed == ["forum_event"]
