"""The runs of an event, newest first: when, by whom, how, from what, and what they came to."""

from dataclasses import dataclass

from forum.models import Event
from registrations.breakouts import goal_words
from registrations.models import Allocation
from registrations.models.breakouts import Mode, RunState

MOST = 40
_MODES = {Mode.FULL: "Everybody anew", Mode.KEEP: "Nobody moved without cause"}
_STATES = {
    RunState.WAITING: "Waits to start",
    RunState.RUNNING: "Being worked on",
    RunState.FAILED: "Failed",
    RunState.REPLACED: "A later draft took its place",
}


@dataclass(frozen=True)
class Past:
    """One run. `sign` is the beginning of its input's hash: the same sign, the same input."""

    run: Allocation
    goals: list[goal_words.GoalLine]

    @property
    def mode(self) -> str:
        return _MODES[Mode(self.run.mode)]

    @property
    def sign(self) -> str:
        return self.run.input_hash[:8]

    @property
    def state(self) -> str:
        """What became of it, but for when people were told."""
        return _STATES.get(RunState(self.run.state), "Draft")

    @property
    def is_proven(self) -> bool:
        return all(one.is_proven for one in self.goals)


def runs(event: Event) -> list[Past]:
    """The newest runs of an event; one query.

    How many seats are missing is hidden when it is few: what no room met is not told apart here.
    """
    rows = Allocation.objects.filter(event=event).select_related("by").order_by("-at")[:MOST]
    return [Past(run, goal_words.lines(run, hides_seats=True)) for run in rows]
