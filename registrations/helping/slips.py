"""A slip of paper for each person: name, code, the square for the door, when and where."""

from dataclasses import dataclass

from forum.models import Event
from registrations import discreet, tickets
from registrations.helping.listing import Listed, People
from registrations.models import Registration

# As many as one sheet of A4 takes, each large enough to read without glasses.
PER_PAGE = 6


@dataclass(frozen=True)
class Slip:
    """What one person takes home; `event` is as it may be told to them."""

    person: Registration
    words: str
    event: Event
    qr: str
    address: str


def slips(people: People, code: str = "") -> list[list[Slip]]:
    """Slips of all who have not cancelled, or of the one with this code, sheet by sheet of paper.

    A discreet one names neither event nor host. At most two queries.
    """
    wanted = [one for one in people.with_slips if code in ("", one.person.code)]
    quiet: Event | None = None
    if loud := next((one.person.event for one in wanted if one.person.keeps_quiet), None):
        quiet = discreet.shown(loud)
    made = [_slip(one, quiet) for one in wanted]
    return [made[start : start + PER_PAGE] for start in range(0, len(made), PER_PAGE)]


def _slip(one: Listed, quiet: Event | None) -> Slip:
    person = one.person
    return Slip(
        person=person,
        words=one.words,
        event=quiet if quiet and person.keeps_quiet else person.event,
        qr=tickets.qr_svg(
            tickets.absolute(tickets.ticket_path(person)), label=f"QR code {person.code}"
        ),
        address=tickets.absolute(one.path),
    )
