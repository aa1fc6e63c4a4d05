"""How an event stands after many booked at once, and whether it stands as it should.

`standing` is imported where Django is set up: `site.call("benchmarks.bench.standing", "standing")`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.bench.booker import Booker
from benchmarks.bench.clients import SECONDS


def standing(slug: str) -> dict[str, Any]:
    """Who has a place and its number, who waits in what order, and what was queued for them."""
    # Django is set up where this is called, and not where the module is imported for `faults`.
    from forum.models import Event, Message  # noqa: PLC0415
    from registrations.models import Registration  # noqa: PLC0415
    from registrations.waiting_list.line import in_line  # noqa: PLC0415

    event = Event.objects.get(slug=slug)
    rows = Registration.objects.filter(event=event)
    mails = Message.objects.filter(event=event).values_list("kind", flat=True)
    return {
        "placed": dict(rows.holding_a_place().values_list("email", "place")),
        "waiting": [one.email for party in in_line(event.pk) for one in party.people],
        "bookings": rows.finished().count(),
        "mails": Counter(mails),
    }


def faults(stands: dict[str, Any], bookers: Sequence[Booker], places: int) -> list[str]:
    """What is not as it should be, in words: nothing when all is well."""
    placed, waiting = stands["placed"], stands["waiting"]
    wait = len(bookers) - places
    found = {
        f"{len(placed)} have one of {places} places": len(placed) != places,
        "a place was given twice, or one that is not there": sorted(placed.values())
        != list(range(1, places + 1)),
        f"{len(waiting)} wait, not {wait}": len(waiting) != wait,
        f"{stands['bookings']} booked, not {len(bookers)}": stands["bookings"] != len(bookers),
        f"mails {stands['mails']}": stands["mails"]
        != {"confirmation": places, "waiting_list": wait},
        "somebody was overtaken": bool(overtaken([*placed], waiting, bookers)),
        f"{sum(one.failed for one in bookers)} answers were 5xx": any(
            one.failed for one in bookers
        ),
        f"{sum(one.lost for one in bookers)} had no answer within {SECONDS} s": any(
            one.lost for one in bookers
        ),
        "somebody was not told that it is done": not all(one.is_done for one in bookers),
    }
    return [words for words, is_so in found.items() if is_so]


def overtaken(placed: Sequence[str], waiting: Sequence[str], bookers: Sequence[Booker]) -> int:
    """How many wait behind somebody who pressed the button after they had their answer.

    Whoever has a place stands before all who wait.
    """
    by_email = {one.email: one for one in bookers}
    latest = max((by_email[one].sent_at for one in placed), default=0.0)
    count = 0
    for one in waiting:
        count += by_email[one].answered_at < latest
        latest = max(latest, by_email[one].sent_at)
    return count
