"""Every list that is declared, made by everybody who may, of a world in which strings are planted.

Whoever adds a list to `settings.EXPORTS` is met here by what needs may be in it and by hostile
words, and says below how many rows it has.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forum import exports
from forum.models import Event, Host, Organisation, Room, Session, SessionLead, Slot, User
from forum.models.people import Role
from forum.spreadsheets import LONGEST, clean
from registrations import own_questions, travel_claims
from registrations.models import OwnAnswer, Registration, TravelClaim
from registrations.models.registrations import Kind
from tests import factories
from tests.world import World

REASON = "They asked for it"
# Written into what people need and into what the team answered: letters that stand nowhere else.
DIET, ALLERGY, ACCESS, OWN = "CANARYdiet", "CANARYallergy", "CANARYaccess", "CANARYown"
LANGUAGE, TOWN, PROMISE, COST = "CANARYlanguage", "CANARYtown", "CANARYpromise", "CANARYcost"
# The same of those who have no place.
ELSEWHERE = "CANARYelsewhere"
CANARIES = [DIET, ALLERGY, ACCESS, OWN, LANGUAGE, TOWN, PROMISE, COST, ELSEWHERE]
_FREE = {
    "meal_other": DIET,
    "allergen_other": ALLERGY,
    "access_other": ACCESS,
    "interpreter_language": LANGUAGE,
    "travel_from": TOWN,
}

# Each stands behind a mark of its own, so that it is known again in any cell.
HOSTILE = [
    '=HYPERLINK("http://evil","x")',
    "=1+1",
    "+44 20 7946 0000",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "a\x07b\x1fc",
    "\u202egnp.exe\u2028",
    "[History]:*?/\\'",
    "_x0041_ {{ 7*7 }} <b>&amp;]]></b>",
    "two\r\nlines",
    "ᚠ 🜁 𝔄 فرح",
    "'quoted'",
    "x" * 40_000,
]
LONG = len(HOSTILE) - 1


@dataclass(frozen=True)
class File:
    """One file: of which list, made by whom, with which addition ("" for none)."""

    kind: str
    role: Role
    extra: str
    content: bytes

    @property
    def about(self) -> tuple[str, str, str]:
        return self.kind, self.role.value, self.extra

    @property
    def text(self) -> str:
        """Everything that stands anywhere in it, as it is written."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist())

    def book(self) -> Any:
        import openpyxl

        return openpyxl.load_workbook(io.BytesIO(self.content))


def files(world: World, *roles: Role) -> Iterator[File]:
    """Every list as each role may make it: bare, and with each addition that the role may have."""
    for role in roles or Role:
        for export in exports.every():
            if export.may_be_made_by(frozenset({role})):
                allowed = ["", *(extra.key for extra in export.extras_for(frozenset({role})))]
                for extra in allowed:
                    content = make(world, export, world.team[role], extra)
                    yield File(export.kind, role, extra, content)


def fullest(world: World) -> dict[str, bytes]:
    """Every list with all that somebody may ask to have added."""
    found = {}
    for export in exports.every():
        roles = [role for role in Role if export.may_be_made_by(frozenset({role}))]
        role = max(roles, key=lambda role: len(export.extras_for(frozenset({role}))))
        keys = [extra.key for extra in export.extras_for(frozenset({role}))]
        found[export.kind] = make(world, export, world.team[role], *keys)
    return found


def make(world: World, export: exports.Export, by: User, *extras: str) -> bytes:
    return exports.make(
        kind=export.kind,
        event=world.event,
        by=by,
        reason=REASON,
        extras=frozenset(extras) - {""},
        asked=world.confirmed.code if export.asks else "",
    ).content


def plant_needs(world: World) -> None:
    """Fill what people wrote themselves, and what they were promised, with the canaries."""
    sealed = next(one for one in own_questions.of(world.event) if one.is_sensitive)
    for row in Registration.objects.filter(event=world.event).select_related("needs"):
        has_a_place = row.has_a_place
        answers: dict[str, Any] = {
            **row.needs.answers,
            "meals": ["other"],
            "ill": "yes",
            "kitchen_name": "yes",
            **{key: word if has_a_place else ELSEWHERE for key, word in _FREE.items()},
            "own": {str(sealed.pk): OWN if has_a_place else ELSEWHERE},
        }
        promised = {"words": PROMISE if has_a_place else ELSEWHERE, "cost": COST}
        answers["promises"] = {"access": promised, "own": promised}
        answers["states"] = {**answers.get("states", {}), "access": "arranged", "own": "arranged"}
        row.needs.answers = answers
        row.needs.save()
    for claim in travel_claims.every(world.event):
        TravelClaim.objects.filter(pk=claim.row_id).delete()


def marked(number: int) -> str:
    """A hostile text behind its mark: how it stands in a row."""
    return f"{HOSTILE[number][:1]}#h{number:02}#{HOSTILE[number][1:]}"


def found_marks(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"#h(\d\d)#", text)}


def lost(value: str) -> list[str]:
    """The texts that do not stand whole in a cell which holds their mark; a full cell cuts."""
    gone = []
    for number in found_marks(value):
        whole = clean(marked(number))
        part = value[max(0, value.index(f"#h{number:02}#") - 1) :][: len(whole)]
        is_cut = len(value) == LONGEST and whole.startswith(part)
        if part != whole and not is_cut:
            gone.append(whole)
    return gone


def at(number: int) -> str:
    """One of the texts that fit into any column."""
    return marked(number % LONG)


def plant_hostile(world: World) -> None:
    """Put the texts wherever people and teams write, straight into the rows.

    Two sessions have one title, which is longer than the name of a sheet may be.
    """
    event = world.event
    factories.make_registration(event, "Selam", kind=Kind.INTERPRETER, language="ti")
    Event.objects.filter(pk=event.pk).update(title=at(0), contact_name=at(4))
    Host.objects.filter(pk=world.host.pk).update(name=at(1))
    User.objects.filter(pk__in=[user.pk for user in world.team.values()]).update(name=at(3))
    SessionLead.objects.filter(session__event=event).update(name=at(12))
    Organisation.objects.filter(host=world.host).update(name=at(6), region=at(9))
    named = [(Room, "name", 5), (Slot, "title", 13), (Session, "title", 8)]
    for model, field, first in named:
        rows: Any = model._default_manager.filter(event=event)
        for number, pk in enumerate(rows.values_list("pk", flat=True)):
            rows.filter(pk=pk).update(**{field: at(number + first)})
    for title in ("same " * 20, "SAME " * 20):
        factories.make_session(event, slot=world.slot, title=title, kind="workshop")
    people = Registration.objects.filter(event=event).exclude(state="draft")
    for number, person in enumerate(people.order_by("booked_at", "id")):
        is_long = person.pk == world.confirmed.pk
        Registration.objects.filter(pk=person.pk).update(
            badge_name=marked(LONG) if is_long else at(number),
            pronouns=at(number + 1),
            phone=at(number + 5),
            photo_uses=["report"],
            contact_list=["name", "email", "phone"],
        )
    _hostile_answers(world, people)
    event.refresh_from_db()


def _hostile_answers(world: World, people: Any) -> None:
    """What they answered to each question, and what they were promised.

    One question is called as a column of ours.
    """
    factories.ask_own(world.event, "BADGE NAME")
    own = own_questions.of(world.event)
    for number, question in enumerate(own[:-1]):
        question.label = at(number + 7)
        question.save()
    given = {str(one.pk): at(8) for one in own if one.is_sensitive}
    OwnAnswer.objects.bulk_create(
        OwnAnswer(registration=person, question=question, value=at(2))
        for person in people
        for question in own
        if not question.is_sensitive
    )
    for person in people.select_related("needs"):
        answers = {**person.needs.answers, "meals": ["other"], "own": given}
        answers |= {key: at(number) for number, key in enumerate(_FREE)}
        answers["promises"] = {"access": {"words": at(10)}, "own": {"words": at(11)}}
        person.needs.answers = answers
        person.needs.save()
