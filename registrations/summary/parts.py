"""The answers of a form part by part, in words, before somebody books."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum import dates
from forum.models import Event
from registrations import breakouts, companions, options, own_answers, questions
from registrations.breakouts import Round, Wished
from registrations.models import OwnQuestion, days

NOTHING = "No answer"


@dataclass(frozen=True)
class Line:
    """A question in few words, and the answer as it was given."""

    question: str
    answer: str

    @property
    def is_answered(self) -> bool:
        return self.answer != NOTHING


@dataclass(frozen=True)
class Part:
    """The answers of one part of the form. Sensitive ones are shown only when somebody asks.

    Choices of sessions are in `wished`, and not in `lines`.
    """

    step: str
    heading: str
    lines: list[Line]
    is_sensitive: bool = False
    wished: list[Wished] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return any(line.is_answered for line in self.lines)


def parts(
    answers: dict[str, Any],
    on: set[str],
    rounds: Sequence[Round] = (),
    *,
    event: Event | None = None,
    own: Sequence[OwnQuestion] = (),
) -> list[Part]:
    """All answers in the order of the form.

    `on` are the kinds of question that are asked, `rounds` where people may choose a session.
    The days somebody comes are told for an `event` that has several; `own` are the questions that
    the team wrote itself.
    """
    if event and days.asked(event):
        answers = {**answers, "days_in_words": day_words(answers.get("days", []), event)}
    sifted = own_answers.sift(answers, own)
    told: dict[str, Callable[[dict[str, Any], set[str]], Part]] = {
        **_PARTS,
        "sessions": lambda given, _on: _sessions(given, rounds),
        "own": lambda _given, _on: _own(sifted, own),
    }
    has_company = bool(companions.wanted(answers))
    names = questions.parts(on, has_rounds=bool(rounds), has_own=bool(own), has_company=has_company)
    return [told[name](answers, on) for name in names]


def day_words(chosen: Sequence[str], event: Event) -> str:
    """ "Friday 5 June 2026, Saturday 6 June 2026", or "All days"."""
    kept = days.stored(chosen, event)
    return ", ".join(dates.day(day) for day in days.coming(kept, event)) if kept else "All days"


def _you(answers: dict[str, Any], on: set[str]) -> Part:
    by = answers.get("contact_by", "")
    address = answers.get("email") or answers.get("phone") or ""
    reached = options.CONTACT_BY.get(by, "")
    lines = [
        _line("Name on your badge", answers.get("name")),
        _line("How we reach you", f"{reached}: {address}" if address else reached),
    ]
    if "pronouns" in on:
        lines.insert(1, _line("Pronouns", answers.get("pronouns")))
    if coming := answers.get("days_in_words"):
        lines.insert(-1, Line("Days you come", coming))
    if answers.get("is_discreet"):
        lines.append(Line("Our emails and your calendar", "They do not name the event"))
    return Part("you", "About you", lines)


def _together(answers: dict[str, Any], on: set[str]) -> Part:
    lines = []
    for one in companions.named(answers):
        who = companions.RELATION.get(one.get("relation", ""), "")
        ill = one.get("ill", "")
        food = [options.listed(one.get("meals", []), options.MEALS), ill and f"made ill by {ill}"]
        lines.append(Line(one.get("name", ""), "; ".join(said for said in (who, *food) if said)))
    return Part("together", "Who comes with you", lines, is_sensitive=True)


def _organisation(answers: dict[str, Any], on: set[str]) -> Part:
    if answers.get("coming_as") == "myself":
        return Part("organisation", "Your organisation", [Line("You come", "As yourself")])
    reach = options.REACH.get(answers.get("reach", ""), "")
    return Part(
        "organisation",
        "Your organisation",
        [_line("Name", answers.get("organisation")), _line("How wide it works", reach)],
    )


def _food(answers: dict[str, Any], on: set[str]) -> Part:
    lines = []
    if "food" in on:
        lines.append(_line("Meals that suit you", options.meals(answers)))
    if "allergy" in on:
        ill = options.YES_NO.get(answers.get("ill", ""), "")
        lines.append(_line("Foods that make you ill", options.allergens(answers) or ill))
        if answers.get("ill") == "yes":
            dangerous = options.DANGEROUS.get(answers.get("dangerous", ""), "")
            kitchen = options.KITCHEN_NAME.get(answers.get("kitchen_name", ""), "")
            lines += [_line("Can be dangerous", dangerous), _line("Name to the kitchen", kitchen)]
    return Part("food", "Food", lines, is_sensitive=True)


def _support(answers: dict[str, Any], on: set[str]) -> Part:
    lines = []
    if "access" in on:
        talk = options.TALK.get(answers.get("talk", ""), "")
        lines += [_line("To arrange", options.access(answers)), _line("Talk about it", talk)]
    if "interpretation" in on:
        which = options.interpreter(answers)
        no = "No" if answers.get("interpreter") == "no" else ""
        lines.append(_line("Interpreter", which or no))
    if "childcare" in on:
        no = "No" if answers.get("childcare") == "no" else ""
        lines.append(_line("Childcare", options.children(answers) or no))
    if "travel" in on:
        no = "No" if answers.get("travel") == "no" else ""
        lines.append(_line("Help with travel", options.travel(answers) or no))
    if "accompaniment" in on:
        said = options.ACCOMPANIMENT.get(answers.get("accompaniment", ""), "")
        lines.append(_line("Somebody who comes with you", said))
    return Part("support", "What you need to take part", lines, is_sensitive=True)


def _own(answers: dict[str, Any], own: Sequence[OwnQuestion]) -> Part:
    lines = []
    for question in own:
        given = answers.get(own_answers.key_for(question)) or {}
        said = own_answers.told(question, given.get(str(question.pk)))
        lines.append(_line(question.label, said))
    is_sensitive = any(question.is_sensitive for question in own)
    return Part("own", "A few more questions", lines, is_sensitive=is_sensitive)


def _sessions(answers: dict[str, Any], rounds: Sequence[Round]) -> Part:
    wished = breakouts.told(rounds, answers.get("choices", {}))
    return Part("sessions", "Your choice of sessions", [], wished=wished)


def _sharing(answers: dict[str, Any], on: set[str]) -> Part:
    agreed = "You have read it" if answers.get("agree") else ""
    lines = [_line("How we treat each other", agreed)]
    told = []
    if "photo" in on:
        told.append(_line("Photos", options.PHOTO.get(answers.get("photo", ""), "")))
    if uses := options.listed(answers.get("photo_uses", []), options.PHOTO_USES):
        told.append(_line("They may be used in", uses))
    if "contacts" in on:
        seen = options.listed(answers.get("contact_list", []), options.CONTACT_LIST)
        told.append(Line("Contact list", seen or "Not on it"))
    if "news" in on:
        wants_news = answers.get("news") and not answers.get("is_discreet")
        told.append(Line("Later events", "Tell me" if wants_news else "Do not tell me"))
    lines = [*told, *lines]
    return Part("sharing", "Photos and sharing", lines)


def _line(question: str, answer: Any) -> Line:
    return Line(question, str(answer) if answer else NOTHING)


_PARTS = {
    "you": _you,
    "together": _together,
    "organisation": _organisation,
    "food": _food,
    "support": _support,
    "sharing": _sharing,
}
