"""What was needed, by kind of support and how far it got: counts of 5 or more, never food.

The needs are opened once when the event is over and once more when they are erased, each time with
a line in the event's record.
"""

from collections import Counter, defaultdict
from typing import Any

from forum import small_counts
from forum.models import Event
from registrations import needs, options

INTERPRETATION = "interpretation"
# Beside the states of a kind, where these are all who asked for it: how many they are.
ALL = "all"
# Kinds of need that are counted as one, whatever was asked for in them: which answer of each says
# that it is asked for.
_ASKS = {
    INTERPRETATION: "interpreter",
    "childcare": "childcare",
    "travel": "travel",
    "accompaniment": "accompaniment",
}


def count(event: Event) -> dict[str, dict[str, int]] | None:
    """How many of those with a place asked for what; None when a row cannot be opened."""
    opened = needs.every(event=event, by=None, deed="counted needs")
    if opened.unreadable:
        return None
    coming = [answers for person, answers in opened if person.has_a_place]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for answers in coming:
        for kind, state in _asked(answers):
            counts[kind][state] += 1
    shown = {kind: _shown(states, len(coming)) for kind, states in sorted(counts.items())}
    return {kind: states for kind, states in shown.items() if states}


def _asked(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """What one person asked for, each with its state."""
    states = answers.get("states", {})
    found = [
        (key, states.get("access", needs.ASKED))
        for key in answers.get("access", [])
        if key in options.ACCESS
    ]
    found += [
        (kind, states.get(kind, needs.ASKED))
        for kind, answer in _ASKS.items()
        if needs.is_asked(kind, {answer: answers.get(answer)})
    ]
    return found


def _shown(states: Counter[str], base: int) -> dict[str, int]:
    """The counts that tell of nobody, neither alone nor by what they leave of all who came."""
    shown = {state: count for state, count in states.items() if small_counts.of_base(count, base)}
    while shown and small_counts.of_base(sum(shown.values()), base) is None:
        del shown[min(shown, key=lambda state: (shown[state], state))]
    if shown and sum(shown.values()) == sum(states.values()):
        shown[ALL] = sum(shown.values())
    return shown
