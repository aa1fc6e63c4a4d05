"""Looking changes nothing: anybody's scanner may open a link in a mail or a QR code (U21)."""

import pytest

from forum.models import User
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


def readers(name: str, world: World) -> list[User | None]:
    """A visitor; and of the team an owner, a needs lead and a door, where the page opens for them.

    Where it does not they are strangers: that these change nothing is in the matrix.
    """
    if PAGES[name].right not in ROLES:
        return [None, world.team[Role.OWNER]]
    roles = (Role.OWNER, Role.NEEDS_LEAD, Role.DOOR)
    urls = world.addresses[name]
    return [None, *(world.team[role] for role in roles if any(may(name, u, role) for u in urls))]


@pytest.mark.parametrize("name", sorted(url_names()))
def test_looking_changes_nothing(name, world, client):
    allowed = {"django_session"} if name.startswith(KEEP_THEIR_PLACE) else set()
    allowed |= {"forum_auditentry"} if name in WRITTEN_DOWN else set()
    for user in readers(name, world):
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
