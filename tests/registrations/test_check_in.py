"""Letting people in: once, by whom, taken back on the day; and people who have not booked."""

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forum.models import AuditEntry, Event
from registrations import booking, check_in
from registrations.models import CheckIn, Registration
from registrations.models.check_in import How
from registrations.models.registrations import Kind, State
from tests.factories import answers, make_event, make_registration
from tests.registrations import door_racers
from tests.site import Site, site

__all__ = ["site"]

pytestmark = pytest.mark.django_db


def let_in(registration, by, scan_id=None, **given):
    return check_in.check_in(
        registration=registration, by=by, scan_id=scan_id or uuid.uuid4(), **given
    )


def deeds(event):
    return sorted(AuditEntry.objects.filter(event=event).values_list("deed", "who__name"))


def test_somebody_with_a_place_is_let_in_and_it_is_written_down(event, door):
    amina = make_registration(event)
    moment = timezone.now()

    result = let_in(amina, door, now=moment)

    assert (result.kind, result.check_in.by, result.check_in.at) == ("in", door, moment)
    assert list(CheckIn.objects.values_list("registration", "event", "session")) == [
        (amina.id, event.id, None)
    ]
    assert deeds(event) == [("checked in", "Dara Door")]


def test_a_second_door_is_told_when_and_by_whom(event, door, organiser):
    """D23, V34."""
    amina = make_registration(event)
    first = let_in(amina, door)

    second = let_in(amina, organiser)

    assert (second.kind, second.check_in) == ("already", first.check_in)
    assert second.check_in.by == door
    assert CheckIn.objects.count() == 1
    assert deeds(event) == [("checked in", "Dara Door")]


def test_the_same_press_twice_is_one_check_in_and_says_in_again(event, door):
    amina, press = make_registration(event), uuid.uuid4()
    assert [let_in(amina, door, press).kind for _ in range(2)] == ["in", "in"]
    assert CheckIn.objects.count() == 1


def test_a_press_that_let_in_somebody_else_lets_in_nobody(event, door):
    amina, selam, press = make_registration(event), make_registration(event), uuid.uuid4()
    let_in(amina, door, press)
    with pytest.raises(check_in.ScanUsedError):
        let_in(selam, door, press)
    assert list(CheckIn.objects.values_list("registration", flat=True)) == [amina.id]


@pytest.mark.parametrize(
    ("state", "said"),
    [("waiting", "waiting"), ("offered", "waiting"), ("cancelled", "cancelled")],
)
def test_nobody_gets_in_without_a_place(event, door, state, said):
    amina = make_registration(event)
    fields = {
        "waiting": {"place": None, "waiting_since": timezone.now()},
        "offered": {"waiting_since": timezone.now(), "offered_until": event.starts_at},
        "cancelled": {"place": None, "cancelled_at": timezone.now()},
    }[state]
    Registration.objects.filter(pk=amina.pk).update(state=State(state), **fields)

    assert let_in(amina, door) == check_in.Result(said)
    assert CheckIn.objects.count() == 0
    assert deeds(event) == []


def test_crew_without_a_place_of_their_own_get_in(event, door):
    crew = make_registration(event, kind=Kind.CREW)
    assert let_in(crew, door).kind == "in"


def test_nobody_gets_into_an_event_that_is_cancelled_or_not_published(event, door):
    amina = make_registration(event)
    for state, why in [("cancelled", booking.Why.CANCELLED), ("draft", booking.Why.UNPUBLISHED)]:
        amina.event.state = state
        with pytest.raises(booking.ClosedError) as raised:
            let_in(amina, door)
        assert raised.value.why == why
    assert CheckIn.objects.count() == 0


def test_a_check_in_is_taken_back_on_its_day(event, door):
    amina = make_registration(event)
    let_in(amina, door)

    assert check_in.undo(registration=amina, by=door) is True

    assert CheckIn.objects.count() == 0
    assert deeds(event) == [("checked in", "Dara Door"), ("undid a check-in", "Dara Door")]
    assert check_in.undo(registration=amina, by=door) is False
    assert let_in(amina, door).kind == "in"


def test_the_day_is_that_of_the_event_where_it_is(door, host):
    """Half past ten in the evening of Auckland is the day after at half past twelve at night."""
    event = make_event(host, timezone="Pacific/Auckland", slug="auckland")
    amina = make_registration(event)
    evening = timezone.datetime(2026, 6, 3, 22, 30, tzinfo=event.zone)
    let_in(amina, door, now=evening)

    with pytest.raises(check_in.TooLateError):
        check_in.undo(registration=amina, by=door, now=evening + timedelta(hours=2))
    assert CheckIn.objects.count() == 1
    assert check_in.undo(registration=amina, by=door, now=evening + timedelta(hours=1))


def test_somebody_at_the_door_is_booked_and_let_in_at_once(event, door):
    selam = check_in.walk_in(event=event, answers=answers("Selam"), by=door)

    assert (selam.badge_name, selam.state, selam.is_walk_in) == ("Selam", State.CONFIRMED, True)
    assert list(CheckIn.objects.values_list("registration", "by")) == [(selam.id, door.id)]
    assert deeds(event) == [("added a walk-in", "Dara Door"), ("checked in", "Dara Door")]


def test_the_form_of_the_door_sent_twice_adds_one_person(event, door):
    press = uuid.uuid4()
    people = [
        check_in.walk_in(event=event, answers=answers("Selam"), by=door, scan_id=press)
        for _ in range(2)
    ]
    assert people[0] == people[1]
    assert Registration.objects.count() == CheckIn.objects.count() == 1


def test_nobody_is_added_when_every_place_is_held(host, door):
    event = make_event(host, capacity=1)
    make_registration(event)
    with pytest.raises(booking.FullError):
        check_in.walk_in(event=event, answers=answers("Selam"), by=door)
    assert Registration.objects.count() == 1
    assert CheckIn.objects.count() == 0


def test_nobody_is_added_when_the_event_is_over(event, door):
    with (
        time_machine.travel(event.ends_at + timedelta(minutes=1)),
        pytest.raises(booking.ClosedError) as raised,
    ):
        check_in.walk_in(event=event, answers=answers("Selam"), by=door)
    assert raised.value.why == booking.Why.OVER
    assert Registration.objects.count() == 0


def test_the_count_is_of_all_who_are_expected_and_says_how_each_was_counted(event, door):
    people = [make_registration(event) for _ in range(5)]
    make_registration(event, kind=Kind.CREW)
    let_in(people[4], door)
    booking.cancel(registration=people[4])
    let_in(people[0], door)
    for person in people[1:3]:
        let_in(person, door, how=How.PAPER)
    found = check_in.count(event)
    assert found == check_in.Count(coming=5, how={"door": 1, "paper": 2})
    assert (found.inside, check_in.count(Event()).inside) == (3, 0)


def test_checking_in_asks_the_database_three_times(event, door, django_assert_num_queries):
    """Goal 11: the lock, the row, the line of the trail, and the savepoint round the row."""
    amina = make_registration(event)
    with django_assert_num_queries(7) as asked:
        let_in(amina, door)
    work = [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert [sql.split()[0] for sql in work] == ["SELECT", "INSERT", "INSERT"]


def test_d23_20_doors_at_once_let_one_person_in_once(site: Site) -> None:
    site.run(*door_racers.START, "fill")
    site.run(*door_racers.START, "doors", "20")
    stand = json.loads(site.run(*door_racers.START, "stand"))
    assert stand == {"said": {"in": 1, "already": 19}, "rows": 1, "lines": 1}


def test_one_press_that_arrives_20_times_at_once_is_one_check_in(site: Site) -> None:
    site.run(*door_racers.START, "fill")
    site.run(*door_racers.START, "press", "20")
    stand = json.loads(site.run(*door_racers.START, "stand"))
    assert stand == {"said": {"in": 20}, "rows": 1, "lines": 1}
