"""Answers told back to the person who gave them: before booking, and on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registrations import breakouts, needs, options, questions
from registrations.breakouts import Round, Wished
from registrations.models import Registration

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


@dataclass(frozen=True)
class Asked:
    """One kind of need as its person sees it: what was asked, and how far it has got."""

    kind: str
    what: str
    state: str
    step: str
    is_named: bool = False  # whether the kitchen gets it with the badge name


def parts(answers: dict[str, Any], on: set[str], rounds: Sequence[Round] = ()) -> list[Part]:
    """All answers in the order of the form.

    `on` are the kinds of question that are asked, `rounds` where people may choose a session.
    """
    return [
        _sessions(answers, rounds) if name == "sessions" else _PARTS[name](answers, on)
        for name in questions.parts(on, has_rounds=bool(rounds))
    ]


def asked(answers: dict[str, Any]) -> list[Asked]:
    """The needs in a booking, each with its state in words; nothing for "no" and for blanks."""
    said = {
        "food": f"meals ({_small(options.meals(answers))})",
        "allergy": f"foods that make you ill ({_small(options.allergens(answers))})",
        "access": _small(options.access(answers)) or "a talk about what you need",
        "interpretation": f"interpreter ({options.interpreter(answers)})",
    }
    named = answers.get("kitchen_name") == "yes"
    return [
        Asked(
            kind,
            said[kind],
            answers.get("states", {}).get(kind, needs.ASKED),
            _STEP_OF[kind],
            named,
        )
        for kind in needs.KEYS
        if needs.is_asked(kind, answers)
    ]


def given(registration: Registration) -> dict[str, Any]:
    """The answers of a booking as the form takes them. Raises sealed.UnreadableError."""
    held = needs.own(registration)
    agreed = needs.given(held)  # nothing is held without the consent to hold it
    return {**given_in_the_open(registration), **held, "needs_consent": agreed}


def given_in_the_open(registration: Registration) -> dict[str, Any]:
    """The answers that are not sealed."""
    organisation = registration.organisation
    return {
        "name": registration.badge_name,
        "pronouns": registration.pronouns,
        "contact_by": registration.contact_by,
        "email": registration.email,
        "phone": registration.phone,
        "language": registration.language,
        "coming_as": registration.coming_as,
        "organisation": organisation.name if organisation else "",
        "reach": organisation.reach if organisation else "",
        "photo": registration.photo,
    }


_STEP_OF = {"food": "food", "allergy": "food", "access": "support", "interpretation": "support"}


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
    return Part("you", "About you", lines)


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
    return Part("support", "What you need to take part", lines, is_sensitive=True)


def _sessions(answers: dict[str, Any], rounds: Sequence[Round]) -> Part:
    wished = breakouts.told(rounds, answers.get("choices", {}))
    return Part("sessions", "Your choice of sessions", [], wished=wished)


def _sharing(answers: dict[str, Any], on: set[str]) -> Part:
    agreed = "You have read it" if answers.get("agree") else ""
    lines = [_line("How we treat each other", agreed)]
    if "photo" in on:
        photo = options.PHOTO.get(answers.get("photo", ""), "")
        lines.insert(0, _line("Photos", photo))
    return Part("sharing", "Photos and sharing", lines)


def _small(words: str) -> str:
    """Options in the middle of a sentence: without their capital, "I" keeps its own."""
    return ", ".join(
        word if word.startswith("I ") else word[:1].lower() + word[1:] for word in words.split(", ")
    )


def _line(question: str, answer: Any) -> Line:
    return Line(question, str(answer) if answer else NOTHING)


_PARTS = {
    "you": _you,
    "organisation": _organisation,
    "food": _food,
    "support": _support,
    "sharing": _sharing,
}
