"""X5, badges for a mail merge: one row each, headings first, and nothing that is not worn.

Nobody is asked which language may stand on their badge, so that column is there to be filled in.
"""

from collections.abc import Iterable, Iterator, Sequence

from forum.exports import Contents, Export, Order
from forum.models import Event, Slot
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations.paper import badges as badges_of
from registrations.paper import lines as lines_of
from registrations.paper.badges import Badge


def build(order: Order) -> Contents:
    """One sheet, from at most twelve queries however many people there are."""
    found = badges_of.of(order.event)
    return Contents(
        sheets=[
            Sheet(
                name="Badges",
                title="Badges",
                sentence="One row for each badge.",
                columns=_columns(found.slots),
                rows=_rows(found.badges, found.slots),
                headed=False,
            )
        ],
        who="People who have a place, with crew and interpreters",
        count=len(found.badges),
        delete_by=order.event.erased_on,
    )


def size(event: Event) -> int:
    """How many badges there are; one query."""
    count: int = lines_of.with_a_place(event).count()
    return count


def _columns(slots: Sequence[Slot]) -> list[Column]:
    """Names that a word processor takes as they are: no spaces, each once."""
    return [
        Column("badge_name", 30),
        Column("organisation", 44),
        Column("pronouns", 16),
        Column("marker_word", 14),
        Column("marker_shape", 14),
        Column("language_spoken", 18),
        Column("role_label", 20),
        *(
            column
            for number in range(1, len(slots) + 1)
            for column in (Column(f"session_{number}", 40), Column(f"session_{number}_room", 24))
        ),
    ]


def _rows(badges: Iterable[Badge], slots: Sequence[Slot]) -> Iterator[list[Value]]:
    for badge in badges:
        seats = {seat.slot: seat for seat in badge.seats}
        goes = [seats.get(slot.pk) for slot in slots]
        yield [
            badge.name,
            badge.organisation,
            badge.pronouns,
            badge.marker.word if badge.marker else "",
            badge.marker.shape if badge.marker else "",
            "",
            badge.role,
            *(text for seat in goes for text in ((seat.session, seat.room) if seat else ("", ""))),
        ]


EXPORT = Export(
    kind="badges",
    title="Badges",
    sentence="A row for each badge, for a mail merge: name, organisation, photo marker, sessions.",
    for_whom="Whoever prints the badges",
    rights=(Right.MAKE_LISTS,),
    is_sensitive=False,
    extras=(),
    build=build,
    paper="registrations:badges",
    size=size,
    readme_last=True,
)
