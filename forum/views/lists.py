"""Lists as files: what there is, the file as the answer to a button, and those of the worker."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import exports, permissions
from forum.exports import columns, filing
from forum.forms.lists import MakeListForm
from forum.models import Event
from forum.models.files import ListFile, WorkState
from forum.permissions import Right, TeamRequest

LOG = 10
# Seconds after which the page of a list that is being made looks again.
AGAIN = 3


@require_safe
@permissions.event_page(Right.WORK_HERE)
def lists(request: TeamRequest, event: Event) -> HttpResponse:
    """O14: a card for each list this person may make, and which were made last."""
    mine = [one for one in exports.every() if one.may_be_made_by(request.roles)]
    titles = {one.kind: one.title for one in mine}
    context = {
        "event": event,
        "host": event.lead_host,
        "cards": [(one, one.care(request.roles), one.delete_on(event)) for one in mine],
        "files": [
            (titles[row.kind], row)
            for row in filing.mine(event, request.user)
            if row.kind in titles
        ],
        "made": exports.made(event, *mine).select_related("who")[:LOG],
    }
    return render(request, "forum/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.WORK_HERE)
def make_list(request: TeamRequest, event: Event, kind: str) -> HttpResponse:
    """What goes into one list; the button answers with the file, or with how far the worker is."""
    export = _find(kind, request)
    form = _form(request, event, export)
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, event, export, form)
        except exports.NotFoundError as error:
            form.add_error("asked", str(error))
    context = {
        "event": event,
        "host": event.lead_host,
        "export": export,
        "form": form,
        "care": export.care(request.roles),
        "delete_on": export.delete_on(event),
        "is_long": filing.is_long(export, event),
    }
    return render(request, "forum/make_list.html", context)


def _find(kind: str, request: TeamRequest) -> exports.Export:
    """The list of this kind, where somebody with these roles may make it; else 404."""
    try:
        export = exports.find(kind)
    except exports.UnknownListError:
        raise Http404 from None
    if not export.may_be_made_by(request.roles):
        raise Http404
    return export


def _form(request: TeamRequest, event: Event, export: exports.Export) -> MakeListForm:
    return MakeListForm(
        request.POST if request.method == "POST" else None,
        export=export,
        extras=export.extras_for(request.roles),
        columns=columns.choices(export, event),
        host_name=event.lead_host.name,
        initial={"left_out": columns.left_out(export, event.lead_host)},
    )


def _made(
    request: TeamRequest, event: Event, export: exports.Export, form: MakeListForm
) -> HttpResponse:
    """The file, or the page of the worker that makes it. Raises NotFoundError."""
    ordered: dict[str, Any] = {
        "kind": export.kind,
        "event": event,
        "by": request.user,
        **form.order,
    }
    if form.cleaned_data.get("remember"):
        columns.remember(
            export=export,
            event=event,
            host=event.lead_host,
            titles=ordered["left_out"],
            by=request.user,
        )
    if filing.is_long(export, event):
        row = filing.ask(**ordered)
        return redirect("forum:list_file", slug=event.slug, pk=row.pk)
    return _file(exports.make(**ordered, asked=form.answer))


@require_safe
@permissions.event_page(Right.WORK_HERE)
def list_file(request: TeamRequest, event: Event, pk: str) -> HttpResponse:
    """How far a list is that the worker makes. The page looks again, unless asked not to."""
    row = _row(request, event, pk)
    export = _find(row.kind, request)
    is_still = "still" in request.GET
    is_on = row.state in (WorkState.WAITING, WorkState.RUNNING)
    context = {
        "event": event,
        "host": event.lead_host,
        "export": export,
        "care": exports.SENSITIVE
        if export.is_sensitive_with(row.extras)
        else exports.NOT_SENSITIVE,
        "delete_on": export.delete_on(event),
        "row": row,
        "done": f"{row.done:,}",
        "total": f"{row.total:,}",
        "is_on": is_on,
        "is_still": is_still,
        "seconds": AGAIN,
    }
    response = render(request, "forum/list_file.html", context)
    if is_on and not is_still:
        response.headers["Refresh"] = str(AGAIN)
    return response


@require_POST
@permissions.event_page(Right.WORK_HERE)
def fetch_list(request: TeamRequest, event: Event, pk: str) -> HttpResponse:
    """The file that the worker made, for whoever asked for it and may still have it."""
    try:
        return _file(filing.fetch(row=_row(request, event, pk), by=request.user))
    except filing.Refused:
        raise Http404 from None


@require_POST
@permissions.event_page(Right.WORK_HERE)
def remove_list(request: TeamRequest, event: Event, pk: str) -> HttpResponse:
    """Take the file away before its day is over."""
    filing.remove(row=_row(request, event, pk), by=request.user)
    return redirect("forum:lists", slug=event.slug)


def _row(request: TeamRequest, event: Event, pk: str) -> ListFile:
    """The file that this person asked for, whose day is not over; else 404."""
    mine = filing.mine(event, request.user).select_related("by", "event", "file")
    return get_object_or_404(mine, pk=pk)


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
