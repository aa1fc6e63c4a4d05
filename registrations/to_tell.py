"""Something to do, for the page of today; and what there is about people whom no mail reaches."""

from dataclasses import dataclass

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from forum import dates
from forum.models import Event
from registrations import calls, people
from registrations.models import Registration
from registrations.models.registrations import State


@dataclass(frozen=True)
class Thing:
    """Something to do: the deed as a link, why, and by when ("today", "by Tuesday", or "")."""

    words: str
    why: str
    where: str
    due: str = "today"
    is_urgent: bool = False


class Things(list[Thing]):
    """What needs doing: `{% things_to_do event as things %}`, or shown as it stands."""

    def __html__(self) -> str:
        return render_to_string("registrations/_things.html", {"things": self})

    __str__ = __html__


def about_offers(event: Event) -> list[Thing]:
    """Whoever left neither address nor number learns of an offer from the team, or too late."""
    left = Q(email="", phone="", helper=None, through_first=False)
    count = Registration.objects.filter(left, event=event, state=State.OFFERED).count()
    if not count:
        return []
    where = f"{reverse('registrations:people', args=[event.slug])}?show=waiting"
    whom = "somebody" if count == 1 else f"{count} people"
    why = "They left no way to reach them, and an offer ends. The list says when."
    return [Thing(f"Tell {whom} that a place is free for them", why, where, is_urgent=True)]


def about_calls(event: Event) -> list[Thing]:
    """Who has a telephone and no mail, and what they were not told yet."""
    people = calls.open_calls(event)
    if not people:
        return []
    whom = "a person" if len(people) == 1 else f"{len(people)} people"
    ends = [one.until for person in people for one in person.tell if one.until]
    why, due = "They gave a number and no email.", "today"
    if ends:
        first = min(ends)
        why = "A place is held for one of them, and the offer ends."
        due = f"by {dates.short_day(first, event.zone)}, {dates.clock(first, event.zone)}"
    where = reverse("registrations:calls", args=[event.slug])
    return [Thing(f"Phone or text {whom}", why, where, due, is_urgent=bool(ends))]


def about_mails(event: Event) -> list[Thing]:
    """Whose mail came back."""
    returned = people.returned_mails(event)
    if not returned:
        return []
    where = f"{reverse('registrations:people', args=[event.slug])}?show={people.RETURNED}"
    whose = "a person" if returned == 1 else f"{returned} people"
    they = "They may" if returned > 1 else "This person may"
    return [Thing(f"Reach {whose} whose email came back", f"{they} not know how it stands.", where)]
