"""Reading comments and notes for themes, one at a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from feedback import coding as deeds
from feedback import questionnaire, themes
from feedback.forms.themes import CodingForm, taken_words
from feedback.models import BallotBox, Comment
from forum import permissions
from forum.models import Event, Host
from forum.permissions import Right, TeamRequest

_GONE = "Those words were taken back meanwhile. Here is what comes next."


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_RESULTS)
def coding(request: TeamRequest, event: Event) -> HttpResponse:
    """The next unread comment or note, or the one of `?at=`; its themes, and the way on."""
    queue = deeds.queue(event)
    is_post = request.method == "POST"
    key = request.POST.get("at", "") if is_post else request.GET.get("at", queue.next_to_read)
    item = deeds.find(event, key) if key is not None else None
    if key is not None and item is None:
        messages.info(request, _GONE)
        return redirect("feedback:coding", event.slug)
    host = event.lead_host
    context: dict[str, Any] = {"event": event, "host": host, "queue": queue}
    if key is None or item is None:
        context["box"] = BallotBox.objects.filter(event=event).first()
        return render(request, "feedback/nothing_to_read.html", context | _codebook(request, host))
    chosen = deeds.themes_of(item)
    form = CodingForm(request.POST or None, host=host, chosen=chosen)
    if form.is_valid() and _write(request, event, item, form):
        after = queue.after(key)
        query = f"?at={after}" if after else ""
        return redirect(reverse("feedback:coding", args=[event.slug]) + query)
    before, behind = queue.neighbours(key)
    context |= {"item": item, "at": key, "form": form, "before": before, "behind": behind}
    context |= {"number": queue.number(key), "question": _question(item)}
    return render(request, "feedback/coding.html", context | _codebook(request, host))


def _write(request: TeamRequest, event: Event, item: deeds.Item, form: CodingForm) -> bool:
    """Keep what was found; False when the form has something to mend."""
    data = form.cleaned_data
    chosen = [] if form.says_none else list(data["themes"])
    try:
        if data["name"] and not form.says_none:
            chosen.append(
                themes.add(
                    host=event.lead_host,
                    name=data["name"],
                    description=data["description"],
                    by=request.user,
                )
            )
        deeds.code(item=item, themes=chosen, by=request.user)
    except themes.TakenError as error:
        form.add_error("name", f"{taken_words(error, data['name'])} Tick it above.")
        return False
    except deeds.GoneError:
        messages.info(request, _GONE)
    return True


def _question(item: deeds.Item) -> str:
    return questionnaire.by_key(item.question).words if isinstance(item, Comment) else ""


def _codebook(request: TeamRequest, host: Host) -> dict[str, bool]:
    """Whether the reader may open the codebook: a co-host's team reads with it and no more."""
    roles = permissions.roles_at(request.user, [host])
    return {"keeps_codebook": permissions.allows(roles, Right.SEE_RESULTS)}
