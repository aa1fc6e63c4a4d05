"""The answers on offer, by key, in the words people read; and answers told back in those words."""

from collections.abc import Iterable
from typing import Any

from registrations.models import Question
from registrations.models.registrations import Photo

MEALS = {
    "everything": "I eat everything",
    "vegetarian": "Vegetarian",
    "vegan": "Vegan",
    "halal": "Halal",
    "kosher": "Kosher",
    "no_pork": "No pork",
    "no_beef": "No beef",
    "other": "Something else",
}
ALLERGENS = {
    "celery": "Celery",
    "gluten": "Cereals with gluten",
    "crustaceans": "Crustaceans",
    "eggs": "Eggs",
    "fish": "Fish",
    "lupin": "Lupin",
    "milk": "Milk",
    "molluscs": "Molluscs",
    "mustard": "Mustard",
    "tree_nuts": "Tree nuts",
    "peanuts": "Peanuts",
    "sesame": "Sesame",
    "soya": "Soya",
    "sulphites": "Sulphites",
}
ACCESS = {
    "step_free": "Step-free route",
    "seat_front": "Seat near the front",
    "seat_door": "Seat near the door",
    "chair": "Chair while queueing",
    "hearing_loop": "Hearing loop",
    "captions": "Live captions",
    "large_print": "Large print",
    "papers_before": "Papers before the day",
    "quiet_room": "Quiet room",
    "private_room": "A private room at a set time",
    "supporter": "A supporter or personal assistant comes with me (free place and meal)",
    "assistance_dog": "Assistance dog",
    "parking": "Parking close by",
    "evacuation": "Help to leave the building in an emergency",
    "other": "Something else",
}
YES_NO = {"no": "No", "yes": "Yes"}
DANGEROUS = {"yes": "Yes", "no": "No", "unsure": "I am not sure"}
KITCHEN_NAME = {"yes": "Yes", "no": "No, I will ask for it myself"}
TALK = {"no": "No", "call": "Yes, call me", "email": "Yes, write me an email"}
INTERPRETER = {
    "no": "No",
    "spoken": "Yes, a spoken language",
    "bsl": "Yes, British Sign Language",
    "other": "Yes, something else",
}
# Bands of age of the children who come along: no names, no days of birth.
CHILDREN = {
    "under_2": "Under 2",
    "2_to_4": "2 to 4",
    "5_to_11": "5 to 11",
    "12_or_over": "12 or over",
}
TRAVEL = {
    "no": "No",
    "ticket": "Yes, book a ticket for me",
    "cash": "Yes, pay me back in cash on the day",
    "voucher": "Yes, a voucher",
}
TRAVEL_ABOUT = {
    "under_10": "Under £10",
    "10_to_30": "£10 to £30",
    "30_to_60": "£30 to £60",
    "more": "More than £60",
}
ACCOMPANIMENT = {
    "no": "No",
    "travel": "Yes, travel with me",
    "sit": "Yes, sit with me on the day",
    "both": "Yes, both",
}
CONTACT_BY = {
    "email": "Email",
    "phone": "Text or phone call",
    "helper": "Through the person helping me",
    "page": "I will look at my booking page",
}
COMING_AS = {
    "staff": "Yes, I work there",
    "member": "Yes, I volunteer or am a member",
    "myself": "No, I am coming as myself",
}
REACH = {
    "local": "Local: one town, city, borough or county",
    "regional": "Regional: one region, or one UK nation such as Scotland",
    "national": "National: the whole UK or more than one UK nation",
    "international": "Outside the UK too",
    "unknown": "I am not sure",
}
PHOTO = {
    Photo.NO.value: "No photos of me",
    Photo.UNRECOGNISABLE.value: (
        "Only if nobody could recognise me, such as hands or from far behind"
    ),
    Photo.YES.value: "Yes, I can be in photos",
}
PHOTO_USES = {
    "report": "A report to funders",
    "website": "Our website",
    "social": "Social media",
    "press": "The press",
}
CONTACT_LIST = {
    "name": "My name and organisation",
    "email": "My email address",
    "phone": "My phone number",
}
# A key among the options of the question about food: every meal suits, so nobody picks one.
SUITS_ALL = "all_halal_vegetarian"
SUITS_ALL_WORDS = "All food is halal and vegetarian"
# What an organiser may narrow down to what can be done: the other kinds have no options.
NARROWED = {"food": MEALS, "access": ACCESS}


def offered(question: Question) -> dict[str, str]:
    """The options of a question that the organiser offers; all of them unless some were chosen."""
    every = NARROWED[question.kind]
    chosen = {key: words for key, words in every.items() if key in question.options}
    return chosen or every


def suits_all(question: Question | None) -> bool:
    """Whether all food is halal and vegetarian, so that only allergies are asked."""
    return question is not None and SUITS_ALL in question.options


def listed(keys: Iterable[str], words: dict[str, str], other: str = "") -> str:
    """Ticked keys as one line, "Vegan, No pork"; the words typed stand for "Something else"."""
    said = [words.get(key, key) for key in keys if key != "other"]
    return ", ".join([*said, other] if other else said)


def meals(answers: dict[str, Any]) -> str:
    return listed(answers.get("meals", []), MEALS, answers.get("meal_other", ""))


def allergens(answers: dict[str, Any]) -> str:
    return listed(answers.get("allergens", []), ALLERGENS, answers.get("allergen_other", ""))


def access(answers: dict[str, Any]) -> str:
    return listed(answers.get("access", []), ACCESS, answers.get("access_other", ""))


def interpreter(answers: dict[str, Any]) -> str:
    """ "British Sign Language", "Tigrinya", or nothing when none is asked for."""
    which = answers.get("interpreter", "")
    if which in ("", "no"):
        return ""
    language = str(answers.get("interpreter_language", ""))
    if which == "bsl":
        return f"British Sign Language ({language})" if language else "British Sign Language"
    return language


def children(answers: dict[str, Any]) -> str:
    """ "2 children (1 under 2, 1 of 5 to 11)", "1 child under 2", or nothing when none is asked."""
    counts = answers.get("children") or {}
    if answers.get("childcare") != "yes" or not counts:
        return ""
    total = sum(counts.values())
    ages = [
        (counts[key], f"{'of ' if key[0].isdigit() else ''}{words.lower()}")
        for key, words in CHILDREN.items()
        if counts.get(key)
    ]
    if total == 1:
        return f"1 child {ages[0][1]}"
    return f"{total} children ({', '.join(f'{count} {age}' for count, age in ages)})"


def travel(answers: dict[str, Any]) -> str:
    """ "A ticket from Leeds, about £10 to £30", or nothing when no help is asked for."""
    how = _TRAVEL_TOLD.get(answers.get("travel", ""), "")
    if not how:
        return ""
    about = TRAVEL_ABOUT.get(answers.get("travel_about", ""), "")
    town = answers.get("travel_from", "")
    return f"{how}{f' from {town}' if town else ''}{f', {_inside(about)}' if about else ''}"


def accompaniment(answers: dict[str, Any]) -> str:
    """ "Travel with them", or nothing when nobody is asked for."""
    return _COMPANY_TOLD.get(answers.get("accompaniment", ""), "")


def _inside(about: str) -> str:
    """A band of cost in the middle of a sentence."""
    return f"about {about}" if about.startswith("£") else about[:1].lower() + about[1:]


_COMPANY_TOLD = {
    "travel": "Travel with them",
    "sit": "Sit with them on the day",
    "both": "Travel with them and sit with them on the day",
}
_TRAVEL_TOLD = {
    "ticket": "A ticket",
    "cash": "Cash on the day for the way",
    "voucher": "A voucher for the way",
}
