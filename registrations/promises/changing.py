"""Saying how far a need has got: by a needs lead, under a lock, once."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import audit, permissions, sealed
from forum.models import Event, User
from forum.models.people import Role
from forum.permissions import Right
from registrations import needs, places
from registrations.models import Needs, Registration
from registrations.promises import promise as promises
from registrations.promises.news import tell_news
from registrations.promises.promise import Promise

DEED = "worked on needs"


class ChangeError(ValueError):
    """Nothing was written; the words say why. `field` is what they are about, "" for the whole.

    `now` is how the promise stands, where a colleague or the person changed it meanwhile. `is_gone`
    says that there is nothing to promise any more.
    """

    def __init__(
        self, words: str, *, field: str = "", now: Promise | None = None, is_gone: bool = False
    ) -> None:
        super().__init__(words)
        self.field, self.now, self.is_gone = field, now, is_gone


class RoleOverError(ChangeError):
    """Whoever changes it may not see it any more."""


def leads(event: Event) -> list[User]:
    """The colleagues who may see what people need, by name; one query."""
    theirs = User.objects.filter(
        memberships__host__in=event.event_hosts.values("host"),
        memberships__role=Role.NEEDS_LEAD,
        is_active=True,
    )
    return list(theirs.distinct().order_by("name", "id"))


def check_role(by: User, event: Event, error: type[ValueError]) -> None:
    """Raise `error` with words to show when `by` may not see any more what people need.

    A role may end after a page was opened, so a deed asks again under the event's lock.
    """
    if not permissions.allows(permissions.roles_for_event(by, event), Right.SEE_NEEDS):
        raise error("You are no longer a needs lead here, so nothing was saved.")


def read(*, registration: Registration, by: User) -> dict[str, Any]:
    """One person's answers for whoever works on them, written down before they are shown.

    The line does not say whose they are: only those who asked for something are worked on. The
    caller has checked Right.SEE_NEEDS. Raises sealed.UnreadableError.
    """
    answers = needs.own_of(registration.needs)
    audit.record(deed="read needs", by=by, event=registration.event, count=1)
    return answers


@transaction.atomic
def change(
    *,
    registration: Registration,
    kind: str,
    state: str,
    words: str,
    owner: User | None,
    due: date | None,
    by: User | None,
    cost: str = "",
    seen: str | None = None,
    now: datetime | None = None,
) -> Promise:
    """Write how one kind of a person's needs stands, and tell them that there is news.

    `words` is what the person reads, at most 160 characters; `seen` is the stamp of the promise
    that `by` had before them, None for whoever changes it whatever it was. Without `by` the person
    themselves or the site changed it. Saving what stands already writes nothing.

    Raises ChangeError with words to show, sealed.UnreadableError without the key and
    Registration.DoesNotExist when the booking was deleted meanwhile.
    """
    now = now or timezone.now()
    event = places.lock(registration.event_id)
    if by:
        check_role(by, event, RoleOverError)
    held = Registration.objects.select_related("helper").get(pk=registration.pk, event=event)
    held.event = event
    row = Needs.objects.select_for_update().get(registration=held)
    row.registration = held
    answers = needs.own_of(row)
    stands = promises.of(answers).get(kind)
    if stands is None or held.is_cancelled or held.is_draft:
        raise ChangeError(_gone(held), is_gone=True)
    new = Promise(
        kind=kind,
        state=state,
        words=" ".join(words.split()),
        owner=str(owner.pk) if owner else "",
        due=due,
        cost=" ".join(cost.split()),
        at=now.isoformat(),
    )
    if _is_same(new, stands):
        return stands
    if seen is not None and seen != stands.stamp:
        raise ChangeError(
            "This was changed meanwhile. Look at both, then save yours again.", now=stands
        )
    _check(new, stands, owner, event, now)
    written = _write(row, promises.sealed(new, answers))
    if (new.state, new.words) != (stands.state, stands.words):
        tell_news(held, now)
    # Without the row: a line that named it would say who asked for something.
    audit.record(deed=DEED, by=by, event=event, count=1)
    return promises.of(written)[kind]


def restate(
    *,
    registration: Registration,
    stands: Promise,
    state: str,
    words: str,
    by: User | None,
    now: datetime,
) -> Promise:
    """Write how far one kind of needs has got; owner, due day and cost stay as they stand.

    Where nobody sees to it yet, `by` does from now on. Raises what `change` raises.
    """
    owner = User.objects.filter(pk=uuid.UUID(stands.owner)).first() if stands.owner else by
    return change(
        registration=registration,
        kind=stands.kind,
        state=state,
        words=words,
        owner=owner,
        due=stands.due,
        cost=stands.cost,
        by=by,
        now=now,
    )


def _gone(held: Registration) -> str:
    if held.is_cancelled:
        return f"{held.badge_name} cancelled meanwhile, so there is nothing to arrange."
    return f"{held.badge_name} does not ask for this any more, so there is nothing to arrange."


def _is_same(new: Promise, stands: Promise) -> bool:
    return not stands.is_anew and all(
        getattr(new, name) == getattr(stands, name)
        for name in ("state", "words", "owner", "due", "cost")
    )


def _check(new: Promise, stands: Promise, owner: User | None, event: Event, now: datetime) -> None:
    if new.state not in promises.STATES:
        raise ChangeError("Choose how far it has got", field="state")
    if new.state == promises.CANNOT and not new.words:
        words = "Say why, and what they can do instead: it is what they read"
        raise ChangeError(words, field="words")
    if len(new.words) > promises.WORDS:
        words = f"Use at most {promises.WORDS} characters: you have {len(new.words)}"
        raise ChangeError(words, field="words")
    if len(new.cost) > promises.COST:
        raise ChangeError(f"Use at most {promises.COST} characters", field="cost")
    if owner and new.owner != stands.owner and owner not in leads(event):
        words = f"{owner} is no longer a needs lead here. Choose somebody who is"
        raise ChangeError(words, field="owner")
    today = now.astimezone(event.zone).date()
    if new.is_open and new.due and new.due != stands.due and new.due < today:
        raise ChangeError("This day is over. Enter today or a later day", field="due")


def _write(row: Needs, answers: dict[str, Any]) -> dict[str, Any]:
    if not sealed.fits(answers):
        words = "There is no room for so many words with what this person told us. Use fewer"
        raise ChangeError(words, field="words")
    row.answers = answers
    row.save(update_fields=["answers"])
    return answers
