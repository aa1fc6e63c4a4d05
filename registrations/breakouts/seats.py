"""Who sits where by a run."""

from uuid import UUID

from registrations.models import Allocation, Placement

# (person, slot) to session; None where there was no seat.
Seats = dict[tuple[UUID, UUID], UUID | None]


def of(run: Allocation | None) -> Seats:
    """Every seat of a run; one query, and none without a run."""
    if run is None:
        return {}
    rows = Placement.objects.filter(allocation=run)
    found = rows.values_list("registration_id", "slot_id", "session_id")
    return {(person, slot): session for person, slot, session in found}


def as_text(seats: Seats) -> dict[tuple[str, str], str | None]:
    """The same with ids as text, as the allocation knows them."""
    return {(str(one), str(at)): str(here) if here else None for (one, at), here in seats.items()}


def taken(run: Allocation | None) -> dict[tuple[str, str], str]:
    """The seats that there were, as the allocation knows them; one query."""
    return {seat: session for seat, session in as_text(of(run)).items() if session}
