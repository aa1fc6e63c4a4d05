"""After people were told their sessions: who comes late, cancels, or loses a session."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import Event, Message
from registrations import booking, breakouts, handing_over, own_data, retention, waiting_list
from registrations.breakouts import lists, verdict
from registrations.models import Allocation, Placement, Registration
from registrations.models.breakouts import Mode
from tests.factories import make_event, make_registration, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(event):
    return make_round(event)


@pytest.fixture
def later(event):
    return make_round(
        event,
        *("Law", "Letters"),
        starts_at=event.starts_at + timedelta(hours=3),
        ends_at=event.starts_at + timedelta(hours=4),
    )


def wishes(*sessions):
    return {str(sessions[0].slot_id): [str(session.pk) for session in sessions]}


def book(event, name, *sessions, **given):
    if sessions:
        given["choices"] = wishes(*sessions)
    return make_registration(event, name, email=f"{name.lower()}@example.org", **given)


def told(event):
    """Place everybody as the next run does, and tell them; the run."""
    allocation = breakouts.run(event=event, by=None)
    breakouts.publish(allocation=allocation, by=None)
    return allocation


def seats(allocation):
    rows = Placement.objects.filter(allocation=allocation)
    return {(row.registration_id, row.slot_id): row.session_id for row in rows}


def where(allocation, person):
    row = Placement.objects.get(allocation=allocation, registration=person)
    return row.session and row.session.title


def call_off(session, instead=""):
    session.is_cancelled, session.replaced_by = True, instead
    session.save()


def written_to():
    """Who was written to about sessions since the last look."""
    mails = Message.objects.filter(kind="sessions")
    names = sorted(
        Registration.objects.get(pk=pk).badge_name for pk in mails.values_list("row_id", flat=True)
    )
    mails.delete()
    return names


def late_and_gone(event):
    """How many the desk says are not placed yet, and were placed and do not come."""
    changed = verdict.of(event).changed
    return (changed.late, changed.gone) if changed else (0, 0)


def restrict(session, places):
    session.max_places = places
    session.save()


def test_the_next_run_places_who_came_late_and_tells_them_alone(event, groups):
    housing, health, _work = groups
    for name in ("Amina", "Bilal"):
        book(event, name, housing)
    book(event, "Chen", health)
    first = told(event)
    assert written_to() == ["Amina", "Bilal", "Chen"]
    late = book(event, "Dawit")
    restrict(housing, 2)
    assert late_and_gone(event) == (1, 0)
    second = breakouts.run(event=event, by=None)
    assert second.mode == Mode.KEEP
    assert late_and_gone(event) == (0, 0)
    before = seats(first)
    assert {seat: one for seat, one in seats(second).items() if seat in before} == before
    assert where(second, late) in ("Health", "Work")
    breakouts.publish(allocation=second, by=None)
    assert written_to() == ["Dawit"]


def test_who_gets_a_place_from_the_waiting_list_is_late(event, groups, organiser):
    event.capacity = 1
    event.save()
    amina, bilal = book(event, "Amina"), book(event, "Bilal")
    told(event)
    booking.cancel(registration=amina)
    waiting_list.give_place(registration=bilal, by=organiser)
    assert late_and_gone(event) == (1, 1)
    told(event)
    assert verdict.of(event).changed is None
    assert breakouts.placements_of(bilal)


def test_who_is_added_as_a_companion_afterwards_joins_their_person_where_they_sit(event, groups):
    amina, bilal = book(event, "Amina", groups[0]), book(event, "Bilal", groups[1])
    told(event)
    written_to()
    given = {"with": [{"name": "Noor", "relation": "interpreter"}]}
    noor = booking.add_companion(first=amina, answers=given)
    second = told(event)
    assert where(second, noor) == where(second, amina) == "Housing"
    assert where(second, bilal) == "Health"
    mails = Message.objects.filter(kind="sessions").values_list("row_id", flat=True)
    assert set(mails) <= {noor.pk}


def test_a_seat_given_back_is_free_for_who_comes_late(event, groups):
    housing, health, work = groups
    for session in groups:
        restrict(session, 1)
    amina, bilal, chen = (
        book(event, name, session)
        for name, session in (("Amina", housing), ("Bilal", health), ("Chen", work))
    )
    told(event)
    booking.cancel(registration=bilal)
    late = book(event, "Dawit")
    second = told(event)
    assert where(second, late) == "Health"
    assert (where(second, amina), where(second, chen)) == ("Housing", "Work")
    assert bilal.pk not in {person for person, _slot in seats(second)}


def test_a_seat_given_back_is_free_for_who_is_moved_by_hand(event, groups):
    housing, health, _work = groups
    restrict(housing, 1)
    amina, bilal = book(event, "Amina", housing), book(event, "Bilal", health)
    first = told(event)
    booking.cancel(registration=amina)
    [demand] = [one for one in verdict.of(event).rounds[0].sessions if one.session == housing]
    assert demand.given == 0
    breakouts.move(allocation=first, registration=bilal, session=housing, by=None)
    assert where(first, bilal) == "Housing"
    chen = book(event, "Chen")
    with pytest.raises(breakouts.MoveError, match="full: 1 of 1"):
        breakouts.move(allocation=first, registration=chen, session=housing, by=None)


def test_who_comes_back_after_cancelling_has_their_seat_until_it_is_given_away(event, groups):
    amina = book(event, "Amina", groups[0])
    first = told(event)
    booking.cancel(registration=amina)
    booking.restore(registration=amina)
    assert late_and_gone(event) == (0, 0)
    assert [one.session.title for one in breakouts.placements_of(amina)] == ["Housing"]
    assert where(first, amina) == "Housing"


def test_what_the_team_noted_goes_with_a_booking_that_is_given_back_and_with_the_needs(
    event, groups
):
    amina, bilal = book(event, "Amina", groups[0]), book(event, "Bilal", groups[0])
    told(event)
    Placement.objects.update(is_pinned=True, note="Asked by phone.")
    booking.cancel(registration=amina)
    noted = Placement.objects.exclude(note="")
    assert [one.registration for one in noted] == [bilal]
    over = timezone.now() - timedelta(days=event.needs_kept_days + 2)
    Event.objects.update(starts_at=over - timedelta(hours=3), ends_at=over)
    retention.erase_due()
    assert not noted.all().exists()
    assert where(Allocation.objects.get(), bilal) == "Housing"


def test_whoever_downloads_what_is_held_reads_where_the_team_put_them_and_why(event, groups):
    amina = book(event, "Amina", groups[0])
    told(event)
    Placement.objects.update(is_pinned=True, note="Asked by phone.")
    [placed] = own_data.of(amina)["sessions"]["placed"]
    assert (placed["session"], placed["put_there_by_the_team"], placed["noted_by_the_team"]) == (
        "Housing",
        True,
        "Asked by phone.",
    )


def test_nobody_is_told_once_the_event_is_over(event, groups):
    book(event, "Amina", groups[0])
    draft = breakouts.run(event=event, by=None)
    with pytest.raises(breakouts.NotPublishedError, match="is over"):
        breakouts.publish(allocation=draft, by=None, now=event.ends_at + timedelta(minutes=1))


def test_whoever_takes_over_a_place_keeps_the_seat_also_in_the_next_run(event, groups):
    housing, health, _work = groups
    amina = book(event, "Amina", health, housing)
    book(event, "Chen", housing)
    first = told(event)
    Placement.objects.filter(registration=amina).update(is_pinned=True, note="Asked by phone.")
    handing_over.hand_over(registration=amina, name="Bilal", contact_by="page")
    row = Placement.objects.get(allocation=first, registration=amina)
    assert (row.session.title, row.is_pinned, row.note) == ("Health", False, "")
    written_to()
    second = told(event)
    assert seats(second) == seats(first)
    assert written_to() == []


def test_who_comes_on_fewer_days_leaves_those_seats_and_is_told_nothing(client):
    event = make_event(ends_at=make_event().starts_at + timedelta(days=1, hours=6))
    make_round(event)
    day = event.starts_at + timedelta(days=1)
    make_round(event, "Law", "Letters", starts_at=day, ends_at=day + timedelta(hours=1))
    amina = book(event, "Amina")
    first = told(event)
    assert len(seats(first)) == 2
    written_to()
    booking.change(registration=amina, answers={"days": [str(event.days[0])]})
    listed = [[len(one.seats) for one in each.sessions] for each in lists.of(first, event)]
    assert [sum(seats) for seats in listed] == [1, 0]
    second = told(event)
    assert len(seats(second)) == 1
    assert seats(second).items() <= seats(first).items()
    assert written_to() == []


def test_people_of_a_cancelled_session_get_another_seat_and_nobody_else_moves(event, groups):
    housing, health, work = groups
    amina = book(event, "Amina", housing, work)
    bilal = book(event, "Bilal", health)
    first = told(event)
    written_to()
    call_off(housing)
    assert verdict.of(event).changed
    second = told(event)
    assert (where(second, amina), where(second, bilal)) == ("Work", "Health")
    assert written_to() == ["Amina"]
    assert seats(first)[bilal.pk, health.slot_id] == seats(second)[bilal.pk, health.slot_id]


def test_where_one_session_of_a_slot_is_left_its_people_stay_and_others_join_them(event, later):
    law, letters = later
    amina, bilal = book(event, "Amina", law), book(event, "Bilal", letters)
    first = told(event)
    written_to()
    call_off(letters)
    [one] = lists.of(first, event)
    assert [seat.person for seat in one.sessions[0].seats] == [amina]
    second = told(event)
    assert (where(second, amina), where(second, bilal)) == ("Law", "Law")
    assert written_to() == ["Bilal"]
    assert [given.session for given in breakouts.placements_of(amina)] == [law]


def test_whoever_finds_no_seat_after_their_session_was_cancelled_is_told_so(event, later):
    law, letters = later
    for session in later:
        restrict(session, 1)
    amina, bilal = book(event, "Amina", law), book(event, "Bilal", letters)
    told(event)
    written_to()
    call_off(letters)
    second = told(event)
    assert (where(second, amina), where(second, bilal)) == ("Law", None)
    assert written_to() == ["Bilal"]
    [given] = breakouts.placements_of(bilal)
    assert given.session is None
    assert "no seat" in given.why


def test_when_every_session_of_a_slot_was_cancelled_its_people_are_told(event, groups, later):
    amina = book(event, "Amina")
    bilal = book(event, "Bilal", days=[])
    told(event)
    written_to()
    for session in later:
        call_off(session)
    second = told(event)
    assert {slot for _person, slot in seats(second)} == {groups[0].slot_id}
    assert written_to() == sorted([str(amina), str(bilal)])


@pytest.mark.parametrize("seed", range(4))
def test_the_next_run_moves_nobody_who_can_stay(event, seed):
    """Whoever still comes, to a session that is still held, goes where they were told."""
    lot = random.Random(seed)  # noqa: S311 - what happens to a made-up event
    event.capacity = 40
    event.save()
    rounds = [
        make_round(
            event,
            *(f"{number}{letter}" for letter in "ABCD"),
            starts_at=event.starts_at + timedelta(hours=2 * number),
            ends_at=event.starts_at + timedelta(hours=2 * number + 1),
        )
        for number in (1, 2)
    ]
    for session in [one for each in rounds for one in each]:
        restrict(session, 7)

    def more(first, last):
        for number in range(first, last):
            chosen = [lot.sample(each, lot.randint(0, 3)) for each in rounds]
            wished = {str(one[0].slot_id): [str(s.pk) for s in one] for one in chosen if one}
            make_registration(event, f"Guest {number}", choices=wished)

    more(0, 14)
    first = told(event)
    people = list(Registration.objects.filter(event=event).order_by("booked_at"))
    lot.shuffle(people)
    for person in people[:3]:
        booking.cancel(registration=person)
    handing_over.hand_over(registration=people[3], name="Somebody else", contact_by="page")
    gone = lot.choice(rounds[0])
    call_off(gone)
    more(14, 17)
    second = told(event)
    before, after = seats(first), seats(second)
    stay = {seat for seat, session in before.items() if session != gone.pk and seat in after}
    assert {seat: after[seat] for seat in stay} == {seat: before[seat] for seat in stay}
    assert None not in after.values()
    assert len(after) == 2 * (14 - 3 + 3)
    assert after[people[3].pk, rounds[1][0].slot_id] == before[people[3].pk, rounds[1][0].slot_id]
    assert second.basis_id == first.pk


def test_nothing_of_it_writes_twice_when_it_is_published_twice(event, groups):
    book(event, "Amina")
    allocation = told(event)
    written_to()
    assert breakouts.publish(allocation=allocation, by=None) == 0
    assert written_to() == []
    assert Allocation.objects.get(pk=allocation.pk).published_at <= timezone.now()
