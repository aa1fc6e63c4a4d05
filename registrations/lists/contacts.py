"""X11, the contact list: those who asked to be on it, with what they agreed to show and no more."""

from collections.abc import Iterator

from django.db.models.functions import Lower

from forum.exports import Contents, Export, Order
from forum.models import Event
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import options
from registrations.models import Registration
from registrations.models.registrations import ComingAs, RegistrationQuerySet
from registrations.people import everybody

NOT_SHARED, NOT_GIVEN = "not shared", "none given"


def build(order: Order) -> Contents:
    """One sheet, by name; one query. Nobody is in it who has no place, or was never asked."""
    event = order.event
    people = _asked_to_be_on_it(event).select_related("organisation")
    agreed = [one for one in people.order_by(Lower("badge_name"), "id") if _shown(one)]
    return Contents(
        sheets=[
            Sheet(
                name="Contact list",
                title=f"Contact list: {event.title}",
                sentence=(
                    "Only what each person agreed that others who were there may see. Whoever"
                    " takes that back is gone from the next copy: make it again before you send it."
                ),
                columns=[
                    Column("Name", 28),
                    Column("Organisation", 48),
                    Column("Email", 40),
                    Column("Phone", 20),
                    Column("Agreed to share", 62),
                ],
                rows=_rows(agreed),
                empty="Nobody asked to be on the contact list.",
            )
        ],
        who="People who have a place and asked to be on the contact list",
        count=len(agreed),
        delete_by=event.erased_on,
    )


def _asked_to_be_on_it(event: Event) -> RegistrationQuerySet:
    return everybody(event).confirmed().exclude(contact_list=[])


def _shown(person: Registration) -> list[str]:
    """What may be seen of a person, in the order it is asked; other keys show nothing."""
    return [key for key in options.CONTACT_LIST if key in person.contact_list]


def _rows(people: list[Registration]) -> Iterator[list[Value]]:
    for person in people:
        shown = _shown(person)
        yield [
            person.badge_name if "name" in shown else NOT_SHARED,
            _organisation(person) if "name" in shown else NOT_SHARED,
            (person.email or NOT_GIVEN) if "email" in shown else NOT_SHARED,
            (person.phone or NOT_GIVEN) if "phone" in shown else NOT_SHARED,
            options.listed(shown, options.CONTACT_LIST),
        ]


def _organisation(person: Registration) -> str:
    if person.organisation:
        return person.organisation.name
    return "no organisation" if person.coming_as == ComingAs.MYSELF else "not known"


EXPORT = Export(
    kind="contacts",
    title="Contact list",
    sentence="Who asked to stay in touch with the others, and what they agreed to show. No needs.",
    for_whom="People who were there, and nobody else",
    rights=(Right.MAKE_LISTS,),
    is_sensitive=True,
    extras=(),
    build=build,
    needs_reason=True,
    delete_by=lambda event: event.erased_on,
    size=lambda event: _asked_to_be_on_it(event).count(),
)
