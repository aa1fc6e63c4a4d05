"""Registering the people one supports: begin, list, table, slips, arriving, leaving."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import by_hand
from registrations import booking, discreet, helping, tickets
from registrations.forms.desk import PressForm
from registrations.forms.helping import HelperForm
from registrations.forms.helping_table import Table
from registrations.journey import Journey
from registrations.models import Helper
from registrations.views.helper_links import helper_page, page
from registrations.views.private_links import closed, form_page

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@form_page
def begin(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Who registers others; each time it is a new page, whatever address is given."""
    event = journey.event
    form = HelperForm(
        request.POST if request.method == "POST" else None,
        initial={"key": tickets.token(uuid.uuid4(), "helper")},
        label_suffix="",
    )
    if request.method == "POST" and by_hand.is_valid(request, form):
        key = form.cleaned_data["key"]
        helper = helping.begin(event=event, helper_id=key, **form.given)
        return redirect(tickets.helper_path(helper))
    context = {**discreet.page(event, is_quiet=False), "journey": journey, "form": form}
    return render(request, "registrations/help.html", context)


@require_safe
@helper_page
def helper(request: HttpRequest, helper: Helper) -> HttpResponse:
    """H1: everybody whom this helper registered, how they stand, and what can be done."""
    people, now = helping.people(helper), timezone.now()
    context = {
        "people": people,
        "is_open": not booking.why_closed(helper.event),
        "kept": helping.kept_count(helper),
        "expected": people.expected(helper.event, now)
        if helping.may_arrive(helper.event, now)
        else [],
        "press": PressForm(),
    }
    return page(request, "helper", helper, context)


@require_http_methods(PAGE)
@helper_page
def add(request: HttpRequest, helper: Helper) -> HttpResponse:
    """Many people in one table: book them all, or keep the rows for later."""
    if request.method == "POST":
        people = [one.person for one in helping.people(helper).mine if not one.person.is_cancelled]
        table = Table(
            request.POST,
            helper=helper,
            journey=Journey(helper.event),
            known=[one.badge_name for one in people],
            booked={one.id for one in people},
        )
    else:
        kept, more = helping.kept(helper), "more" in request.GET
        table = Table(helper=helper, journey=Journey(helper.event), kept=kept, more=more)
    if why := booking.why_closed(helper.event):
        return _closed(request, helper, why, table)
    try:
        done = _done(request, helper, table) if request.method == "POST" else None
    except booking.ClosedError as error:
        return _closed(request, helper, error.why, table)
    return done or _table(request, helper, table)


def _done(request: HttpRequest, helper: Helper, table: Table) -> HttpResponse | None:
    """Do what the button says; nothing when something has to be put right first."""
    if request.POST.get("wish") == "book":
        return _booked(request, helper, table) if table.is_valid() else None
    if not table.is_keepable():
        return None
    try:
        helping.keep(helper=helper, rows=table.kept())
    except helping.TooManyError as error:
        table.cannot_keep(str(error))
        return None
    if request.POST.get("wish") == "more":
        return redirect(f"{request.path}?more=1#last")
    messages.success(request, "Saved for later. Nobody is booked by that yet.")
    return redirect(tickets.helper_path(helper))


def _booked(request: HttpRequest, helper: Helper, table: Table) -> HttpResponse | None:
    try:
        booked = helping.register(helper=helper, rows=table.entries(), together=table.together)
    except helping.TooManyError as error:
        table.refuse(str(error))
        return None
    messages.success(request, helping.said(booked))
    return redirect(tickets.helper_path(helper))


def _table(request: HttpRequest, helper: Helper, table: Table) -> HttpResponse:
    is_cut = request.method == "POST" and not table.rows.is_bound
    notice = (
        "The table did not arrive whole, so nobody is booked. Enter it again." if is_cut else ""
    )
    context = {
        "table": table,
        "forms": table.forms,
        "notice": notice,
        "most": helping.MOST,
        "journey": table.journey,
        "agreement": discreet.agreement_path(helper.event),
    }
    return page(request, "helper_add", helper, context)


def _closed(request: HttpRequest, helper: Helper, why: booking.Why, table: Table) -> HttpResponse:
    quiet = helping.keeps_quiet(helper)
    return closed(request, helper.event, why, is_quiet=quiet, written=table.written())


@require_safe
@helper_page
def slips(request: HttpRequest, helper: Helper) -> HttpResponse:
    """A slip of paper for each person, or for the one whose code is asked for."""
    sheets = helping.slips(helping.people(helper), request.GET.get("code", ""))
    return page(request, "slips", helper, {"sheets": sheets})


@require_POST
@helper_page
def arrived(request: HttpRequest, helper: Helper) -> HttpResponse:
    """All of the helper's people are here: one press lets them in."""
    count = helping.all_arrived(helper=helper, press=PressForm(request.POST).press)
    if count:
        who = "1 person is" if count == 1 else f"{count} people are"
        messages.success(request, f"{who} checked in. Tell the door if one of them is not here.")
    else:
        messages.info(request, "Nobody was checked in: there is nobody to expect now.")
    return redirect(tickets.helper_path(helper))


@require_http_methods(PAGE)
@helper_page
def forget(request: HttpRequest, helper: Helper) -> HttpResponse:
    """Forget the helper: the people keep their bookings and codes."""
    context = {
        **discreet.page(helper.event, is_quiet=helping.keeps_quiet(helper)),  # as it stood before
        "is_done": request.method == "POST",
        "count": len(helping.people(helper).mine),
    }
    if request.method == "POST":
        helping.forget(helper=helper)
    return page(request, "helper_forget", helper, context)
