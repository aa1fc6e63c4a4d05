"""The online room on one's own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from registrations import online, tickets
from registrations.models import Registration
from registrations.views.private_links import booking_page


@require_POST
@booking_page
def join(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Join: the page shows the link from then on."""
    try:
        online.join(registration=registration)
    except online.NotOpenError as error:
        messages.warning(request, str(error))
    return redirect(tickets.booking_path(registration))
