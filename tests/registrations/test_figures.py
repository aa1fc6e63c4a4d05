"""Figures equal what the rows say, freeze when the rows go, and keep nobody's name."""

import random
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import keys, organisations
from forum.models import AuditEntry, Event, Host, Organisation
from registrations import (
    booking,
    breakouts,
    check_in,
    figures,
    promises,
    retention,
    tallying,
    waiting_list,
)
from registrations.breakouts import attending
from registrations.figures import needed
from registrations.models import (
    Allocation,
    AttendanceFigures,
    CheckIn,
    PersonMark,
    Placement,
    Registration,
)
from registrations.models.check_in import How
from tests.factories import (
    make_event,
    make_host,
    make_organisation,
    make_registration,
    make_session,
    make_slot,
    make_user,
)

COLUMNS = ("title", "slot", "places", "first_choices", "placed")
SPRING = datetime(2025, 3, 5, 10, tzinfo=UTC)
EVENING = SPRING + timedelta(hours=9)


def whole(event: Event) -> AttendanceFigures:
    return AttendanceFigures.objects.get(event=event, organisation=None)


def counts(row: AttendanceFigures) -> tuple[int, int, int, int]:
    return row.booked, row.confirmed, row.came, row.walk_ins


def by_organisation(event: Event) -> dict[str, tuple[int, int, int, int]]:
    rows = AttendanceFigures.objects.filter(event=event).exclude(organisation=None)
    return {row.organisation.name: counts(row) for row in rows.select_related("organisation")}


def split(event: Event) -> tuple[int, int]:
    row = whole(event)
    return row.people_new, row.people_returning


def let_in(registration: Registration, at: datetime | None = None, how: How = How.DOOR) -> None:
    check_in.check_in(
        registration=registration,
        by=None,
        scan_id=uuid.uuid4(),
        how=how,
        now=at or registration.event.starts_at,
    )


def came(event: Event, *emails: str) -> list[Registration]:
    """People of these addresses, booked and let in."""
    people = [make_registration(event, email=email) for email in emails]
    for person in people:
        let_in(person)
    return people


@pytest.fixture
def spring(host: Host) -> Event:
    return make_event(host, starts_at=SPRING, capacity=100)


def test_booked_had_a_place_once_confirmed_at_the_end_and_came_at_the_door(host: Host):
    event = make_event(host, starts_at=SPRING, capacity=3)
    first, second, third = (make_registration(event, now=SPRING) for _ in range(3))
    gets_up, waits, gives_up = (
        make_registration(event, now=SPRING + timedelta(minutes=minute)) for minute in range(3)
    )
    assert waits.is_waiting
    booking.cancel(registration=third)
    waiting_list.give_place(registration=gets_up, by=make_user(), now=SPRING)
    booking.cancel(registration=gets_up)
    booking.cancel(registration=gives_up)
    make_registration(event, kind="crew", now=SPRING)
    let_in(first)
    walked = make_registration(event, is_walk_in=True, now=SPRING)
    let_in(walked)

    figures.refresh(event, now=EVENING)

    assert second.has_a_place
    assert counts(whole(event)) == (4, 2, 2, 1)


def test_a_check_in_taken_back_is_counted_back(spring: Event):
    person = make_registration(spring)
    let_in(person)
    figures.refresh_due(EVENING)
    before = counts(whole(spring))

    check_in.undo(registration=person, by=None, now=SPRING)

    assert figures.refresh_due(EVENING) == 1
    assert (before, counts(whole(spring))) == ((1, 1, 1, 0), (1, 1, 0, 0))
    assert whole(spring).details["arrivals"] == {}


def test_heads_are_part_of_who_came_and_each_says_how_it_was_counted(
    host: Host, spring: Event, door: Any
):
    for how in (How.DOOR, How.PAPER, How.PAPER, How.JOINED, How.MATCHED):
        person = make_registration(spring, coming_as="staff", organisation="Ferry Lane")
        let_in(person, SPRING.replace(minute=12), how=how)
    walked = make_registration(spring, is_walk_in=True)
    let_in(walked)
    figures.refresh_due(EVENING)
    assert counts(whole(spring)) == (5, 5, 6, 1)

    for number in (20, 5, -1):
        tallying.count(
            event=spring, day=spring.days[0], number=number, by=door, press=uuid.uuid4(), now=SPRING
        )

    assert figures.refresh_due(EVENING) == 1
    row = whole(spring)
    assert (counts(row), row.heads) == ((5, 5, 30, 25), 24)
    assert row.details["how"] == {"door": 2, "joined": 1, "matched": 1, "paper": 2}
    assert row.details["arrivals"] == {"2025-03-05 10:00": 1, "2025-03-05 10:10": 2}
    assert by_organisation(spring) == {"Ferry Lane": (5, 5, 5, 0)}


def test_whoever_came_in_and_was_cancelled_after_has_not_come(spring: Event):
    person = make_registration(spring)
    let_in(person)

    booking.cancel(registration=person)
    figures.refresh(spring, now=EVENING)

    assert counts(whole(spring)) == (1, 0, 0, 0)


def test_people_count_for_their_organisation_and_after_a_merge_for_the_other(
    host: Host, spring: Event
):
    old = make_organisation(host, "Riverside")
    kept = make_organisation(host, "Riverside Welcome")
    for name in ("Riverside", "Riverside Welcome", "Ferry Lane"):
        let_in(make_registration(spring, coming_as="staff", organisation=name))
    make_registration(spring)
    figures.refresh_due(EVENING)
    apart = by_organisation(spring)

    organisations.merge(organisation=old, into=kept, by=make_user())

    assert figures.refresh_due(EVENING) == 1
    one, two = (1, 1, 1, 0), (2, 2, 2, 0)
    assert apart == {"Riverside": one, "Riverside Welcome": one, "Ferry Lane": one}
    assert by_organisation(spring) == {"Riverside Welcome": two, "Ferry Lane": one}


def test_an_organisation_that_nobody_is_left_of_loses_its_row(spring: Event):
    person = make_registration(spring, coming_as="staff", organisation="Ferry Lane")
    figures.refresh(spring)
    booking.change(registration=person, answers={"coming_as": "myself"})

    figures.refresh(spring)

    assert by_organisation(spring) == {}


def test_details_say_when_people_booked_and_arrived_in_the_events_own_time(host: Host):
    start = datetime(2025, 6, 3, 9, tzinfo=UTC)  # ten in London
    event = make_event(host, starts_at=start)
    for days, hours in ((30, 0), (30, 2), (1, 0), (0, 1)):
        person = make_registration(event, now=start - timedelta(days=days, hours=hours))
        let_in(person, start - timedelta(minutes=35 - days // 2))

    figures.refresh(event, now=start + timedelta(days=1))

    assert whole(event).details == {
        "booked_by_days_before": {"30": 2, "1": 1, "0": 1},
        "arrivals": {"2025-06-03 09:20": 2, "2025-06-03 09:40": 2},
        "how": {"door": 4},
        "sessions": [],
        "choices_met": {},
    }


@pytest.fixture
def groups(spring: Event) -> list[Any]:
    slot = make_slot(spring, title="Morning groups")
    return [
        make_session(spring, slot=slot, title=title, kind="breakout", max_places=places)
        for title, places in (("Asylum", 12), ("Benefits", None), ("Children", 8), ("Detention", 5))
    ]


def test_details_say_which_wishes_were_met(spring: Event, groups: list[Any]):
    slot, run = groups[0].slot, Allocation.objects.create(event=spring, seed="1", input_hash="1")
    wishes = [groups[:3], groups[:3], groups[:3], groups[:3], [groups[0]], []]
    given = [groups[0], groups[1], groups[2], groups[3], None, groups[0]]
    for wished, seat in zip(wishes, given, strict=True):
        person = make_registration(spring)
        breakouts.choose(
            registration=person,
            wishes={str(slot.pk): [str(one.pk) for one in wished]},
            now=SPRING - timedelta(days=2),
        )
        Placement.objects.create(allocation=run, registration=person, slot=slot, session=seat)
    figures.refresh_due(EVENING)
    before = whole(spring).details["choices_met"]

    Allocation.objects.update(published_at=SPRING - timedelta(days=1))
    figures.refresh_due(EVENING)

    assert before == {}
    assert whole(spring).details["choices_met"] == {
        "first": 1,
        "second": 1,
        "third": 1,
        "other": 1,
        "none": 1,
    }
    assert [tuple(row[key] for key in COLUMNS) for row in whole(spring).details["sessions"]] == [
        ("Asylum", "Morning groups", 12, 5, 2),
        ("Benefits", "Morning groups", None, 0, 1),
        ("Children", "Morning groups", 8, 0, 1),
        ("Detention", "Morning groups", 5, 0, 1),
    ]


def test_details_say_how_many_were_in_a_session_where_it_was_ticked_unless_they_are_few(
    spring: Event, groups: list[Any]
):
    people = [make_registration(spring) for _ in range(5)]
    figures.refresh_due(EVENING)
    for session, count in ((groups[0], 5), (groups[1], 4)):
        attending.tick(
            session=session, people=[one.pk for one in people[:count]], by=None, now=SPRING
        )
    figures.refresh_due(EVENING)
    came = [row.get("came", "not ticked") for row in whole(spring).details["sessions"]]
    assert came == [5, None, "not ticked", "not ticked"]
    booking.cancel(registration=people[0])
    figures.refresh_due(EVENING)
    assert whole(spring).details["sessions"][0]["came"] is None
    attending.take_back(session=groups[0], people=[one.pk for one in people], by=None)
    figures.refresh_due(EVENING)
    assert "came" not in whole(spring).details["sessions"][0]


class Dice:
    """Made-up lives of one event, the same for the same number."""

    def __init__(self, number: int, event: Event) -> None:
        self.random, self.event = random.Random(number), event  # noqa: S311 - a test's dice

    def live(self, people: int) -> None:
        for _ in range(people):
            self._one()
        for person in list(Registration.objects.filter(event=self.event).waiting()):
            if self._chance(0.5):
                try:
                    waiting_list.give_place(registration=person, by=make_user(), now=SPRING)
                except waiting_list.NoPlaceError:
                    continue
                if self._chance(0.3):
                    booking.cancel(registration=person)

    def _chance(self, of_one: float) -> bool:
        return self.random.random() < of_one

    def _one(self) -> None:
        answers: dict[str, Any] = {}
        if self._chance(0.7):
            name = self.random.choice(["Ferry Lane", "Riverside", "Harbour Aid"])
            answers = {"coming_as": "staff", "organisation": name}
        if self._chance(0.2):
            answers |= {"contact_by": "page", "email": ""}
        elif self._chance(0.5):
            number = self.random.randrange(12)
            answers |= {"email": f"{self.random.choice(['p', 'P'])}{number}@example.org"}
        kind = "crew" if self._chance(0.1) else "participant"
        at = SPRING - timedelta(hours=self.random.randrange(900))
        is_walk_in = kind == "participant" and self._chance(0.1)
        try:
            person = make_registration(
                self.event, now=at, kind=kind, is_walk_in=is_walk_in, **answers
            )
        except booking.FullError:
            return
        if person.has_a_place and (is_walk_in or self._chance(0.6)):
            let_in(person, self.event.starts_at + timedelta(minutes=self.random.randrange(90)))
            if self._chance(0.1):
                check_in.undo(registration=person, by=None, now=self.event.starts_at)
        if self._chance(0.2):
            booking.cancel(registration=person)


def raw(event: Event) -> tuple[int, int, int, int]:
    """The counts once more, from the rows and the record and in another way."""
    booked = confirmed = entered = walked = 0
    for person in Registration.objects.filter(event=event, kind="participant"):
        is_in = CheckIn.objects.filter(registration=person, session=None).exists()
        lines = AuditEntry.objects.filter(row_id=person.pk, deed="gave a place")
        has_waited = person.waiting_since is not None
        booked += not person.is_walk_in and (not has_waited or lines.exists())
        confirmed += person.state == "confirmed" and not person.is_walk_in
        entered += person.state == "confirmed" and is_in
        walked += person.state == "confirmed" and is_in and person.is_walk_in
    return booked, confirmed, entered, walked


@pytest.mark.parametrize("number", range(6))
def test_figures_of_any_event_equal_counts_of_its_rows(host: Host, number: int):
    event = make_event(host, starts_at=SPRING, capacity=12)
    Dice(number, event).live(people=30)

    figures.refresh_due(EVENING)

    row = whole(event)
    assert counts(row) == raw(event)
    assert sum(row.details["booked_by_days_before"].values()) == row.booked
    assert sum(row.details["arrivals"].values()) == row.came
    for name in Organisation.objects.values_list("name", flat=True):
        mine = Registration.objects.filter(event=event, organisation__name=name)
        there = mine.filter(kind="participant", state="confirmed", check_ins__session=None)
        assert by_organisation(event).get(name, (0, 0, 0, 0))[2] == (
            there.exclude(check_ins=None).count()
        )


def test_people_return_who_came_earlier_in_the_year_to_an_event_of_the_same_host(host: Host):
    first = make_event(host, starts_at=SPRING)
    second = make_event(host, starts_at=SPRING + timedelta(days=30))
    elsewhere = make_event(make_host(), starts_at=SPRING + timedelta(days=40))
    next_year = make_event(host, starts_at=SPRING + timedelta(days=365))
    came(first, "amina@example.org", "bilal@example.org")
    came(second, "AMINA@example.org", "chen@example.org", "dawit@example.org")
    came(elsewhere, "amina@example.org")
    came(next_year, "amina@example.org")
    make_registration(second, email="bilal@example.org")  # booked, and did not come

    figures.refresh_due(SPRING + timedelta(days=41))
    figures.refresh_due(SPRING + timedelta(days=366))

    assert split(first) == (2, 0)
    assert split(second) == (2, 1)
    assert split(elsewhere) == (1, 0)
    assert split(next_year) == (1, 0)


def test_a_person_is_known_by_telephone_too_but_not_by_a_helpers(host: Host):
    first = make_event(host, starts_at=SPRING)
    second = make_event(host, starts_at=SPRING + timedelta(days=1))
    for event, number in ((first, "020 7946 0001"), (second, "+44 20 7946 0001")):
        for way in ("phone", "helper"):
            phone = number if way == "phone" else "020 7946 0999"
            let_in(make_registration(event, contact_by=way, email="", phone=phone))
        let_in(make_registration(event, contact_by="page", email=""))

    figures.refresh_due(SPRING + timedelta(days=2))

    assert (split(first), split(second)) == ((1, 0), (0, 1))


def test_an_undo_at_an_earlier_event_makes_somebody_new_at_the_later_one(host: Host):
    first = make_event(host, starts_at=SPRING)
    second = make_event(host, starts_at=SPRING + timedelta(days=30))
    [person] = came(first, "amina@example.org")
    came(second, "amina@example.org")
    later = SPRING + timedelta(days=31)
    figures.refresh_due(later)
    before = split(second)

    check_in.undo(registration=person, by=None, now=SPRING)
    figures.refresh_due(later)

    assert (before, split(second)) == ((0, 1), (1, 0))


def test_marks_outlive_the_bookings_and_go_with_their_key_after_the_year(host: Host):
    first = make_event(host, starts_at=datetime(2025, 1, 10, 10, tzinfo=UTC))
    second = make_event(host, starts_at=datetime(2025, 11, 10, 10, tzinfo=UTC))
    came(first, "amina@example.org")
    figures.refresh_due(datetime(2025, 1, 11, tzinfo=UTC))
    retention.erase_due(datetime(2025, 9, 1, tzinfo=UTC))
    assert not Registration.objects.filter(event=first).exists()

    [person] = came(second, "amina@example.org")
    figures.refresh_due(datetime(2025, 11, 11, tzinfo=UTC))
    assert split(second) == (0, 1)
    retention.erase_due(datetime(2026, 1, 30, tzinfo=UTC))
    assert keys.exists(host.pk, "people-2025")
    retention.erase_due(datetime(2026, 2, 2, tzinfo=UTC))
    booking.cancel(registration=person)
    figures.refresh_due(datetime(2026, 2, 2, tzinfo=UTC))

    assert not keys.exists(host.pk, "people-2025")
    assert not PersonMark.objects.exists()
    assert (whole(second).came, split(second)) == (0, (0, 1))


def test_a_mark_says_nothing_without_the_key_and_differs_from_year_to_year(host: Host):
    for days in (0, 365):
        event = make_event(host, starts_at=SPRING + timedelta(days=days))
        came(event, "amina@example.org")

    figures.refresh_due(SPRING + timedelta(days=366))

    marks = [row.mark for row in PersonMark.objects.all()]
    # March of the next year: the first year is closed, its key was never made.
    assert [len(mark) for mark in marks] == [64]
    assert keys.exists(host.pk, "people-2026")
    assert not keys.exists(host.pk, "people-2025")


def test_a_lost_key_is_not_replaced_and_what_was_counted_stays(host: Host):
    first = make_event(host, starts_at=SPRING)
    came(first, "amina@example.org")
    figures.refresh_due(EVENING)
    keys.path_of(host.pk, "people-2025").unlink()
    make_registration(first)

    figures.refresh_due(EVENING)

    assert (whole(first).booked, split(first)) == (2, (1, 0))
    assert not keys.exists(host.pk, "people-2025")


def needing(event: Event, number: int, **answers: Any) -> None:
    for _ in range(number):
        make_registration(event, needs_consent=True, **answers)


def test_needs_are_counted_once_when_the_event_is_over_without_food_and_small_counts(
    spring: Event,
):
    needing(spring, 5, access=["step_free"], meals=["vegan"])
    needing(spring, 4, access=["hearing_loop"], ill="yes", allergens=["sesame"])
    needing(spring, 6, interpreter="bsl")
    for hour in (8, 12):  # before the end nothing is opened
        figures.refresh(spring, now=SPRING.replace(hour=hour))
    assert whole(spring).needs == {}
    assert not AuditEntry.objects.filter(deed="counted needs").exists()

    figures.refresh_due(EVENING)
    make_registration(spring)
    figures.refresh_due(EVENING + timedelta(hours=1))

    assert whole(spring).needs == {
        "step_free": {"asked": 5, "all": 5},
        "interpretation": {"asked": 6, "all": 6},
    }
    lines = AuditEntry.objects.filter(event=spring, deed="counted needs")
    assert list(lines.values_list("who", "count")) == [(None, 15)]


def test_needs_are_counted_by_how_far_each_kind_got(spring: Event, needs_lead: Any):
    """Counts of 1 to 4 are hidden in every state, and what is hidden cannot be reckoned."""
    asking = {"access": ["step_free"], "interpreter": "bsl", "needs_consent": True}
    people = [make_registration(spring, **asking) for _ in range(20)]
    for _ in range(20):
        make_registration(spring)
    states = {"arranged": people[:6], "met": people[6:13], "cannot": people[13:15]}
    for state, theirs in states.items():
        for person in theirs:
            promises.change(
                registration=person,
                kind="interpretation",
                state=state,
                words="Sorry" if state == "cannot" else "",
                owner=None,
                due=None,
                by=needs_lead,
            )
    assert needed.count(spring) == {
        "interpretation": {"arranged": 6, "met": 7, "asked": 5},
        "step_free": {"asked": 20, "all": 20},
    }


def test_a_count_of_needs_that_leaves_a_few_others_is_not_kept(spring: Event):
    needing(spring, 12, access=["step_free"])
    needing(spring, 2)

    figures.refresh(spring, now=EVENING)

    assert whole(spring).needs == {}


def test_frozen_figures_never_change(spring: Event):
    people = came(spring, "amina@example.org", "bilal@example.org")
    booking.change(registration=people[0], answers={"coming_as": "staff", "organisation": "Ferry"})
    figures.freeze_attendance(spring, EVENING)
    before = list(AttendanceFigures.objects.order_by("pk").values())

    Registration.objects.all().delete()
    make_registration(spring, coming_as="staff", organisation="Another")
    figures.refresh(spring, now=EVENING)
    figures.freeze_attendance(spring, EVENING + timedelta(days=1))

    assert figures.refresh_due(EVENING) == 0
    assert list(AttendanceFigures.objects.order_by("pk").values()) == before
    assert {row["frozen_at"] for row in before} == {EVENING}


def test_frozen_needs_stay_while_attendance_is_still_counted(spring: Event):
    needing(spring, 10, access=["step_free"])
    figures.freeze_needs(spring, EVENING)
    keys.destroy(spring.pk, "needs")
    booking_now = make_registration
    with pytest.raises(keys.KeyUnavailableError):
        booking_now(spring)
    booking.change(registration=Registration.objects.first(), answers={"name": "Amina"})

    figures.refresh(spring, now=EVENING + timedelta(days=15))
    figures.freeze_needs(spring, EVENING + timedelta(days=15))

    row = whole(spring)
    assert row.needs == {"step_free": {"asked": 10, "all": 10}}
    assert (row.needs_frozen_at, row.frozen_at) == (EVENING, None)


def test_needs_that_no_key_opens_leave_what_was_counted(spring: Event):
    needing(spring, 10, access=["step_free"])
    figures.refresh(spring, now=EVENING)
    keys.destroy(spring.pk, "needs")

    figures.freeze_needs(spring, EVENING)

    assert whole(spring).needs == {"step_free": {"asked": 10, "all": 10}}


def test_what_did_not_change_is_not_counted_again(spring: Event):
    came(spring, "amina@example.org")

    assert (figures.refresh_due(EVENING), figures.refresh_due(EVENING)) == (1, 0)


@pytest.mark.parametrize(
    "deed",
    [
        lambda person: booking.cancel(registration=person),
        lambda person: booking.change(registration=person, answers={"email": "new@example.org"}),
        lambda person: let_in(person),
        lambda person: make_registration(person.event),
        lambda person: Event.objects.filter(pk=person.event_id).update(
            starts_at=SPRING + timedelta(minutes=5)
        ),
    ],
    ids=["cancel", "change", "check in", "register", "move"],
)
def test_every_deed_makes_the_figures_due(spring: Event, deed: Any):
    person = make_registration(spring)
    figures.refresh_due(EVENING)

    deed(person)

    assert figures.refresh_due(EVENING) == 1


def test_a_place_given_makes_the_figures_due(host: Host):
    event = make_event(host, starts_at=SPRING, capacity=1)
    first, second = make_registration(event), make_registration(event)
    booking.cancel(registration=first)
    figures.refresh_due(EVENING)

    waiting_list.give_place(registration=second, by=make_user(), now=SPRING)

    assert figures.refresh_due(EVENING) == 1


def test_a_wish_makes_the_figures_due(spring: Event, groups: list[Any]):
    person = make_registration(spring)
    figures.refresh_due(EVENING)

    wishes = {str(groups[0].slot.pk): [str(groups[1].pk)]}
    breakouts.choose(registration=person, wishes=wishes, now=SPRING - timedelta(days=2))

    assert figures.refresh_due(EVENING) == 1
    assert [row["first_choices"] for row in whole(spring).details["sessions"]] == [0, 1, 0, 0]


def test_finding_what_changed_takes_the_same_queries_for_one_event_and_for_nine(host: Host):
    asked = []
    for _ in range(2):
        for _ in range(1 if not asked else 8):
            came(make_event(host, starts_at=SPRING), "amina@example.org")
        figures.refresh_due(EVENING)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert figures.refresh_due(EVENING) == 0
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 13


def test_an_unfinished_form_is_counted_nowhere(event: Event):
    booking.start(event=event)

    figures.refresh_due(timezone.now())

    assert counts(whole(event)) == (0, 0, 0, 0)
    assert Counter(AttendanceFigures.objects.values_list("event", flat=True)) == {event.pk: 1}
