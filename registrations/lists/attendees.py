"""X1, the attendee list: who has a place, and the organisations they come from. Never needs."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q
from django.db.models.functions import Lower

from forum import languages
from forum.exports import Contents, Export, Extra, Order
from forum.models import Event
from forum.models.events import State as EventState
from forum.models.people import Reach
from forum.permissions import Right
from forum.spreadsheets import Column, Sheet, Value
from registrations import markers, questions
from registrations.lists.open_answers import VALUES, OpenAnswers
from registrations.models import Registration
from registrations.models.questions import QuestionKind
from registrations.models.registrations import (
    ComingAs,
    ContactBy,
    Kind,
    RegistrationQuerySet,
    State,
)
from registrations.people import everybody

PEOPLE = "People"
CONTACT, WAITING, CANCELLED = "contact", "waiting", "cancelled"
NOT_ASKED, NO_ANSWER = "not asked", "no answer"
_STATES = {
    WAITING: [State.WAITING, State.OFFERED, State.AWAITING],
    CANCELLED: [State.CANCELLED],
}
_CHUNK = 1000


def build(order: Order) -> Contents:
    """The sheets of the list, from ten queries however many people there are."""
    event = order.event
    people = _people(order)
    on = set(questions.switched_on(event))
    earlier = first_events(event)
    more = OpenAnswers(event, on)
    return Contents(
        sheets=[
            Sheet(
                name=PEOPLE,
                title=f"People: {event.title}",
                sentence="One row for each person, by name. What they need is not in this list.",
                columns=_columns(more, with_contact=CONTACT in order.extras),
                rows=_rows(people, on, earlier, more, with_contact=CONTACT in order.extras),
                empty="Nobody matches. Tick more groups, or make the list again later.",
            ),
            Sheet(
                name="Organisations",
                title=f"Organisations: {event.title}",
                sentence="One row for each organisation that the people in this list come from.",
                columns=[
                    Column("Organisation", 48),
                    Column("Reach", 15),
                    Column("Region", 20),
                    Column("People booked", 15),
                    Column("People came", 15),
                    Column("First event", 48),
                ],
                rows=_organisations(people, earlier),
                empty="Nobody in this list comes from an organisation.",
            ),
        ],
        who=_who(order.extras),
        count=people.count(),
        delete_by=event.erased_on,
    )


def first_events(event: Event) -> dict[uuid.UUID, str]:
    """The first earlier event that each organisation took part in, by its id.

    Only events that all the hosts of this one ran: a partner's team learns nothing of a host's
    other events from a list. One query, and one for the hosts.
    """
    together = Event.objects.filter(starts_at__lt=event.starts_at, state=EventState.PUBLISHED)
    for host in event.hosts.all():
        together = together.filter(event_hosts__host=host)
    taken_part = (
        Registration.objects.filter(event__in=together, organisation__isnull=False)
        .confirmed()
        .order_by("event__starts_at")
        .values_list("organisation_id", "event__title")
        .distinct()
    )
    found: dict[uuid.UUID, str] = {}
    for organisation_id, title in taken_part:
        found.setdefault(organisation_id, title)
    return found


def _people(order: Order) -> RegistrationQuerySet:
    states = [State.CONFIRMED, *(s for extra in order.extras for s in _STATES.get(extra, []))]
    return everybody(order.event).filter(state__in=states)


def _who(extras: frozenset[str]) -> str:
    groups = ["People who have a place, with crew and interpreters"]
    if WAITING in extras:
        groups.append("people who wait for a place or an answer")
    if CANCELLED in extras:
        groups.append("people who cancelled")
    return "; ".join(groups)


def columns(event: Event) -> list[Column]:
    """The columns that may be left out of the people of this list: three queries."""
    more = OpenAnswers(event, set(questions.switched_on(event)))
    return _columns(more, with_contact=False)


def _columns(more: OpenAnswers, *, with_contact: bool) -> list[Column]:
    contact = [Column("Email", 44), Column("Phone", 20)] if with_contact else []
    return [
        Column("Code", 14),
        Column("Badge name", 28),
        Column("Organisation", 48),
        Column("Reach", 15),
        Column("Comes as", 20),
        Column("State", 20),
        Column("Booked on", 20),
        Column("Language", 16),
        Column("How to reach", 26),
        *contact,
        Column("Checked in at", 20),
        Column("Organisation here before", 24),
        Column("Photo marker", 26),
        *more.columns(),
    ]


def _rows(
    people: RegistrationQuerySet,
    on: set[str],
    earlier: dict[uuid.UUID, str],
    more: OpenAnswers,
    *,
    with_contact: bool,
) -> Iterator[list[Value]]:
    """One row for each person. They are read in parts, so that ten thousand take little memory."""
    rows = people.annotate(
        entry=FilteredRelation("check_ins", condition=Q(check_ins__session=None)),
        came_at=F("entry__at"),
        organisation_name=F("organisation__name"),
        reach=F("organisation__reach"),
    ).values(
        *("code", "badge_name", "kind", "coming_as", "state", "booked_at", "language", "photo"),
        *("contact_by", "email", "phone", "came_at"),
        *("organisation_id", "organisation_name", "reach"),
        *VALUES,
    )
    for row in rows.order_by(Lower("badge_name"), "id").iterator(chunk_size=_CHUNK):
        yield [
            row["code"],
            row["badge_name"],
            *_organisation(row, on),
            _comes_as(row, on),
            State(row["state"]).label,
            row["booked_at"],
            languages.name(row["language"]),
            ContactBy(row["contact_by"]).label if row["contact_by"] else NO_ANSWER,
            *([row["email"] or NO_ANSWER, row["phone"] or NO_ANSWER] if with_contact else []),
            row["came_at"] or "not checked in",
            _before(row["organisation_id"], earlier),
            markers.marker(row["photo"]) if QuestionKind.PHOTO in on else NOT_ASKED,
            *more.cells(row),
        ]


def _organisation(row: dict[str, Any], on: set[str]) -> tuple[str, str]:
    if row["organisation_id"]:
        return row["organisation_name"], Reach(row["reach"]).label
    if row["coming_as"] == ComingAs.MYSELF:
        return "no organisation", "no organisation"
    blank = NO_ANSWER if QuestionKind.ORGANISATION in on else NOT_ASKED
    return blank, blank


def _comes_as(row: dict[str, Any], on: set[str]) -> str:
    if row["kind"] != Kind.PARTICIPANT:
        return Kind(row["kind"]).label
    if row["coming_as"]:
        return ComingAs(row["coming_as"]).label
    return NO_ANSWER if QuestionKind.ORGANISATION in on else NOT_ASKED


def _before(organisation_id: uuid.UUID | None, earlier: dict[uuid.UUID, str]) -> str:
    if organisation_id is None:
        return "no organisation"
    return "returning" if organisation_id in earlier else "new"


def _organisations(
    people: RegistrationQuerySet, earlier: dict[uuid.UUID, str]
) -> Iterator[list[Value]]:
    rows = (
        people.filter(organisation__isnull=False)
        .order_by("organisation__name", "organisation_id")
        .values_list(
            "organisation_id", "organisation__name", "organisation__reach", "organisation__region"
        )
        .annotate(
            booked=Count("id", filter=Q(state=State.CONFIRMED), distinct=True),
            came=Count("check_ins", filter=Q(check_ins__session=None)),
        )
    )
    for organisation_id, name, reach, region, booked, came in rows:
        first = earlier.get(organisation_id, "this one")
        yield [name, Reach(reach).label, region or NOT_ASKED, booked, came, first]


EXPORT = Export(
    kind="attendees",
    title="Attendee list",
    sentence="Who has a place and which organisations they come from. No needs are in it.",
    for_whom="The organising team; nobody outside it",
    rights=(Right.MAKE_LISTS,),
    is_sensitive=False,
    extras=(
        Extra(WAITING, "People on the waiting list too"),
        Extra(CANCELLED, "People who cancelled too"),
        Extra(
            CONTACT,
            "Contact details",
            hint="Email addresses and phone numbers. Say what for: the reason is kept on record.",
            right=Right.SEE_CONTACT_WITH_REASON,
            needs_reason=True,
            is_sensitive=True,
        ),
    ),
    build=build,
    paper="registrations:people_to_print",
    size=lambda event: everybody(event).count(),
    columns=columns,
    choosable=PEOPLE,
)
