"""What the door shows of a person: name, organisation, state and marker, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from forum.models import Event
from registrations.booking import Why
from registrations.markers import marker
from registrations.models import CheckIn, Question, Registration
from registrations.models.questions import QuestionKind


@dataclass(frozen=True)
class Card:
    """A person at the door. `entry` is their check-in; `marker` is empty when none are given out."""

    person: Registration
    entry: CheckIn | None
    marker: str

    @property
    def is_expected(self) -> bool:
        """Booked and not in yet: the one state in which there is a button."""
        return self.person.has_a_place and self.entry is None

    @property
    def is_kept_out(self) -> bool:
        """Waiting, asked or cancelled: somebody at the help desk has to look."""
        return not self.person.has_a_place


def of(people: Iterable[Registration], event: Event) -> list[Card]:
    """The cards of these people in the same order; two queries."""
    people = list(people)
    entries = {
        entry.registration_id: entry
        for entry in CheckIn.objects.filter(registration__in=people, session=None).select_related(
            "by"
        )
    }
    has_markers = Question.objects.filter(event=event, kind=QuestionKind.PHOTO).exists()
    return [
        Card(person, entries.get(person.id), marker(person.photo) if has_markers else "")
        for person in people
    ]


def why_shut(event: Event) -> str:
    """Why nobody can be let in, or nothing."""
    if event.is_published:
        return ""
    return (Why.CANCELLED if event.is_cancelled else Why.UNPUBLISHED).value


def is_today(event: Event) -> bool:
    """Whether today, where the event is, is one of its days."""
    return timezone.now().astimezone(event.zone).date() in event.days
