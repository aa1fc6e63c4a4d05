"""Somebody comes along: both say yes or nothing comes of it, and nobody reads who said no."""

import json

import pytest
from django.utils import timezone

from forum.models import AuditEntry, Message
from registrations import accompanying, booking, handing_over, needs, own_data, promises
from registrations.models import Needs, Registration
from tests.factories import make_event, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asking")]


@pytest.fixture
def amina(event):
    return make_registration(event, "Amina", accompaniment="travel", needs_consent=True)


@pytest.fixture
def sara(event):
    return make_registration(event, "Sara Bell", phone="", kind="crew")


def held(registration):
    return needs.own(Registration.objects.get(pk=registration.pk))


def seen(registration):
    """What the person reads on their own page, as (name, whether agreed, the other's number)."""
    fresh = Registration.objects.get(pk=registration.pk)
    found = accompanying.of(fresh, held(fresh))
    return [(one.name, one.is_agreed, one.phone) for one in found]


def state(registration):
    promise = promises.of(held(registration))["accompaniment"]
    return promise.state, promise.words


def news():
    """To whom there is news, and only that."""
    rows = Message.objects.filter(kind="page_news", state="queued")
    return sorted(rows.values_list("to", flat=True))


def agree(amina, sara, lead, **phones):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    accompanying.answer(
        registration=amina, other=sara.pk, is_yes=True, phone=phones.get("hers", "")
    )
    return accompanying.answer(
        registration=sara, other=amina.pk, is_yes=True, phone=phones.get("others", "")
    )


def test_both_are_asked_and_who_asked_is_named_to_the_other_only_after_a_yes(amina, sara, lead):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    assert seen(amina) == [("Sara Bell", False, "")]
    assert seen(sara) == [("", False, "")]
    assert state(amina)[0] == promises.ARRANGING
    assert news() == sorted([amina.email, sara.email])
    assert not accompanying.answer(registration=amina, other=sara.pk, is_yes=True)
    assert seen(sara) == [("Amina", False, "")]


def test_it_is_agreed_when_both_said_yes_and_not_before(amina, sara, lead):
    assert agree(amina, sara, lead) is True
    assert seen(amina) == [("Sara Bell", True, "")]
    assert seen(sara) == [("Amina", True, "")]
    assert state(amina) == (
        promises.ARRANGED,
        "Somebody comes along with you. Who it is stands below.",
    )


def test_each_shows_a_number_only_if_they_say_so_and_takes_it_away_again(amina, sara, lead):
    agree(amina, sara, lead, others="07700 900123")
    assert seen(amina) == [("Sara Bell", True, "07700 900123")]
    assert seen(sara) == [("Amina", True, "")]
    accompanying.answer(registration=sara, other=amina.pk, is_yes=True)
    assert seen(amina) == [("Sara Bell", True, "")]


def test_the_same_yes_said_again_and_again_sends_nobody_a_mail(amina, sara, lead):
    agree(amina, sara, lead)
    Message.objects.all().delete()
    accompanying.answer(registration=sara, other=amina.pk, is_yes=True)
    assert not Message.objects.exists()


def test_a_number_is_shown_to_nobody_before_both_said_yes(amina, sara, lead):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    accompanying.answer(registration=amina, other=sara.pk, is_yes=True, phone="07700 900123")
    assert seen(sara) == [("Amina", False, "")]


@pytest.mark.parametrize("who", ["amina", "sara"])
def test_a_no_tells_the_other_nothing_but_that_we_look_on(amina, sara, lead, who):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    me, other = (amina, sara) if who == "amina" else (sara, amina)
    accompanying.answer(registration=me, other=other.pk, is_yes=False)
    assert (seen(amina), seen(sara)) == ([], [])
    assert state(amina) == (needs.ASKED, "We are looking for somebody else.")
    assert accompanying.is_over(held(sara)) is (who == "amina")
    with pytest.raises(accompanying.CompanyError, match="did not come about"):
        accompanying.propose(registration=amina, companion=sara, by=lead)
    with pytest.raises(accompanying.CompanyError, match="not asked of you any more"):
        accompanying.answer(registration=other, other=me.pk, is_yes=True)


@pytest.mark.parametrize("who", ["amina", "sara"])
def test_either_takes_a_yes_back_at_any_time(amina, sara, lead, who):
    agree(amina, sara, lead, hers="07700 900123", others="07700 900456")
    me, other = (amina, sara) if who == "amina" else (sara, amina)
    accompanying.answer(registration=me, other=other.pk, is_yes=False)
    assert (seen(amina), seen(sara)) == ([], [])
    assert state(amina)[0] == needs.ASKED
    assert "07700" not in json.dumps([held(amina), held(sara)])


def cancel(person):
    booking.cancel(registration=person)


def hand_over(person):
    handing_over.hand_over(
        registration=person, name="Bo", contact_by="email", email="bo@example.org"
    )


def take_consent_back(person):
    booking.erase_needs(registration=person)


def ask_for_something_else(person):
    given = {"accompaniment": "sit", "needs_consent": True}
    booking.change(registration=person, answers=given)


@pytest.mark.parametrize("leaves", [cancel, hand_over, take_consent_back])
def test_who_asked_is_looked_after_again_when_the_other_leaves(event, amina, lead, leaves):
    guest = make_registration(event, "Sara Bell")
    agree(amina, guest, lead)
    leaves(Registration.objects.get(pk=guest.pk))
    assert seen(amina) == []
    assert state(amina) == (needs.ASKED, "We are looking for somebody else.")
    assert "company" not in held(guest)


@pytest.mark.parametrize("leaves", [cancel, hand_over, take_consent_back, ask_for_something_else])
def test_who_would_have_come_reads_that_it_is_over(amina, sara, lead, leaves):
    agree(amina, sara, lead)
    leaves(Registration.objects.get(pk=amina.pk))
    assert seen(sara) == []
    assert held(sara)["company"] == {"over": True}


def test_a_change_of_other_answers_keeps_the_pair(amina, sara, lead):
    agree(amina, sara, lead)
    booking.change(registration=sara, answers={"meals": ["vegan"], "needs_consent": True})
    booking.change(registration=amina, answers={"meals": ["halal"], "needs_consent": True})
    assert seen(amina) == [("Sara Bell", True, "")]
    assert seen(sara) == [("Amina", True, "")]


def test_naming_somebody_else_lets_the_first_go(event, amina, sara, lead):
    accompanying.propose(registration=amina, companion=sara, by=lead)
    other = make_registration(event, "Omar")
    accompanying.propose(registration=amina, companion=other, by=lead)
    assert seen(amina) == [("Omar", False, "")]
    assert held(sara)["company"] == {"over": True}


def test_the_lead_takes_it_back(amina, sara, lead):
    agree(amina, sara, lead)
    accompanying.call_off(registration=amina, by=lead)
    accompanying.call_off(registration=amina, by=lead)
    assert (seen(amina), seen(sara)) == ([], [])
    assert accompanying.look_at(registration=amina, by=lead).named is None


def test_only_somebody_with_a_place_who_is_not_the_same_is_named(event, amina, sara, lead):
    stranger = make_registration(make_event(), "Stranger")
    cancelled = make_registration(event, "Bo")
    booking.cancel(registration=cancelled)
    silent = make_registration(event, "Chen")
    for asker, companion, words in [
        (amina, amina, "This is the person who asks"),
        (amina, cancelled, "Bo has no place"),
        (amina, stranger, "cannot be opened"),
        (silent, sara, "does not ask for this"),
    ]:
        with pytest.raises(accompanying.CompanyError, match=words):
            accompanying.propose(registration=asker, companion=companion, by=lead)


def test_somebody_goes_along_with_three_and_no_more(event, sara, lead):
    for number in range(accompanying.MOST + 1):
        person = make_registration(event, f"P{number}", accompaniment="sit", needs_consent=True)
        if number < accompanying.MOST:
            accompanying.propose(registration=person, companion=sara, by=lead)
    with pytest.raises(accompanying.CompanyError, match="goes along with 3 people already"):
        accompanying.propose(registration=person, companion=sara, by=lead)
    assert len(seen(sara)) == accompanying.MOST


def test_a_role_that_ended_names_nobody(amina, sara, lead):
    lead.memberships.all().delete()
    with pytest.raises(accompanying.CompanyError, match="no longer a needs lead"):
        accompanying.propose(registration=amina, companion=sara, by=lead)


def test_the_trail_says_that_company_was_worked_on_and_not_for_whom(amina, sara, lead):
    agree(amina, sara, lead)
    accompanying.look_at(registration=amina, by=lead)
    rows = AuditEntry.objects.filter(event=amina.event_id).exclude(deed="changed a booking")
    named = {str(row) for row in rows.exclude(row_id=None).values_list("row_id", flat=True)}
    assert not named & {str(amina.pk), str(sara.pk)}
    assert "looked at company" in set(rows.values_list("deed", flat=True))


def test_rows_of_a_pair_are_as_long_as_those_of_others(event, amina, sara, lead):
    make_registration(event, "Bo")
    agree(amina, sara, lead, others="07700 900123")
    assert len({len(bytes(row)) for row in Needs.objects.values_list("answers", flat=True)}) == 1


def test_the_file_of_ones_data_names_nobody_else(amina, sara, lead):
    agree(amina, sara, lead, others="07700 900456", hers="07700 900123")
    file = json.dumps(own_data.of(Registration.objects.get(pk=amina.pk)))
    assert "07700 900123" in file
    assert str(sara.pk) not in file
    assert "07700 900456" not in file
    assert "Sara" not in file


def test_answers_too_long_for_a_pair_are_said_so_and_a_cancellation_never_fails(event, sara, lead):
    person = make_registration(event, "Amina", accompaniment="sit", needs_consent=True)
    row = Needs.objects.get(pk=person.pk)
    row.answers = {**row.answers, "access_other": "x" * 3850}
    row.save()
    person = Registration.objects.get(pk=person.pk)
    with pytest.raises(accompanying.CompanyError, match=r"wrote so much|no room"):
        accompanying.propose(registration=person, companion=sara, by=lead, now=timezone.now())
    booking.cancel(registration=person)
    assert Registration.objects.get(pk=person.pk).is_cancelled
