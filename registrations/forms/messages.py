"""What the team writes to people: the words, for whom, and when they leave."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from forum import dates
from forum.forms.fields import LineField, PickField, PickSeveralField, TextField
from forum.forms.sections import SectionedForm
from forum.forms.times import ClockField, DayField, read_moment
from forum.models import Event
from registrations import announcing, audience, placeholders
from registrations.models import Announcement, Placement, Registration, days
from registrations.models.breakouts import Allocation
from registrations.models.registrations import Kind, State

# Room for the link, which is always at the end of a text.
_SHORT = 200
_THERE = ", ".join(f"{{{name}}}" for name in placeholders.IN_TEXT)
_IN_TITLE = " and ".join(f"{{{name}}}" for name in placeholders.IN_TITLE)


class MessageForm(SectionedForm):
    """A new message, or a draft of one. What there is nothing to choose of is not asked."""

    layout = [
        ("Who gets it", [["who"], ["kinds"], ["day"], ["session"], ["came"], ["reaches_later"]]),
        ("What it says", [["subject"], ["body"], ["short"]]),
    ]

    who = PickField(
        label="To whom?",
        choices=list(audience.WHO.items()),
        widget=forms.RadioSelect,
        initial=audience.PLACE,
        missing="Choose who gets it",
    )
    kinds = PickSeveralField(
        label="Only some of them?",
        help_text="With none ticked, all of them get it.",
        choices=[(kind, words.capitalize()) for kind, words in audience.KINDS.items()],
        required=False,
    )
    day = PickField(label="Only who comes on one day?", required=False)
    session = PickField(label="Only who is in one session?", required=False)
    came = PickField(
        label="Only who came, or did not?",
        choices=[("", "Both"), ("yes", "Only who came"), ("no", "Only who did not come")],
        required=False,
    )
    reaches_later = forms.BooleanField(
        label="Whoever joins them later gets it too, until the event ends",
        initial=True,
        required=False,
    )
    subject = LineField(
        label="Title",
        help_text=f"{_IN_TITLE} are filled in.",
        max_length=60,
        missing="Write a title",
        widget=forms.TextInput(attrs={"data-wide": ""}),
    )
    body = TextField(
        label="Message",
        help_text=f"It begins with “Hello” and their name, and ends with when and where the event "
        f"is and the link to their booking. Filled in for each person: {_THERE}.",
        missing="Write the message",
        rows=10,
    )
    short = TextField(
        label="The same in a few words, for those without email",
        help_text="For a text or a chat. The link is added. "
        "Left empty, it says that there is news about the event.",
        max_length=_SHORT,
        rows=3,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, event: Event, announcement: Announcement | None = None
    ) -> None:
        self.event, self.announcement = event, announcement
        kept = dict(announcement.audience) if announcement else {}
        super().__init__(data, initial=_initial(announcement), label_suffix="")
        self._offer("kinds", _kinds(event, kept.get("kinds", [])), least=2)
        self._offer("day", _days(event), least=3)
        self._offer("session", _sessions(event), least=2)
        if event.starts_at > timezone.now() and not kept.get("came"):
            del self.fields["came"]

    def _offer(self, name: str, choices: list[tuple[str, str]], *, least: int) -> None:
        """Offer these, unless they are too few to choose from."""
        if len(choices) < least:
            del self.fields[name]
        else:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for name, words in announcing.faults(self.said()):
                self.add_error(name, words)
        return self.cleaned_data

    def said(self) -> announcing.Said:
        """What the team wrote, and for whom."""
        given = self.cleaned_data
        chosen = {name: given.get(name) for name in ("who", "kinds", "day", "session", "came")}
        return announcing.Said(
            subject=given["subject"],
            body=given["body"],
            short=given["short"],
            audience={name: value for name, value in chosen.items() if value},
            reaches_later=given["reaches_later"],
        )


def _initial(announcement: Announcement | None) -> dict[str, Any]:
    if announcement is None:
        return {}
    return {
        **announcement.audience,
        "reaches_later": announcement.reaches_later,
        "subject": announcement.subject,
        "body": announcement.body,
        "short": announcement.short,
    }


def _kinds(event: Event, kept: list[str]) -> list[tuple[str, str]]:
    """The kinds that there are among the event's people, and those chosen before."""
    people = Registration.objects.filter(event=event).exclude(state=State.DRAFT)
    there = {*people.order_by().values_list("kind", flat=True).distinct(), *kept}
    return [
        (kind.value, words.capitalize())
        for kind, words in audience.KINDS.items()
        if Kind(kind) in there
    ]


def _days(event: Event) -> list[tuple[str, str]]:
    every = [(day.isoformat(), dates.short_day(day)) for day in days.asked(event)]
    return [("", "All days"), *every]


def _sessions(event: Event) -> list[tuple[str, str]]:
    """The sessions into which people were placed, once they were told."""
    told = Allocation.objects.filter(event=event).published().values("pk")[:1]
    rows = Placement.objects.filter(allocation__in=told, session__isnull=False)
    found = rows.order_by("session__title").values_list("session_id", "session__title").distinct()
    return [("", "All sessions"), *((str(pk), title) for pk, title in found)]


class LaterForm(forms.Form):
    """The day and hour at which a message leaves, on the clocks of the event."""

    use_required_attribute = False

    day = DayField(label="Day", missing="Choose the day it leaves")
    clock = ClockField(label="At", missing="Choose the time it leaves")

    def __init__(self, data: Any = None, *, event: Event) -> None:
        self.event = event
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, Any]:
        day = self.cleaned_data.get("day")
        self.cleaned_data["at"] = read_moment(self, day, "clock", self.event.zone)
        return self.cleaned_data

    @property
    def at(self) -> datetime:
        moment: datetime = self.cleaned_data["at"]
        return moment


class SeenForm(forms.Form):
    """What somebody looked at, so that nothing else is sent."""

    count = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    written = forms.CharField(max_length=40, widget=forms.HiddenInput)

    @property
    def seen(self) -> announcing.Seen:
        """What came with the page; what was lost on the way was never seen."""
        if not self.is_valid():
            return announcing.Seen(count=-1, written="")
        return announcing.Seen(**self.cleaned_data)
