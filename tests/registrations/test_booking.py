"""Booking, changing, cancelling and giving a place: who gets one, what is kept, who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import keys, sealed
from forum.models import AuditEntry, Message, Organisation
from registrations import booking, drafts, needs, places, tickets, waiting_list
from registrations.models import Consent, Needs, PlaceRules, Registration
from registrations.models.registrations import Kind, State
from tests.factories import answers, ask, make_event, make_registration

NEEDS = {"meals": ["vegan"], "access": ["step_free"], "needs_consent": True}


def draft(event, name="Amina", **given):
    made = booking.start(event=event)
    drafts.save(registration=made, answers=answers(name, **given))
    return made


def book(event, name="Amina", **given):
    return booking.book(draft_id=draft(event, name, **given).id)


def mails():
    return list(Message.objects.order_by("created_at", "kind").values_list("kind", "to"))


# Beginning


def test_a_draft_has_a_sealed_row_and_nothing_in_the_open(event):
    made = draft(event, **NEEDS)
    row = Registration.objects.get(pk=made.pk)
    assert (row.state, row.badge_name, row.email, row.code) == (State.DRAFT, "", "", "")
    assert drafts.answers(row)["name"] == "Amina"
    assert mails() == []


def test_a_draft_begun_twice_under_one_id_is_one(event):
    first = booking.start(event=event)
    assert booking.start(event=event, draft_id=first.id) == first
    assert Registration.objects.count() == 1


def test_an_id_of_another_events_draft_begins_a_new_one(event):
    elsewhere = booking.start(event=make_event())
    here = booking.start(event=event, draft_id=elsewhere.id)
    assert here != elsewhere
    assert here.event == event


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "draft", "published_at": None}, booking.Why.UNPUBLISHED),
        ({"state": "cancelled", "cancelled_at": datetime(2026, 1, 1, tzinfo=UTC)}, "CANCELLED"),
        ({"opens_at": datetime(2999, 1, 1, tzinfo=UTC)}, "TOO_EARLY"),
        ({"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "CLOSED"),
        (
            {
                "starts_at": datetime(2020, 1, 1, tzinfo=UTC),
                "ends_at": datetime(2020, 1, 2, tzinfo=UTC),
            },
            "OVER",
        ),
    ],
    ids=["unpublished", "cancelled", "too early", "closed", "over"],
)
def test_an_event_that_is_not_open_takes_nobody(event, change, why):
    made = draft(event)
    for field, value in change.items():
        setattr(event, field, value)
    event.save()
    why = why if isinstance(why, booking.Why) else booking.Why[why]
    with pytest.raises(booking.ClosedError) as at_start:
        booking.start(event=event)
    with pytest.raises(booking.ClosedError) as at_the_end:
        booking.book(draft_id=made.id)
    assert (at_start.value.why, at_the_end.value.why) == (why, why)
    assert Registration.objects.finished().count() == 0


def test_without_the_key_nothing_is_begun_and_nothing_booked(event):
    made = draft(event)
    keys.destroy(event.id, "needs")
    with pytest.raises(keys.KeyUnavailableError):
        booking.start(event=event)
    with pytest.raises(sealed.UnreadableError):
        booking.book(draft_id=made.id)
    assert Registration.objects.count() == 1
    assert mails() == []
    assert not keys.exists(event.id, "needs")


# Booking


def test_a_booking_has_the_first_free_place_a_code_and_a_mail(event):
    booked = book(event, **NEEDS)
    row = Registration.objects.get(pk=booked.pk)
    assert (row.state, row.place, row.badge_name) == (State.CONFIRMED, 1, "Amina")
    assert row.code
    assert row.booked_at == row.touched_at
    assert mails() == [("confirmation", row.email)]
    assert Message.objects.get().row_id == row.id


def test_booking_keeps_sealed_only_what_somebody_needs(event):
    booked = book(event, **NEEDS)
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {
        "meals": ["vegan"],
        "access": ["step_free"],
        "states": {"food": "asked", "access": "asked"},
        "consent": {"wording": "needs-1", "given_at": booked.booked_at.isoformat()},
    }


def test_booking_twice_is_once(event):
    """D17."""
    made = draft(event)
    first, second = booking.book(draft_id=made.id), booking.book(draft_id=made.id)
    assert first == second
    assert len(mails()) == 1


def test_a_full_event_puts_people_on_the_waiting_list_in_turn(event):
    event.capacity = 2
    event.save()
    booked = [book(event, name) for name in ("Ama", "Bo", "Cy", "Di")]
    assert [row.state for row in booked] == ["confirmed", "confirmed", "waiting", "waiting"]
    assert [row.place for row in booked] == [1, 2, None, None]
    assert [waiting_list.position(row) for row in booked] == [0, 0, 1, 2]
    assert [kind for kind, _ in mails()] == ["confirmation"] * 2 + ["waiting_list"] * 2


def test_nobody_overtakes_the_waiting_list(event):
    event.capacity = 1
    event.save()
    PlaceRules.objects.create(event=event, offers_itself=False)
    first, waiting = book(event, "Ama"), book(event, "Bo")
    booking.cancel(registration=first)
    newcomer = book(event, "Cy")
    assert places.counts(event) == places.Places(capacity=1, held=0, waiting=2)
    assert places.counts(event).is_full
    assert [waiting_list.position(row) for row in (waiting, newcomer)] == [1, 2]


def test_a_page_that_promised_a_place_is_told_when_it_is_gone(event):
    event.capacity = 1
    event.save()
    made = draft(event, "Bo")
    book(event, "Ama")
    with pytest.raises(booking.FullError):
        booking.book(draft_id=made.id, only_a_place=True)
    assert Registration.objects.get(pk=made.pk).is_draft
    assert booking.book(draft_id=made.id).is_waiting


def test_a_place_given_back_is_the_next_to_be_given(event):
    rows = [book(event, name) for name in ("Ama", "Bo", "Cy")]
    booking.cancel(registration=rows[1])
    assert book(event, "Di").place == 2


def test_a_capacity_lowered_below_the_places_held_gives_none(event):
    for name in ("Ama", "Bo", "Cy"):
        book(event, name)
    event.capacity = 2
    event.save()
    booking.cancel(registration=Registration.objects.get(badge_name="Ama"))
    assert booking.places_left(event) == 0
    assert book(event, "Di").is_waiting


def test_two_people_never_hold_one_place(event):
    """The last guard, whoever forgets the lock."""
    booked = book(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            event=event, state="confirmed", place=1, booked_at=timezone.now(), code="X"
        )
    assert booked.place == 1


def test_an_incomplete_draft_is_not_booked(event):
    ask(event, "organisation", "food", "access")
    made = booking.start(event=event)
    drafts.save(registration=made, answers={"name": "Amina", "meals": ["halal"]})
    with pytest.raises(booking.IncompleteError) as error:
        booking.book(draft_id=made.id)
    assert [gap.step for gap in error.value.gaps] == ["you", "organisation", "food", "sharing"]
    assert mails() == []


def test_somebody_without_an_address_gets_no_mail(event):
    booked = book(event, contact_by="phone", phone="07700 900123", email="left@over.example")
    assert (booked.phone, booked.email) == ("07700 900123", "")
    assert mails() == []


def test_the_organisation_is_the_hosts_own_and_its_reach_is_filled_in_once(event, host):
    known = Organisation.objects.create(host=host, name="Harbour Lights!")
    for reach in ("local", "national"):
        book(event, coming_as="staff", organisation="harbour LIGHTS", reach=reach)
    assert list(Registration.objects.values_list("organisation", flat=True)) == [known.pk] * 2
    known.refresh_from_db()
    assert known.reach == "local"


def test_coming_as_oneself_names_no_organisation(event):
    booked = book(event, coming_as="myself", organisation="Harbour Lights")
    assert booked.organisation is None
    assert Organisation.objects.count() == 0


def test_consents_are_kept_with_the_version_of_their_words(event):
    booked = book(event, photo="yes", **NEEDS)
    given = Consent.objects.filter(registration=booked, withdrawn_at=None)
    assert sorted(given.values_list("kind", "wording")) == [
        ("agreement", "agreement-1"),
        ("photo", "photo-yes-1"),
    ]


def test_a_tick_without_needs_is_no_consent_to_anything(event):
    booked = book(event, needs_consent=True)
    assert [row.kind for row in booked.consents.all()] == ["agreement"]
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}


# A known address (design 3.5)


def test_a_known_address_gets_a_mail_and_no_second_booking(event):
    first = book(event, email="shared@example.org")
    made = draft(event, "Bo", email="Shared@Example.org")
    assert booking.book(draft_id=made.id).is_draft
    assert booking.book(draft_id=made.id).is_draft
    assert Registration.objects.finished().get() == first
    assert mails() == [
        ("confirmation", "shared@example.org"),
        ("already_booked", "Shared@Example.org"),
    ]
    assert Message.objects.get(kind="already_booked").row_id == made.id
    assert not Consent.objects.filter(registration=made).exists()


def test_a_known_address_costs_as_many_queries_as_a_new_one(
    event, django_assert_num_queries, django_assert_max_num_queries
):
    book(event, email="shared@example.org", coming_as="staff", organisation="Harbour Lights")
    given = {"coming_as": "staff", "organisation": "Harbour Lights", "photo": "yes", **NEEDS}
    new = draft(event, "Bo", email="new@example.org", **given)
    known = draft(event, "Cy", email="shared@example.org", **given)
    with django_assert_max_num_queries(40) as counted:
        booking.book(draft_id=new.id)
    with django_assert_num_queries(len(counted)):
        booking.book(draft_id=known.id)


def test_the_reader_of_the_mailbox_may_add_another_person(event):
    book(event, email="shared@example.org")
    made = draft(event, "Bo", email="shared@example.org", **NEEDS)
    booking.book(draft_id=made.id)
    booked = booking.book_another(draft_id=made.id)
    assert (booked.state, booked.badge_name) == ("confirmed", "Bo")
    assert drafts.SENT not in needs.own(Registration.objects.get(pk=booked.pk))
    assert booking.book_another(draft_id=made.id) == booked
    assert [kind for kind, _ in mails()] == ["confirmation", "already_booked", "confirmation"]


def test_an_address_that_cancelled_is_new_again(event):
    booking.cancel(registration=book(event, email="a@example.org"))
    assert book(event, email="a@example.org").has_a_place


def test_the_same_phone_is_simply_a_second_booking(event):
    for name in ("Ama", "Bo"):
        book(event, name, contact_by="phone", phone="07700 900123", email="")
    assert Registration.objects.confirmed().count() == 2


# By the team


def test_staff_add_people_after_closing_and_the_trail_says_who(event, organiser):
    event.closes_at = timezone.now() - timedelta(days=1)
    event.save()
    added = booking.register(event=event, answers=answers("Bo"), by=organiser)
    assert added.has_a_place
    [line] = AuditEntry.objects.filter(row_id=added.id)
    assert (line.deed, line.who) == ("added a person", organiser)
    with pytest.raises(booking.ClosedError):
        booking.register(event=event, answers=answers("Cy"))


def test_crew_and_interpreters_take_nobodys_place(event):
    event.capacity = 1
    event.save()
    book(event)
    for kind in (Kind.CREW, Kind.INTERPRETER):
        added = make_registration(event, kind=kind)
        assert (added.state, added.place) == (State.CONFIRMED, None)
    assert booking.places_left(event) == 0


def test_a_walk_in_takes_a_free_place_and_no_other(event, organiser):
    event.capacity = 2
    event.save()
    PlaceRules.objects.create(event=event, offers_itself=False)
    first = book(event, "Ama")
    book(event, "Bo")
    book(event, "Cy")
    with pytest.raises(booking.FullError):
        booking.register(event=event, answers={"name": "Di"}, by=organiser, is_walk_in=True)
    booking.cancel(registration=first)
    walk_in = booking.register(event=event, answers={"name": "Di"}, by=organiser, is_walk_in=True)
    assert (walk_in.place, walk_in.contact_by) == (1, "")
    assert Registration.objects.get(badge_name="Cy").is_waiting


def test_needs_are_not_kept_without_consent(event):
    with pytest.raises(booking.ConsentError):
        booking.register(event=event, answers=answers(meals=["vegan"]))
    assert Registration.objects.count() == 0


def test_quiet_booking_writes_no_mail(event):
    make_registration(event)
    assert mails() == []


# Changing


def test_a_change_writes_what_was_given_and_leaves_the_rest(event):
    booked = book(event, "Amina", pronouns="she/her", **NEEDS)
    booking.change(registration=booked, answers={"name": "Amina W.", "photo": "yes"})
    assert (booked.badge_name, booked.pronouns, booked.photo) == ("Amina W.", "she/her", "yes")
    assert needs.own(Registration.objects.get(pk=booked.pk))["meals"] == ["vegan"]
    assert booked.consents.filter(kind="photo", withdrawn_at=None).count() == 1
    booking.change(registration=booked, answers={"photo": "no"})
    assert booked.consents.filter(kind="photo", withdrawn_at=None).count() == 0


def test_a_changed_need_is_asked_anew_and_an_unchanged_one_keeps_its_state(event):
    booked = book(event, **NEEDS)
    row = Needs.objects.get(pk=booked.pk)
    row.answers = {**row.answers, "states": {"food": "arranged", "access": "arranged"}}
    row.save()
    booking.change(registration=booked, answers={"meals": ["halal"], "needs_consent": True})
    assert needs.own(Registration.objects.get(pk=booked.pk))["states"] == {
        "food": "asked",
        "access": "arranged",
    }


def test_new_needs_ask_for_consent(event):
    booked = book(event)
    with pytest.raises(booking.ConsentError):
        booking.change(registration=booked, answers={"access": ["captions"]})
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}


def test_needs_taken_back_take_the_consent_with_them(event):
    booked = book(event, **NEEDS)
    booking.change(registration=booked, answers={"meals": [], "access": []})
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}
    booking.change(registration=booked, answers=NEEDS)
    assert needs.own(Registration.objects.get(pk=booked.pk))["consent"]["wording"] == "needs-1"


def test_all_needs_can_be_erased_at_once(event):
    booked = book(event, **NEEDS)
    booking.erase_needs(registration=booked)
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}


def test_without_the_key_needs_are_erased_all_the_same(event):
    booked = book(event, **NEEDS)
    key = keys.path_of(event.id, "needs").read_bytes()
    keys.destroy(event.id, "needs")
    booking.erase_needs(registration=booked)
    keys.path_of(event.id, "needs").write_bytes(key)  # it turns up again
    with pytest.raises(sealed.UnreadableError):
        needs.own(Registration.objects.get(pk=booked.pk))


def test_a_lost_key_stops_no_change_of_a_name(event):
    booked = book(event, **NEEDS)
    keys.destroy(event.id, "needs")
    booking.change(registration=booked, answers={"name": "Bo"})
    assert booked.badge_name == "Bo"


# Cancelling


def test_cancelling_frees_the_place_erases_the_needs_and_tells_the_person(event):
    booked = book(event, **NEEDS)
    booking.cancel(registration=booked)
    assert (booked.state, booked.place) == (State.CANCELLED, None)
    assert needs.own(Registration.objects.get(pk=booked.pk)) == {}
    assert [kind for kind, _ in mails()] == ["confirmation", "cancelled"]
    assert booking.places_left(event) == 10
    assert not booking.was_cancelled_by_the_team(booked)


def test_cancelling_twice_is_once(event):
    booked = book(event)
    booking.cancel(registration=booked)
    when = booked.cancelled_at
    booking.cancel(registration=booked)
    assert booked.cancelled_at == when
    assert len(mails()) == 2


def test_a_lost_key_stops_no_cancelling(event):
    booked = book(event, **NEEDS)
    keys.destroy(event.id, "needs")
    booking.cancel(registration=booked)
    assert booked.is_cancelled


def test_the_trail_says_which_colleague_cancelled(event, organiser):
    booked = book(event)
    booking.cancel(registration=booked, by=organiser)
    assert booking.was_cancelled_by_the_team(booked)
    assert AuditEntry.objects.get(row_id=booked.id).who == organiser


# The waiting list


@pytest.fixture
def waiting(event):
    event.capacity = 1
    event.save()
    book(event, "Ama")
    return book(event, "Bo")


def test_a_place_is_given_when_one_is_free(event, organiser, waiting):
    with pytest.raises(waiting_list.NoPlaceError, match="Every place is taken"):
        waiting_list.give_place(registration=waiting, by=organiser)
    booking.cancel(registration=Registration.objects.get(badge_name="Ama"))
    waiting_list.give_place(registration=waiting, by=organiser, reason="next in line")
    assert (waiting.state, waiting.place) == (State.CONFIRMED, 1)
    assert ("place_given", waiting.email) in mails()
    line = AuditEntry.objects.get(deed="gave a place")
    assert (line.who, line.row_id, line.reason) == (organiser, waiting.id, "next in line")


def test_giving_a_place_twice_is_once(event, organiser, waiting):
    event.capacity = 2
    event.save()
    for _ in range(2):
        waiting_list.give_place(registration=waiting, by=organiser)
    assert [kind for kind, _ in mails()].count("place_given") == 1


def test_a_place_is_given_to_nobody_who_cancelled_or_after_the_event(event, organiser, waiting):
    event.capacity = 2
    event.save()
    with pytest.raises(waiting_list.NoPlaceError, match="over or was cancelled"):
        waiting_list.give_place(
            registration=waiting, by=organiser, now=event.ends_at + timedelta(minutes=1)
        )
    booking.cancel(registration=waiting)
    with pytest.raises(waiting_list.NoPlaceError, match="not on the waiting list"):
        waiting_list.give_place(registration=waiting, by=organiser)


# Counting


def test_places_of_many_events_are_counted_in_two_queries(event, django_assert_num_queries):
    other = make_event(capacity=3)
    book(event)
    make_registration(other)
    with django_assert_num_queries(2):
        assert booking.places_left_by_event([event, other]) == {event.id: 9, other.id: 2}


def test_a_booking_made_at_a_given_moment_says_so(event):
    now = timezone.now() - timedelta(days=3)
    booked = make_registration(event, now=now)
    assert (booked.booked_at, booked.created_at) == (now, now)


def test_links_open_what_was_booked(event):
    booked = book(event)
    token = tickets.booking_path(booked).split("/")[2]
    assert tickets.find(token, "booking") == booked
