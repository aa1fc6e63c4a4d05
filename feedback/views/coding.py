"""Reading comments and notes for themes, one at a time, and taking a reading back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from feedback import coding as deeds
from feedback import questionnaire, reading_together, suggesting, themes, undoing
from feedback.forms.themes import CodingForm, TogetherForm, taken_words
from feedback.inbox.agreement import agreement
from feedback.inbox.choosing import Chosen, chosen, kinds, shown
from feedback.inbox.line import Line, line
from feedback.models import BallotBox, Comment, Reading, Suggesting, Theme
from forum import permissions
from forum.models import Event, Host
from forum.permissions import Right, TeamRequest

_GONE = "Those words were taken back meanwhile. Here is what comes next."
_CHANGED_SINCE = "Somebody changed that since, so it stays as it is."
# Where the way through what was read leads at its end.
_END = "end"


@dataclass(frozen=True)
class _Desk:
    """Who reads what: the event, what they chose of it, and the line of that."""

    request: TeamRequest
    event: Event
    host: Host
    book: list[Theme]
    chosen: Chosen
    line: Line

    def go_to(self, key: str | None, *, past_the_top: bool = False) -> HttpResponse:
        """On to the comment or note of the key, within what was chosen.

        `past_the_top` leaves out of sight on a small screen what stands above every page.
        """
        at = urlencode({"at": key}) if key else ""
        query = "&".join(part for part in (self.chosen.query, at) if part)
        where = reverse("feedback:coding", args=[self.event.slug]) + (f"?{query}" if query else "")
        return redirect(f"{where}#so-far" if past_the_top else where)

    def context(self) -> dict[str, Any]:
        """What every page of reading shows around the words."""
        by_key = {theme.pk: theme for theme in self.book}
        names = {str(pk): theme.name for pk, theme in by_key.items()}
        last = undoing.last(self.event, self.request.user)
        roles = permissions.roles_at(self.request.user, [self.host])
        keeps_codebook = permissions.allows(roles, Right.SEE_RESULTS)
        return {
            "event": self.event,
            "host": self.host,
            "line": self.line,
            "chosen": self.chosen,
            "shown": shown(self.book),
            "kinds": kinds(),
            "together": [(by_key[pk], count) for pk, count in self.line.together if pk in by_key],
            "last": last,
            "last_found": [names[key] for key in last.after if key in names] if last else [],
            # What the lead host's team read elsewhere is its own.
            "agreement": agreement(self.host) if keeps_codebook else None,
            "learned": Suggesting.objects.filter(event=self.event).first(),
            "keeps_codebook": keeps_codebook,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_RESULTS)
def coding(request: TeamRequest, event: Event) -> HttpResponse:
    """The next unread comment or note, or the one of `?at=`; its themes, and the way on."""
    desk = _desk(request, event)
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("at", "" if asked is request.POST else desk.line.first)
    item = deeds.find(event, key) if key is not None else None
    if key is None or key == _END:
        return _nothing(desk, is_end=key == _END)
    if item is None:
        messages.info(request, _GONE)
        return desk.go_to(None)
    found = deeds.themes_of(item)
    offered = [] if item.is_coded else suggesting.offered(item)
    form = CodingForm(
        request.POST or None, host=desk.host, book=desk.book, chosen=found, offered=offered
    )
    is_other = False
    if form.is_valid():
        try:
            if _write(request, event, item, form):
                return desk.go_to(desk.line.after(key) or _the_end(desk), past_the_top=True)
        except deeds.ReadMeanwhileError:
            is_other = True
        except deeds.GoneError:
            messages.info(request, _GONE)
            return desk.go_to(desk.line.after(key))
    return _page(desk, item, form, is_other=is_other)


@require_POST
@permissions.event_page(Right.SEE_RESULTS)
def undo_reading(request: TeamRequest, event: Event) -> HttpResponse:
    """Put back what stood there before one's last reading, and show the words again."""
    desk = _desk(request, event)
    try:
        pk = UUID(request.POST.get("reading", ""))
        item, _reading = undoing.undo(event=event, pk=pk, by=request.user)
    except (ValueError, Reading.DoesNotExist):
        messages.info(request, "There is no reading of yours to take back.")
    except undoing.UndoneError:
        messages.info(request, "That was taken back already.")
    except deeds.GoneError:
        messages.info(request, _GONE)
    except deeds.ReadMeanwhileError:
        messages.info(request, _CHANGED_SINCE)
    else:
        messages.success(request, "Your last reading is taken back.")
        return desk.go_to(deeds.key_of(item))
    return desk.go_to(request.POST.get("at"))


@require_http_methods(["GET", "HEAD", "POST"])
@permissions.event_page(Right.SEE_RESULTS)
def read_together(request: TeamRequest, event: Event, pk: UUID) -> HttpResponse:
    """Several unread words that may raise the theme; those that are ticked raise it alone."""
    host = event.lead_host
    theme = get_object_or_404(themes.current(host), pk=pk)
    rows = reading_together.unread_with(event, theme)
    form = TogetherForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        done = reading_together.keep(event=event, theme=theme, ticked=form.ticked, by=request.user)
        messages.success(request, _kept_together(done, theme))
        return redirect("feedback:read_together", event.slug, pk)
    context = {"event": event, "host": host, "theme": theme, "form": form, "rows": rows}
    return render(request, "feedback/read_together.html", context)


def _kept_together(done: reading_together.Kept, theme: Theme) -> str:
    words = [f"{done.kept} kept as “{theme}”."]
    if done.left:
        words.append(f"{done.left} changed meanwhile and stay as they are.")
    if done.kept:
        words.append("Where you read one by one you can take back what you kept.")
    return " ".join(words)


def _desk(request: TeamRequest, event: Event) -> _Desk:
    asked = request.POST if request.method == "POST" else request.GET
    host = event.lead_host
    book = list(themes.current(host))
    wanted = chosen(asked.dict(), book)
    found = line(event, reader=request.user, chosen=wanted)
    return _Desk(request, event, host, book, wanted, found)


def _page(desk: _Desk, item: deeds.Item, form: CodingForm, *, is_other: bool) -> HttpResponse:
    """The words with the themes; `is_other` when somebody read them while the page was open."""
    key = deeds.key_of(item)
    found = deeds.themes_of(item)
    context = {
        "item": item,
        "at": key,
        "form": form,
        "before": desk.line.before(key),
        "behind": desk.line.after(key),
        "number": desk.line.number(key),
        "seen": deeds.stamp(item, found),
        "question": questionnaire.by_key(item.question).words if isinstance(item, Comment) else "",
        "read_by": deeds.last_reader(item) if item.is_coded else None,
        "found": [theme for theme in form.current if theme.pk in found],
        "is_other": is_other,
    }
    return render(desk.request, "feedback/coding.html", desk.context() | context)


def _nothing(desk: _Desk, *, is_end: bool) -> HttpResponse:
    box = BallotBox.objects.filter(event=desk.event).first()
    context = desk.context() | {"box": box, "is_end": is_end}
    return render(desk.request, "feedback/nothing_to_read.html", context)


def _write(request: TeamRequest, event: Event, item: deeds.Item, form: CodingForm) -> bool:
    """Keep what was found; False when the form has something to mend.

    Raises GoneError, and ReadMeanwhileError when somebody read it since the page was opened.
    """
    data = form.cleaned_data
    picked = [] if form.says_none else list(data["themes"])
    try:
        with transaction.atomic():
            if data["name"] and not form.says_none:
                picked.append(
                    themes.add(
                        host=event.lead_host,
                        name=data["name"],
                        description=data["description"],
                        by=request.user,
                    )
                )
            deeds.code(item=item, themes=picked, by=request.user, seen=request.POST.get("seen"))
    except themes.TakenError as error:
        form.add_error("name", f"{taken_words(error, data['name'])} Tick it above.")
        return False
    return True


def _the_end(desk: _Desk) -> str | None:
    """Of what is unread the page says itself that nothing is left."""
    return None if desk.chosen.is_unread else _END
