"""What must hold of every allocation, whatever the forum: found by making up small ones."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from registrations.allocation import (
    ClashError,
    Person,
    Problem,
    Session,
    allocate,
    measure,
    price,
)
from tests.registrations.tiny_problems import brute_force, keeps_the_rules, rank, tiny_problem

problems = st.integers(0, 10**9).map(
    lambda number: tiny_problem(random.Random(number))  # noqa: S311 - made-up forums
)
few = settings(max_examples=40, deadline=None)


def solved(problem, **options):
    """The result; forums in which something clashes are not looked at."""
    try:
        return allocate(problem, **options)
    except ClashError:
        reject()


def values(result):
    return tuple(goal.value for goal in result.goals)


def counted(result):
    """The values of what is counted, without the lots."""
    return values(result)[:-1]


@few
@given(problem=problems)
def test_every_seat_is_allowed_and_every_goal_is_whole_proven_and_as_good_as_it_can_be(problem):
    """And where what is fixed cannot be, it is named: nothing is silently dropped."""
    best = brute_force(problem)
    if best is None:
        with pytest.raises(ClashError) as refused:
            allocate(problem)
        named = refused.value.clashes
        assert named
        assert all(one.words and (one.session or one.person) for one in named)
        return
    result = allocate(problem)
    assert keeps_the_rules(problem, result.seats)
    assert values(result) == best
    assert all(type(goal.value) is type(goal.bound) is int for goal in result.goals)
    assert all(goal.is_proven and goal.bound == goal.value for goal in result.goals)


HALL = Session("hall", "1", "housing", places=3, offers=frozenset({"step_free"}))
LOFT = Session("loft", "1", "health", places=2)
AGAIN = Session("again", "2", "housing", places=2, offers=frozenset({"step_free"}))
AMINA = Person("amina", needs=frozenset({"step_free"}), slots=frozenset("1"))
BILAL = Person("bilal", fixed={"1": "loft"})
CHILD = Person("child", slots=frozenset("1"), along="bilal")
TOGETHER = {("bilal", "1"): "loft", ("child", "1"): "loft", ("bilal", "2"): "again"}


@pytest.mark.parametrize(
    ("broken", "seats", "loft", "bilal"),
    [
        ("nothing", {}, LOFT, BILAL),
        ("full", {}, replace(LOFT, places=1), BILAL),
        ("need", {("amina", "1"): "loft"}, replace(LOFT, places=3), BILAL),
        ("topic", {("bilal", "1"): "hall", ("child", "1"): "hall"}, LOFT, replace(BILAL, fixed={})),
        ("pin", {("bilal", "1"): None, ("child", "1"): None}, LOFT, BILAL),
        ("slot", {("amina", "1"): "again"}, LOFT, BILAL),
        ("together", {("child", "1"): None}, LOFT, BILAL),
    ],
)
def test_whoever_checks_an_allocation_sees_each_rule_that_it_breaks(broken, seats, loft, bilal):
    """So that the tests here do not pass because their checker lets everything through."""
    problem = Problem([HALL, loft, AGAIN], [AMINA, bilal, CHILD], seed="1")
    fine = {("amina", "1"): "hall", **TOGETHER}
    assert keeps_the_rules(problem, fine | seats) == (broken == "nothing")


@few
@given(problem=problems, seed=st.randoms())
def test_shuffled_rows_and_other_names_of_organisations_change_nothing(problem, seed):
    result = solved(problem)
    names = {"": "", "north": "a", "south": "b"} if seed.random() < 0.5 else {}
    people = [
        replace(one, organisation=names.get(one.organisation, one.organisation))
        for one in problem.people
    ]
    shuffled = replace(
        problem,
        sessions=seed.sample(problem.sessions, len(problem.sessions)),
        people=seed.sample(people, len(people)),
    )
    assert allocate(shuffled) == result


@few
@given(problem=problems, number=st.integers(0, 99))
def test_a_place_more_a_need_met_or_no_minimum_makes_nothing_worse(problem, number):
    result = solved(problem)
    sessions = list(problem.sessions)
    at = number % len(sessions)
    for better in (
        {"places": sessions[at].places + 1},
        {"offers": frozenset(["step_free", "hearing_loop"])},
        {"minimum": 0},
    ):
        changed = [*sessions[:at], replace(sessions[at], **better), *sessions[at + 1 :]]
        assert counted(allocate(replace(problem, sessions=changed))) <= counted(result)


@few
@given(problem=problems)
def test_to_let_somebody_go_makes_nothing_worse(problem):
    result = solved(problem)
    for at, one in enumerate(problem.people):
        if one.fixed:
            people = [*problem.people]
            people[at] = replace(one, fixed={})
            assert counted(allocate(replace(problem, people=people))) <= counted(result)


@few
@given(problem=problems)
def test_to_keep_everybody_where_they_are_gives_the_same_again(problem):
    result = solved(problem)
    assume(None not in result.seats.values())
    people = [
        replace(
            one,
            fixed={
                slot: session
                for (who, slot), session in result.seats.items()
                if who == one.id and session not in one.leads
            },
        )
        for one in problem.people
    ]
    again = allocate(replace(problem, people=people))
    assert (again.seats, values(again)) == (result.seats, values(result))


@few
@given(problem=problems)
def test_keeping_moves_no_more_people_than_any_other_run_and_nobody_without_cause(problem):
    last = problem.people[-1].id
    before = [one for one in problem.people if last not in (one.id, one.along)]
    first = solved(replace(problem, people=before, previous={}, keep=False))
    had = {seat: session for seat, session in first.seats.items() if session}
    again = solved(replace(problem, people=before, previous=had, keep=True))
    assert again.seats == first.seats

    kept = solved(replace(problem, previous=had, keep=True))
    full = solved(replace(problem, previous=had, keep=False))
    moves = [measure(replace(problem, previous=had), one.seats)["moves"] for one in (kept, full)]
    assert counted(kept)[:2] == counted(full)[:2]
    assert moves[0] <= moves[1]
    extended = allocate_around(problem, had)
    if extended and extended[:2] == counted(full)[:2]:
        assert moves[0] == 0


def allocate_around(problem, had):
    """What is reached with everybody where they were; None where that cannot be."""
    people = [
        replace(
            one,
            fixed=dict(one.fixed)
            | {
                slot: session
                for (who, slot), session in had.items()
                if who == one.id and session not in one.leads
            },
        )
        for one in problem.people
    ]
    try:
        return counted(allocate(replace(problem, people=people, previous={}, keep=False)))
    except ClashError:
        return None


@few
@given(problem=problems)
def test_no_two_people_could_swap_and_both_be_better_off(problem):
    problem = replace(problem, previous={}, keep=False)
    seats = solved(problem).seats
    for one, other in itertools.combinations(problem.people, 2):
        for slot in problem.slots:
            mine, theirs = seats.get((one.id, slot)), seats.get((other.id, slot))
            if not mine or not theirs:
                continue
            swapped = seats | {(one.id, slot): theirs, (other.id, slot): mine}
            gains = rank(one, slot, theirs) < rank(one, slot, mine)
            gains &= rank(other, slot, mine) < rank(other, slot, theirs)
            assert not (gains and keeps_the_rules(problem, swapped))


@few
@given(problem=problems)
def test_nobody_wants_the_place_of_who_wished_nothing_and_could_as_well_have_theirs(problem):
    problem = replace(problem, previous={}, keep=False)
    seats = solved(problem).seats
    for (one, slot), (other, at) in itertools.permutations(problem.cells(), 2):
        mine, theirs = seats[one.id, slot], seats[other.id, at]
        if slot != at or not mine or not theirs or other.wishes.get(slot):
            continue
        if rank(one, slot, theirs) < rank(one, slot, mine):
            swapped = seats | {(one.id, slot): theirs, (other.id, slot): mine}
            assert not keeps_the_rules(problem, swapped)


@few
@given(problem=problems)
def test_nobody_could_sit_better_in_a_free_place_unless_a_minimum_needs_them(problem):
    problem = replace(problem, previous={}, keep=False)
    result = solved(problem)
    for one, slot in problem.cells():
        mine = result.seats[one.id, slot]
        for session in problem.slots[slot]:
            if mine and rank(one, slot, session.id) < rank(one, slot, mine):
                seats = result.seats | {(one.id, slot): session.id}
                short = measure(problem, seats)["short of minimums"]
                assert not keeps_the_rules(problem, seats) or short > counted(result)[1]


@few
@given(problem=problems, seconds=st.sampled_from([0.0, 0.001, 0.003, 60.0]))
def test_when_time_is_up_the_best_so_far_keeps_the_rules_and_says_what_is_proven(problem, seconds):
    result = solved(problem, seconds=seconds)
    assert keeps_the_rules(problem, result.seats)
    for goal in result.goals:
        assert type(goal.value) is type(goal.bound) is int
        assert 0 <= goal.bound <= goal.value
        assert goal.is_proven == (goal.bound == goal.value)
    if seconds == 60:
        assert all(goal.is_proven for goal in result.goals)
    proven = tuple(
        goal.value for goal in itertools.takewhile(lambda goal: goal.is_proven, result.goals)
    )
    assert proven == values(allocate(problem))[: len(proven)]


@few
@given(problem=problems, number=st.integers(0, 99))
def test_a_price_is_what_forcing_the_seat_makes_worse_first(problem, number):
    problem = replace(problem, previous={}, keep=False)
    result = solved(problem)
    cells = list(problem.cells())
    assume(cells)
    one, slot = cells[number % len(cells)]
    for session in problem.slots[slot]:
        asked = price(problem, result, person=one.id, slot=slot, session=session.id)
        if result.seats[one.id, slot] == session.id:
            assert (asked.goal, asked.clash) == (None, "")
        elif asked.goal:
            assert asked.after > asked.before == measure(problem, result.seats)[asked.goal]
