"""Who comes with somebody: a child, a carer or supporter, their own interpreter, anybody else.

Each is a booking of its own, made and spoken for by the first person: word of it goes to the first,
and the first's page opens it. That ends with the first word from the companion's own side: an
address of their own, or somebody else in their place.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from registrations.models import Registration
from registrations.models.registrations import ContactBy, State

# What the form keeps: how many come along, who they are, and that they agree to what is held.
HOW_MANY, WITH, AGREED = "company", "with", "with_consent"
MOST = 5
RELATION = {
    "child": "A child",
    "supporter": "A carer or supporter",
    "interpreter": "My own interpreter",
    "other": "Somebody else",
}

_NO_NAMES = "Say who comes with you"
_NO_CONSENT = "Tick that those who come with you agree, or leave their food blank"
_CONTACT = ["contact_by", "email", "phone", "helper_id"]


def wanted(answers: dict[str, Any]) -> int:
    """How many the person said come along."""
    said = str(answers.get(HOW_MANY) or "")
    return min(int(said), MOST) if said.isdecimal() else 0


def named(answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of them whom the form knows so far."""
    return list(answers.get(WITH) or [])[: wanted(answers)]


def tells_of_food(people: Iterable[dict[str, Any]]) -> bool:
    """Whether something is said of them that may only be held with consent."""
    return any(one.get("meals") or one.get("ill") for one in people)


def gap(answers: dict[str, Any]) -> str:
    """What is missing about them before booking, in words; nothing when nobody comes along."""
    people = named(answers)
    if len(people) < wanted(answers):
        return _NO_NAMES
    if tells_of_food(people) and not answers.get(AGREED):
        return _NO_CONSENT
    return ""


def answers_of(one: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """What the form says of a companion, as the answers of a booking of their own.

    Days, language and discretion are those of the first person.
    """
    given: dict[str, Any] = {
        key: first[key] for key in ("days", "language", "is_discreet") if key in first
    }
    given |= {"name": one["name"], "contact_by": ContactBy.HELPER, "relation": one["relation"]}
    if one.get("meals"):
        given["meals"] = one["meals"]
    if one.get("ill"):
        given |= {"ill": "yes", "allergen_other": one["ill"]}
    return given


def everyone(registration: Registration) -> list[Registration]:
    """All for whom this person speaks, in the order in which they were named; one query.

    Also those who cancelled. Nobody for whom another speaks has anybody.
    """
    if registration.through_first:
        return []
    found = Registration.objects.filter(with_whom=registration, through_first=True).finished()
    # Few or none: to put them in order here costs less than to ask for it.
    people = sorted(found.order_by(), key=lambda one: (one.created_at, one.id))
    for one in people:
        one.event, one.with_whom = registration.event, registration
    return people


def of(registration: Registration) -> list[Registration]:
    """Those of them who did not cancel."""
    return [one for one in everyone(registration) if not one.is_cancelled]


def gave_back_together(registration: Registration) -> list[Registration]:
    """Those who were cancelled in the same deed as this person, who was cancelled."""
    if not registration.is_cancelled:
        return []
    at = registration.cancelled_at
    return [one for one in everyone(registration) if one.cancelled_at == at]


def end_links(*firsts: Registration) -> None:
    """Let old links to the bookings for which these speak stop working: others may hold them."""
    spoken_for = Registration.objects.filter(with_whom__in=firsts, through_first=True)
    spoken_for.update(link_version=F("link_version") + 1)


def hand_on(first: Registration, *, keeps_contact: bool = True) -> Registration | None:
    """Let the next of those who come still speak for the others, when the first comes no more.

    Word goes to the same address as before, unless that has to go too. The first belongs to them
    from then on, should they come back. Under the event's lock; who it is, if anybody is left.
    """
    left = of(first)
    if not left:
        return None
    following = left[0]
    take_contact(following, keeps_contact=keeps_contact)
    following.with_whom = None
    following.save(update_fields=[*_CONTACT, "through_first", "with_whom"])
    others = Registration.objects.filter(event=first.event_id, with_whom=first)
    others.exclude(pk=following.pk).update(with_whom=following)
    Registration.objects.filter(pk=first.pk).update(with_whom=following)
    first.with_whom = following
    return following


def part(first: Registration) -> None:
    """Let those who come with this person go on without them, whose place goes to a stranger."""
    hand_on(first)
    cancelled = Registration.objects.filter(with_whom=first, state=State.CANCELLED)
    cancelled.update(with_whom=None, through_first=False)


def take_contact(companion: Registration, *, keeps_contact: bool = True) -> None:
    """Nobody speaks for them any more: word goes to them where it went; the caller saves."""
    first = companion.with_whom
    companion.through_first = False
    companion.contact_by = ContactBy.PAGE
    if first and keeps_contact:
        for name in _CONTACT:
            setattr(companion, name, getattr(first, name))


def release(first: Registration) -> None:
    """End that this person speaks for others; each is reached as before. Under the event's lock."""
    for one in everyone(first):
        take_contact(one)
        one.save(update_fields=[*_CONTACT, "through_first"])
