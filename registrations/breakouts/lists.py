"""Who goes where, session by session, for the team: names and organisations, never needs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from forum.models import Event, Session
from registrations.breakouts import rows as rows_of
from registrations.breakouts import sealed_part
from registrations.breakouts.rounds import Round
from registrations.models import Allocation, Placement, Registration
from registrations.people import everybody


@dataclass(frozen=True)
class Seat:
    """Somebody in a session: whether they lead it, whether the team put them there."""

    person: Registration
    is_lead: bool
    is_pinned: bool


@dataclass(frozen=True)
class SessionList:
    """A session with the people in it, those who lead it first."""

    session: Session
    seats: list[Seat]
    places: int | None

    @property
    def taken(self) -> int:
        """How many of the places are taken; who leads takes none."""
        return sum(not seat.is_lead for seat in self.seats)

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.taken >= self.places


@dataclass(frozen=True)
class RoundLists:
    """A round with its sessions; who is in none of them; who came after the run.

    Where a need is met nowhere, `without` is empty and `is_hidden` says that somebody stays
    unnamed: a name beside the need would tell whose it is.
    """

    round: Round
    sessions: list[SessionList]
    without: list[Registration]
    late: list[Registration]
    is_hidden: bool

    def session_of(self, person: Registration) -> Session | None:
        """In which session of the round the person is."""
        return next(
            (
                one.session
                for one in self.sessions
                for seat in one.seats
                if seat.person.pk == person.pk
            ),
            None,
        )


def of_slot(allocation: Allocation | None, event: Event, slot: UUID) -> RoundLists | None:
    """The lists of one slot; None before the first run, and where nothing is chosen."""
    found = of(allocation, event) if allocation else []
    return next((one for one in found if one.round.slot.pk == slot), None)


def of(allocation: Allocation, event: Event) -> list[RoundLists]:
    """The lists of a run, for people who still come; at most six queries.

    There are none once the day to delete bookings has passed.
    """
    if event.is_forgotten:
        return []
    rows = rows_of.load(event)
    placed = _placed(allocation)
    missing = {slot for slot, _need in sealed_part.of(allocation).unmet}
    places = rows.places()
    found = []
    for one in rows.rounds:
        here = [
            row
            for row in placed.get(one.slot.pk, [])
            if (row.registration_id, one.slot.pk) in rows.expected
        ]
        by_session: dict[UUID | None, list[Seat]] = defaultdict(list)
        for row in here:
            is_lead = (row.registration_id, row.session_id) in rows.leads
            by_session[row.session_id].append(Seat(row.registration, is_lead, row.is_pinned))
        with_row = {row.registration_id for row in here}
        without = [seat.person for seat in by_session[None]]
        is_hidden = one.key in missing and bool(without)
        found.append(
            RoundLists(
                one,
                [
                    SessionList(
                        session, _leads_first(by_session[session.pk]), places.get(session.pk)
                    )
                    for session in [*one.sessions, *one.called_off]
                    if not session.is_cancelled or by_session[session.pk]
                ],
                [] if is_hidden else without,
                _by_name(
                    person
                    for person in rows.people
                    if person.pk not in with_row and (person.pk, one.slot.pk) in rows.expected
                ),
                is_hidden,
            )
        )
    return found


def pins(allocation: Allocation) -> list[Placement]:
    """Whom the team keeps where, by name, with its notes; two queries.

    Nobody once the day to delete bookings has passed.
    """
    rows = Placement.objects.filter(
        allocation=allocation,
        is_pinned=True,
        session__isnull=False,
        registration__in=everybody(allocation.event).confirmed(),
    )
    return list(
        rows.select_related("registration", "slot", "session").order_by(
            "registration__badge_name", "slot__starts_at", "id"
        )
    )


def _placed(allocation: Allocation) -> dict[UUID, list[Placement]]:
    """The placements of people who still come, by slot, in the order of names; one query."""
    rows = (
        Placement.objects.filter(
            allocation=allocation, registration__in=Registration.objects.confirmed()
        )
        .select_related("registration__organisation")
        .order_by("registration__badge_name", "registration_id")
    )
    found: dict[UUID, list[Placement]] = defaultdict(list)
    for row in rows:
        found[row.slot_id].append(row)
    return found


def _leads_first(seats: list[Seat]) -> list[Seat]:
    return sorted(seats, key=lambda seat: not seat.is_lead)


def _by_name(people: Iterable[Registration]) -> list[Registration]:
    return sorted(people, key=lambda person: person.badge_name.casefold())
