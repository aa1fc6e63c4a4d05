"""How many people there are and what needs doing, for the team's page of today.

`{% load desk_counts %}`. Each tag asks the database a fixed number of times.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from forum import dates, exports, permissions
from forum.models import Event, Organisation
from forum.models.people import Reach, Role
from forum.permissions import Right
from registrations import breakouts, check_in, figures, people, places, waiting_list
from registrations.breakouts import running
from registrations.models import AttendanceFigures, PlaceRules, Question, Registration
from registrations.models.questions import QuestionKind
from registrations.models.registrations import State

register = template.Library()

_SOON = timedelta(days=7)
# From here on people are placed in sessions: most have chosen, and there is time to look.
_TO_PLACE = timedelta(days=14)


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


@register.simple_tag
def people_count(event: Event) -> int:
    """How many people have a place, crew and interpreters too; one query."""
    count: int = Registration.objects.filter(event=event).confirmed().count()
    return count


@register.simple_tag
def kept_figures(event: Event) -> AttendanceFigures | None:
    """What is left of an event whose bookings were erased: `{% kept_figures event as kept %}`."""
    return figures.kept(event)


@register.inclusion_tag("registrations/_stands.html", takes_context=True)
def how_it_stands(context: template.Context, event: Event) -> dict[str, Any]:
    """The panel of figures: places, organisations by reach, and who is in. Three queries.

    Of an event whose bookings were erased, what was counted before.
    """
    if left := figures.kept(event):
        return {"event": event, "kept": left, "organisations": figures.organisations(event)}
    reaches = Counter(
        Organisation.objects.filter(id__in=_organisations(event)).values_list("reach", flat=True)
    )
    return {
        "event": event,
        "may_edit": permissions.allows(_roles(context), Right.EDIT_EVENT),
        "stand": places.counts(event),
        "count": check_in.count(event),
        "organisations": reaches.total(),
        "reaches": [
            f"{reaches[reach]}\N{NO-BREAK SPACE}{words.lower()}"
            for reach, words in Reach.choices
            if reaches[reach]
        ],
    }


def _roles(context: template.Context) -> frozenset[Role]:
    """The roles of whoever reads the page, as its door found them."""
    found: frozenset[Role] = getattr(context.get("request"), "roles", frozenset())
    return found


def _organisations(event: Event) -> Any:
    people_here = Registration.objects.filter(event=event, organisation__isnull=False).confirmed()
    return people_here.order_by().values("organisation")


@register.simple_tag(takes_context=True)
def things_to_do(context: template.Context, event: Event) -> Things:
    """What the people of this event need from whoever reads the page, by right.

    At most eleven queries.
    """
    roles = _roles(context)
    things = Things()
    if not event.is_published or event.is_over:
        return things
    if permissions.allows(roles, Right.EDIT_EVENT):
        rules = places.rules_of(event)
        things += _about_answers(event, rules) + _about_places(event, rules) + _about_offers(event)
        things += _about_mails(event) + _about_sessions(event)
    if permissions.allows(roles, Right.MAKE_LISTS) or permissions.allows(roles, Right.MAKE_CARDS):
        things += _about_meals(event)
    return things


def _about_answers(event: Event, rules: PlaceRules) -> list[Thing]:
    """Where the team answers bookings: how many wait for that, and the day they were told."""
    count = people.counts(event).to_approve
    if not count:
        return []
    due = rules.answer_by if rules.needs_approval else None
    where = f"{reverse('registrations:people', args=[event.slug])}?show=to_approve"
    words = "Answer a booking" if count == 1 else f"Answer {count} bookings"
    today = timezone.now().astimezone(event.zone).date()
    return [
        Thing(
            words,
            "They were told to hear from you by then." if due else "They do not have a place yet.",
            where,
            f"by {dates.short_day(due)}" if due else "",
            is_urgent=bool(due and due <= today),
        )
    ]


def _about_places(event: Event, rules: PlaceRules) -> list[Thing]:
    """Free places that the team has to give: nobody is offered them by the site itself."""
    stand = places.counts(event, rules)
    free = min(stand.free, stand.waiting)
    if not free or waiting_list.offers_now(event, rules, timezone.now()):
        return []
    waiting = f"{stand.waiting} {_people(stand.waiting)} waiting"
    one_by_one = "The first in line is first in the list."
    where = f"{reverse('registrations:people', args=[event.slug])}?show=waiting"
    words = "Give a free place to somebody who waits"
    if free > 1:
        words = f"Give {free} free places to people who wait"
    return [Thing(words, f"{waiting}. {one_by_one}", where)]


def _about_offers(event: Event) -> list[Thing]:
    """Whoever gave no address learns of an offer from the team, or too late."""
    quiet = Registration.objects.filter(event=event, state=State.OFFERED, email="")
    count = quiet.count()
    if not count:
        return []
    where = f"{reverse('registrations:people', args=[event.slug])}?show=waiting"
    whom = "somebody" if count == 1 else f"{count} people"
    why = "They gave no email, and an offer ends. The list says when."
    return [Thing(f"Tell {whom} that a place is free for them", why, where, is_urgent=True)]


def _about_mails(event: Event) -> list[Thing]:
    returned = people.returned_mails(event)
    if not returned:
        return []
    where = f"{reverse('registrations:people', args=[event.slug])}?show={people.RETURNED}"
    whose = "a person" if returned == 1 else f"{returned} people"
    they = "They may" if returned > 1 else "This person may"
    return [Thing(f"Reach {whose} whose email came back", f"{they} not know how it stands.", where)]


def _about_sessions(event: Event) -> list[Thing]:
    """Until the day, where people chose: place them, and tell them of what was drafted."""
    wish = Registration.objects.filter(event=event, choices__isnull=False).confirmed().distinct()
    if event.starts_at <= timezone.now() or not (chose := wish.count()):
        return []
    due = f"by {dates.short_day(event.days[0] - timedelta(days=1))}"
    if latest := running.latest(event):
        where = reverse("registrations:placements", args=[event.slug])
        why = "A draft is ready. Nobody has been told of it."
        deed = Thing("Tell people which sessions they are in", why, where, due)
        return [] if latest.is_published else [deed]
    if timezone.now() < event.starts_at - _TO_PLACE or not breakouts.rounds(event):
        return []
    where = reverse("registrations:breakouts", args=[event.slug])
    have = "1 person has" if chose == 1 else f"{chose} people have"
    return [Thing("Place people in sessions", f"{have} chosen. Nobody is placed yet.", where, due)]


def _about_meals(event: Event) -> list[Thing]:
    """In the last week, once food is asked about: a catering sheet, until one was made."""
    if timezone.now() < event.starts_at - _SOON:
        return []
    if not Question.objects.filter(event=event, kind=QuestionKind.FOOD).exists():
        return []
    export = exports.find("catering")
    since = event.starts_at - _SOON
    if exports.made(event, export).filter(at__gte=since).exists():
        return []
    where = reverse("forum:make_list", args=[event.slug, export.kind])
    return [Thing("Give the caterer the numbers", "They are exact as of now.", where)]


def _people(count: int) -> str:
    return "person is" if count == 1 else "people are"
