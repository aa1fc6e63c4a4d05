"""A caseworker registers the people they support: each once, each with a booking of their own."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum.models import AuditEntry, Event, Message
from registrations import booking, drafts, handing_over, helping, needs, retention
from registrations.helping import Entry, Kept
from registrations.models import CheckIn, Consent, Helper, PlaceRules, Registration
from registrations.models.registrations import State
from tests.factories import help_register, make_event, make_helper, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(event: Event) -> Helper:
    return make_helper(event, organisation="Harbour Lights", email="robin@support.example")


def entry(name: str, **given: Any) -> Entry:
    answers = {"contact_by": "helper", "coming_as": "myself", "agree": True, "needs_consent": True}
    return Entry(uuid.uuid4(), {"name": name, **answers, **given})


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("created_at", "id").values_list("kind", "to"))


def states(helper: Helper) -> dict[str, str]:
    rows = Registration.objects.filter(helper=helper).finished()
    return dict(rows.values_list("badge_name", "state"))


def test_beginning_makes_a_page_and_sends_its_link(event: Event):
    key = uuid.uuid4()
    given = {"name": "Robin", "organisation": "Harbour Lights", "email": "robin@support.example"}
    first = helping.begin(event=event, helper_id=key, **given)
    again = helping.begin(event=event, helper_id=key, **given)
    assert first == again
    assert (first.name, str(first.organisation)) == ("Robin", "Harbour Lights")
    assert mails() == [("helper_page", "robin@support.example")]


def test_the_same_address_gets_another_page(event: Event, helper: Helper):
    make_helper(event, email="robin@support.example")
    assert mails() == [("helper_page", "robin@support.example")] * 2


def test_nobody_begins_where_registration_is_closed(event: Event):
    event.closes_at = timezone.now() - timedelta(hours=1)
    event.save()
    with pytest.raises(booking.ClosedError):
        make_helper(event)


def test_everybody_in_the_table_gets_a_code_and_one_mail_tells_the_helper(helper: Helper):
    booked = help_register(helper, "Amina", "Bilal")
    assert [one.badge_name for one in booked] == ["Amina", "Bilal"]
    assert len({one.code for one in booked}) == 2
    assert {(one.contact_by, one.state) for one in booked} == {("helper", State.CONFIRMED)}
    assert {one.mail_address for one in booked} == {"robin@support.example"}
    assert mails()[1:] == [("helper_copy", "robin@support.example")]
    line = AuditEntry.objects.get(deed="registered people they support")
    assert (line.row_id, line.count, line.who) == (helper.id, 2, None)


def test_who_wrote_down_a_consent_is_recorded(helper: Helper):
    [one] = helping.register(helper=helper, rows=[entry("Amina", meals=["vegan"])])
    [consent] = Consent.objects.filter(registration=one)
    assert (consent.kind, consent.through_helper) == ("agreement", True)
    held = needs.own(one)
    assert (held["meals"], held["consent"]["through"]) == (["vegan"], "helper")
    alone = make_registration(helper.event, "Bo", meals=["vegan"], needs_consent=True)
    assert "through" not in needs.own(alone)["consent"]
    assert not alone.consents.get().through_helper


def test_needs_without_their_consent_book_nobody(helper: Helper):
    rows = [entry("Amina"), entry("Bilal", meals=["vegan"], needs_consent=False)]
    with pytest.raises(booking.ConsentError):
        helping.register(helper=helper, rows=rows)
    assert states(helper) == {}


def test_pressing_twice_books_once(helper: Helper):
    rows = [entry("Amina"), entry("Bilal")]
    first = helping.register(helper=helper, rows=rows)
    assert helping.register(helper=helper, rows=rows) == first
    assert len(states(helper)) == 2
    assert len(mails()) == 2


def test_others_typed_into_the_page_that_came_back_are_others(helper: Helper):
    row = entry("Amina")
    helping.register(helper=helper, rows=[row])
    helping.register(helper=helper, rows=[Entry(row.key, {**row.answers, "name": "Bilal"})])
    assert states(helper) == {"Amina": State.CONFIRMED, "Bilal": State.CONFIRMED}


def test_places_go_out_in_the_order_of_the_rows_and_the_rest_wait_in_it():
    event = make_event(capacity=2)
    helper = make_helper(event)
    help_register(helper, "Zainab", "Yusuf", "Xenia", "Wanda")
    assert states(helper) == {
        "Zainab": State.CONFIRMED,
        "Yusuf": State.CONFIRMED,
        "Xenia": State.WAITING,
        "Wanda": State.WAITING,
    }
    line = Registration.objects.filter(event=event).waiting()
    assert [one.badge_name for one in line] == ["Xenia", "Wanda"]


def test_who_comes_only_together_gets_all_places_or_none():
    event = make_event(capacity=2)
    helper = make_helper(event)
    booked = help_register(helper, "Amina", "Bilal", "Chen", together=True)
    assert [one.state for one in booked] == [State.WAITING] * 3
    assert [one.with_whom_id for one in booked] == [None, booked[0].id, booked[0].id]


def test_where_the_team_answers_nobody_has_a_place_yet(event: Event, helper: Helper):
    PlaceRules.objects.create(event=event, needs_approval=True)
    help_register(helper, "Amina", "Bilal")
    assert set(states(helper).values()) == {State.AWAITING}


def test_a_page_takes_so_many_people_and_no_more(helper: Helper, monkeypatch: Any):
    assert helping.MOST == 60
    monkeypatch.setattr("registrations.helping.registering.MOST", 3)
    help_register(helper, "Amina", "Bilal")
    with pytest.raises(helping.TooManyError, match="You can add 1 more"):
        help_register(helper, "Chen", "Dawit")
    assert len(states(helper)) == 2
    help_register(helper, "Chen")
    with pytest.raises(helping.TooManyError, match="You cannot add more"):
        help_register(helper, "Dawit")


def test_closed_meanwhile_books_nobody(event: Event, helper: Helper):
    type(event).objects.filter(pk=event.pk).update(closes_at=timezone.now())
    with pytest.raises(booking.ClosedError):
        help_register(helper, "Amina")
    helper.refresh_from_db()
    with pytest.raises(booking.ClosedError):
        helping.keep(helper=helper, rows=[Kept(uuid.uuid4(), {"name": "Amina"})])


def test_rows_are_kept_as_typed_and_sealed(helper: Helper):
    rows = [Kept(uuid.uuid4(), {"name": "Amina", "phone": "077"}), Kept(uuid.uuid4(), {})]
    helping.keep(helper=helper, rows=rows)
    assert helping.kept(helper) == rows[:1]
    [draft] = Registration.objects.filter(helper=helper)
    assert (draft.state, draft.badge_name, draft.phone) == (State.DRAFT, "", "")
    changed = Kept(rows[0].key, {"name": "Amina Warsame"})
    helping.keep(helper=helper, rows=[changed, Kept(uuid.uuid4(), {"name": "Bilal"})])
    assert [row.typed["name"] for row in helping.kept(helper)] == ["Amina Warsame", "Bilal"]
    helping.keep(helper=helper, rows=[Kept(changed.key, {})])
    assert [row.typed["name"] for row in helping.kept(helper)] == ["Bilal"]


def test_a_key_of_somebody_elses_row_opens_and_changes_nothing(event: Event, helper: Helper):
    other = make_registration(event, "Elif")
    helping.keep(helper=helper, rows=[Kept(other.id, {"name": "Amina"})])
    assert [row.typed for row in helping.kept(helper)] == [{"name": "Amina"}]
    assert Registration.objects.get(pk=other.pk).badge_name == "Elif"


def test_what_was_kept_of_a_row_goes_when_it_is_booked(helper: Helper):
    row = entry("Amina")
    helping.keep(helper=helper, rows=[Kept(row.key, {"name": "Am"}), Kept(uuid.uuid4(), {"a": 1})])
    helping.register(helper=helper, rows=[row])
    assert [row.typed for row in helping.kept(helper)] == [{"a": 1}]


def test_kept_rows_stay_until_the_event_ends(event: Event, helper: Helper):
    helping.keep(helper=helper, rows=[Kept(uuid.uuid4(), {"name": "Amina"})])
    booking.start(event=event)
    drafts.forget_old(event.ends_at - timedelta(minutes=1))
    assert helping.kept_count(helper) == 1
    assert Registration.objects.count() == 1
    drafts.forget_old(event.ends_at)
    assert Registration.objects.count() == 0


def test_who_is_reached_without_the_helper_is_a_number_only(event: Event, helper: Helper):
    amina, bilal, chen = help_register(helper, "Amina", "Bilal", "Chen")
    booking.change(
        registration=amina, answers={"contact_by": "email", "email": "amina@example.org"}
    )
    handing_over.hand_over(
        registration=bilal, name="Dina", contact_by="email", email="dina@example.org"
    )
    people = helping.people(helper)
    assert [one.person for one in people.mine] == [chen]
    assert people.elsewhere == 2


def test_links_known_to_the_helper_end_when_somebody_looks_after_their_own_booking(helper: Helper):
    [amina] = help_register(helper, "Amina")
    booking.change(
        registration=amina, answers={"contact_by": "email", "email": "amina@example.org"}
    )
    assert amina.link_version == 2
    assert mails()[-1] == ("link", "amina@example.org")


def test_whoever_helps_later_is_not_this_helper(helper: Helper):
    [amina] = help_register(helper, "Amina")
    handing_over.hand_over(
        registration=amina, name="Dina", contact_by="email", email="dina@example.org"
    )
    booking.change(registration=amina, answers={"contact_by": "helper", "phone": "07700900123"})
    assert amina.helper is None
    assert helping.people(helper).mine == []


def test_somebody_else_through_the_same_helper_stays_on_the_list(helper: Helper):
    [amina] = help_register(helper, "Amina")
    before = amina.code
    handing_over.hand_over(registration=amina, name="Dina", contact_by="helper")
    [one] = helping.people(helper).mine
    assert (one.person.badge_name, one.person.place) == ("Dina", amina.place)
    assert one.person.code != before


def on_the_day(event: Event, **shift: float) -> Event:
    """The event as it began, or begins, so long from now."""
    starts_at = timezone.now() + timedelta(**shift)
    event.starts_at, event.ends_at = starts_at, starts_at + timedelta(hours=6)
    event.save()
    return event


def test_all_of_mine_have_arrived_lets_in_those_with_a_place_once(event: Event, helper: Helper):
    event.capacity = 2
    on_the_day(event, hours=-1)
    amina, bilal, waits = help_register(helper, "Amina", "Bilal", "Chen")
    press = uuid.uuid4()
    helper = Helper.objects.get(pk=helper.pk)
    assert helping.all_arrived(helper=helper, press=press) == 2
    assert helping.all_arrived(helper=helper, press=press) == 2  # the same press
    assert helping.all_arrived(helper=helper, press=uuid.uuid4()) == 0
    assert set(CheckIn.objects.values_list("registration", "by")) == {
        (amina.id, None),
        (bilal.id, None),
    }
    assert AuditEntry.objects.filter(deed="said that their people arrived").count() == 1
    assert AuditEntry.objects.filter(deed="checked in").count() == 2
    assert not waits.check_ins.exists()


@pytest.mark.parametrize(
    ("shift", "may"),
    [({"hours": 3}, False), ({"hours": 1}, True), ({"hours": -5}, True), ({"hours": -7}, False)],
)
def test_people_arrive_from_two_hours_before_until_the_end(
    event: Event, helper: Helper, shift: dict[str, float], may: bool
):
    help_register(helper, "Amina")
    on_the_day(event, **shift)
    helper = Helper.objects.get(pk=helper.pk)
    assert helping.all_arrived(helper=helper, press=uuid.uuid4()) == int(may)
    assert CheckIn.objects.count() == int(may)


def test_a_helper_who_is_forgotten_leaves_people_with_codes(helper: Helper):
    [amina] = help_register(helper, "Amina")
    helping.keep(helper=helper, rows=[Kept(uuid.uuid4(), {"name": "Bilal"})])
    helping.forget(helper=helper)
    helping.forget(helper=helper)  # twice is once
    after = Registration.objects.get()
    assert (after.pk, after.code, after.helper_id) == (amina.pk, amina.code, None)
    assert (after.mail_address, after.telephone) == ("", "")
    assert mails() == []
    assert not Helper.objects.exists()


def test_a_helper_goes_with_the_bookings_of_the_event(event: Event, helper: Helper):
    help_register(helper, "Amina")
    now = event.ends_at + timedelta(days=182)
    retention.erase_now(event.ends_at + timedelta(days=50))
    retention.erase_now(event.ends_at + timedelta(days=105))
    retention.erase_now(event.ends_at + timedelta(days=160))
    assert Helper.objects.exists()
    retention.erase_now(now)
    assert (Helper.objects.count(), Registration.objects.count()) == (0, 0)
