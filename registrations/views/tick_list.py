"""The paper list of the door, typed back in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from forum import permissions
from forum.models import Event
from forum.permissions import Right, TeamRequest
from registrations import booking, check_in, door_cards
from registrations.forms.tick_list import TickListForm
from registrations.paper import tick_list as tick_list_of


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.CHECK_IN)
def tick_list(request: TeamRequest, event: Event) -> HttpResponse:
    """Codes in, people in; what was not understood stays in the box with why."""
    form = TickListForm(request.POST if request.method == "POST" else None)
    noted = None
    if form.is_valid():
        try:
            noted = tick_list_of.note(event=event, text=form.cleaned_data["codes"], by=request.user)
            form = TickListForm.of_left(noted.left)
        except tick_list_of.TooManyError:
            form.say_too_many()
        except booking.ClosedError as error:
            form.add_error(None, str(error))
    context = {
        "event": event,
        "count": check_in.count(event),
        "closed": door_cards.why_shut(event),
        "form": form,
        "noted": noted,
        "may_print": permissions.allows(request.roles, Right.MAKE_DOOR_LIST),
    }
    return render(request, "registrations/tick_list.html", context)
