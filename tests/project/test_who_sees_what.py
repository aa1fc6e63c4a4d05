"""Field by field: whose eyes names, contact, needs and the exact place reach (design section 2).

Strings that stand nowhere else are planted (U16); the team opens every page in test_every_page.py.
"""

import pytest
from django.test import Client

from forum.models.people import Role
from registrations import own_questions
from registrations.models import Registration
from tests.project.test_matrix import ANYBODY, HOLDER, PAGES, signed_in
from tests.world import World, url_names

NAME = "Heronsgate Amina Warsame"
EMAIL = "canary.contact@example.org"
PHONE = "07700 900 321"
NEEDS = [
    *("CANARY-DIET", "CANARY-ALLERGY", "CANARY-ACCESS", "CANARY-LANGUAGE"),
    *("CANARY-TOWN", "CANARY-OWN"),
]
PLACE = "Upper hall, 12 Ferry Lane"

SEES_NAMES = {Role.OWNER, Role.ORGANISER, Role.NEEDS_LEAD, Role.STAFF}
SEES_CONTACT = {Role.OWNER, Role.ORGANISER, Role.NEEDS_LEAD}
AT_THE_DOOR = {
    f"registrations:{page}"
    for page in ("door", "door_person", "check_in", "undo_check_in", "door_list", "tick_list")
}


@pytest.fixture
def planted(world: World) -> World:
    """Words that stand nowhere else in the needs, the contact and the answers of people."""
    Registration.objects.filter(pk=world.confirmed.pk).update(email=EMAIL, phone=PHONE)
    sealed = next(one for one in own_questions.of(world.event) if one.is_sensitive)
    for row in world.registrations:
        answers = ["meal_other", "allergen_other", "access_other", "interpreter_language"]
        row.needs.answers = {
            **row.needs.answers,
            "meals": ["other"],
            "allergens": ["other"],
            **dict(zip(answers, NEEDS[:4], strict=True)),
            "travel": "cash",
            "travel_from": NEEDS[4],
            "own": {str(sealed.pk): NEEDS[5]},
        }
        row.needs.save()
    return world


def texts(name: str, world: World, role: Role | None) -> dict[str, str]:
    """What the page says to this role at each of its addresses, looked at and posted to."""
    client = signed_in(world.team[role]) if role else Client()
    ask = client.post if PAGES[name].posts_only else client.get
    return {
        url: ask(url, follow=True).content.decode(errors="replace") for url in world.addresses[name]
    }


# What a needs lead opens to read needs by name; each look is written down.
SHOWS_NEEDS = {
    f"registrations:{name}"
    for name in (
        *("person_needs", "needs_board", "need", "needs_gathered"),
        *("accompany", "travel_claims", "travel_claim", "cash_sheet"),
    )
}


def test_a_needs_lead_who_asks_is_shown_them(planted):
    """So that no test passes because they stand nowhere."""
    text = "".join(texts("registrations:person_needs", planted, Role.NEEDS_LEAD).values())
    assert [needs for needs in NEEDS if needs not in text] == []


def assert_for_their_eyes(role: Role, name: str, url: str, text: str) -> None:
    """Needs reach a needs lead, contact and names a team; the door, names searched or on paper."""
    seen = [needs for needs in NEEDS if needs in text]
    assert seen == [] or (role is Role.NEEDS_LEAD and name in SHOWS_NEEDS), f"{role} at {url}"
    if EMAIL in text or PHONE in text:
        assert role in SEES_CONTACT, f"{role} at {url}"
    if NAME in text:
        at_the_door = role is Role.DOOR and name in AT_THE_DOOR
        assert role in SEES_NAMES or at_the_door, f"{role} at {url}"
        assert not at_the_door or name != "registrations:door" or "?q=" in url, url


@pytest.mark.parametrize("name", [n for n in sorted(url_names()) if PAGES[n].whose == ANYBODY])
def test_nobody_in_the_street_learns_who_comes_or_where(name, planted):
    for url, text in texts(name, planted, None).items():
        seen = [word for word in (NAME, EMAIL, PHONE, PLACE, *NEEDS) if word in text]
        assert seen == [], url


OF_ONE_PERSON = {n for n in url_names() if PAGES[n].whose == HOLDER} - {
    "registrations:kitchen_link"
}


def test_the_kitchens_link_names_who_agreed_and_shows_what_they_eat_and_nothing_else(planted):
    """Everybody of this world with a place agreed, but one; nobody else is on it."""
    planted.arrived.needs.answers = {**planted.arrived.needs.answers, "kitchen_name": "no"}
    planted.arrived.needs.save()
    for url, text in texts("registrations:kitchen_link", planted, None).items():
        named = [row for row in planted.registrations if row.badge_name and row.badge_name in text]
        assert named == [planted.confirmed], url
        told = [word for word in (EMAIL, PHONE, PLACE, *NEEDS) if word in text]
        assert told == ["CANARY-DIET", "CANARY-ALLERGY"], url


@pytest.mark.parametrize("name", sorted(OF_ONE_PERSON))
def test_a_private_link_shows_its_own_person_and_the_place_to_who_has_one(name, planted):
    """Waiting and cancelled people, and whoever finds a ticket, do not learn the exact place."""
    for url, text in texts(name, planted, None).items():
        others = [row for row in planted.registrations if row.badge_name and row.badge_name in text]
        assert len(others) <= 1, url
        without_place = [planted.waiting, planted.cancelled, planted.draft]
        if any(row in without_place for row in others) or "/t/" in url or "/r/" in url:
            assert PLACE not in text, url
        if "/t/" in url:
            assert [word for word in (NAME, EMAIL, PHONE, *NEEDS) if word in text] == []
