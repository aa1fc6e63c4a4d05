"""The words of the data map: classes, rules of keeping, and what an entry says."""

import enum
from dataclasses import dataclass


class Level(enum.StrEnum):
    """How much harm a field could do in the wrong hands."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"

    @property
    def words(self) -> str:
        return {
            Level.P0: "public",
            Level.P1: "internal",
            Level.P2: "personal",
            Level.P3: "special category, sealed",
        }[self]


class Kept(enum.StrEnum):
    """Until when a field is kept: the rules by name, in the words of docs/privacy.md."""

    NEEDS = "14 days after the event, or as the organiser set it, at most 60"
    TRAVEL = "60 days after the event"
    IN_TOUCH = "two years, then asked again; until the person leaves the list"
    PEOPLE = "180 days after the event"
    MESSAGES = "30 days after the event"
    AUDIT = "two years"
    COMPLAINT = "180 days after the event, or after it was answered, or had to be, if that is later"
    EVENT = "until the host deletes the event"
    HOST = "until the host deletes it"
    BALLOT = "until the ballot closes"
    YEAR = "30 days after the calendar year ends"
    TEAM = "until the person leaves the team and the account is removed"
    FILE = "one day"
    RUNNING = "as long as the site runs"


@dataclass(frozen=True)
class Entry:
    """What is said of one field: its class, what it is for, and the rule by which it goes."""

    level: Level
    purpose: str
    kept: Kept


def entries(level: Level, kept: Kept, /, **purposes: str) -> dict[str, Entry]:
    """Entries for fields that share a class and a rule; `purposes` is field name to purpose."""
    return {name: Entry(level, purpose, kept) for name, purpose in purposes.items()}


P0, P1, P2, P3 = Level.P0, Level.P1, Level.P2, Level.P3
KEY = "Random key of the row"
