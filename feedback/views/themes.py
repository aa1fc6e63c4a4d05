"""The codebook of a host: its themes, one of them, and two that are one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from feedback import themes as codebook
from feedback.forms.themes import MergeForm, ThemeForm, taken_words
from feedback.models import Theme
from forum import permissions
from forum.models import Host
from forum.permissions import Right, TeamRequest


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.SEE_RESULTS)
def themes(request: TeamRequest, host: Host) -> HttpResponse:
    """The themes with how often each was raised; add one."""
    form = ThemeForm(request.POST or None)
    if form.is_valid():
        try:
            made = codebook.add(host=host, by=request.user, **form.cleaned_data)
        except codebook.TakenError as error:
            form.add_error("name", taken_words(error, form.cleaned_data["name"]))
        else:
            messages.success(request, f"“{made}” is added.")
            return redirect("feedback:themes", host.slug)
    rows = list(codebook.with_uses(host))
    undescribed = sum(not theme.description for theme in rows)
    context = {"host": host, "form": form, "rows": rows, "undescribed": undescribed}
    return render(request, "feedback/themes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.SEE_RESULTS)
def edit_theme(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """Change a theme's name and line, or say which other one it is."""
    theme = _find(host, pk)
    form = ThemeForm(request.POST or None, theme=theme)
    if theme.merged_into is None and form.is_valid():
        try:
            codebook.change(theme=theme, by=request.user, **form.cleaned_data)
        except codebook.TakenError as error:
            form.add_error("name", taken_words(error, form.cleaned_data["name"]))
        else:
            messages.success(request, "Your changes are kept.")
            return redirect("feedback:themes", host.slug)
    context = {"host": host, "theme": theme, "form": form, "merge_form": MergeForm(theme=theme)}
    context["merges"] = codebook.merges(theme)
    return render(request, "feedback/theme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.host_page(Right.SEE_RESULTS)
def merge_theme(request: TeamRequest, host: Host, pk: UUID) -> HttpResponse:
    """Ask with `?into=` whether the two are one, and say how many words move; then merge."""
    theme = _find(host, pk)
    if theme.merged_into is not None:
        return redirect("feedback:edit_theme", host.slug, pk)
    form = MergeForm(request.POST or request.GET, theme=theme)
    if not form.is_valid():
        context = {"host": host, "theme": theme, "form": ThemeForm(theme=theme)}
        context |= {"merge_form": form, "forms": [form], "merges": codebook.merges(theme)}
        return render(request, "feedback/theme.html", context)
    into: Theme = form.cleaned_data["into"]
    if request.method == "POST":
        try:
            codebook.merge(theme=theme, into=into, by=request.user)
        except codebook.MergeError:
            raise Http404 from None
        messages.success(request, f"“{theme}” counts as “{into}” from now on.")
        return redirect("feedback:themes", host.slug)
    moves = theme.tags.confirmed().count()
    context = {"host": host, "theme": theme, "into": into, "moves": moves}
    return render(request, "feedback/merge_theme.html", context)


def _find(host: Host, pk: UUID) -> Theme:
    found: Theme = get_object_or_404(Theme.objects.select_related("merged_into"), host=host, pk=pk)
    return found
