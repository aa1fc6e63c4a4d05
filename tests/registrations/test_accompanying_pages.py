"""Pages on which somebody is named to come along, and on which each of the two answers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import keys
from forum.models.people import Role
from registrations import accompanying, tickets
from registrations.models import Registration
from tests.factories import make_event, make_member, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asking")]


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina", accompaniment="travel", needs_consent=True)


@pytest.fixture
def sara(event):
    return make_registration(event, "Sara Bell", kind="crew")


def desk(person):
    return f"/organise/events/spring-forum/needs/{person.pk}/company/"


def own(person):
    return tickets.booking_path(person)


def words(response):
    text = re.sub(r"<[^>]+>", "", response.content.decode())
    return " ".join(text.split()).replace("\N{NO-BREAK SPACE}", " ")


def answer(client, person, other, **given):
    return client.post(f"{own(person)}company/", {"other": other.pk, **given}, follow=True)


def test_a_lead_names_somebody_by_code_and_both_agree_on_their_own_pages(client, lead, amina, sara):
    client.force_login(lead)
    assert "They ask for somebody: travel with them." in words(client.get(desk(amina)))
    client.post(desk(amina), {"code": sara.code})
    assert "Has not answered" in words(client.get(desk(amina)))
    client.logout()
    assert "Sara Bell offers to travel with you." in words(client.get(own(amina)))
    assert "Somebody would like you to travel with them. Will you?" in words(client.get(own(sara)))
    assert "We tell you when the other person has answered" in words(
        answer(client, amina, sara, yes="1")
    )
    assert "Amina would like you to travel with them. Will you?" in words(client.get(own(sara)))
    text = words(answer(client, sara, amina, yes="1", shows_phone="on", phone="07700 900123"))
    assert "You both said yes." in text
    text = words(client.get(own(amina)))
    assert "Sara Bell travels with you. You both said yes." in text
    assert "Their number: 07700 900123" in text
    client.force_login(lead)
    assert "Agreed by both." in words(client.get(desk(amina)))


def test_a_no_is_neutral_and_the_lead_looks_on(client, lead, amina, sara):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    text = words(answer(client, sara, amina, no="1"))
    assert "The other person is not told that it was you." in text
    text = words(client.get(own(amina)))
    assert "We are looking for somebody else." in text
    assert "Sara" not in text


def test_who_is_not_needed_any_more_reads_so(client, lead, amina, sara):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    client.force_login(lead)
    client.post(desk(amina), {"call_off": "1"})
    assert "You are not needed for that any more" in words(client.get(own(sara)))


def test_a_tick_without_a_number_is_said_so_and_stays(client, lead, amina, sara):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    response = answer(client, amina, sara, yes="1", shows_phone="on", phone="")
    assert "Enter your number, or take the tick away" in words(response)
    assert "checked" in response.content.decode()
    [pair] = accompanying.of(*_fresh(amina))
    assert not pair.have_said_yes


def _fresh(person):
    found = Registration.objects.get(pk=person.pk)
    return found, found.needs.answers


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter a code or a name"),
        ("NOBODY-1", "Nobody with a place is called so"),
        ("Amina", "This is the person who asks"),
        ("Twin", "Several people could be meant"),
    ],
)
def test_whoever_cannot_be_named_is_said_so(client, event, lead, amina, typed, told):
    for name in ("Twin One", "Twin Two"):
        make_registration(event, name)
    client.force_login(lead)
    response = client.post(desk(amina), {"code": typed})
    assert told in words(response)
    assert f'value="{typed}"' in response.content.decode() or not typed


def test_an_answer_to_what_is_asked_no_more_changes_nothing(client, amina, sara):
    assert "This is not asked of you any more." in words(answer(client, sara, amina, yes="1"))
    assert "Nothing is asked of you here" in words(client.get(f"{own(sara)}company/"))
    assert client.post(f"{own(sara)}company/", {"other": "x", "yes": "1"}).status_code == 200


def test_without_the_key_the_pages_say_so(client, event, lead, amina, sara):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    keys.destroy(event.pk, "needs")
    assert "We cannot read what was arranged" in words(client.get(f"{own(sara)}company/"))
    assert answer(client, sara, amina, yes="1").status_code == 503
    assert client.get(own(sara)).status_code == 200
    client.force_login(lead)
    assert "cannot be opened" in words(client.get(desk(amina)))
    assert client.post(desk(amina), {"code": sara.code}, follow=True).status_code == 200


def test_a_link_made_up_and_a_role_without_the_right_find_nothing(client, host, event, amina):
    assert client.get("/b/made-up/company/").status_code == 404
    for role in (Role.OWNER, Role.ORGANISER, Role.STAFF, Role.DOOR):
        client.force_login(make_member(host, role))
        assert client.get(desk(amina)).status_code == 404
    client.force_login(make_member(make_event().lead_host, Role.NEEDS_LEAD))
    assert client.get(desk(amina)).status_code == 404


def test_other_methods_are_refused(client, lead, amina):
    client.force_login(lead)
    assert client.put(desk(amina)).status_code == 405
    assert client.put(f"{own(amina)}company/").status_code == 405


def test_more_pairs_take_no_more_queries(client, event, lead, sara):
    def pair(name):
        person = make_registration(event, name, accompaniment="sit", needs_consent=True)
        accompanying.propose(registration=person, companion=sara, by=lead)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{own(sara)}company/")
        return len(caught)

    pair("P0")
    before = queries()
    pair("P1")
    pair("P2")
    assert queries() == before
