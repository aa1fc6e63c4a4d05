"""A paper list typed back in: who comes in by it, what stays in the box, and why."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import AuditEntry
from registrations import booking
from registrations.models import CheckIn
from registrations.models.check_in import How
from registrations.paper import tick_list
from tests.factories import make_event, make_registration
from tests.markup import assert_error_contract, assert_form_markup, named, page_of, text_of

pytestmark = pytest.mark.django_db

TYPING = "/organise/events/spring-forum/door/typing/"


@pytest.fixture
def coming(event):
    """Four people with codes that are easy to read, two of which end alike."""
    codes = ["FERN-4821", "OTTER-0007", "FERN-1000", "LARK-1000"]
    people = [make_registration(event, name) for name in ("Amina", "Bahar", "Chidi", "Dana")]
    for person, code in zip(people, codes, strict=True):
        person.code = code
        person.save()
    return people


@pytest.fixture
def at_door(client, sign_in, door, event):
    with time_machine.travel(event.starts_at + timedelta(minutes=5), tick=False):
        yield sign_in(client, door)


def main(response):
    words = text_of(named(page_of(response), "main")[0])
    return re.sub(r" (?=[,.?:;])", "", words).replace("\xa0", " ")


def in_the_box(response):
    return text_of(named(page_of(response), "textarea")[0])


def inside():
    return set(CheckIn.objects.values_list("registration__badge_name", "how"))


@pytest.mark.parametrize(
    "typed",
    [
        "FERN-4821\r\nOTTER-0007",
        "fern 4821, otter 0007",
        "4821 0007",
        "Fern4821;OTTER \N{EN DASH} 0007",
        "4821\t\r\n\r\n 0007 4821",
    ],
)
def test_codes_are_read_as_people_type_them(typed, at_door, coming):
    page = at_door.post(TYPING, {"codes": typed})
    assert inside() == {("Amina", How.PAPER), ("Bahar", How.PAPER)}
    assert "2 people are in now." in main(page)
    assert in_the_box(page) == ""


def test_the_same_list_twice_changes_nothing(at_door, coming, door):
    at_door.post(TYPING, {"codes": "4821 0007"})
    before = list(CheckIn.objects.values("pk", "at", "how", "by"))
    page = at_door.post(TYPING, {"codes": "4821 0007"})
    assert "Nobody new is in. 2 were in already." in main(page)
    assert list(CheckIn.objects.values("pk", "at", "how", "by")) == before
    audited = AuditEntry.objects.filter(deed="checked in").order_by("pk")
    assert {entry.row_id for entry in audited} == {person.pk for person in coming[:2]}
    assert {entry.who for entry in audited} == {door}


def test_what_is_not_understood_stays_in_the_box_with_why(at_door, coming):
    page = at_door.post(TYPING, {"codes": "4821 1000 FERM-4821 82 OTTER-0007"})
    assert inside() == {("Amina", How.PAPER), ("Bahar", How.PAPER)}
    assert in_the_box(page).split() == ["1000", "FERM-4821", "82"]
    words = main(page)
    assert "1000: 2 codes end like this. Type the word before it too." in words
    assert "FERM-4821: nobody here has this code." in words
    assert "82: type 4 digits or more." in words
    assert_error_contract(page)
    assert "1 person is in now." in main(at_door.post(TYPING, {"codes": "FERN-1000"}))


def test_who_has_no_place_is_not_let_in_and_the_digits_of_who_cancelled_are_free(at_door, coming):
    amina, _bahar, chidi, _dana = coming
    booking.cancel(registration=amina)
    booking.cancel(registration=chidi)
    page = at_door.post(TYPING, {"codes": "FERN-4821 1000"})
    assert inside() == {("Dana", How.PAPER)}
    assert "FERN-4821: Amina has no place (cancelled)." in main(page)
    assert in_the_box(page) == "FERN-4821"


def test_a_code_of_another_event_lets_nobody_in(at_door, event, host, coming):
    other = make_registration(make_event(host, slug="other"), "Elsewhere")
    page = at_door.post(TYPING, {"codes": other.code})
    assert (inside(), "Elsewhere" in page.content.decode()) == (set(), False)
    assert in_the_box(page) == other.code


def test_an_empty_box_and_too_many_codes_are_told_in_words(at_door, coming):
    assert_form_markup(at_door.get(TYPING))
    page = at_door.post(TYPING, {"codes": " "})
    assert "Type the code of somebody who is ticked" in main(page)
    page = at_door.post(TYPING, {"codes": "\n".join(f"A-{n:04}" for n in range(501))})
    assert "Type 500 codes at a time, or fewer." in main(page)
    assert inside() == set()


def test_a_cancelled_event_lets_nobody_in(at_door, event, coming):
    event.state, event.cancelled_at = "cancelled", event.starts_at
    event.save()
    page = at_door.post(TYPING, {"codes": "4821"})
    assert (inside(), "Nobody can be let in." in main(page)) == (set(), True)


def test_it_costs_the_same_for_each_person_and_nothing_for_words_nobody_knows(event, coming):
    def queries(text):
        with CaptureQueriesContext(connection) as found:
            tick_list.note(event=event, text=text, by=None)
        return len(found)

    nobody, one = queries("nobody has this"), queries("FERN-4821")
    assert nobody <= 4
    assert queries("OTTER-0007 FERN-1000 LARK-1000") == one + 2 * (one - nobody - 1)


def test_the_wrong_method_and_the_wrong_role_are_refused(client, sign_in, at_door, staff):
    assert at_door.delete(TYPING).status_code == 405
    assert sign_in(client, staff).get(TYPING).status_code == 404
