"""What somebody wrote about food and access in another tool, as the answers that are sealed here.

A word that is on offer here becomes the tick that it is; all else is kept as it was written. None
of it is ever shown on a page of the import.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from registrations import options

# Longer words are asked to be shortened: a card at the counter has one line for them.
LONGEST = 200
# Between a question of several answers and each of them, as pretix writes its headings.
_DASH = " \u2013 "
_BETWEEN = re.compile(r"[;,/\n+]|\band\b|&", re.IGNORECASE)
_NOTHING = {
    *("", "-", "no", "none", "nothing", "n/a", "na", "nil", "false", "0", "not applicable"),
    *("no dietary requirements", "no requirements", "no allergies", "none known", "no needs"),
}
_ILL = re.compile(r"allerg|intoleran|c(o)?eliac", re.IGNORECASE)
_YES = {"yes", "true", "1", "x", "✓"}
# What other tools call what is on offer here.
_MEALS = {
    "vegetarian": "vegetarian",
    "veggie": "vegetarian",
    "plant-based": "vegan",
    "halal food": "halal",
    "everything": "everything",
    "anything": "everything",
    "no pork": "no_pork",
    "no beef": "no_beef",
}
_ALLERGENS = {
    "nuts": "tree_nuts",
    "nut": "tree_nuts",
    "peanut": "peanuts",
    "dairy": "milk",
    "lactose": "milk",
    "wheat": "gluten",
    "gluten-free": "gluten",
    "gluten free": "gluten",
    "egg": "eggs",
    "soy": "soya",
    "shellfish": "crustaceans",
}
_ACCESS = {
    "step free": "step_free",
    "step-free": "step_free",
    "step-free access": "step_free",
    "wheelchair access": "step_free",
    "induction loop": "hearing_loop",
    "guide dog": "assistance_dog",
}


class TooLongError(ValueError):
    """What was written is longer than LONGEST characters."""


def cell(heading: str, value: str) -> str:
    """What a cell says of its question: a "Yes" says what stands behind the dash of the heading."""
    _question, dash, option = heading.rpartition(_DASH)
    if not dash:
        return value
    return option if plain(value) in _YES else ""


def answers(said: Mapping[str, str], asked: Collection[str]) -> dict[str, Any]:
    """The answers of somebody of whom this is said, by the keys of `fields`.

    `asked` are the kinds of question that the event asks. Raises TooLongError.
    """
    food = _Food(asks_allergy="allergy" in asked)
    for part in _parts(said.get("meals", "")):
        food.take(part, other=food.meals)
    for part in _parts(said.get("allergens", "")):
        food.take(part, other=food.ill if "allergy" in asked else food.meals)
    found = food.answers()
    if access := _parts(said.get("access", "")):
        found |= _ticked("access", "access_other", *_sorted(access, options.ACCESS, _ACCESS))
    return found


class _Food:
    """Food as people write it: often both in one cell, what they eat and what makes them ill."""

    def __init__(self, *, asks_allergy: bool) -> None:
        self.asks_allergy = asks_allergy
        self.keys: dict[str, list[str]] = {"meals": [], "allergens": []}
        self.meals: list[str] = []
        self.ill: list[str] = []

    def take(self, part: str, *, other: list[str]) -> None:
        if key := _key(part, options.MEALS, _MEALS):
            self.keys["meals"].append(key)
        elif self.asks_allergy and (key := _key(part, options.ALLERGENS, _ALLERGENS)):
            self.keys["allergens"].append(key)
        elif self.asks_allergy and _ILL.search(part):
            self.ill.append(part)
        else:
            other.append(part)

    def answers(self) -> dict[str, Any]:
        found = _ticked("meals", "meal_other", self.keys["meals"], self.meals)
        if allergens := _unique(self.keys["allergens"]):
            found["allergens"] = allergens
        if other := _line(self.ill):
            found["allergen_other"] = other
        return found | {"ill": "yes"} if allergens or other else found


def plain(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .!")


def _parts(text: str) -> list[str]:
    """What was written, in parts; nothing where somebody wrote that there is nothing."""
    if plain(text) in _NOTHING:
        return []
    parts = [" ".join(part.split()) for part in _BETWEEN.split(text)]
    known = [part for part in parts if plain(part) not in _NOTHING]
    is_a_list = all(len(part.split()) <= 3 for part in known)
    return known if is_a_list else _sentence(text)


def _sentence(text: str) -> list[str]:
    """A sentence stays whole: cut at its commas it would say something else."""
    lines = [" ".join(line.split()) for line in re.split(r"[;\n]", text)]
    return [line for line in lines if plain(line) not in _NOTHING]


def _key(part: str, offered: Mapping[str, str], also: Mapping[str, str]) -> str:
    said = plain(part)
    if said in also:
        return also[said]
    words = {plain(label): key for key, label in offered.items() if key != "other"}
    return words.get(said) or (said if said in offered and said != "other" else "")


def _sorted(
    parts: list[str], offered: Mapping[str, str], also: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    keys, other = [], []
    for part in parts:
        if key := _key(part, offered, also):
            keys.append(key)
        else:
            other.append(part)
    return keys, other


def _ticked(ticks: str, typed: str, keys: list[str], other: list[str]) -> dict[str, Any]:
    words = _line(other)
    ticked = [*_unique(keys), *(["other"] if words else [])]
    return ({ticks: ticked} if ticked else {}) | ({typed: words} if words else {})


def _line(parts: list[str]) -> str:
    words = ", ".join(_unique(parts))
    if len(words) > LONGEST:
        raise TooLongError
    return words


def _unique(parts: list[str]) -> list[str]:
    return list(dict.fromkeys(parts))
