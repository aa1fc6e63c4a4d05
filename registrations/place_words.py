"""How an event gives its places, in the words that people and the team read."""

from forum import dates
from forum.models import Event
from forum.models.people import Reach
from registrations.models import PlaceRules

_BY_REACH = {
    Reach.LOCAL: "local",
    Reach.REGIONAL: "regional",
    Reach.NATIONAL: "national",
    Reach.INTERNATIONAL: "international",
}


def lasting(hours: int) -> str:
    """ "2 days" for 48, "1 hour" for 1: how long an offer is held."""
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"1 {unit}" if number == 1 else f"{number} {unit}s"


def answered_by(rules: PlaceRules) -> str:
    """When the team answers bookings, in a sentence; nothing where it does not answer them."""
    if not rules.needs_approval:
        return ""
    if not rules.answer_by:
        return "The team answers each booking, and tells you as soon as it can."
    return f"The team answers each booking by {dates.day(rules.answer_by)}."


def waiting(rules: PlaceRules) -> str:
    """What happens to a place that becomes free."""
    if not rules.offers_itself:
        return (
            "A place that becomes free is given by the team, first to whoever has waited longest."
        )
    held = lasting(rules.offer_hours)
    return (
        "A place that becomes free is offered to whoever has waited longest, "
        f"and held for them for {held}."
    )


def reaches(rules: PlaceRules) -> str:
    """ "local or regional": whom places are kept for."""
    return " or ".join(words for reach, words in _BY_REACH.items() if reach in rules.kept_for)


def order(rules: PlaceRules, event: Event) -> list[str]:
    """The order in which places are given, rule by rule, as anybody may read it."""
    said = [
        "First come, first served: whoever books while a place is free has it."
        if not rules.needs_approval
        else f"{answered_by(rules).replace(' you ', ' people ')} "
        "Those who are told yes have a place while one is free, and else wait.",
        waiting(rules),
    ]
    if rules.offers_itself:
        said.append("Whoever does not answer in time waits on, at the end of the list.")
    if rules.kept and rules.kept_until and rules.kept_for:
        places = "1 place is" if rules.kept == 1 else f"{rules.kept} places are"
        until = f"{dates.day(rules.kept_until, event.zone)}, "
        until += dates.clock(rules.kept_until, event.zone)
        said.append(
            f"{places} kept for people from {reaches(rules)} organisations until {until}. "
            "After that, for everybody."
        )
    said.append("People who come together get their places together, or wait together.")
    return said
