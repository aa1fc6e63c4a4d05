"""How many people there are and what needs doing, for the team's page of today.

`{% load desk_counts %}`. Each tag asks the database a fixed number of times.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from forum import dates, permissions
from forum.models import Event, Organisation
from forum.models.people import Reach, Role
from forum.permissions import Right
from registrations import (
    breakouts,
    check_in,
    figures,
    how_counted,
    people,
    places,
    promises,
    tallying,
    to_tell,
    waiting_list,
)
from registrations.breakouts import running
from registrations.kitchen import sheet
from registrations.models import AttendanceFigures, PlaceRules, Question, Registration
from registrations.models.questions import QuestionKind
from registrations.promises.board import OPENED
from registrations.to_tell import Thing, Things

register = template.Library()

_SOON = timedelta(days=7)
# From here on people are placed in sessions: most have chosen, and there is time to look.
_TO_PLACE = timedelta(days=14)


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
    """The panel of figures: places, organisations by reach, and who is in. Four queries.

    Of an event whose bookings were erased, what was counted before.
    """
    if left := figures.kept(event):
        how = how_counted.in_words(left.details.get("how", {}), left.heads)
        organisations = figures.organisations(event)
        return {"event": event, "kept": left, "organisations": organisations, "how": how}
    count, heads = check_in.count(event), sum(tallying.of(event).values())
    reaches = Counter(
        Organisation.objects.filter(id__in=_organisations(event)).values_list("reach", flat=True)
    )
    return {
        "event": event,
        "may_edit": permissions.allows(_roles(context), Right.EDIT_EVENT),
        "stand": places.counts(event),
        "count": count,
        "heads": heads,
        "how": how_counted.in_words(count.how),
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

    At most eighteen queries.
    """
    roles = _roles(context)
    things = Things()
    if not event.is_published or event.is_over:
        return things
    if permissions.allows(roles, Right.EDIT_EVENT):
        rules = places.rules_of(event)
        things += _about_answers(event, rules) + _about_places(event, rules)
        things += to_tell.about_offers(event)
        things += to_tell.about_mails(event) + _about_sessions(event)
    if permissions.allows(roles, Right.SEE_CONTACT):
        things += to_tell.about_calls(event)
    if permissions.allows(roles, Right.SEE_NEEDS):
        things += _about_needs(event)
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


def _about_needs(event: Event) -> list[Thing]:
    """The needs board, when no needs lead has looked at it lately; at most three queries.

    How many are overdue lies sealed: to count it here would open everybody's answers each time a
    colleague comes by, and each time the record would say that they were read.
    """
    kinds = Question.objects.filter(event=event, kind__in=promises.KINDS)
    if not (kinds.exists() and people_count(event)):
        return []
    is_near = timezone.now() >= event.starts_at - _TO_PLACE
    rest = timedelta(days=1 if is_near else 7)
    looked = event.audit_entries.filter(deed=OPENED, at__gt=timezone.now() - rest)
    if looked.exists():
        return []
    why = f"No needs lead looked in the last {'day' if is_near else 'week'}."
    where = reverse("registrations:needs_board", args=[event.slug])
    return [Thing("Look at the needs board", why, where)]


def _about_meals(event: Event) -> list[Thing]:
    """In the last week, once food is asked about: a catering sheet, until the kitchen has one."""
    if timezone.now() < event.starts_at - _SOON:
        return []
    if not Question.objects.filter(event=event, kind=QuestionKind.FOOD).exists():
        return []
    if sheet.was_handed_over(event, since=event.starts_at - _SOON):
        return []
    where = reverse("registrations:kitchen", args=[event.slug])
    return [Thing("Give the caterer the numbers", "They are exact as of now.", where)]


def _people(count: int) -> str:
    return "person is" if count == 1 else "people are"
