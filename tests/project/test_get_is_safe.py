"""Looking changes nothing: anybody's scanner may open a link in a mail or a QR code (U21)."""

import pytest

from forum.models.people import Role
from tests.database import state
from tests.project.test_matrix import PAGES, ROLES, may
from tests.world import World, url_names

# Signing in and setting up a second step keep their place in the session.
KEEP_THEIR_PLACE = ("account_", "mfa_")
# Opening these is written down each time, since they show what people need.
WRITTEN_DOWN = {
    f"registrations:{name}"
    for name in (
        *("needs_board", "need", "needs_gathered"),
        *("accompany", "travel_claims", "travel_claim", "cash_sheet"),
        *("kitchen", "kitchen_link"),
    )
}


def reads(role: Role | None, name: str, world: World) -> bool:
    """Whether the page opens for them: that it changes nothing for the others is in the matrix."""
    if PAGES[name].right not in ROLES:
        return role in {None, Role.OWNER}
    return role is None or any(may(name, url, role) for url in world.addresses[name])


@pytest.mark.parametrize("role", [None, Role.OWNER, Role.NEEDS_LEAD, Role.DOOR])
def test_looking_changes_nothing(role, world, client):
    if role:
        client.force_login(world.team[role])
    before = state()
    for name in sorted(name for name in url_names() if reads(role, name, world)):
        allowed = {"django_session"} if name.startswith(KEEP_THEIR_PLACE) else set()
        allowed |= {"forum_auditentry"} if name in WRITTEN_DOWN else set()
        for url in world.addresses[name]:
            client.get(url)
        client.head(url)
        client.options(url)
        after = state()
        changed = {table for table in after if after[table] != before[table]}
        assert changed <= allowed, name
        before = after


def test_a_state_tells_when_a_row_changes(world):
    before = state()
    world.event.title = "Another title"
    world.event.save()
    changed = [table for table, found in state().items() if found != before[table]]
    assert changed == ["forum_event"]
