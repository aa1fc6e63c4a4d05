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
    organisations: str
    new: list[str]


def of(plan: Plan, choices: Choices, stand: Places) -> Said:
    """The same as the plan says it, with the choices that were made so far."""
    people = plan.coming(with_namesakes=choices.with_namesakes)
    same = {one.name for one in plan.similar if one.key in choices.same}
    new = [name for name in plan.new if name not in same]
    return Said(
        people=len(people),
        places=_places(len(people), stand),
        contacts=list(_contacts(plan, choices)),
        organisations=_organisations(plan.matched + len(same), len(new)),
        new=new,
    )


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


def _organisations(known: int, new: int) -> str:
    """How many organisations are known already, counted as the team said, and how many are not."""
    there = f"{counted(known, 'organisation', 'organisations')} that you know already"
    if not new:
        return f"{there}."
    return (
        f"{there}, and {new:,} new."
        if known
        else f"{counted(new, 'new organisation', 'new organisations')}."
    )


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
