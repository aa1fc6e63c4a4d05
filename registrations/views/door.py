"""The door: find somebody, let them in, take it back, add who has not booked."""

import re
import uuid
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import permissions
from forum.models import Event, User
from forum.models.events import Mode
from forum.permissions import Right, TeamRequest
from registrations import booking, door_cards, finding, how_counted, places, tickets
from registrations import check_in as check_in_of
from registrations.forms.desk import FindForm, PressForm, WalkInForm
from registrations.models import Allocation, CheckIn, Registration
from registrations.people import everybody

LAST = 20
SHOWN = 10
_LINK = re.compile(r"/t/([\w-]{43})")


@require_safe
@permissions.event_page(Right.CHECK_IN)
def door(request: TeamRequest, event: Event) -> HttpResponse:
    """D2: search. Nobody is named until two letters are typed (security V5)."""
    find = FindForm(request.GET)
    if link := _LINK.search(find.text):
        return _from_link(request, event, link[1])
    if "://" in find.text:
        return _refused(request, event, door_cards.WRONG_KIND)
    people = everybody(event).select_related("organisation")
    found = finding.find(people, find.text)
    cards = door_cards.of(finding.in_order(people, found.ids[:SHOWN]), event)
    context = _context(event, find)
    context |= {
        **_shown(cards[:1] if found.is_clear else [], context),
        "others": cards[1:] if found.is_clear else cards,
        "more": len(found.ids) - len(cards),
        "is_asked": bool(find.text),
        "is_enough": finding.is_enough(find.text),
        "not_found": door_cards.NOT_FOUND,
    }
    context["how"] = "" if find.text else how_counted.said(event, context["count"].how)
    context["may_match"] = event.mode != Mode.IN_PERSON and permissions.allows(
        request.roles, Right.EDIT_EVENT
    )
    if request.GET.get("show") == "last":
        context["last"] = _last(event, request.user)
    return render(request, "registrations/door.html", context)


def _context(event: Event, find: FindForm | None = None) -> dict[str, Any]:
    """What every page of the door shows: the box to search in, and how many are in."""
    return {
        "event": event,
        "find": find or FindForm(),
        "count": check_in_of.count(event),
        "closed": door_cards.why_shut(event),
        "is_today": door_cards.is_today(event),
        "has_sessions": Allocation.objects.filter(event=event).published().exists(),
    }


def _shown(
    cards: list[door_cards.Card], context: dict[str, Any], press: str = ""
) -> dict[str, Any]:
    """The card to show large, what the door says of it, and its button."""
    if not cards:
        return {"card": None}
    return {
        "card": cards[0],
        "said": door_cards.said(cards[0], context["event"], press=press),
        "press": PressForm(),
        "sessions": (
            door_cards.sessions(cards[0].person, context["event"])
            if context["has_sessions"]
            else []
        ),
    }


def _last(event: Event, by: User) -> list[CheckIn]:
    """Whom this volunteer let in last: enough to mend a slip, and no list of who is here."""
    entries = CheckIn.objects.filter(registration__in=everybody(event), session=None, by=by)
    return list(entries.select_related("registration__organisation").order_by("-at")[:LAST])


def _from_link(request: TeamRequest, event: Event, token: str) -> HttpResponse:
    """The link in a QR code, from a scanner that types what it reads."""
    found = tickets.find(token, "ticket")
    if found and found.event_id == event.id and not found.is_draft:
        return redirect("registrations:door_person", slug=event.slug, pk=found.pk)
    return _refused(request, event, door_cards.FOREIGN)


def _refused(request: TeamRequest, event: Event, said: door_cards.Said) -> HttpResponse:
    """What was scanned is nobody's ticket here: why, and nothing of whose it may be."""
    context = _context(event) | {"is_foreign": True, "said": said}
    return render(request, "registrations/door.html", context)


@require_safe
@permissions.event_page(Right.CHECK_IN)
def person(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """D3 and D4: a person's card, or what became of the press whose id is in the address."""
    registration = _person(event, pk)
    cards = door_cards.of([registration], event)
    context = _context(event)
    context |= _shown(cards, context, press=request.GET.get("scan", ""))
    if "undone" in request.GET and cards[0].entry is None:
        context["notice"] = "The check-in is taken back."
    context["may_see_people"] = permissions.allows(request.roles, Right.SEE_PEOPLE)
    return render(request, "registrations/door_person.html", context)


@require_POST
@permissions.event_page(Right.CHECK_IN)
def check_in(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """Let the person in; the card says what came of it."""
    press = PressForm(request.POST).press
    whom = Registration(pk=pk, event=event)
    try:
        check_in_of.check_in(registration=whom, by=request.user, scan_id=press)
    except Registration.DoesNotExist as error:
        raise Http404 from error
    except booking.ClosedError as error:
        messages.warning(request, str(error))
    except check_in_of.ScanUsedError:
        messages.warning(request, "That page was an old one. Press the button once more.")
    return _card(event, pk, scan=press)


@require_POST
@permissions.event_page(Right.CHECK_IN)
def undo(request: TeamRequest, event: Event, pk: uuid.UUID) -> HttpResponse:
    """D6: take a check-in of today back."""
    try:
        check_in_of.undo(registration=_person(event, pk), by=request.user)
    except check_in_of.TooLateError:
        messages.warning(request, "They were checked in on another day, so that stays.")
        return _card(event, pk)
    return _card(event, pk, undone="yes")


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.CHECK_IN)
def walk_in(request: TeamRequest, event: Event) -> HttpResponse:
    """D5: somebody who has not booked, while there are places."""
    form = WalkInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            registration = check_in_of.walk_in(
                event=event, answers=form.answers(), by=request.user, scan_id=form.press
            )
        except booking.FullError:
            form.add_error(None, "The last place went. Walk with them to the help desk.")
        except booking.ClosedError as error:
            form.add_error(None, str(error))
        else:
            return _card(event, registration.pk, scan=form.press)
    context = _context(event) | {"form": form, "stand": places.counts(event)}
    return render(request, "registrations/walk_in.html", context)


@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the QR code. Only a door that is signed in learns whose it is; nobody is let in.

    Everybody else reads the same words, whether or not there is such a ticket.
    """
    found = tickets.find(token, "ticket")
    if found and _opens_doors(request, found.event):
        return redirect("registrations:door_person", slug=found.event.slug, pk=found.pk)
    return render(request, "registrations/ticket.html", {"SITE_NAME": settings.DISCREET_NAME})


def _opens_doors(request: HttpRequest, event: Event) -> bool:
    if not isinstance(request.user, User):
        return False
    return permissions.allows(permissions.roles_for_event(request.user, event), Right.CHECK_IN)


def _card(event: Event, pk: uuid.UUID, **says: object) -> HttpResponseRedirect:
    path = reverse("registrations:door_person", args=[event.slug, pk])
    return HttpResponseRedirect(f"{path}?{urlencode(says)}" if says else path)


def _person(event: Event, pk: uuid.UUID) -> Registration:
    """Somebody of this event and of no other; a form that was not finished is nobody yet."""
    people = everybody(event)
    found: Registration = get_object_or_404(people.select_related("organisation"), pk=pk)
    found.event = event
    return found
