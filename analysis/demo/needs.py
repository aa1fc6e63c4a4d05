"""What people in the demo need: as mixed as at a real forum, drawn from a seed."""

import random
from typing import Any

# How many of each hundred tick these meals.
MEALS: list[tuple[int, list[str]]] = [
    (46, ["everything"]),
    (17, ["halal"]),
    (14, ["vegetarian"]),
    (9, ["vegan"]),
    (3, ["vegetarian", "halal"]),
    (3, ["no_pork"]),
    (2, ["no_beef", "vegetarian"]),
    (1, ["kosher"]),
    (1, ["other"]),
    (4, []),
]
# Asked for by so many of each hundred.
ACCESS: list[tuple[int, list[str]]] = [
    (4, ["step_free"]),
    (2, ["step_free", "parking"]),
    (2, ["seat_front", "large_print"]),
    (2, ["seat_door", "quiet_room"]),
    (2, ["hearing_loop"]),
    (2, ["captions", "papers_before"]),
    (2, ["quiet_room"]),
    (1, ["supporter", "step_free"]),
    (1, ["private_room"]),
    (1, ["chair"]),
    (1, ["evacuation", "step_free"]),
    (1, ["assistance_dog"]),
    (1, ["other"]),
    (78, []),
]
ALLERGENS: list[tuple[int, list[str]]] = [
    (3, ["tree_nuts"]),
    (2, ["peanuts", "tree_nuts"]),
    (2, ["gluten"]),
    (2, ["milk"]),
    (1, ["sesame"]),
    (1, ["fish", "crustaceans", "molluscs"]),
    (1, ["eggs"]),
    (1, ["soya"]),
    (1, []),  # another food, in words
    (86, []),
]
# Languages that people ask an interpreter for, by the language of their letters.
SPOKEN = {
    "ar": "Arabic",
    "fa": "Farsi",
    "ckb": "Kurdish Sorani",
    "ti": "Tigrinya",
    "am": "Amharic",
    "uk": "Ukrainian",
    "zh": "Mandarin",
    "ps": "Pashto",
    "pa": "Punjabi",
    "bn": "Sylheti",
    "ta": "Tamil",
    "so": "Somali",
    "ur": "Urdu",
    "es": "Spanish",
    "pl": "Polish",
    "vi": "Vietnamese",
    "tr": "Turkish",
}
OTHER_ACCESS = [
    "A light that does not flicker where I sit",
    "I use a scooter that needs charging at lunch",
    "Somewhere to pray that is clean and quiet, about 1 pm",
]
OTHER_FOODS = ["Kiwi fruit", "Chickpeas", "Strawberries"]
OTHER_MEALS = ["Soft food, cut small", "Plain rice and vegetables"]


def _draw(rng: random.Random, table: list[tuple[int, list[str]]]) -> list[str]:
    return list(rng.choices([row for _, row in table], [weight for weight, _ in table])[0])


def answers(rng: random.Random, language: str) -> dict[str, Any]:
    """The needs part of somebody's answers, with the consent to hold it when there is any."""
    found = {**_food(rng), **_allergy(rng), **_access(rng), **_interpreter(rng, language)}
    found["needs_consent"] = bool(
        found["meals"] or found["access"] or found["ill"] == "yes" or found["interpreter"] != "no"
    )
    if not found["needs_consent"]:
        # The whole page was left empty.
        found = {**found, "ill": "", "talk": "", "interpreter": ""}
    return found


def _food(rng: random.Random) -> dict[str, Any]:
    meals = _draw(rng, MEALS)
    other = rng.choice(OTHER_MEALS) if "other" in meals else ""
    return {"meals": meals, "meal_other": other}


def _allergy(rng: random.Random) -> dict[str, Any]:
    allergens = _draw(rng, ALLERGENS)
    other = "" if allergens or rng.random() > 0.015 else rng.choice(OTHER_FOODS)
    ill = bool(allergens or other)
    return {
        "ill": "yes" if ill else "no",
        "allergens": allergens,
        "allergen_other": other,
        "dangerous": rng.choice(["yes", "no", "no", "unsure"]) if ill else "",
        "kitchen_name": rng.choice(["yes", "yes", "yes", "no"]) if ill else "",
    }


def _access(rng: random.Random) -> dict[str, Any]:
    access = _draw(rng, ACCESS)
    return {
        "access": access,
        "access_other": rng.choice(OTHER_ACCESS) if "other" in access else "",
        "talk": rng.choice(["no", "no", "email", "call"]) if access else "no",
    }


def _interpreter(rng: random.Random, language: str) -> dict[str, Any]:
    if language in SPOKEN and rng.random() < 0.45:
        return {"interpreter": "spoken", "interpreter_language": SPOKEN[language]}
    if rng.random() < 0.012:
        return {"interpreter": "bsl", "interpreter_language": ""}
    return {"interpreter": "no", "interpreter_language": ""}
