"""Questions that a team wrote itself: a few, in the team's order, each for a reason.

What may be kept is decided by `faults`: the form says it beside the field, and the deeds refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import prefetch_related_objects

from forum import audit
from forum.models import Event, User
from registrations import needs
from registrations.models import OwnQuestion, Registration
from registrations.models.questions import AnswerKind
from registrations.sensitive_words import looks_sensitive

__all__ = ["add", "copy", "edit", "faults", "is_full", "looks_sensitive", "move", "of", "remove"]

# A form that asks more is left unfinished by those whom the event is for.
MOST = 3
TOO_MANY = (
    f"An event asks {MOST} questions of its own at most, so that people get to the end of the form."
    " Remove one to write another, or ask on the day."
)
WITH_OPTIONS = [AnswerKind.CHOICE, AnswerKind.SEVERAL]
_ANSWERED = (
    "People may have answered already, and their answers would not fit any more. Remove this"
    " question and write a new one: what they answered is then deleted."
)


@dataclass(frozen=True)
class Said:
    """What the team decided about one question of its own."""

    label: str
    hint: str = ""
    kind: str = AnswerKind.TEXT
    options: list[str] = field(default_factory=list)
    owner: User | None = None
    purpose: str = ""
    is_sensitive: bool = False
    asked_after: OwnQuestion | None = None
    asked_if: list[str] = field(default_factory=list)


class WrongError(ValueError):
    """The question cannot be kept as it is; `faults` are pairs of a field and words."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(words for _, words in faults))
        self.faults = faults


def of(event: Event) -> list[OwnQuestion]:
    """The event's own questions in order, with who acts on them; a query, or two if there are any.

    Most events have none, and each booking asks several times.
    """
    found = list(OwnQuestion.objects.filter(event=event).order_by("position", "id"))
    by_id = {one.pk: one for one in found}
    for one in found:
        if one.asked_after_id in by_id:
            one.asked_after = by_id[one.asked_after_id]
    prefetch_related_objects(found, "owner")
    return found


def is_full(event: Event) -> bool:
    """Whether the event asks as many of its own as it may."""
    return OwnQuestion.objects.filter(event=event).count() >= MOST


def before(question: OwnQuestion | None, asked: Iterable[OwnQuestion]) -> list[OwnQuestion]:
    """The questions whose answers can decide whether this one is asked; None is a new one."""
    found = []
    for one in asked:
        if question is not None and one.pk == question.pk:
            break
        if one.kind in WITH_OPTIONS:
            found.append(one)
    return found


def faults(event: Event, said: Said, question: OwnQuestion | None = None) -> list[tuple[str, str]]:
    """Why this cannot be kept, field by field; "" stands for the question as a whole."""
    asked = of(event)
    found = []
    if question is None and len(asked) >= MOST:
        found.append(("", TOO_MANY))
    if said.kind in WITH_OPTIONS and len(said.options) < 2:
        found.append(("options", "Write two answers or more to choose from, one on each line"))
    if said.is_sensitive and not said.owner:
        found.append(("owner", "Choose who acts on the answers"))
    if said.is_sensitive and not said.purpose:
        found.append(("purpose", "Say what the answers are for"))
    if said.asked_after and said.asked_after not in before(question, asked):
        found.append(("after", "Choose answers of a question that comes before this one"))
    if said.asked_after and said.asked_after.is_sensitive and not said.is_sensitive:
        words = "Mark this question too: whoever answers it was asked after a sensitive one"
        found.append(("is_sensitive", words))
    if question is not None:
        later = [one for one in asked if one.asked_after_id == question.pk]
        found += _faults_of_a_change(said, question, later)
    return found


def _faults_of_a_change(
    said: Said, question: OwnQuestion, later: list[OwnQuestion]
) -> list[tuple[str, str]]:
    found = []
    if (said.kind, said.is_sensitive) != (question.kind, question.is_sensitive) and is_answered(
        question
    ):
        at = "kind" if said.kind != question.kind else "is_sensitive"
        found.append((at, _ANSWERED))
    on_offer = said.options if said.kind in WITH_OPTIONS else []
    for one in later:
        if gone := [option for option in one.asked_if if option not in on_offer]:
            words = f"“{one.label}” is asked after “{gone[0]}”. Change that question first"
            found.append(("options", words))
        if said.is_sensitive and not one.is_sensitive:
            words = f"“{one.label}” is asked after this one. Mark that question as sensitive first"
            found.append(("is_sensitive", words))
    return found


def is_answered(question: OwnQuestion) -> bool:
    """Whether somebody may have answered it. Sealed answers are not opened to find out."""
    if question.is_sensitive:
        found: bool = Registration.objects.filter(event=question.event_id).finished().exists()
        return found
    return question.answers.exists()


@transaction.atomic
def add(*, event: Event, said: Said, by: User) -> OwnQuestion:
    """Ask one more question, after the others. Raises WrongError."""
    held = Event.objects.select_for_update().get(pk=event.pk)
    _check(held, said, None)
    last = OwnQuestion.objects.filter(event=held).order_by("position").last()
    position = last.position + 1 if last else 0
    question = OwnQuestion.objects.create(event=held, position=position, **vars(said))
    audit.record(deed="wrote a question", by=by, event=held, row_id=question.id)
    return question


@transaction.atomic
def edit(*, question: OwnQuestion, said: Said, by: User) -> None:
    """Ask it differently from now on; answers given before stay. Raises WrongError."""
    held = Event.objects.select_for_update().get(pk=question.event_id)
    _check(held, said, question)
    for name, value in vars(said).items():
        setattr(question, name, value)
    question.save()
    audit.record(deed="changed a question", by=by, event=held, row_id=question.id)


@transaction.atomic
def remove(*, question: OwnQuestion, by: User) -> None:
    """Ask it no more, and delete what people answered to it, also under the seal.

    A question that was asked only after certain answers to this one is then asked of everybody.
    """
    held = Event.objects.select_for_update().get(pk=question.event_id)
    OwnQuestion.objects.filter(event=held, asked_after=question).update(
        asked_after=None, asked_if=[]
    )
    needs.forget_own(event=held, key=str(question.pk))
    audit.record(deed="removed a question", by=by, event=held, row_id=question.id)
    question.delete()


@transaction.atomic
def move(*, question: OwnQuestion, up: bool, by: User) -> bool:
    """Change places with the one before or after it, unless one of the two hangs on the other."""
    held = Event.objects.select_for_update().get(pk=question.event_id)
    asked = of(held)
    place = asked.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(asked):
        return True  # it stands at the end already
    first, second = sorted((place, other))
    if asked[second].asked_after_id == asked[first].pk:
        return False
    asked[first], asked[second] = asked[second], asked[first]
    for number, one in enumerate(asked):
        OwnQuestion.objects.filter(pk=one.pk).update(position=number)
    audit.record(deed="moved a question", by=by, event=held, row_id=question.id)
    return True


def copy(*, source: Event, target: Event) -> None:
    """Ask at the target what the source asks, with its conditions; answers are not copied."""
    OwnQuestion.objects.filter(event=target).delete()
    made: dict[object, OwnQuestion] = {}
    for row in of(source):
        made[row.pk] = OwnQuestion.objects.create(
            event=target,
            position=row.position,
            label=row.label,
            hint=row.hint,
            kind=row.kind,
            options=row.options,
            owner=row.owner,
            purpose=row.purpose,
            is_sensitive=row.is_sensitive,
            asked_after=made.get(row.asked_after_id),
            asked_if=row.asked_if,
        )


def _check(event: Event, said: Said, question: OwnQuestion | None) -> None:
    if found := faults(event, said, question):
        raise WrongError(found)
