"""What a run is made from: colleagues, who comes along with whom, and where people were before."""

from datetime import timedelta

import pytest

from forum.models import Session
from registrations import booking, breakouts, companions, handing_over, kinds
from registrations.breakouts import rows as rows_of
from registrations.breakouts.input import build
from registrations.models import Facilitation, Registration
from registrations.models.registrations import ComingAs, Kind
from tests.factories import make_organisation, make_registration, make_round, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(event):
    return make_round(event)


def given(event, *, pins=None, previous=None, **fields):
    """What is solved; pins and earlier seats as {person: session}."""
    return build(
        rows=rows_of.load(event), by=None, pins=seats(pins), previous=seats(previous), **fields
    )


def seats(of):
    return {
        (str(person.pk), str(session.slot_id)): str(session.pk)
        for person, session in (of or {}).items()
    }


def person_in(found, registration):
    return next(one for one in found.problem.people if one.id == str(registration.pk))


def bring(first, name="Noor", relation="child"):
    """Somebody who comes along with a person."""
    with_whom = {"with": [{"name": name, "relation": relation}]}
    added = booking.add_companion(first=first, answers=with_whom)
    return Registration.objects.get(pk=added.pk)


def works_for(person, organisation):
    person.organisation, person.coming_as = organisation, ComingAs.STAFF
    person.save()


def print_of(event):
    return rows_of.load(event).fingerprint()


def hours(event, start):
    """The hour that begins so long after the event does."""
    begins = event.starts_at + timedelta(hours=start)
    return {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}


def test_colleagues_are_known_by_their_organisation_and_others_have_none(event, groups):
    amina, bilal = make_registration(event, "Amina"), make_registration(event, "Bilal")
    organisation = make_organisation(event.lead_host)
    before = print_of(event)
    works_for(amina, organisation)
    assert print_of(event) != before
    found = given(event)
    assert person_in(found, amina).organisation == str(organisation.pk)
    assert person_in(found, bilal).organisation == ""


@pytest.mark.parametrize("relation", companions.RELATION)
def test_whoever_comes_along_goes_with_their_person_and_wishes_for_nothing(event, groups, relation):
    amina = make_registration(event, "Amina")
    noor = bring(amina, relation=relation)
    for one, session in ((amina, groups[0]), (noor, groups[1])):
        breakouts.choose(registration=one, wishes={str(session.slot_id): [str(session.pk)]})
    found = given(event)
    assert person_in(found, noor).along == str(amina.pk)
    assert person_in(found, noor).wishes == {}
    assert person_in(found, amina).along == ""
    assert person_in(found, amina).wishes


def test_an_own_interpreter_sits_with_their_person_and_crew_are_not_placed(
    event, groups, organiser
):
    amina = make_registration(event, "Amina")
    people = {}
    for kind in (Kind.INTERPRETER, Kind.CREW, Kind.GUEST, Kind.COMPANION):
        people[kind] = make_registration(event, str(kind))
        kinds.settle(registration=people[kind], kind=kind, first=amina, days=None, by=organiser)
    make_registration(event, "Works for everybody", kind=Kind.INTERPRETER)
    found = given(event)
    along = {one.id: one.along for one in found.problem.people}
    assert along == {
        str(amina.pk): "",
        str(people[Kind.GUEST].pk): "",
        str(people[Kind.INTERPRETER].pk): str(amina.pk),
        str(people[Kind.COMPANION].pk): str(amina.pk),
    }
    kinds.settle(registration=amina, kind=Kind.CREW, first=None, days=None, by=organiser)
    left = {one.id: one.along for one in given(event).problem.people}
    assert left == {str(people[Kind.GUEST].pk): "", str(people[Kind.COMPANION].pk): ""}


def test_who_comes_along_with_somebody_without_a_place_is_placed_alone(event, groups):
    amina = make_registration(event, "Amina")
    noor = bring(amina)
    before = print_of(event)
    booking.cancel(registration=amina)
    assert [(one.id, one.along) for one in given(event).problem.people] == [(str(noor.pk), "")]
    assert print_of(event) != before


def test_who_takes_over_a_place_brings_nobody_of_the_first_person(event, groups):
    amina = make_registration(event, "Amina")
    noor = bring(amina)
    before = print_of(event)
    handing_over.hand_over(registration=amina, name="Bilal", contact_by="page")
    found = given(event)
    assert {one.along for one in found.problem.people} == {""}
    assert {one.id for one in found.problem.people} == {str(amina.pk), str(noor.pk)}
    assert print_of(event) != before


def test_who_goes_with_whom_is_in_the_fingerprint(event, groups, organiser):
    amina, bilal = make_registration(event, "Amina"), make_registration(event, "Bilal")
    bilal.kind = Kind.COMPANION
    bilal.save()
    before = print_of(event)
    Registration.objects.filter(pk=bilal.pk).update(with_whom=amina)
    assert print_of(event) != before


def test_who_has_to_be_elsewhere_at_that_time_is_in_the_fingerprint(event, groups):
    amina = make_registration(event, "Amina")
    panel = make_session(event, title="Panel", kind="plenary", **hours(event, 5))
    Facilitation.objects.create(registration=amina, session=panel)
    before = print_of(event)
    Session.objects.filter(pk=panel.pk).update(
        starts_at=groups[0].slot.starts_at, ends_at=groups[0].slot.ends_at
    )
    assert print_of(event) != before


def test_whether_rooms_matter_at_all_is_in_the_fingerprint(event, groups):
    before = print_of(event)
    event.mode = "online"
    assert print_of(event) != before


def test_a_pin_that_parts_people_who_come_together_is_left_out_and_told(event, groups):
    housing, health, _work = groups
    amina = make_registration(event, "Amina")
    noor = bring(amina)
    found = given(event, pins={amina: housing, noor: health})
    assert (person_in(found, noor).fixed, found.apart, found.lapsed) == ({}, 1, 0)
    alone = given(event, pins={noor: health})
    assert (person_in(alone, noor).fixed, alone.apart) == ({}, 1)
    both = given(event, pins={amina: housing, noor: housing})
    assert person_in(both, noor).fixed == person_in(both, amina).fixed
    assert both.apart == 0
    Facilitation.objects.create(registration=amina, session=housing)
    assert given(event, pins={noor: health}).apart == 1
    assert given(event, pins={noor: housing}).apart == 0


def test_a_draft_is_made_also_where_a_pin_parts_people_who_come_together(event, groups):
    housing, health, _work = groups
    amina = make_registration(event, "Amina")
    noor = bring(amina)
    first = breakouts.run(event=event, by=None)
    for person, session in ((amina, housing), (noor, health)):
        first.placements.update_or_create(
            registration=person,
            slot=session.slot,
            defaults={"session": session, "is_pinned": True},
        )
    again = breakouts.run(event=event, by=None)
    assert again.figures["apart"] == 1


def test_earlier_seats_are_handed_on_without_those_that_are_gone_or_part_people(event, groups):
    housing, health, work = groups
    amina, bilal = make_registration(event, "Amina"), make_registration(event, "Bilal")
    noor = bring(amina)
    work.is_cancelled = True
    work.save()
    found = given(event, previous={amina: housing, noor: health, bilal: work}, keep=True)
    assert found.problem.previous == seats({amina: housing})
    assert found.problem.keep
    assert given(event, previous={noor: health}).problem.previous == seats({noor: health})
    assert not given(event).problem.keep


def test_where_their_person_is_not_there_who_comes_along_may_be_kept_anywhere(event, groups):
    housing, health, _work = groups
    [later, *_more] = make_round(
        event,
        starts_at=event.starts_at + timedelta(hours=3),
        ends_at=event.starts_at + timedelta(hours=4),
    )
    amina = make_registration(event, "Amina")
    noor = bring(amina)
    Facilitation.objects.create(registration=amina, session=housing)
    # At that time the person leads elsewhere, in a slot that overlaps.
    housing.slot.starts_at, housing.slot.ends_at = later.slot.starts_at, later.slot.ends_at
    housing.slot.save()
    found = given(event, pins={noor: later})
    assert person_in(found, noor).fixed == {str(later.slot_id): str(later.pk)}
    assert found.apart == 0
    assert health.slot_id == housing.slot_id


def test_the_rows_cost_as_many_queries_for_three_people_as_for_one(
    event, groups, django_assert_num_queries
):
    for name in ("Amina", "Bilal", "Chen"):
        bring(make_registration(event, name), f"{name}’s child")
        with django_assert_num_queries(4):
            rows = rows_of.load(event)
            assert rows.fingerprint()
