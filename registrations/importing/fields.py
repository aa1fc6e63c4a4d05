"""What a column of somebody else's file may mean here, and what an event takes of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from registrations.models.questions import QuestionKind

LEAVE = "leave"


@dataclass(frozen=True)
class Field:
    """One meaning: under what it is offered, and the question that the event must ask for it.

    Of several columns with this meaning the first that is filled in counts; with `joined` all of
    them do, with this between.
    """

    key: str
    words: str
    group: str
    question: str = ""
    joined: str = ""

    @property
    def is_need(self) -> bool:
        return self.group == NEEDS


WHO, REACHED, NEEDS, THERE = (
    "Who they are",
    "How to reach them",
    "What they need: locked away at once",
    "Their booking over there",
)
FIELDS = {
    field.key: field
    for field in [
        Field("name", "Name", WHO),
        Field("first_name", "First name", WHO),
        Field("last_name", "Last name", WHO),
        Field("pronouns", "Pronouns", WHO, QuestionKind.PRONOUNS),
        Field("organisation", "Organisation or group", WHO),
        Field("reach", "How wide an area it works in", WHO),
        Field("language", "Language to write in", WHO),
        Field("email", "Email", REACHED),
        Field("phone", "Phone number", REACHED),
        Field("meals", "What they eat", NEEDS, QuestionKind.FOOD, "; "),
        Field("allergens", "Food that makes them ill", NEEDS, QuestionKind.ALLERGY, "; "),
        Field("access", "What they need to take part", NEEDS, QuestionKind.ACCESS, "; "),
        Field("status", "State of the booking", THERE),
        Field("tickets", "Number of tickets in the row", THERE),
        Field("buyer_name", "Name of whoever ordered", THERE, joined=" "),
        Field("buyer_email", "Email of whoever ordered", THERE),
    ]
}
NAMES = frozenset({"name", "first_name", "last_name", "buyer_name"})


def offered(asked: Collection[str]) -> list[Field]:
    """The meanings that an event takes which asks these kinds of question."""
    return [field for field in FIELDS.values() if not field.question or field.question in asked]


def choices(asked: Collection[str]) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The same as a list to drop down, by what they are about; leaving out stands first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in offered(asked):
        groups.setdefault(field.group, []).append((field.key, field.words))
    return [(LEAVE, "Leave this column out"), *groups.items()]


def names_somebody(meanings: Iterable[str]) -> bool:
    """Whether columns with these meanings say who somebody is."""
    return not NAMES.isdisjoint(meanings)
