"""Who and what several tests about needs begin with."""

import pytest

from forum.models import Event, User
from tests.factories import ask


@pytest.fixture
def lead(needs_lead: User) -> User:
    """Whoever may see what people need."""
    return needs_lead


@pytest.fixture
def asking(event: Event) -> Event:
    """The event, with every question switched on."""
    ask(event)
    return event
