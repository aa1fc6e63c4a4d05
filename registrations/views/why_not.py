"""Why somebody did not get a session they wished for, and what it would have cost others."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from registrations import breakouts, tickets
from registrations.breakouts import costs
from registrations.models import Registration
from registrations.views.own_pages import page
from registrations.views.private_links import booking_page


@require_http_methods(["GET", "HEAD", "POST"])
@booking_page
def why_not(request: HttpRequest, registration: Registration, session: uuid.UUID) -> HttpResponse:
    """The reason again; pressed, what giving the session would have cost, in words."""
    mine = breakouts.mine(registration, []) if registration.has_a_place else None
    missed = costs.askable(mine, session)
    if mine is None or missed is None or registration.event.is_over:
        return redirect(tickets.booking_path(registration))
    context = {"missed": missed, "given": mine.given_at(missed.session.slot_id)}
    if request.method != "POST":
        return page(request, "why_not", registration, context)
    if not costs.may_ask(registration):
        waits = {**context, "is_waiting": True}
        return page(request, "why_not", registration, waits, status=429)
    answer = costs.of(registration=registration, missed=missed)
    return page(request, "why_not", registration, {**context, "answer": answer})
