"""What tests of what people said begin with."""

import pytest

from tests.feedback.words import make_past_event, open_box


@pytest.fixture
def past(host):
    """An event that is over, whose ballot box was opened: its words can be read."""
    event = make_past_event(host, slug="past-forum")
    open_box(event)
    return event
