"""What the page of who is missing is asked: over how many events, and which of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from analysis.missing.looking import USUAL, WINDOWS, Group, Missing, Why
from forum.models.people import Reach


@dataclass(frozen=True)
class Which:
    """Part of the list: `name` is why, reach or region; without one, all of it."""

    name: str = ""
    value: str = ""
    words: str = "All that are missing"

    @property
    def chosen(self) -> str:
        """As one value of a form: "reach:local"."""
        return f"{self.name}:{self.value}" if self.name else ""

    def holds(self, group: Group) -> bool:
        return not self.name or _VALUES[self.name](group) == self.value


_VALUES = {
    "why": lambda group: group.why.name.lower(),
    "reach": lambda group: group.reach,
    "region": lambda group: group.region,
}
ALL = Which()


def last(given: Mapping[str, str]) -> int:
    """Over how many events; the usual for what is not on offer."""
    said = given.get("last", "")
    return int(said) if said in map(str, WINDOWS) else USUAL


def offered(missing: Missing) -> dict[str, list[Which]]:
    """The parts of the list that have somebody in them, by what they go by."""
    whys = [Which("why", why.name.lower(), why.value) for why in Why]
    reaches = [Which("reach", str(reach), str(reach.label)) for reach in Reach]
    regions = [Which("region", part.name, part.name) for part in missing.by_region if part.missing]
    return {
        "Why": [each for each in whys if any(map(each.holds, missing.groups))],
        "Reach": [each for each in reaches if any(map(each.holds, missing.groups))],
        "Region": regions,
    }


def which(given: Mapping[str, str], missing: Missing) -> Which:
    """The part that the address names; all of the list for what is not on offer."""
    every = [each for group in offered(missing).values() for each in group]
    return next((each for each in every if each.chosen == given.get("show")), ALL)


def query(missing: Missing, which: Which = ALL) -> str:
    """What stands after the question mark, or nothing."""
    asked = {
        "last": missing.last if missing.last != USUAL else "",
        "series": missing.series.slug if missing.series else "",
        "show": which.chosen,
    }
    return urlencode({name: value for name, value in asked.items() if value})
