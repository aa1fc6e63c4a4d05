"""How people come: as participants, crew, companions; with whom; and what that does to places."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.models import AuditEntry, Message
from registrations import booking, kinds, places
from registrations.models import Registration
from registrations.models.registrations import Kind, State
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(host):
    return make_event(host, slug="forum", capacity=2)


def stands(*rows):
    found = []
    for row in rows:
        row.refresh_from_db()
        found.append((row.kind, row.state, row.place))
    return found


def become(person, kind, by):
    kinds.change_kind(registration=person, kind=kind, by=by)


# The deed


def test_somebody_who_becomes_crew_frees_a_place_and_it_is_offered(event, organiser):
    ama, bo, cy = (make_registration(event, name) for name in ("Ama", "Bo", "Cy"))
    become(ama, Kind.CREW, organiser)
    assert stands(ama, bo, cy) == [
        ("crew", "confirmed", None),
        ("participant", "confirmed", 2),
        ("participant", "offered", 1),
    ]
    lines = AuditEntry.objects.filter(deed="changed how somebody comes")
    assert [(line.who, line.row_id) for line in lines] == [(organiser, ama.id)]


def test_somebody_who_is_crew_no_more_takes_a_free_place(event, organiser):
    make_registration(event, "Ama")
    bo = make_registration(event, "Bo", kind=Kind.CREW)
    become(bo, Kind.LEAD, organiser)
    assert stands(bo) == [("lead", "confirmed", 2)]


@pytest.mark.parametrize("waiting", [False, True])
def test_without_a_free_place_crew_stays_crew_and_the_words_say_why(event, organiser, waiting):
    for name in ["Ama", "Bo", *(["Cy"] if waiting else [])]:
        make_registration(event, name)
    dee = make_registration(event, "Dee", kind=Kind.CREW)
    with pytest.raises(kinds.KindError, match="Every place is taken or promised"):
        become(dee, Kind.PARTICIPANT, organiser)
    assert stands(dee) == [("crew", "confirmed", None)]
    assert places.counts(event).held == 2


def test_whoever_waited_and_becomes_an_interpreter_comes_and_is_told(event, organiser):
    for name in ("Ama", "Bo"):
        make_registration(event, name)
    cy = make_registration(event, "Cy", email="cy@example.org")
    become(cy, Kind.INTERPRETER, organiser)
    assert stands(cy) == [("interpreter", "confirmed", None)]
    assert [(one.kind, one.to) for one in Message.objects.all()] == [
        ("confirmation", "cy@example.org")
    ]


def test_an_offer_that_is_not_needed_any_more_goes_to_the_next(event, organiser):
    ama, _, cy, dee = (make_registration(event, name) for name in ("Ama", "Bo", "Cy", "Dee"))
    booking.cancel(registration=ama)
    become(cy, Kind.CREW, organiser)
    assert stands(cy, dee) == [("crew", "confirmed", None), ("participant", "offered", 1)]


def test_another_kind_with_a_place_keeps_the_place(event, organiser):
    ama = make_registration(event, "Ama")
    become(ama, Kind.GUEST, organiser)
    assert stands(ama) == [("guest", "confirmed", 1)]


def test_a_cancelled_booking_stays_as_it_is(event, organiser):
    ama = make_registration(event, "Ama")
    booking.cancel(registration=ama)
    with pytest.raises(kinds.KindError, match="is cancelled"):
        become(ama, Kind.CREW, organiser)


def test_a_group_is_everybody_who_names_the_same_first_person(event, organiser):
    ama, bo, cy = (make_registration(event, name) for name in ("Ama", "Bo", "Cy"))
    kinds.come_with(registration=bo, first=ama, by=organiser)
    assert kinds.first_of(event=event, code=bo.code) == ama  # one level
    dee = make_registration(event, "Dee", kind=Kind.CREW)
    kinds.come_with(registration=ama, first=dee, by=organiser)  # those with her come along
    for row in (ama, bo, cy):
        row.refresh_from_db()
    assert [row.with_whom for row in (ama, bo, cy)] == [dee, dee, None]
    kinds.come_with(registration=ama, first=None, by=organiser)
    bo.refresh_from_db()
    assert (ama.with_whom, bo.with_whom) == (None, dee)


def test_a_code_counts_however_it_is_typed(event):
    ama = make_registration(event, "Ama")
    for code in (ama.code, ama.code.lower(), ama.code.replace("-", " "), f" {ama.code} "):
        assert kinds.first_of(event=event, code=code) == ama


def test_codes_of_nobody_of_others_and_of_oneself_are_refused_in_words(host, event, organiser):
    ama, bo = (make_registration(event, name) for name in ("Ama", "Bo"))
    elsewhere = make_registration(make_event(host), "Cy")
    for code in ("", "FERN-0000", elsewhere.code):
        with pytest.raises(kinds.CodeError, match="Nobody at this event has this code"):
            kinds.first_of(event=event, code=code)
    with pytest.raises(kinds.CodeError, match="own code"):
        kinds.first_of(event=event, code=ama.code, but=ama)
    kinds.come_with(registration=bo, first=ama, by=organiser)
    with pytest.raises(kinds.CodeError, match="Bo comes with this person already"):
        kinds.first_of(event=event, code=bo.code, but=ama)
    booking.cancel(registration=ama)
    with pytest.raises(kinds.CodeError, match="Ama cancelled"):
        kinds.first_of(event=event, code=ama.code)
    assert kinds.first_of(event=event, code=ama.code, but=bo) == ama  # it stands as it was


# The pages


def page(event, person):
    return f"/organise/events/{event.slug}/people/{person.pk}/kind/"


def test_the_team_changes_kind_company_and_days_on_one_page(client, host, organiser):
    start = datetime(2027, 6, 4, 9, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=30))
    ama, bo = (make_registration(event, name) for name in ("Ama", "Bo"))
    client.force_login(organiser)
    form = client.get(page(event, bo)).context["form"]
    assert [form[name].value() for name in ("kind", "with_code", "days")] == [
        "participant",
        "",
        ["2027-06-04", "2027-06-05"],
    ]
    given = {"kind": "companion", "with_code": ama.code.lower(), "days": ["2027-06-05"]}
    response = client.post(page(event, bo), given)
    assert response.headers["Location"] == f"/organise/events/{event.slug}/people/{bo.pk}/"
    bo.refresh_from_db()
    assert (bo.kind, bo.with_whom, bo.days) == ("companion", ama, ["2027-06-05"])
    text = client.get(response.headers["Location"]).content.decode()
    assert "How Bo comes is kept." in text
    assert "<bdi>Ama</bdi>" in text
    form = client.get(page(event, bo)).context["form"]
    assert [form[name].value() for name in ("kind", "with_code", "days")] == [
        "companion",
        ama.code,
        ["2027-06-05"],
    ]


def test_what_was_typed_stays_when_it_cannot_be(client, event, organiser):
    ama = make_registration(event, "Ama", kind=Kind.CREW)
    for name in ("Bo", "Cy"):
        make_registration(event, name)
    client.force_login(organiser)
    response = client.post(page(event, ama), {"kind": "guest", "with_code": ""})
    assert "Every place is taken or promised" in response.content.decode()
    assert response.context["form"]["kind"].value() == "guest"
    response = client.post(page(event, ama), {"kind": "crew", "with_code": "FERN-0000"})
    assert "Nobody at this event has this code" in response.content.decode()
    assert 'value="FERN-0000"' in response.content.decode()
    assert stands(ama) == [("crew", "confirmed", None)]


def test_a_cancelled_person_has_no_form(client, event, organiser):
    ama = make_registration(event, "Ama")
    booking.cancel(registration=ama)
    client.force_login(organiser)
    assert "nothing about it can be changed" in client.get(page(event, ama)).content.decode()
    client.post(page(event, ama), {"kind": "crew", "with_code": ""})
    assert stands(ama) == [("participant", "cancelled", None)]


def test_others_are_refused_and_other_methods_too(client, event, organiser, staff, stranger):
    ama = make_registration(event, "Ama")
    for user in (staff, stranger):
        client.force_login(user)
        assert client.get(page(event, ama)).status_code == 404
    client.force_login(organiser)
    assert client.delete(page(event, ama)).status_code == 405


def test_the_page_asks_as_often_for_many_people_as_for_one(client, event, organiser):
    client.force_login(organiser)
    ama = make_registration(event, "Ama")
    client.get(page(event, ama))
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(event, ama))
        asked.append(len(queries))
        for name in ("Bo", "Cy"):
            make_registration(event, name)
    assert asked[0] == asked[1]


def added(client, event, **given):
    where = f"/organise/events/{event.slug}/people/add/"
    press = client.get(where).context["form"]["scan_id"].value()
    whole = {"name": "Dee", "kind": "participant", "scan_id": press, **given}
    return [client.post(where, whole) for _ in range(2)]


def test_a_companion_is_added_with_whom_they_come_and_a_double_click_adds_one(
    client, event, organiser
):
    ama = make_registration(event, "Ama")
    client.force_login(organiser)
    first, second = added(client, event, kind="companion", with_code=ama.code)
    assert first.headers["Location"] == second.headers["Location"]
    dee = Registration.objects.exclude(pk=ama.pk).get()
    assert (dee.kind, dee.with_whom, dee.state) == ("companion", ama, State.CONFIRMED)


def test_a_companion_of_nobody_is_not_added(client, event, organiser):
    client.force_login(organiser)
    response, _ = added(client, event, kind="companion")
    assert "Enter the code of whoever they come with" in response.content.decode()
    assert not Registration.objects.exists()


def test_a_wrong_code_adds_nobody_and_keeps_what_was_typed(client, event, organiser):
    client.force_login(organiser)
    response, _ = added(client, event, with_code="FERN-0000", organisation="Harbour Lights")
    text = response.content.decode()
    assert "Nobody at this event has this code" in text
    assert 'value="Harbour Lights"' in text
    assert not Registration.objects.exists()


def test_the_team_says_the_days_of_whom_it_adds(client, host, organiser):
    start = datetime(2027, 6, 4, 9, tzinfo=UTC)
    event = make_event(host, starts_at=start, ends_at=start + timedelta(hours=30))
    client.force_login(organiser)
    added(client, event, days=["2027-06-04"])
    assert Registration.objects.get().days == ["2027-06-04"]
