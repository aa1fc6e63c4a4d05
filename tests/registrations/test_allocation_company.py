"""Who comes along with somebody, whose colleague somebody is, and where they were before."""

import random
from collections import Counter

import pytest

from registrations.allocation import (
    ClashError,
    Person,
    Price,
    Problem,
    Session,
    allocate,
    first_come,
    price,
)


def session(name, slot="1", places=9, **fields):
    fields.setdefault("topic", name)
    fields.setdefault("offers", frozenset(["step_free"]))
    return Session(id=name, slot=slot, places=places, **fields)


def person(name, *wishes, **fields):
    """Somebody with wishes in slot 1."""
    return Person(id=name, wishes={"1": wishes} if wishes else {}, **fields)


def solved(sessions, people, **fields):
    return allocate(Problem(sessions, people, "spring", **fields))


def goals(result):
    return {goal.name: goal.value for goal in result.goals if goal.name != "lots"}


def refused(sessions, people):
    with pytest.raises(ClashError) as error:
        solved(sessions, people)
    return [(one.kind, one.slot, one.session, one.person) for one in error.value.clashes]


# Companions


def test_a_companion_sits_with_their_person_and_takes_a_place():
    rooms = [session("a", places=2), session("b")]
    people = [person("p1", "a"), person("p2", along="p1"), person("p3")]
    seats = solved(rooms, people).seats
    assert seats == {("p1", "1"): "a", ("p2", "1"): "a", ("p3", "1"): "b"}


def test_a_companion_counts_towards_the_minimum():
    rooms = [session("a", minimum=2), session("b")]
    result = solved(rooms, [person("p1", "b", "a"), person("p2", along="p1")])
    assert result.seats == {("p1", "1"): "a", ("p2", "1"): "a"}
    assert goals(result)["short of minimums"] == 0


def test_both_have_a_seat_or_neither_and_each_is_missed():
    rooms = [session("a", places=1)]
    result = solved(rooms, [person("p1", "a"), person("p2", along="p1")])
    assert result.seats == {("p1", "1"): None, ("p2", "1"): None}
    assert goals(result)["without a seat"] == 2


def test_what_either_needs_holds_for_both():
    rooms = [session("a", offers=frozenset()), session("b")]
    people = [person("p1", "a"), person("p2", along="p1", needs=frozenset(["step_free"]))]
    assert solved(rooms, people).seats == {("p1", "1"): "b", ("p2", "1"): "b"}


def test_a_companion_takes_a_place_beside_their_person_who_leads():
    rooms = [session("a", places=1), session("b")]
    people = [
        person("p1", leads=frozenset(["a"])),
        person("p2", along="p1"),
        person("p3", "a", "b"),
    ]
    seats = solved(rooms, people).seats
    assert seats == {("p1", "1"): "a", ("p2", "1"): "a", ("p3", "1"): "b"}


def test_a_companion_is_placed_alone_while_their_person_is_away():
    rooms = [session("a"), session("2a", slot="2", topic="a"), session("2b", slot="2")]
    people = [person("p1", "a", slots=frozenset("1")), person("p2", along="p1")]
    seats = solved(rooms, people).seats
    assert seats == {("p1", "1"): "a", ("p2", "1"): "a", ("p2", "2"): "2b"}


def test_companions_who_are_kept_apart_are_named():
    people = [person("p1", fixed={"1": "a"}), person("p2", along="p1", fixed={"1": "b"})]
    assert refused([session("a"), session("b")], people) == [("together", "1", "b", "p2")]


def test_nobody_comes_along_with_a_companion():
    people = [person("p1"), person("p2", along="p1"), person("p3", along="p2")]
    assert refused([session("a")], people) == [("together", "", "", "p3")]


def test_a_pin_of_one_holds_for_both_and_so_do_its_clashes():
    rooms = [session("a", offers=frozenset()), session("b"), session("c", places=1)]
    mine = person("p1", fixed={"1": "b"})
    assert solved(rooms, [mine, person("p2", along="p1")]).seats["p2", "1"] == "b"
    needy = person("p2", along="p1", needs=frozenset(["step_free"]))
    assert refused(rooms, [person("p1", fixed={"1": "a"}), needy]) == [("need", "1", "a", "p2")]
    full = [person("p1", fixed={"1": "c"}), person("p2", along="p1")]
    assert refused(rooms, full) == [("full", "1", "c", "")]


def test_a_session_without_a_place_beside_its_lead_is_a_clash():
    people = [person("p1", leads=frozenset(["a"])), person("p2", along="p1")]
    assert refused([session("a", places=0)], people) == [("full", "1", "a", "")]


def test_on_the_sign_up_sheet_companions_are_with_their_person():
    rooms = [session("a", places=2), session("b")]
    people = [person("p1", "a"), person("p2", "a"), person("p3", along="p2")]
    seats = first_come(Problem(rooms, people, "s"), ["p1", "p2", "p3"])
    assert seats == {("p1", "1"): "a", ("p2", "1"): "b", ("p3", "1"): "b"}


# Colleagues


def test_colleagues_are_spread_where_ranks_allow_it():
    rooms = [session("a", places=2), session("b", places=2)]
    people = [person(f"p{n}", organisation="north" if n < 2 else f"o{n}") for n in range(4)]
    result = solved(rooms, people)
    assert result.seats["p0", "1"] != result.seats["p1", "1"]
    assert goals(result)["pairs of colleagues"] == 0


def test_a_lead_is_a_colleague_too_and_ranks_come_first():
    people = [
        person("p1", organisation="north", leads=frozenset(["a"])),
        person("p2", organisation="north"),
        person("p3", "a", organisation="north"),
    ]
    result = solved([session("a"), session("b")], people)
    assert [result.seats[one, "1"] for one in ("p2", "p3")] == ["b", "a"]
    assert goals(result)["pairs of colleagues"] == 1


def test_who_has_no_organisation_is_nobodys_colleague():
    result = solved([session("a")], [person("p1"), person("p2")])
    assert goals(result)["pairs of colleagues"] == 0


# Kept


def test_once_told_nobody_moves_for_a_better_rank_of_somebody_else():
    rooms = [session("a", places=1), session("b")]
    people = [person("p1", "b", "a"), person("p2", "a", "b")]
    previous = {("p1", "1"): "a"}
    kept = solved(rooms, people, previous=previous, keep=True)
    assert kept.seats == {("p1", "1"): "a", ("p2", "1"): "b"}
    assert [goal.name for goal in kept.goals][2] == "moves"
    assert goals(kept)["moves"] == 0
    full = solved(rooms, people, previous=previous)
    assert full.seats == {("p1", "1"): "b", ("p2", "1"): "a"}
    assert goals(full)["moves"] == 1


def test_somebody_moves_when_else_somebody_has_no_seat():
    rooms = [session("a", places=1), session("b", places=1, offers=frozenset())]
    people = [person("p1", "a"), person("p2", needs=frozenset(["step_free"]))]
    result = solved(rooms, people, previous={("p1", "1"): "a"}, keep=True)
    assert result.seats == {("p1", "1"): "b", ("p2", "1"): "a"}
    assert goals(result)["moves"] == 1


def test_seats_of_sessions_people_and_slots_that_are_gone_count_for_nothing():
    previous = {("p1", "1"): "gone", ("p9", "1"): "a", ("p1", "9"): "a"}
    assert goals(solved([session("a")], [person("p1")], previous=previous))["moves"] == 0


# Told and priced


def test_each_goal_is_told_once_in_its_order():
    told = []
    result = allocate(Problem([session("a")], [person("p1", "a")], "s"), on_goal=told.append)
    assert told == [goal.name for goal in result.goals]


def test_without_any_time_everybody_is_seated_by_choice_and_nothing_is_said_to_be_proven():
    rooms = [session("a", places=2), session("b", places=2, minimum=2)]
    people = [
        person("p1", "a"),
        person("p2", "a", "b"),
        person("p3", "b"),
        person("p4", along="p1"),
    ]
    result = allocate(Problem(rooms, people, "s"), seconds=0)
    assert Counter(result.seats.values()) == {"a": 2, "b": 2}
    assert result.seats["p1", "1"] == result.seats["p4", "1"]
    assert {goal.name for goal in result.goals if not goal.is_proven} >= {"worst rank", "lots"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"person": "p2", "session": "a"}, Price("worst rank", 2, 3)),
        ({"person": "p1", "session": "a"}, Price(None)),
        ({"person": "p3", "session": "c"}, Price(None)),
        ({"person": "p2", "session": "full"}, Price(None, clash="full")),
        ({"person": "p2", "session": "stairs"}, Price(None, clash="need")),
    ],
)
def test_a_price_names_the_first_goal_that_would_be_worse(asked, told):
    rooms = [
        session("a", places=1),
        session("b"),
        session("c"),
        session("full", places=0),
        session("stairs", offers=frozenset()),
    ]
    people = [
        person("p1", "a", "full", "stairs"),
        person("p2", "b", "a", needs=frozenset(["step_free"])),
        person("p3"),
        person("p4", "a", "b"),
    ]
    problem = Problem(rooms, people, "s")
    result = allocate(problem)
    assert result.seats["p1", "1"] == "a"
    assert price(problem, result, slot="1", **asked) == told


# Many


def test_a_large_forum_with_companions_is_proven_in_whole_numbers():
    draw = random.Random(1)  # noqa: S311 - a made-up forum
    slots = [str(number) for number in range(1, 8)]
    rooms = [
        session(f"{slot}{x}", slot=slot, topic=f"{slot}{x}", places=26, minimum=9)
        for slot in slots
        for x in "abcdef"
    ]
    people = [
        Person(
            id=f"p{number:03}",
            wishes={slot: tuple(f"{slot}{x}" for x in draw.sample("abcdef", 3)) for slot in slots},
            organisation=f"o{number % 40}",
        )
        if number % 10
        else Person(id=f"p{number:03}", along=f"p{number + 1:03}")
        for number in range(150)
    ]
    result = solved(rooms, people)
    assert all(goal.is_proven for goal in result.goals)
    assert goals(result)["without a seat"] == goals(result)["short of minimums"] == 0
    assert max(Counter(result.seats.values()).values()) <= 26
    for slot in slots:
        for number in range(0, 150, 10):
            together = {result.seats[f"p{n:03}", slot] for n in (number, number + 1)}
            assert len(together) == 1
