"""The figures of events, each as it may be shown to who asks: one event, a side, all together.

For somebody who may not see people, counts of 1 to 4 are None from here on.
"""

from dataclasses import dataclass

from analysis.attendance import elsewhere
from forum import small_counts
from forum.models import Event
from forum.models.people import Reach
from registrations.models.figures import Counted

ReachCounts = tuple[tuple[Reach, int | None], ...]
# By the name of a region; "" where nobody said which.
RegionCounts = tuple[tuple[str, int | None], ...]
NOT_ASKED = "not asked"
# A count, one that is at least so many, that it is not known or asked; None where it is hidden.
Cell = int | str | None


@dataclass(frozen=True)
class Attendance:
    """One event: counts, of which None stays hidden, or is not known where `unknown` names it.

    `counted` is a value of figures.Counted; `heads` are those of the walk-ins without a name.
    """

    event: Event
    booked: int | None = 0
    placed: int | None = 0
    came: int | None = 0
    walk_ins: int | None = 0
    no_show: int | None = 0
    organisations: int | None = 0
    new: int | None = 0
    returning: int | None = 0
    people_new: int | None = 0
    people_returning: int | None = 0
    heads: int | None = 0
    reach: ReachCounts = ()
    regions: RegionCounts = ()
    # How many gave feedback, where it was asked for and is counted.
    answers: int | None = None
    is_asked: bool = False
    counted: str = Counted.BY_ROWS.value
    source: str = ""
    unknown: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether these are totals from elsewhere, and nobody was counted here."""
        return self.counted != Counted.BY_ROWS

    @property
    def how(self) -> str:
        """How it was counted, in words."""
        return elsewhere.counted_words(self.counted, self.heads)

    def cell(self, name: str) -> int | str | None:
        """One count as a table holds it: "not known" where nobody knows it."""
        count: int | None = getattr(self, name)
        return elsewhere.NOT_KNOWN if name in self.unknown else count

    @property
    def answered(self) -> str:
        """How many of who came gave feedback: "31 of 58", "53%" of many; or why it is not told."""
        if self.is_told:
            return elsewhere.NOT_KNOWN
        if not self.is_asked:
            return NOT_ASKED
        if self.answers is None or not self.came:
            return small_counts.NOT_SHOWN
        if self.answers > self.came:
            return "more than came"
        return small_counts.portion(self.answers, self.came)

    @property
    def has_figures(self) -> bool:
        """Whether anybody booked or came; a hidden count is somebody."""
        return self.booked != 0 or self.came != 0


@dataclass(frozen=True)
class Side:
    """What stands beside others: a year, a series, a kind of event, or the people of a reach."""

    words: str
    events: int
    booked: Cell = 0
    came: Cell = 0
    no_show: Cell = 0
    organisations: Cell = 0
    new: Cell = 0
    returning: Cell = 0
    answered: Cell = elsewhere.NOT_KNOWN
    told: int = 0


@dataclass(frozen=True)
class Together:
    """Events in the order of time, and their organisations counted once each."""

    rows: tuple[Attendance, ...] = ()
    organisations: int | None = 0
    reach: ReachCounts = ()
    regions: RegionCounts = ()
    # What was asked to stand side by side; nothing when nothing was.
    sides: tuple[Side, ...] = ()
    is_exact: bool = True

    @property
    def came(self) -> int:
        """How many times people came, to the events whose count is shown."""
        return sum(row.came or 0 for row in self.rows)

    @property
    def is_partly_hidden(self) -> bool:
        """Whether people came to an event whose count is not shown."""
        return any(row.came is None for row in self.rows)

    @property
    def latest_first(self) -> list[Attendance]:
        return list(reversed(self.rows))

    @property
    def held(self) -> list[Attendance]:
        return [row for row in self.rows if row.has_figures]

    @property
    def told(self) -> list[Attendance]:
        """Those of which only totals are known."""
        return [row for row in self.rows if row.is_told]
