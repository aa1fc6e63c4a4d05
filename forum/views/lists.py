"""Lists as files: what there is, and the file itself as the answer to a button."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from forum import exports, permissions
from forum.forms.lists import MakeListForm
from forum.models import AuditEntry, Event
from forum.permissions import Right, TeamRequest

LOG = 10


@require_safe
@permissions.event_page(Right.COUNT_MEALS)
def lists(request: TeamRequest, event: Event) -> HttpResponse:
    """O14: a card for each list this person may make, and which were made last."""
    made = AuditEntry.objects.filter(event=event, deed=exports.DEED).select_related("who")[:LOG]
    return render(
        request,
        "forum/lists.html",
        {
            "event": event,
            "host": event.lead_host,
            "exports": [one for one in exports.every() if one.may_be_made_by(request.roles)],
            "made": made,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.COUNT_MEALS)
def make_list(request: TeamRequest, event: Event, kind: str) -> HttpResponse:
    """What goes into one list; the button answers with the file, which is kept nowhere."""
    try:
        export = exports.find(kind)
    except exports.UnknownListError:
        raise Http404 from None
    if not export.may_be_made_by(request.roles):
        raise Http404
    form = MakeListForm(
        request.POST if request.method == "POST" else None, extras=export.extras_for(request.roles)
    )
    if request.method == "POST" and form.is_valid():
        made = exports.make(
            kind=kind,
            event=event,
            by=request.user,
            reason=form.reason_given,
            extras=form.chosen,
        )
        return _file(made)
    context = {"event": event, "host": event.lead_host, "export": export, "form": form}
    return render(request, "forum/make_list.html", context)


def _file(made: exports.Workfile) -> HttpResponse:
    """The file to be saved, never shown or kept on the way."""
    return HttpResponse(
        made.content,
        content_type=exports.CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Cache-Control": "no-store, private",
            "X-Content-Type-Options": "nosniff",
        },
    )
