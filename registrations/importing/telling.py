"""What would become of a file, in sentences for whoever looks before anybody is brought in."""

from collections.abc import Iterator
from dataclasses import dataclass

from registrations.importing.checking import Plan
from registrations.importing.choosing import Choices
from registrations.places import Places


@dataclass(frozen=True)
class Said:
    """The number of people, and what is worth knowing of them."""

    people: int
    places: str
    contacts: list[str]


def of(plan: Plan, choices: Choices, stand: Places) -> Said:
    """The same as the plan says it, with the choices that were made so far."""
    people = plan.coming(with_namesakes=choices.with_namesakes)
    return Said(len(people), _places(len(people), stand), list(_contacts(plan, choices)))


def counted(number: int, one: str = "person", many: str = "people") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def _places(people: int, stand: Places) -> str:
    free = counted(stand.left, "place is", "places are")
    if stand.waiting:
        wait = "1 person waits" if stand.waiting == 1 else f"{stand.waiting:,} people wait"
        return f"{free} free, and {wait}: whoever waits already comes first."
    if people > stand.left:
        return f"{free} free, so {counted(people - stand.left)} would have to wait."
    return f"{free} free."


def _contacts(plan: Plan, choices: Choices) -> Iterator[str]:
    people = plan.coming(with_namesakes=choices.with_namesakes)
    if count := sum(one.by_buyers_email for one in people):
        has = "has" if count == 1 else "have"
        yield (
            f"{counted(count)} {has} no email of their own in the file, but that of whoever ordered"
            " for them: what is sent about them goes there."
        )
    if count := sum(not (one.email or one.phone) for one in people):
        has = "has" if count == 1 else "have"
        yield f"{counted(count)} {has} neither email nor phone number, and cannot be told anything."
    if count := sum(bool(one.needs) for one in people):
        yield (
            f"{counted(count)} said something about food or access. It is locked away with the"
            " needs and shown on no page of this import."
        )
