"""What an event and its host have now, for a file to be checked against."""

from collections import defaultdict

from forum.models import Event, Organisation
from registrations.importing.checking import Facts, There, contacts, key_of
from registrations.models import KnownHeading, Question, Registration
from registrations.models.registrations import State

_WORDS: dict[str, str] = {
    State.CANCELLED: "Booked here, and cancelled",
    State.WAITING: "On the waiting list here already",
    State.OFFERED: "Offered a place here already",
    State.AWAITING: "Has asked for a place here already",
}


def facts(event: Event) -> Facts:
    """All that a check asks of the database; four queries."""
    return Facts(people(event), organisations(event), asked(event))


def people(event: Event) -> dict[str, list[There]]:
    """Everybody who booked, whatever became of it, by the key of their name; one query."""
    rows = (
        Registration.objects.filter(event=event)
        .finished()
        .order_by()
        .values_list("badge_name", "email", "phone", "state")
    )
    found: dict[str, list[There]] = defaultdict(list)
    for name, email, phone, state in rows:
        words = _WORDS.get(state, "Booked here already")
        found[key_of(name)].append(There(contacts(email, phone), words))
    return dict(found)


def organisations(event: Event) -> dict[str, str]:
    """The lead host's organisations: the name under which each counts, by key; one query."""
    rows = Organisation.objects.filter(host=event.lead_host).order_by()
    found = rows.values_list("name_key", "name", "merged_into__name")
    return {key: merged or name for key, name, merged in found}


def asked(event: Event) -> frozenset[str]:
    """The kinds of question that the event asks; one query."""
    return frozenset(Question.objects.filter(event=event).values_list("kind", flat=True))


def known_headings(event: Event) -> dict[str, str]:
    """What headings meant to the lead host's team the last time; one query."""
    rows = KnownHeading.objects.filter(host=event.lead_host)
    return dict(rows.values_list("heading", "field"))
