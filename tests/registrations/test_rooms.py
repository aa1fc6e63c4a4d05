"""Which rooms to swap so that fewer choices are blocked: against brute force, and rule by rule."""

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from registrations.allocation.matching import cheapest
from registrations.allocation.problem import Person
from registrations.allocation.rooms import (
    Figures,
    Held,
    Room,
    propose,
    standing,
    together,
)

STEP_FREE = frozenset(["step_free"])
LOOP = frozenset(["hearing_loop"])

UPSTAIRS = Room("upstairs", 9)
HALL = Room("hall", 9, STEP_FREE)


def person(name, *wishes, **fields):
    return Person(name, wishes={"1": wishes} if wishes else {}, **fields)


def wheels(name, *wishes, **fields):
    return person(name, *wishes, needs=STEP_FREE, **fields)


def held(name, room, **fields):
    return Held(name, fields.pop("slot", "1"), room, **fields)


def proposed(sessions, rooms, people):
    """The moves of each swap: session, room, new room."""
    return [
        [(move.session, move.room, move.to) for move in swap.moves]
        for swap in propose(sessions, rooms, people)
    ]


def swapped(sessions, swaps):
    """The sessions once these swaps are made."""
    to = {move.session: move.to for swap in swaps for move in swap.moves}
    return [replace(one, room=to.get(one.id, one.room)) for one in sessions]


# Against brute force


@settings(max_examples=100, deadline=None)
@given(data=st.data(), size=st.integers(0, 5))
def test_the_cheapest_matching_is_as_cheap_as_brute_force_finds(data, size):
    number = st.integers(0, 9) | st.integers(0, 10**30)
    row = st.lists(number, min_size=size, max_size=size)
    costs = data.draw(st.lists(row, min_size=size, max_size=size))
    found = cheapest(costs)
    assert sorted(found) == list(range(size))
    cost = sum(costs[n][column] for n, column in enumerate(found))
    assert cost == min(
        sum(costs[n][column] for n, column in enumerate(way))
        for way in itertools.permutations(range(size))
    )


@st.composite
def plans(draw):
    """Four rooms and sessions in each of two slots, and people who need what some rooms have."""
    needs = st.sets(st.sampled_from(["step_free", "hearing_loop"])).map(frozenset)
    rooms = [Room(f"r{n}", draw(st.integers(1, 6)), draw(needs)) for n in range(4)]
    sessions = [
        Held(f"{slot}{n}", slot, f"r{n}", draw(st.none() | st.integers(1, 6)), 0, draw(_seldom))
        for slot in "12"
        for n in range(draw(st.integers(1, 4)))
    ]
    people = []
    for number in range(draw(st.integers(0, 8))):
        wishes = {
            slot: tuple(draw(st.permutations([one.id for one in sessions if one.slot == slot])))[
                : draw(st.integers(0, 3))
            ]
            for slot in "12"
        }
        people.append(Person(f"p{number}", wishes=wishes, needs=draw(needs)))
    return sessions, rooms, people


_seldom = st.sampled_from([frozenset(), frozenset(), STEP_FREE])


def measured(sessions, rooms, people, before):
    """The goals of a plan, counted from their definition, but for how many rooms changed."""
    by_id = {room.id: room for room in rooms}
    first = blocked = smaller = 0
    for one in sessions:
        offers = one.offers | by_id[one.room].offers
        wishing = [p for p in people if one.id in p.wishes.get(one.slot, ())]
        out = [p for p in wishing if not p.needs <= offers]
        blocked += len(out)
        first += sum(p.wishes[one.slot][0] == one.id for p in out)
        smaller += max(0, crowd(one, by_id, people) - crowd(before[one.id], by_id, people))
    return first, blocked, smaller


def crowd(session, by_id, people):
    room = by_id[session.room]
    places = min(room.seats, room.seats if session.most is None else session.most)
    firsts = [p for p in people if p.wishes.get(session.slot, ())[:1] == (session.id,)]
    return max(0, sum(p.needs <= session.offers | room.offers for p in firsts) - places)


def places(sessions, rooms, people, slot, needs):
    """The places of a slot for people with these needs, and how many such people there are."""
    by_id = {room.id: room for room in rooms}
    there = sum(
        min(by_id[one.room].seats, 99 if one.most is None else one.most)
        for one in sessions
        if one.slot == slot and needs <= one.offers | by_id[one.room].offers
    )
    return there, sum(needs <= p.needs for p in people)


@settings(max_examples=70, deadline=None)
@given(plan=plans())
def test_no_order_of_the_rooms_is_better_where_all_have_seats(plan):
    sessions, rooms, people = plan
    rooms = [Room(room.id, room.seats + len(people), room.offers) for room in rooms]
    sessions = [Held(**{**vars(one), "most": None}) for one in sessions]
    before = {one.id: one for one in sessions}
    ways = []
    for slot in "12":
        here = [one for one in sessions if one.slot == slot]
        ways.append(
            min(
                (
                    *measured(tried, rooms, people, before),
                    sum(one.room != before[one.id].room for one in tried),
                )
                for order in itertools.permutations([one.room for one in here])
                for tried in [
                    [Held(**{**vars(one), "room": r}) for one, r in zip(here, order, strict=True)]
                ]
            )
        )
    swaps = propose(sessions, rooms, people)
    after = swapped(sessions, swaps)
    moved = sum(one.room != before[one.id].room for one in after)
    best = tuple(map(sum, zip(*ways, strict=True)))
    assert (*measured(after, rooms, people, before), moved) == best


@settings(max_examples=70, deadline=None)
@given(plan=plans())
def test_every_swap_helps_whichever_others_are_taken_and_takes_nobody_their_seat(plan):
    sessions, rooms, people = plan
    before = {one.id: one for one in sessions}
    swaps = propose(sessions, rooms, people)
    for taken in itertools.product([False, True], repeat=len(swaps)):
        chosen = list(itertools.compress(swaps, taken))
        after = swapped(sessions, chosen)
        for slot in "12":
            rooms_of = [sorted(o.room for o in p if o.slot == slot) for p in (sessions, after)]
            assert rooms_of[0] == rooms_of[1]
            for needs in {frozenset(), *(p.needs for p in people)}:
                had, seekers = places(sessions, rooms, people, slot, needs)
                assert places(after, rooms, people, slot, needs)[0] >= min(had, seekers)
        for swap in set(swaps) - set(chosen):
            more = measured(swapped(after, [swap]), rooms, people, before)
            assert more < measured(after, rooms, people, before)


@settings(max_examples=25, deadline=None)
@given(plan=plans(), data=st.data())
def test_the_order_of_rows_changes_no_proposal(plan, data):
    shuffled = [data.draw(st.permutations(rows)) for rows in plan]
    assert propose(*shuffled) == propose(*plan)


@settings(max_examples=25, deadline=None)
@given(plan=plans())
def test_the_figures_of_a_swap_are_those_of_its_sessions_before_and_after(plan):
    sessions, rooms, people = plan
    for swap in propose(sessions, rooms, people):
        after = standing(swapped(sessions, [swap]), rooms, people)
        before = standing(sessions, rooms, people)
        assert swap.before == together(before[move.session] for move in swap.moves)
        assert swap.after == together(after[move.session] for move in swap.moves)


# Rule by rule


def test_a_session_that_people_are_kept_out_of_goes_where_they_can_be():
    sessions = [held("a", "upstairs", most=4), held("b", "hall")]
    (swap,) = propose(sessions, [UPSTAIRS, HALL], [wheels("p1", "a", "b"), person("p2", "b")])
    assert [(move.session, move.room, move.to) for move in swap.moves] == [
        ("a", "upstairs", "hall"),
        ("b", "hall", "upstairs"),
    ]
    assert swap.before == Figures(blocked_first=1, blocked=1, places=13)
    assert swap.after == Figures(blocked_first=0, blocked=1, places=13)


def test_nothing_is_proposed_where_nothing_would_help():
    assert propose([], [], []) == ()
    sessions = [held("a", "upstairs"), held("b", "hall")]
    for people in (
        [],
        [person("p1", "a")],
        [wheels("p1", "b")],
        [wheels("p1", "a"), wheels("p2", "b")],
    ):
        assert proposed(sessions, [UPSTAIRS, HALL], people) == []


def test_who_sits_in_no_room_at_all_is_not_swapped():
    sessions = [held("a", ""), held("b", "hall")]
    people = [wheels("p1", "a")]
    assert proposed(sessions, [UPSTAIRS, HALL], people) == []
    assert standing(sessions, [HALL], people)["a"] == Figures(
        blocked_first=1, blocked=1, places=None
    )


def test_what_a_session_brings_along_needs_no_room():
    sessions = [held("a", "upstairs", offers=STEP_FREE), held("b", "hall")]
    assert proposed(sessions, [UPSTAIRS, HALL], [wheels("p1", "a")]) == []


def test_first_choices_come_before_other_choices():
    sessions = [held("a", "upstairs"), held("b", "hall")]
    people = [wheels("p1", "a"), *(wheels(f"q{n}", "c", "b") for n in range(5))]
    assert len(proposed(sessions, [UPSTAIRS, HALL], people)) == 1


def test_rooms_are_given_back_in_rings_where_two_do_not_do():
    rooms = [HALL, UPSTAIRS, Room("loop", 9, LOOP)]
    sessions = [held("a", "hall"), held("b", "upstairs"), held("c", "loop")]
    people = [
        wheels("p1", "b"),
        person("p2", "a", needs=LOOP),
    ]
    assert proposed(sessions, rooms, people) == [
        [("a", "hall", "loop"), ("c", "loop", "upstairs"), ("b", "upstairs", "hall")]
    ]


def test_two_rooms_of_two_slots_are_two_swaps():
    sessions = [
        Held(f"{slot}{name}", slot, room)
        for slot in "12"
        for name, room in [("a", "upstairs"), ("b", "hall")]
    ]
    people = [Person("p1", {slot: (f"{slot}a",) for slot in "12"}, STEP_FREE)]
    assert [swap.slot for swap in propose(sessions, [UPSTAIRS, HALL], people)] == ["1", "2"]


def test_fewest_people_are_driven_out_by_a_smaller_room():
    rooms = [Room("small", 1, STEP_FREE), Room("large", 3, STEP_FREE), UPSTAIRS]
    sessions = [held("a", "small"), held("b", "large"), held("c", "upstairs")]
    people = [wheels("p1", "c"), *(person(f"q{n}", "b") for n in range(3))]
    assert proposed(sessions, rooms, people) == [
        [("a", "small", "upstairs"), ("c", "upstairs", "small")]
    ]


def test_a_choice_let_in_comes_before_first_choices_that_a_smaller_room_drives_out():
    rooms = [Room("small", 3, STEP_FREE), UPSTAIRS]
    sessions = [held("a", "small"), held("b", "upstairs")]
    people = [
        *(wheels(f"q{n}", "c", "b") for n in range(2)),
        *(person(f"p{n}", "b") for n in "12345"),
    ]
    (swap,) = propose(sessions, rooms, people)
    assert (swap.before.blocked, swap.after.blocked) == (2, 0)
    assert (swap.before.crowded, swap.after.crowded) == (0, 2)


def test_a_larger_room_alone_is_no_reason():
    sessions = [held("a", "small"), held("b", "hall")]
    people = [person(f"p{n}", "a") for n in range(5)]
    assert proposed(sessions, [Room("small", 1), HALL], people) == []


def test_no_swap_leaves_fewer_places_than_people():
    sessions = [held("a", "upstairs", most=1), held("b", "hall")]
    rooms = [Room("upstairs", 1), HALL]
    few = [wheels("p1", "a"), person("p2")]
    assert len(proposed(sessions, rooms, few)) == 1
    assert proposed(sessions, rooms, [*few, person("p3")]) == []


def test_two_swaps_together_leave_as_many_places_as_people():
    """Each takes one of the places that are left over; there is one."""
    rooms = [
        Room(f"{kind}{n}", 3 + (kind == "hall"), STEP_FREE if kind == "hall" else frozenset())
        for kind in ("stairs", "hall")
        for n in "12"
    ]
    sessions = [
        held(f"{kind}{n}", f"{kind}{n}", most=3 if kind == "stairs" else None)
        for kind in ("stairs", "hall")
        for n in "12"
    ]
    people = [
        wheels("p1", "stairs1"),
        wheels("p2", "stairs2"),
        *(person(f"q{n}") for n in range(11)),
    ]
    assert len(proposed(sessions, rooms, people)) == 1
    assert len(proposed(sessions, rooms, people[:-1])) == 2


def test_no_swap_leaves_people_with_a_need_without_a_place_that_meets_it():
    sessions = [held("a", "upstairs", most=1), held("b", "hall", most=9)]
    people = [wheels("p1", "a"), wheels("p2")]
    assert proposed(sessions, [UPSTAIRS, HALL], people) == []
    assert len(proposed(sessions, [UPSTAIRS, HALL], people[:1])) == 1


def test_no_session_goes_where_it_would_lack_places_for_its_minimum():
    sessions = [held("a", "upstairs", minimum=5), held("b", "hall", most=9)]
    people = [wheels("p1", "a"), wheels("p2", "a")]
    small = Room("hall", 4, STEP_FREE)
    assert proposed(sessions, [UPSTAIRS, small], people) == []
    assert len(proposed(sessions, [UPSTAIRS, HALL], people)) == 1


def test_who_leads_or_is_kept_is_never_shut_out_for_others():
    sessions = [held("a", "upstairs"), held("b", "hall")]
    for stays in ({"leads": frozenset("b")}, {"fixed": {"1": "b"}}):
        people = [wheels("p0", **stays), *(wheels(f"p{n}", "a") for n in range(1, 4))]
        assert proposed(sessions, [UPSTAIRS, HALL], people) == []
        assert len(proposed(sessions, [UPSTAIRS, HALL], people[1:])) == 1


def test_who_leads_is_let_in_first():
    sessions = [held("a", "upstairs"), held("b", "hall")]
    people = [wheels("p0", leads=frozenset("a")), wheels("p1", "b")]
    (swap,) = propose(sessions, [UPSTAIRS, HALL], people)
    assert (swap.before.stuck, swap.after.stuck) == (1, 0)


def test_wishes_count_only_where_a_seat_is_sought():
    sessions = [
        held("a", "upstairs", topic="housing"),
        held("b", "hall"),
        Held("2a", "2", "hall", topic="housing"),
    ]
    for nobody in (
        wheels("p1", "a", leads=frozenset("b")),
        wheels("p1", "a", fixed={"1": "b"}),
        wheels("p1", "a", slots=frozenset("2")),
        wheels("p1", "a", leads=frozenset(["2a"])),
        wheels("p1", "gone"),
    ):
        found = standing(sessions, [UPSTAIRS, HALL], [nobody])
        assert together(found.values()).blocked == 0


def test_who_comes_along_brings_their_needs_and_takes_a_place():
    sessions = [held("a", "upstairs", most=2), held("b", "hall")]
    people = [person("p1", "a"), wheels("p2", along="p1")]
    (swap,) = propose(sessions, [UPSTAIRS, HALL], people)
    assert swap.before == Figures(blocked_first=1, blocked=1, places=11)
    crowd = [*people, person("p3", "a")]
    found = standing([held("a", "hall", most=2)], [HALL], crowd)["a"]
    assert found == Figures(crowded=1, places=2)


def test_who_comes_along_with_a_lead_takes_a_place():
    sessions = [held("a", "hall", most=2)]
    people = [person("p1", leads=frozenset("a")), wheels("p2", along="p1")]
    people += [person(name, "a") for name in ("p3", "p4")]
    assert standing(sessions, [HALL], people)["a"] == Figures(crowded=1, places=2)
    assert standing(sessions, [Room("hall", 2)], people)["a"] == Figures(
        stuck=1, crowded=2, places=1
    )


def test_a_room_without_a_count_of_seats_limits_nobody():
    sessions = [held("a", "upstairs"), held("b", "hall")]
    rooms = [Room("upstairs"), Room("hall", offers=STEP_FREE)]
    people = [wheels(f"p{n}", "a") for n in range(30)]
    (swap,) = propose(sessions, rooms, people)
    assert swap.before == Figures(blocked_first=30, blocked=30, places=None)
    assert swap.after == Figures(places=None)


def test_two_sessions_in_one_room_do_not_swap_it():
    sessions = [held("a", "upstairs"), held("b", "upstairs"), held("c", "hall")]
    assert proposed(sessions, [UPSTAIRS, HALL], [wheels("p1", "b")]) == [
        [("b", "upstairs", "hall"), ("c", "hall", "upstairs")]
    ]
