"""What people need: sealed, read by few, and every reading written down (design 3.2).

The sealed dictionary holds the answers to some kinds of question, under "states" how far each kind
has got and under "promises" what is promised (registrations.promises), and under "consent" which
words were agreed to and when. Nothing of it is plain anywhere else: a row that says who agreed
would say who asked.
"""

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from forum import audit, erased_pages, keys, sealed
from forum.models import Event, User
from registrations import wording
from registrations.models import Needs, Registration
from registrations.models.registrations import State

log = logging.getLogger("convenor.needs")

# Which answers belong to which kind of need.
KEYS: dict[str, tuple[str, ...]] = {
    "food": ("meals", "meal_other"),
    "allergy": ("ill", "allergens", "allergen_other", "dangerous", "kitchen_name"),
    "access": ("access", "access_other", "talk"),
    "interpretation": ("interpreter", "interpreter_language"),
    "childcare": ("childcare", "children"),
    "travel": ("travel", "travel_from", "travel_about"),
    "accompaniment": ("accompaniment",),
    # Answers to sensitive questions of the team's own, by the question's id.
    "own": ("own",),
}
ALL_KEYS = tuple(key for group in KEYS.values() for key in group)
ASKED, LONGEST_STATE = "asked", "arranging"
# What a companion is to whoever they come with: no need of its own, but it may tell of one.
RELATION = "relation"
_NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


class ConsentError(ValueError):
    """Needs were given without the consent to hold them."""


def is_asked(kind: str, answers: dict[str, Any]) -> bool:
    """Whether the answers ask for something of this kind; "no" asks for nothing."""
    return any(answers.get(key) not in (*_NOTHING, "no") for key in KEYS[kind])


def given(answers: dict[str, Any], kinds: Any = KEYS) -> bool:
    """Whether something is said that may only be held with consent."""
    return any(is_asked(kind, answers) for kind in kinds)


def only(
    answers: dict[str, Any],
    before: dict[str, Any] | None = None,
    *,
    agreed_at: datetime | None = None,
    through: str = "",
) -> dict[str, Any]:
    """The part of the answers that stays sealed after booking, with a state for each kind asked.

    A kind whose answers are as they were `before` keeps its state and its promise; a changed one
    is asked anew.
    `agreed_at` is when the consent to hold them was given; the same words agreed to before stay as
    they were given. Answers that ask for nothing need no consent and hold none. `through` is
    "helper" when somebody else wrote down what the person said.
    """
    before = before or {}
    kept = {key: answers[key] for key in ALL_KEYS if answers.get(key) not in _NOTHING}
    if relation := answers.get(RELATION) or before.get(RELATION):
        kept[RELATION] = relation
    asked = [kind for kind in KEYS if is_asked(kind, kept)]
    same = {kind for kind in asked if all(kept.get(key) == before.get(key) for key in KEYS[kind])}
    states = {
        kind: before.get("states", {}).get(kind, ASKED) if kind in same else ASKED for kind in asked
    }
    # Who comes along with whom: it ends by its own deed (registrations.accompanying).
    aside = {key: before[key] for key in ("company",) if before.get(key)}
    if not states:
        return {**kept, **aside}
    promised = {
        kind: held if kind in same else _anew(held)
        for kind, held in before.get("promises", {}).items()
        if kind in states
    }
    consent = before.get("consent")
    if agreed_at and (not consent or consent["wording"] != wording.NEEDS.version):
        consent = {"wording": wording.NEEDS.version, "given_at": agreed_at.isoformat()}
        consent |= {"through": through} if through else {}
    return {
        **kept,
        **aside,
        "states": states,
        **({"promises": promised} if promised else {}),
        **({"consent": consent} if consent else {}),
    }


def _anew(held: dict[str, Any]) -> dict[str, Any]:
    """What is left of a promise when its person asks for something else: who sees to it, by when.

    That it is asked anew tells whoever had begun.
    """
    left: dict[str, Any] = {key: held[key] for key in ("owner", "due", "at") if key in held}
    return {**left, "anew": True}


def are_erased(event: Event, now: datetime) -> bool:
    """Whether the answers are gone because their day has come, and not by mistake."""
    is_due = now.astimezone(event.zone).date() >= event.needs_erased_on
    return is_due and not keys.exists(event.id, "needs")


def own(registration: Registration) -> dict[str, Any]:
    """The person's own answers, for their own page. Raises sealed.UnreadableError."""
    return own_of(registration.needs)


def own_of(row: Needs) -> dict[str, Any]:
    """The answers in a row; what cannot be opened is written to the log without its content."""
    try:
        answers: Any = row.answers
    except sealed.UnreadableError as error:
        log.error("needs of registration %s cannot be opened: %s", row.registration_id, error)
        raise
    return dict(answers)


def read(*, registration: Registration, by: User) -> dict[str, Any]:
    """One person's answers for a needs lead, written down before it is shown.

    The caller has checked Right.SEE_NEEDS. Raises sealed.UnreadableError.
    """
    answers = own_of(registration.needs)
    audit.record(
        deed="read needs", by=by, event=registration.event, row_id=registration.id, count=1
    )
    return answers


class Opened:
    """Registrations with their answers; rows that no key opens are counted in `unreadable`."""

    def __init__(self, rows: list[tuple[Registration, dict[str, Any]]], unreadable: int) -> None:
        self.rows = rows
        self.unreadable = unreadable

    def __iter__(self) -> Iterator[tuple[Registration, dict[str, Any]]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def every(
    *, event: Event, by: User | None, deed: str, reason: str = "", row_id: uuid.UUID | None = None
) -> Opened:
    """All needs of an event for counts and lists, written down once with how many there were.

    `row_id` is by which row they were opened, where it was not somebody who is signed in.

    Drafts and cancelled bookings are left out; waiting ones are in, and the caller looks at the
    state. Two queries and the line of the trail, however many people there are.
    """
    registrations = (
        Registration.objects.filter(event=event)
        .exclude(state__in=[State.DRAFT, State.CANCELLED])
        .select_related("needs", "organisation")
    )
    rows, unreadable = [], 0
    for registration in registrations:
        registration.event = event
        try:
            rows.append((registration, own_of(registration.needs)))
        except sealed.UnreadableError:
            unreadable += 1
    count = len(rows) + unreadable
    audit.record(deed=deed, by=by, event=event, row_id=row_id, count=count, reason=reason)
    return Opened(rows, unreadable)


def forget_own(*, event: Event, key: str) -> None:
    """Take the answers to one of the team's own questions out of every row, drafts among them.

    What cannot be opened stays as it is: nobody reads it, and it goes with the rest.
    """
    rows = Needs.objects.select_for_update().filter(event=event)
    for row in rows.select_related("registration"):
        try:
            answers = own_of(row)
        except sealed.UnreadableError:
            continue
        said = dict(answers.get("own") or {})
        if said.pop(key, None) is None:
            continue
        left = {**answers, "own": said}
        row.answers = left if row.registration.is_draft else only(left, answers)
        row.save(update_fields=["answers"])


def erase(row: Needs) -> None:
    """Put nothing in the place of the answers, at the same length as before.

    Without the key an empty answer cannot be sealed; noise is stored then, so that a key that
    turns up again opens nothing. Old pages leave the database's log with the commit (K8).
    """
    if keys.exists(row.event_id, "needs"):
        row.answers = {}
    else:
        row.answers = sealed.noise(like=row.__dict__.get("answers"))
    row.save(update_fields=["answers"])
    erased_pages.settle_after_commit()
