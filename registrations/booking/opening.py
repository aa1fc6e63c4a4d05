"""Whether an event takes registrations, and if not, why."""

import enum

from forum.models import Event


class Why(enum.Enum):
    """Why an event takes no registrations, in words for a page."""

    UNPUBLISHED = "This event is not published yet."
    CANCELLED = "This event was cancelled."
    OVER = "This event is over."
    TOO_EARLY = "Registration has not opened yet."
    CLOSED = "Registration is closed."


class ClosedError(Exception):
    """The event takes no registrations now; `why` says the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def why_closed(event: Event) -> Why | None:
    """The reason why nobody can register now, or None when the event is open."""
    if event.is_open:
        return None
    if event.is_cancelled:
        return Why.CANCELLED
    if event.is_draft:
        return Why.UNPUBLISHED
    if event.is_over:
        return Why.OVER
    return Why.CLOSED if event.has_opened else Why.TOO_EARLY


def must_be_open(event: Event) -> None:
    """Raises ClosedError when the event takes no registrations now."""
    if why := why_closed(event):
        raise ClosedError(why)
