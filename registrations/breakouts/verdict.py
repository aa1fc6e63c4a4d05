"""What the team sees of a run: how good it is, what is asked for, what has changed since."""

from collections import Counter
from dataclasses import dataclass, field

from forum import small_counts
from forum.models import Event, Session
from registrations.allocation import Profile, in_order, met
from registrations.allocation.measuring import PAIRS
from registrations.breakouts import changes, gain, goal_words, sealed_part
from registrations.breakouts import rows as rows_of
from registrations.breakouts import seats as seats_of
from registrations.breakouts.changes import Changes
from registrations.breakouts.placements import published
from registrations.breakouts.rounds import Round
from registrations.breakouts.running import latest
from registrations.breakouts.seats import Seats
from registrations.breakouts.swaps import Proposal, proposals
from registrations.models import Allocation


@dataclass(frozen=True)
class Demand:
    """One session: who wants it first, how many places it has, how many are given."""

    session: Session
    first_choices: int
    places: int | None
    given: int | None

    @property
    def too_many(self) -> int:
        """First choices that do not fit."""
        return max(0, self.first_choices - self.places) if self.places is not None else 0

    @property
    def room_for(self) -> int:
        return max(0, (self.places or 0) - self.first_choices)

    @property
    def needs_more(self) -> bool:
        """Whether fewer want it first than it needs, as long as nobody is placed."""
        return self.given is None and self.first_choices < (self.session.min_places or 0)

    @property
    def lacks(self) -> int:
        """How many more people it needs to be held."""
        minimum = self.session.min_places or 0
        return max(0, minimum - self.given) if self.given is not None else 0


@dataclass(frozen=True)
class RoundDemand:
    """A round with the demand for its sessions, and the needs that no room of it meets."""

    round: Round
    sessions: list[Demand]
    unmet: list[str]

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((max(one.first_choices, one.places or 0) for one in self.sessions), default=0)


@dataclass(frozen=True)
class Verdict:
    """How breakouts stand. `draft` and `first_come` count seats of people who do not lead."""

    rounds: list[RoundDemand]
    people: int
    chosen: int
    allocation: Allocation | None
    told: Allocation | None
    draft: Profile = field(default_factory=Profile)
    first_come: Profile = field(default_factory=Profile)
    changed: Changes | None = None
    swaps: list[Proposal] = field(default_factory=list)
    blocked: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether what the newest run was made from is not what it was."""
        return self.changed is not None

    @property
    def goals(self) -> list[goal_words.GoalLine]:
        """How far the newest run reached each goal."""
        run = self.allocation
        return goal_words.lines(run, hides_seats=self.has_unmet) if run else []

    @property
    def unproven(self) -> list[goal_words.GoalLine]:
        """The goals of which nobody knows that no other placing would be better."""
        return [one for one in self.goals if not one.is_proven]

    @property
    def blocked_words(self) -> str:
        """How many first choices are in rooms that do not suit who made them; "" for none."""
        return str(small_counts.alone(self.blocked) or small_counts.FEWER) if self.blocked else ""

    @property
    def seats(self) -> int:
        """Seats looked for: one for each person and round."""
        return sum(self.draft.as_counts().values())

    @property
    def has_unmet(self) -> bool:
        return any(one.unmet for one in self.rounds)

    @property
    def is_told(self) -> bool:
        """Whether the newest run is what people were told."""
        return self.allocation is not None and self.allocation.is_published

    @property
    def compared(self) -> list[tuple[str, Profile, str]]:
        """The draft and the sign-up sheet, each with its empty seats in words."""
        name = "What people were told" if self.is_told else "This draft"
        both = [(name, self.draft), ("First come, first served", self.first_come)]
        return [(name, one, self._in_words(one.nowhere)) for name, one in both]

    @property
    def gain(self) -> str:
        """What the draft does that the sign-up sheet does not, in honest words."""
        figures = self.allocation.figures if self.allocation else {}
        return gain.words(
            self.draft,
            self.first_come,
            small=figures.get("small_on_sheet", 0) - len(self.short),
            parted=figures.get("pairs_on_sheet", 0) - self._pairs,
            pairs=self._pairs,
            has_unmet=self.has_unmet,
        )

    @property
    def _pairs(self) -> int:
        found = [one for one in self.goals if one.name == PAIRS]
        return int(found[0].value) if found else 0

    def _in_words(self, nowhere: int) -> str:
        """Empty seats; where a need is met nowhere, few of them would count who asked for it."""
        is_hidden = self.has_unmet and small_counts.alone(nowhere) is None
        return small_counts.FEWER if is_hidden else str(nowhere)

    @property
    def short(self) -> list[Demand]:
        """The sessions that have fewer people than they need."""
        return [one for each in self.rounds for one in each.sessions if one.lacks]


def of(event: Event) -> Verdict:
    """How the breakouts of an event stand; at most seven queries, and none of them of needs."""
    rows = rows_of.load(event)
    allocation = latest(event)
    told = published(event)
    seats = seats_of.of(allocation)
    part = sealed_part.of(allocation) if allocation else sealed_part.Part()
    here = {person.pk for person in rows.people}
    changed = changes.since(allocation, rows, set(seats)) if allocation else None
    return Verdict(
        rounds=[
            RoundDemand(
                one,
                _demand(rows, one, seats if allocation else None),
                [need for slot, need in part.unmet if slot == one.key],
            )
            for one in rows.rounds
        ],
        people=len(rows.people),
        chosen=len(here & set(rows.wishes)),
        allocation=allocation,
        told=told,
        draft=_as_it_was(allocation) if allocation and changed else _profile(rows, seats),
        first_come=Profile(**allocation.figures.get("first_come", {})) if allocation else Profile(),
        changed=changed,
        swaps=[] if changed else proposals(part, rows),
        blocked=part.blocked,
    )


def _demand(rows: rows_of.Rows, one: Round, seats: Seats | None) -> list[Demand]:
    here = {person for person, slot in rows.expected if slot == one.slot.pk}
    first = Counter(
        said[one.key][0] for pk, said in rows.wishes.items() if pk in here and one.key in said
    )
    given = Counter(
        session
        for seat, session in (seats or {}).items()
        if seat in rows.expected and (seat[0], session) not in rows.leads
    )
    places = rows.places()
    return [
        Demand(
            session,
            first[str(session.pk)],
            places[session.pk],
            None if seats is None else given[session.pk],
        )
        for session in one.sessions
    ]


def _as_it_was(allocation: Allocation) -> Profile:
    """What people got when it was made: what they wish for now is another matter."""
    return Profile(**allocation.figures.get("draft", {}))


def _profile(rows: rows_of.Rows, seats: Seats) -> Profile:
    """What people get, by what they wish for now."""
    counts = Profile().as_counts()
    led = {(person.pk, session.slot_id) for person in rows.people for session in rows.led(person)}
    here = {person.pk for person in rows.people}
    for (person, slot), session in seats.items():
        if person not in here or (person, slot) in led:
            continue
        ranks = in_order(rows.wishes.get(person, {}).get(str(slot), ()))
        counts[met(str(session) if session else None, ranks)] += 1
    return Profile(**counts)
