"""X15, one person's data: everything that is held about them, for whoever asks for a copy."""

from datetime import datetime

from forum import audit
from forum.exports import Asked, Contents, Export, NotFoundError, Order
from forum.models.people import name_key
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet
from registrations import own_data
from registrations.lists import held_rows
from registrations.models import Registration
from registrations.people import everybody

_NOT_FOUND = "No booking of this event has this code. Look for the person in People."


def build(order: Order) -> Contents:
    """One sheet with the same as the person's own file holds; that it was read is written down.

    Raises NotFoundError where nobody at the event has the code.
    """
    person = _whose(order)
    audit.record(
        deed="read needs",
        by=order.by,
        event=order.event,
        row_id=person.pk,
        count=1,
        reason=order.reason,
    )
    held = own_data.held(person, _moment)
    return Contents(
        sheets=[
            Sheet(
                name="Everything held",
                title=f"Everything held about one person: {person.code}",
                sentence=_sentence(person),
                columns=[
                    Column("Subject", 40),
                    Column("Entry", 8),
                    Column("What", 40, wraps=True),
                    Column("What is held", 70, wraps=True),
                ],
                rows=held_rows.rows(held, order.event),
            )
        ],
        who=f"The person with the code {person.code}, and nobody else",
        count=1,
        delete_by=order.event.needs_erased_on,
    )


def _whose(order: Order) -> Registration:
    """Whoever has the code, however it is typed; also somebody who cancelled."""
    wanted = name_key(order.asked).replace(" ", "")
    codes = everybody(order.event, order.now).values_list("pk", "code")
    found = [pk for pk, code in codes if wanted and name_key(code).replace(" ", "") == wanted]
    if not found:
        raise NotFoundError(_NOT_FOUND)
    people = Registration.objects.select_related("needs", "organisation", "helper", "with_whom")
    person: Registration = people.get(pk=found[0])
    person.event = order.event
    return person


def _moment(value: datetime | None) -> datetime | None:
    return value


def _sentence(person: Registration) -> str:
    words = "Give it to this person and to nobody else: first be sure that it is they who ask."
    if person.keeps_quiet:
        words += (
            " They asked for discretion: take the sheet “Read me” out first, because it names the"
            " event, and send nothing they did not ask for."
        )
    return words


EXPORT = Export(
    kind="person",
    title="One person’s data",
    sentence="Everything that is held about one person, in plain words, with what they need.",
    for_whom="The person themselves, when they ask for a copy",
    rights=(Right.MAKE_CARDS,),
    is_sensitive=True,
    extras=(),
    build=build,
    needs_reason=True,
    asks=Asked(
        key="person",
        words="Code of the booking",
        hint="As it stands in People, such as FERN-4821. Only this person is in the file.",
    ),
)
