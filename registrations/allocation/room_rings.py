"""The rooms of one slot in their best order, as rings of sessions that exchange them."""

import functools
from collections.abc import Iterator, Mapping, Sequence

from registrations.allocation.asked import Demand, Needs
from registrations.allocation.matching import cheapest
from registrations.allocation.room_plan import Held, Move, Room, Swap, figures

# Sessions with the room that each gets, by their numbers: each gets the room of the next.
Ring = list[tuple[int, int]]


class SlotPlan:
    """The sessions of one slot that have a room, and every room tried for each of them."""

    def __init__(
        self, slot: str, sessions: list[Held], rooms: Mapping[str, Room], demand: Demand
    ) -> None:
        self.slot, self.sessions = slot, sessions
        self.rooms = [rooms[one.room] for one in sessions]
        self.seekers = demand.seekers[slot]
        self.figures = [
            [figures(one, room, demand.asked[one.id]) for room in self.rooms] for one in sessions
        ]

    def swaps(self) -> list[Swap]:
        """The best order of the rooms, ring by ring, as far as seats for all are left."""
        rings = sorted(self._rings(cheapest(self._costs())), key=self._gain, reverse=True)
        spare = self._spare()
        found = []
        for ring in rings:
            if self._gain(ring) <= (0,) * 5:
                continue
            lost = self._lost(ring)
            if all(lost[needs] <= spare[needs] for needs in lost):
                spare = {needs: left - lost[needs] for needs, left in spare.items()}
                found.append(Swap(self.slot, self._moves(ring)))
        return sorted(found, key=lambda swap: swap.moves[0].session)

    def _costs(self) -> list[list[int]]:
        """What each session costs in each room: the goals in one number, in their order."""
        levels = [
            [self._levels(row, column) for column in range(len(self.rooms))]
            for row in range(len(self.sessions))
        ]
        most = 1 + sum(max(max(level) for level in row) for row in levels)
        return [
            [functools.reduce(lambda cost, level: cost * most + level, one) for one in row]
            for row in levels
        ]

    def _levels(self, row: int, column: int) -> Sequence[int]:
        now, then = self.figures[row][row], self.figures[row][column]
        is_other = self.rooms[row].id != self.rooms[column].id
        smaller = max(0, then.crowded - now.crowded)
        return then.stuck, then.blocked_first, then.blocked, smaller, int(is_other)

    def _rings(self, room_of: list[int]) -> Iterator[Ring]:
        """Sessions that exchange rooms among them: each with its new room."""
        left = {row for row, column in enumerate(room_of) if row != column}
        while left:
            row = min(left)
            ring = []
            while row in left:
                left.remove(row)
                ring.append((row, room_of[row]))
                row = room_of[row]
            yield ring

    def _gain(self, ring: Ring) -> tuple[int, ...]:
        """What the ring improves, in the order of the goals."""
        before = [self._levels(row, row) for row, _column in ring]
        after = [self._levels(*pair) for pair in ring]
        return tuple(
            sum(old) - sum(new)
            for old, new in zip(zip(*before, strict=True), zip(*after, strict=True), strict=True)
        )

    def _spare(self) -> dict[Needs, int]:
        """How many places more there are than people for them, for each of the needs there are."""
        return {
            needs: max(
                0,
                sum(self._places(row, row, needs) for row in range(len(self.sessions)))
                - sum(count for other, count in self.seekers.items() if needs <= other),
            )
            for needs in {frozenset(), *self.seekers}
        }

    def _lost(self, ring: Ring) -> dict[Needs, int]:
        """How many places the ring takes from people with each of the needs there are."""
        return {
            needs: max(
                0,
                sum(
                    self._places(row, row, needs) - self._places(row, column, needs)
                    for row, column in ring
                ),
            )
            for needs in {frozenset(), *self.seekers}
        }

    def _places(self, row: int, column: int, needs: Needs) -> int:
        """The places of a session in a room for people with these needs, never more than people."""
        if not needs <= self.sessions[row].offers | self.rooms[column].offers:
            return 0
        places, people = self.figures[row][column].places, self.seekers.total()
        return people if places is None else min(places, people)

    def _moves(self, ring: Ring) -> tuple[Move, ...]:
        return tuple(
            Move(
                session=self.sessions[row].id,
                room=self.rooms[row].id,
                to=self.rooms[column].id,
                before=self.figures[row][row],
                after=self.figures[row][column],
            )
            for row, column in ring
            if self.rooms[row].id != self.rooms[column].id
        )
