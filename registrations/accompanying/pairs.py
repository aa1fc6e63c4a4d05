"""Both halves of a pair, as they lie in the answers of two people, and the locks on them.

The one who asked holds {"with": {"who", "said", "phone"}, "not": [ids]}, the one who comes along
{"for": {id: {"said", "phone"}}, "over": True}.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from forum import sealed
from forum.models import Event, User
from registrations import needs, promises
from registrations.models import Needs, Registration
from registrations.telling import REACHED

KIND = "accompaniment"
KEY = "company"
# So many somebody goes along with, and so many are remembered who were asked in vain.
MOST = 3
_REMEMBERED = 5
YES = "yes"
_WITH = [f"registration__{row}" for row in REACHED]
_LOOKING = "We are looking for somebody else."


class CompanyError(ValueError):
    """Nothing was written; the words say why. `about` is the field they are about."""

    def __init__(self, words: str, *, about: str = "") -> None:
        super().__init__(words)
        self.about = about


class Rows:
    """Rows of needs, locked in the order of their ids, with their answers in memory."""

    def __init__(self, event: Event, ids: Iterable[uuid.UUID]) -> None:
        self.event = event
        rows = Needs.objects.select_for_update(of=("self",)).filter(registration__in=ids)
        rows = rows.filter(event=event).select_related(*_WITH).order_by("pk")
        self._rows = {row.pk: row for row in rows}
        self._answers: dict[uuid.UUID, dict[str, Any]] = {}
        for row in self._rows.values():
            row.registration.event = event
            try:
                self._answers[row.pk] = needs.own_of(row)
            except sealed.UnreadableError:
                continue

    def __contains__(self, pk: object) -> bool:
        return pk in self._answers

    def person(self, pk: uuid.UUID) -> Registration:
        found: Registration = self._rows[pk].registration
        return found

    def answers(self, pk: uuid.UUID) -> dict[str, Any]:
        return self._answers[pk]

    def company(self, pk: uuid.UUID) -> dict[str, Any]:
        return dict(company_in(self._answers[pk]))

    def put(self, pk: uuid.UUID, company: dict[str, Any]) -> None:
        """Write one half. Raises CompanyError when it does not fit under the seal."""
        answers = {key: value for key, value in self._answers[pk].items() if key != KEY}
        if kept := {key: value for key, value in company.items() if value}:
            answers[KEY] = kept
        if not sealed.fits(answers):
            name = self.person(pk).badge_name
            raise CompanyError(f"{name} wrote so much that nothing more can be kept with it.")
        self._answers[pk] = answers
        row = self._rows[pk]
        row.answers = answers
        row.save(update_fields=["answers"])


def company_in(answers: dict[str, Any]) -> dict[str, Any]:
    """What these answers hold of pairs, as said at the top; empty for whoever has none."""
    return answers.get(KEY) or {}


def asked_of(company: dict[str, Any]) -> uuid.UUID | None:
    """Who was named for the one who asked."""
    held = company.get("with")
    return uuid.UUID(held["who"]) if held else None


def goes_with(company: dict[str, Any]) -> list[uuid.UUID]:
    """Those with whom somebody goes along, or is asked to."""
    return [uuid.UUID(pk) for pk in company.get("for", {})]


def separate(rows: Rows, asker: uuid.UUID, other: uuid.UUID) -> None:
    """Take both halves away. Whoever is asked in vain is not asked again."""
    if asker in rows:
        company = rows.company(asker)
        company.pop("with", None)
        remembered = [*company.get("not", []), str(other)][-_REMEMBERED:]
        try:
            rows.put(asker, {**company, "not": remembered})
        except CompanyError:  # a pair ends also where there is no room to remember it
            rows.put(asker, {})
    if other in rows:
        company = rows.company(other)
        left = {pk: half for pk, half in company.get("for", {}).items() if pk != str(asker)}
        rows.put(other, {**company, "for": left, "over": True})


def look_again(rows: Rows, asker: uuid.UUID, now: datetime) -> None:
    """Let the needs lead see it as asked again, and the person read that we look on."""
    if asker not in rows:
        return
    try:
        _promise(rows, asker, needs.ASKED, _LOOKING, None, now)
    except CompanyError:  # no room for the words
        _promise(rows, asker, needs.ASKED, "", None, now)


def arrange(rows: Rows, asker: uuid.UUID, by: User | None, now: datetime) -> None:
    """Somebody is asked."""
    words = "We found somebody. Say below whether that is fine."
    _promise(rows, asker, promises.ARRANGING, words, by, now)


def arranged(rows: Rows, asker: uuid.UUID, now: datetime) -> None:
    """Both said yes. These words name nobody: they outlive a change of name."""
    words = "Somebody comes along with you. Who it is stands below."
    _promise(rows, asker, promises.ARRANGED, words, None, now)


def _promise(
    rows: Rows, asker: uuid.UUID, state: str, words: str, by: User | None, now: datetime
) -> None:
    """Write how it stands; who sees to it and by when stay. The person is told by the deed."""
    held = promises.of(rows.answers(asker)).get(KIND)
    person = rows.person(asker)
    if held is None or person.is_cancelled:
        return
    try:
        promises.restate(registration=person, stands=held, state=state, words=words, by=by, now=now)
    except promises.ChangeError as error:
        raise CompanyError(str(error)) from error
