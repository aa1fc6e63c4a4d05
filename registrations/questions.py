"""What an event asks: which questions are on, in which order they come, who acts on the answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from forum import audit
from forum.models import AuditEntry, Event, Host, Membership, User
from forum.models.people import Role
from forum.publishing import Missing
from registrations import options, own_questions
from registrations.models import OwnQuestion, Question
from registrations.models.questions import SENSITIVE, QuestionKind

# Fewer of these and the whole form fits on one page.
_LONG = {
    QuestionKind.ORGANISATION,
    QuestionKind.FOOD,
    QuestionKind.ALLERGY,
    QuestionKind.ACCESS,
    QuestionKind.INTERPRETATION,
    QuestionKind.CHILDCARE,
    QuestionKind.TRAVEL,
    QuestionKind.ACCOMPANIMENT,
}
# Nothing sensitive is asked until somebody decides to (security 3, minimise).
DEFAULTS = [QuestionKind.ORGANISATION, QuestionKind.PHOTO]
# Which kinds of question stand in a part of the form.
IN_PART = {
    "food": [QuestionKind.FOOD, QuestionKind.ALLERGY],
    "support": [
        QuestionKind.ACCESS,
        QuestionKind.INTERPRETATION,
        QuestionKind.CHILDCARE,
        QuestionKind.TRAVEL,
        QuestionKind.ACCOMPANIMENT,
    ],
    "sharing": [QuestionKind.PHOTO, QuestionKind.CONTACTS, QuestionKind.NEWS],
}
ONE_PAGE = ["all"]
TOGETHER = "together"
CHOSE = "changed the questions"


@dataclass(frozen=True)
class Choice:
    """What an organiser decided about one kind of question."""

    kind: str
    on: bool = False
    owner: User | None = None
    purpose: str = ""
    options: list[str] = field(default_factory=list)


def switched_on(event: Event) -> dict[str, Question]:
    """The event's questions by kind, with their owners; one query."""
    rows = Question.objects.filter(event=event).select_related("owner")
    return {row.kind: row for row in rows}


def asked(rows: dict[str, Question]) -> dict[str, Question]:
    """Of the questions that are on those that people meet: not food, where all food suits."""
    if not options.suits_all(rows.get(QuestionKind.FOOD)):
        return rows
    return {kind: row for kind, row in rows.items() if kind != QuestionKind.FOOD}


def pages(
    kinds: Iterable[str],
    *,
    has_rounds: bool = False,
    has_own: bool = False,
    has_company: bool = False,
) -> list[str]:
    """The pages of a form before "check", in order: `["all"]` when it asks little.

    Somebody who does not come alone is asked about the others on a page of its own.
    """
    on = set(kinds)
    if len(on & _LONG) + has_own < 3:
        return [*ONE_PAGE, TOGETHER] if has_company else list(ONE_PAGE)
    return parts(on, has_rounds=has_rounds, has_own=has_own, has_company=has_company)


def parts(
    kinds: Iterable[str],
    *,
    has_rounds: bool = False,
    has_own: bool = False,
    has_company: bool = False,
) -> list[str]:
    """The parts of the form, whether each has a page or all stand on one.

    `kinds` are the questions that are on; with rounds, people also choose sessions; `has_own` is
    whether the team wrote questions itself; `has_company` whether somebody comes along.
    """
    on = set(kinds)
    found = ["you", TOGETHER] if has_company else ["you"]
    if QuestionKind.ORGANISATION in on:
        found.append("organisation")
    found += [part for part in ("food", "support") if not on.isdisjoint(IN_PART[part])]
    if has_own:
        found.append("own")
    if has_rounds:
        found.append("sessions")
    return [*found, "sharing"]


def choices(event: Event) -> list[Choice]:
    """Every kind of question as it stands, in the order in which people are asked.

    For an event that asks nothing yet: what the event it was copied from asks, else the defaults;
    so a page of them shows what saving would switch on.
    """
    rows = switched_on(event)
    is_new = not rows and not was_chosen(event)
    if is_new and event.copied_from:
        rows = switched_on(event.copied_from)
    if is_new and not rows:
        rows = {kind: Question(event=event, kind=kind) for kind in DEFAULTS}
    return [
        Choice(kind, on=True, owner=row.owner, purpose=row.purpose, options=row.options)
        if (row := rows.get(kind))
        else Choice(kind)
        for kind in QuestionKind.values
    ]


@transaction.atomic
def choose(*, event: Event, choices: Iterable[Choice], by: User) -> None:
    """Ask from now on what was chosen. Answers given before to a question that goes off stay."""
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.copied_from and not was_chosen(held):
        own_questions.copy(source=held.copied_from, target=held)
    for choice in choices:
        rows = Question.objects.filter(event=held, kind=choice.kind)
        if not choice.on:
            rows.delete()
            continue
        said = {"owner": choice.owner, "purpose": choice.purpose, "options": choice.options}
        Question.objects.update_or_create(event=held, kind=choice.kind, defaults=said)
    audit.record(deed=CHOSE, by=by, event=held)


def was_chosen(event: Event) -> bool:
    """Whether somebody decided what the event asks, were it nothing."""
    return AuditEntry.objects.filter(event=event, deed=CHOSE).exists()


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
    own_questions.copy(source=source, target=target)


def own(event: Event) -> list[OwnQuestion]:
    """The team's own questions; before anybody chose, those that come along from the last time."""
    rows = own_questions.of(event)
    if not rows and event.copied_from and not was_chosen(event):
        return own_questions.of(event.copied_from)
    return rows


def team(event: Event) -> QuerySet[User]:
    """Who may act on answers: everybody who works for a host of the event, by name."""
    return (
        User.objects.filter(memberships__host__events=event, is_active=True)
        .distinct()
        .order_by("name", "email")
    )


def candidates(event: Event, by: User) -> QuerySet[User]:
    """Whom `by` may choose: colleagues of their own hosts, and whoever was chosen already.

    Who else works for a co-host is that host's own affair (design section 2).
    """
    mine = Host.objects.filter(events=event, memberships__user=by)
    chosen = Question.objects.filter(event=event).values("owner")
    return team(event).filter(Q(memberships__host__in=mine) | Q(id__in=chosen))


def missing_for_publishing(event: Event) -> list[Missing]:
    """What is missing before the questions may be asked: an owner, a purpose, a needs lead."""
    where = reverse("registrations:questions", args=[event.slug])
    rows = switched_on(event)
    if not rows and event.copied_from and not was_chosen(event):
        return [Missing("Look at the questions: they can be those of last time", where)]
    sensitive = [row for row in rows.values() if row.kind in SENSITIVE]
    on_the_team = set(team(event).values_list("id", flat=True)) if sensitive else set()
    found = []
    for row in sensitive:
        asks = f"“{row.get_kind_display()}”"
        if row.owner_id not in on_the_team:
            here = f"{where}#id_{row.kind}-owner"
            found.append(Missing(f"Say who acts on the answers to {asks}", here))
        if not row.purpose:
            here = f"{where}#id_{row.kind}-purpose"
            found.append(Missing(f"Say what the answers to {asks} are for", here))
    own_ones = [row for row in own_questions.of(event) if row.is_sensitive]
    found += _missing_of_own(event, own_ones)
    if (sensitive or own_ones) and not has_needs_lead(event):
        found.append(Missing("Make somebody on the team a needs lead", where))
    return found


def _missing_of_own(event: Event, sensitive: list[OwnQuestion]) -> list[Missing]:
    on_the_team = set(team(event).values_list("id", flat=True)) if sensitive else set()
    return [
        Missing(
            f"Say who acts on the answers to “{one.label}”",
            reverse("registrations:edit_own_question", args=[event.slug, one.pk]),
        )
        for one in sensitive
        if one.owner_id not in on_the_team
    ]


def has_needs_lead(event: Event) -> bool:
    """Whether somebody at a host of the event may read what people need."""
    return Membership.objects.filter(host__events=event, role=Role.NEEDS_LEAD).exists()
