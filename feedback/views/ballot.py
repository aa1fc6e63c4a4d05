"""P19 and P20: the questions, and thank you. Nobody signs in, and no cookie says who answers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback import ballots
from feedback.forms.ballot import BallotForm
from feedback.models import BallotBox
from forum import keys, tries
from forum.models import Event

_UNKNOWN = (
    "We do not know this code, or it was used already. Compare it with the email or the slip. "
    "Two emails from us? Use the code in the newer one."
)
_WAIT = (
    "There were too many tries from your network. "
    "Wait 10 minutes, then send it again: your answers are still here."
)
_LOCKED = (
    "Your answers could not be kept, because something is wrong on our side. Your code is still "
    "good. Keep this page open and send it again later."
)


@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions while the box is open; before and after, what people can know of it."""
    event = get_object_or_404(Event.objects.reachable(), slug=slug)
    box = BallotBox.objects.filter(event=event).first()
    context = {"event": event, "host": event.lead_host, "box": box}
    if box is None or not box.is_open or timezone.now() >= box.closes_at:
        return render(request, "feedback/no_ballot.html", context)
    form = BallotForm(request.POST if request.method == "POST" else None, event=event)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not may_try(request):
            form.add_error(None, _WAIT)
            status = 429
        else:
            try:
                withdrawal = _cast(event, form)
            except ballots.CodeError:
                form.add_error("ballot", _UNKNOWN)
            except ballots.ClosedError:
                return render(request, "feedback/no_ballot.html", context)
            except keys.KeyUnavailableError:
                form.add_error(None, _LOCKED)
                status = 503
            else:
                return render(request, "feedback/thanks.html", context | {"code": withdrawal})
    return render(request, "feedback/ballot.html", context | {"form": form}, status=status)


def may_try(request: HttpRequest) -> bool:
    """Whether this network may send a code now: a hall full of people, and no more."""
    address = tries.address_of(request)
    return tries.may_try(what="ballot", value=address, most=settings.FORMS_PER_ADDRESS)


def _cast(event: Event, form: BallotForm) -> str | None:
    return ballots.cast(event=event, code=form.cleaned_data["ballot"], answers=form.answers())
