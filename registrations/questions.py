"""What an event asks: which questions are on, in which order they come, who acts on the answers."""

from collections.abc import Iterable

from django.urls import reverse

from forum.models import Event, Membership
from forum.models.people import Role
from forum.publishing import Missing
from registrations.models import Question
from registrations.models.questions import SENSITIVE, QuestionKind

# Fewer of these and the whole form fits on one page.
_LONG = {
    QuestionKind.ORGANISATION,
    QuestionKind.FOOD,
    QuestionKind.ALLERGY,
    QuestionKind.ACCESS,
    QuestionKind.INTERPRETATION,
}
# Nothing sensitive is asked until somebody decides to (security 3, minimise).
DEFAULTS = [QuestionKind.ORGANISATION, QuestionKind.PHOTO]
ONE_PAGE = ["all"]


def switched_on(event: Event) -> dict[str, Question]:
    """The event's questions by kind, with their owners; one query."""
    rows = Question.objects.filter(event=event).select_related("owner")
    return {row.kind: row for row in rows}


def steps(event: Event) -> list[str]:
    """The pages of the event's form before "check", in order: `["all"]` when it asks little."""
    return pages(switched_on(event))


def pages(kinds: Iterable[str]) -> list[str]:
    """The same for the kinds that are on, without a query."""
    on = set(kinds)
    if len(on & _LONG) < 3:
        return list(ONE_PAGE)
    return parts(on)


def parts(kinds: Iterable[str]) -> list[str]:
    """The parts of the form, whether each has a page or all stand on one."""
    on = set(kinds)
    found = ["you"]
    if QuestionKind.ORGANISATION in on:
        found.append("organisation")
    if on & {QuestionKind.FOOD, QuestionKind.ALLERGY}:
        found.append("food")
    if on & {QuestionKind.ACCESS, QuestionKind.INTERPRETATION}:
        found.append("support")
    return [*found, "sharing"]


def switch_on_defaults(event: Event) -> None:
    """What a new event asks before anybody chose: organisation and photos, nothing sensitive."""
    Question.objects.bulk_create(
        [Question(event=event, kind=kind) for kind in DEFAULTS], ignore_conflicts=True
    )


def copy(*, source: Event, target: Event) -> None:
    """Ask at the target what the source asks; owners and purposes come along."""
    rows = [
        Question(
            event=target,
            kind=row.kind,
            owner=row.owner,
            purpose=row.purpose,
            options=row.options,
        )
        for row in switched_on(source).values()
    ]
    Question.objects.filter(event=target).delete()
    Question.objects.bulk_create(rows)


def missing_for_publishing(event: Event) -> list[Missing]:
    """What is missing before the questions may be asked: an owner, a purpose, a needs lead."""
    where = reverse("registrations:questions", args=[event.slug])
    sensitive = [row for row in switched_on(event).values() if row.kind in SENSITIVE]
    team = set(Membership.objects.filter(host__events=event).values_list("user_id", flat=True))
    found = []
    for row in sensitive:
        asks = f"“{row.get_kind_display()}”"
        if row.owner_id not in team:
            found.append(Missing(f"Say who acts on the answers to {asks}", f"{where}#{row.kind}"))
        if not row.purpose:
            found.append(Missing(f"Say what the answers to {asks} are for", f"{where}#{row.kind}"))
    if (
        sensitive
        and not Membership.objects.filter(host__events=event, role=Role.NEEDS_LEAD).exists()
    ):
        found.append(Missing("Make somebody on the team a needs lead", where))
    return found
