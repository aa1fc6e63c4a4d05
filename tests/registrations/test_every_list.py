"""Every list in settings.EXPORTS: no need in a file that may not hold it, no formula, no lost text.

Who opens each of them with LibreOffice is tests/browser/test_lists.py.
"""

import re

import pytest

from forum import exports
from forum.models import AuditEntry
from forum.models.people import Role
from registrations import breakouts
from registrations.models import Allocation, Placement, Registration
from tests import every_list
from tests.every_list import (
    ACCESS,
    ALLERGY,
    CANARIES,
    DIET,
    HOSTILE,
    LANGUAGE,
    OWN,
    PROMISE,
    TOWN,
    files,
)

pytestmark = pytest.mark.django_db

# What people wrote of their needs, by list and addition; only a needs lead makes any of these
# (design section 2). Every other file holds none of it.
MAY_HOLD = {
    ("catering", "cards"): {DIET, ALLERGY},
    ("access", ""): {ACCESS, OWN, PROMISE},
    ("travel", ""): {TOWN},
    ("interpreting", ""): {LANGUAGE},
    ("person", ""): {DIET, ALLERGY, ACCESS, LANGUAGE, TOWN, OWN, PROMISE},
}
# What they ticked, in the words of the form; the kitchen's counts hold meals and allergens.
TICKED = ["Step-free", "Hearing loop", "Under 2", "Vegan", "Sesame", "Help with travel"]
ABOUT_NEEDS = {"catering", "access", "childcare", "travel", "interpreting", "person"}
RIGHTS = {
    "attendees": {Role.ORGANISER, Role.STAFF},
    "catering": {Role.ORGANISER, Role.STAFF, Role.NEEDS_LEAD},
    "access": {Role.NEEDS_LEAD},
    "door": {Role.ORGANISER, Role.STAFF, Role.DOOR},
    "badges": {Role.ORGANISER, Role.STAFF},
    "sessions": {Role.ORGANISER, Role.STAFF},
    "childcare": {Role.NEEDS_LEAD},
    "travel": {Role.NEEDS_LEAD},
    "interpreting": {Role.NEEDS_LEAD},
    "photos": {Role.ORGANISER, Role.STAFF},
    "contacts": {Role.ORGANISER, Role.STAFF},
    "feedback": {Role.OWNER, Role.ORGANISER, Role.ANALYST},
    "funder": {Role.OWNER, Role.ORGANISER, Role.ANALYST},
    "waiting": {Role.ORGANISER, Role.STAFF},
    "person": {Role.NEEDS_LEAD},
}


def people(world, *states):
    """The bookings in these states, one by one from their rows, with what they need."""
    rows = Registration.objects.filter(event=world.event).select_related("needs")
    return [row for row in rows if row.state in (states or ("confirmed",))]


def asking(world, **answers):
    """How many with a place gave one of these answers, or any that is not "no"."""
    return sum(
        any(row.needs.answers.get(key) not in (None, "", "no", [], {}) for key in answers)
        for row in people(world)
    )


def seats(world):
    told = Placement.objects.filter(session__isnull=False).select_related("registration")
    return [seat for seat in told if seat.registration.event_id == world.event.pk]


# How many rows each list says that it has, counted from the rows of the database one by one.
ROWS = {
    "attendees": lambda world: len(people(world)),
    "catering": lambda world: len(people(world)),
    "sessions": lambda world: len(seats(world)),
    "access": lambda world: asking(world, access=1, talk=1, accompaniment=1, own=1),
    "childcare": lambda world: asking(world, childcare=1),
    "travel": lambda world: asking(world, travel=1),
    "interpreting": lambda world: asking(world, interpreter=1),
    "door": lambda world: len(people(world, "confirmed", "waiting", "offered", "awaiting")),
    "badges": lambda world: len(people(world)),
    "photos": lambda world: len(people(world)),
    "contacts": lambda world: sum(bool(row.contact_list) for row in people(world)),
    "waiting": lambda world: len(people(world, "waiting", "offered")),
    "feedback": lambda world: 0,  # the box is open, so nothing is counted yet
    "funder": lambda world: 0,  # the recap was published before the day
    "person": lambda world: 1,
}


@pytest.fixture
def told(world):
    """The world in which people were told their sessions."""
    breakouts.publish(allocation=Allocation.objects.get(event=world.event), by=None)
    return world


def test_each_list_is_for_the_roles_of_the_design(world):
    """Written from the design, not from the code; the deed itself refuses the others."""
    made = {
        export.kind: {role for role in Role if export.may_be_made_by(frozenset({role}))}
        for export in exports.every()
    }
    assert made == {kind: RIGHTS.get(kind, "say above who may") for kind in made}
    for export in exports.every():
        for role in set(Role) - made[export.kind]:
            with pytest.raises(exports.NotAllowedError):
                every_list.make(world, export, world.team[role])


def test_a_need_is_in_no_file_but_those_that_may_hold_it(told):
    """U16, for every role and every addition; and where it may be it is, or nothing is proven."""
    every_list.plant_needs(told)
    for file in files(told):
        text = file.text
        may = MAY_HOLD.get((file.kind, file.extra), set())
        assert {word for word in CANARIES if word in text} == may, file.about
        assert not may or file.role == Role.NEEDS_LEAD
        if file.kind not in ABOUT_NEEDS:
            assert [words for words in TICKED if words in text] == [], file.about


def test_each_list_says_how_many_rows_it_has(told):
    """The same number stands in the file and in the record of it."""
    for row in (told.confirmed, told.waiting):
        Registration.objects.filter(pk=row.pk).update(contact_list=["name"])
    for export in exports.every():
        by = next(u for r, u in told.team.items() if export.may_be_made_by(frozenset({r})))
        file = every_list.File(export.kind, Role.STAFF, "", every_list.make(told, export, by))
        about = dict(file.book()["Read me"].iter_rows(max_col=2, values_only=True))
        recorded = AuditEntry.objects.filter(deed=exports.DEED).latest("at").count
        counted = ROWS[export.kind](told)
        assert (about["Rows"], recorded) == (counted, counted), export.kind


def test_d05_hostile_words_stay_whole_and_nothing_becomes_a_formula(told):
    """D05, D06, V22 to V24."""
    every_list.plant_hostile(told)
    seen = set()
    for file in files(told, Role.NEEDS_LEAD, Role.ORGANISER):
        assert re.findall(r"<f[ >]", file.text) == [], file.about
        for page in file.book():
            _check_tab(page, file.about)
            for cell in (cell for row in page.iter_rows() for cell in row):
                assert cell.hyperlink is None, file.about
                if isinstance(cell.value, str):
                    assert every_list.lost(cell.value) == [], (file.about, cell.coordinate)
                    seen |= every_list.found_marks(cell.value)
    assert seen == set(range(len(HOSTILE)))


def _check_tab(page, about):
    """A name that Excel takes, and a table whose headings are its cells, each once."""
    assert re.fullmatch(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')", page.title), about
    for table in page.tables.values():
        top = [cell.value for cell in page[table.ref][0]]
        assert table.column_names == top, about
        assert len({heading.casefold() for heading in top}) == len(top), about
