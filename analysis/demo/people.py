"""The people of the demo: who they are, where they come from, what they would answer."""

import random
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from analysis.demo import names, needs
from analysis.demo.organisations import ALL, Group
from analysis.demo.programmes import LEADS
from registrations import needs as asks

MYSELF = 60  # people who come for nobody
RATHER_READ = 0.3  # of people whose own language is another one


@dataclass(frozen=True)
class Person:
    """Somebody who may come to several events, and answers the same each time."""

    name: str
    group: Group | None
    own: dict[str, Any] = field(repr=False)

    @property
    def answers(self) -> dict[str, Any]:
        """A whole form filled in, in the keys of the registration deeds."""
        group = self.group
        return {
            "name": self.name,
            "pronouns": "",
            "organisation": group.name if group else "",
            "reach": group.reach if group else "",
            "agree": True,
            **self.own,
        }

    def answers_to(self, asked: list[str]) -> dict[str, Any]:
        """The form of an event that asks these kinds of question and no others."""
        unasked = {key for kind, keys in asks.KEYS.items() if kind not in asked for key in keys}
        found = {key: value for key, value in self.answers.items() if key not in unasked}
        found["needs_consent"] = found["needs_consent"] and asks.given(found)
        return found

    @property
    def without_needs(self) -> dict[str, Any]:
        """The same form without a word about food, access or interpreters."""
        held = {*asks.ALL_KEYS, "needs_consent"}
        return {key: value for key, value in self.answers.items() if key not in held}


def crowd(rng: random.Random) -> list[Person]:
    """Everybody, in an order of the seed: nine to twelve of each group, some as themselves."""
    places: list[Group | None] = [None] * MYSELF
    for group in ALL:
        places += [group] * rng.choice([9, 10, 11, 11, 12])
    rng.shuffle(places)
    return [
        _person(rng, who, group)
        for who, group in zip(_names(rng, len(places)), places, strict=True)
    ]


def of_group(people: list[Person], group: Group | None) -> list[Person]:
    return [person for person in people if person.group == group]


def _person(rng: random.Random, named: tuple[str, str, str], group: Group | None) -> Person:
    name, latin, language = named
    own = {
        "language": language,
        "coming_as": rng.choice(["staff", "staff", "member"]) if group else "myself",
        "photo": rng.choice(["no", "no", "no", "unrecognisable", "yes", "yes"]),
        **_contact(rng, latin, group),
        **needs.answers(rng, language),
    }
    return Person(name, group, own)


def _contact(rng: random.Random, latin: str, group: Group | None) -> dict[str, Any]:
    """Mostly mail; some by phone, some by nothing but their booking page."""
    way = rng.choices(["email", "phone", "page"], [90, 8, 2])[0]
    return {
        "contact_by": way,
        "email": f"{latin}@{group.domain if group else 'post.example'}" if way == "email" else "",
        # 07700 900000 to 900999 is kept for stories.
        "phone": f"07700 900{rng.randrange(1000):03}" if way == "phone" else "",
    }


def _names(rng: random.Random, count: int) -> list[tuple[str, str, str]]:
    """So many names with their part of an address and language of letters; none comes twice."""
    rows = [tuple(line.split(" | ")) for line in names.WRITTEN]
    found = [(name, _plain(latin), language) for name, latin, language in rows]
    found += [(name, part, "en") for name, part in (line.split(" | ") for line in names.CALLED)]
    latin_names: list[tuple[str, str, str]] = []
    for share, given, family, language in names.LATIN:
        pairs = [f"{g} {f}".replace("_", " ") for g in given.split() for f in family.split()]
        rng.shuffle(pairs)
        free = [name for name in pairs if name not in LEADS]
        latin_names += [
            (name, _plain(name), language if rng.random() < RATHER_READ else "en")
            for name in free[: share * 16]
        ]
    rng.shuffle(latin_names)
    found += latin_names[: count - len(found)]
    rng.shuffle(found)
    return found


def _plain(name: str) -> str:
    """The name as the part of an address before the @: ASCII letters and dots."""
    folded = unicodedata.normalize("NFKD", name.lower().replace("đ", "d").replace("ł", "l"))
    kept = "".join(c if c.isascii() and c.isalpha() else " " for c in folded if not _mark(c))
    return ".".join(kept.split())


def _mark(character: str) -> bool:
    return bool(unicodedata.combining(character))
