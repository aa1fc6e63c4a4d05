"""Who goes where, as plain Python, rule by rule."""

import random
from collections import Counter

import pytest

from registrations.allocation import (
    ClashError,
    Person,
    Problem,
    Session,
    allocate,
    first_come,
    profile,
)

NEEDS = ["step_free", "hearing_loop"]


def session(name, slot="1", places=2, **fields):
    """A session that meets every need, on a topic of its own."""
    fields.setdefault("topic", name)
    fields.setdefault("offers", frozenset(NEEDS))
    return Session(id=name, slot=slot, places=places, **fields)


def person(name, *wishes, **fields):
    """Somebody with wishes in slot 1."""
    return Person(id=name, wishes={"1": wishes} if wishes else {}, **fields)


def solved(sessions, people, seed="spring"):
    return allocate(Problem(sessions, people, seed))


def goals(result):
    return tuple(goal.value for goal in result.goals)[:5]


# Repeatable


def crowd(seed, people=30):
    """Six sessions in two slots, wishes drawn at random; topics are offered in both slots."""
    draw = random.Random(seed)  # noqa: S311 - a made-up forum
    sessions = [
        session(f"{slot}{letter}", slot=slot, places=people // 3 + 1, topic=letter, minimum=3)
        for slot in "12"
        for letter in "abc"
    ]
    return sessions, [
        Person(
            id=f"p{number:02}",
            wishes={slot: tuple(f"{slot}{x}" for x in draw.sample("abc", 2)) for slot in "12"},
        )
        for number in range(people)
    ]


def test_the_order_of_rows_changes_nothing():
    sessions, people = crowd(1)
    first = solved(sessions, people)
    for seed in range(5):
        shuffle = random.Random(seed).shuffle  # noqa: S311 - an order of rows
        shuffle(sessions)
        shuffle(people)
        assert solved(sessions, people) == first


def test_a_seed_repeats_itself_and_another_draws_other_lots():
    sessions, people = crowd(2)
    first, again, other = (solved(sessions, people, seed) for seed in ["a", "a", "b"])
    assert first == again
    assert goals(first) == goals(other)
    assert first.seats != other.seats


def test_lots_do_not_follow_the_order_of_ids():
    rooms = [session("a", places=1), session("b", places=1)]
    people = [person("p1", "a"), person("p2", "a")]
    first = {solved(rooms, people, str(seed)).seats["p1", "1"] for seed in range(12)}
    assert first == {"a", "b"}


# Rule by rule


def test_everybody_gets_a_first_choice_where_there_is_room():
    result = solved([session("a"), session("b")], [person("p1", "a"), person("p2", "b", "a")])
    assert result.seats == {("p1", "1"): "a", ("p2", "1"): "b"}
    assert goals(result) == (0, 0, 1, 0, 0)


def test_everybody_wants_one_session():
    rooms = [session("a", places=3), session("b", places=10), session("c", places=10)]
    people = [person(f"p{n}", "a", "b") for n in range(8)]
    result = solved(rooms, people)
    assert Counter(result.seats.values()) == {"a": 3, "b": 5}
    assert goals(result) == (0, 0, 2, 0, 5)


def test_more_people_than_places_leave_as_few_as_can_be_without_a_seat():
    rooms = [session("a", places=2), session("b", places=1)]
    result = solved(rooms, [person(f"p{n}", "a") for n in range(5)])
    assert Counter(result.seats.values()) == {"a": 2, "b": 1, None: 2}
    assert goals(result)[0] == 2


def test_without_wishes_everybody_sits_somewhere_and_no_rank_is_counted():
    rooms = [session("a", minimum=2), session("b", minimum=2)]
    result = solved(rooms, [person(f"p{n}") for n in range(4)])
    assert Counter(result.seats.values()) == {"a": 2, "b": 2}
    assert goals(result) == (0, 0, 0, 0, 0)


def test_nobody_at_all_is_no_problem():
    assert solved([session("a", minimum=2)], []).seats == {}
    assert goals(solved([], [person("p1", "a")])) == (0, 0, 0, 0, 0)


def test_minimums_come_before_wishes():
    rooms = [session("a", places=9), session("b", places=9, minimum=2)]
    result = solved(rooms, [person(f"p{n}", "a", "b") for n in range(4)])
    assert Counter(result.seats.values()) == {"a": 2, "b": 2}
    assert goals(result) == (0, 0, 2, 0, 2)


def test_two_second_choices_come_before_a_first_and_a_third():
    rooms = [session(name, places=int(name != "d")) for name in "abcd"]
    people = [person("p1", "a", "b", "c"), person("p2", "d", "a", "c")]
    result = solved(rooms, people)
    assert result.seats == {("p1", "1"): "b", ("p2", "1"): "a"}
    assert goals(result) == (0, 0, 2, 0, 2)


def test_a_room_that_meets_no_need_is_nobodys_who_needs_it():
    rooms = [session("a", offers=frozenset()), session("b", offers=frozenset(["step_free"]))]
    people = [person("p1", "a", "b", needs=frozenset(["step_free"])), person("p2", "a", "b")]
    assert solved(rooms, people).seats == {("p1", "1"): "b", ("p2", "1"): "a"}


def test_a_need_that_nothing_meets_leaves_a_seat_empty_and_is_named():
    rooms = [session("a", offers=frozenset(["step_free"])), session("2a", slot="2")]
    people = [person("p1", "a", needs=frozenset(NEEDS)), person("p2", "a")]
    result = solved(rooms, people)
    assert result.unmet == (("1", "hearing_loop"),)
    assert result.seats["p1", "1"] is None
    assert result.seats["p1", "2"] == "2a"
    assert goals(result)[0] == 1


def test_needs_that_no_room_meets_together_are_named_each():
    rooms = [session(need, offers=frozenset([need])) for need in NEEDS]
    result = solved(rooms, [person("p1", needs=frozenset(NEEDS))])
    assert result.unmet == (("1", "hearing_loop"), ("1", "step_free"))


def test_who_is_kept_stays_and_the_worst_rank_counts_it():
    rooms = [session(name, places=3) for name in "abcd"]
    people = [person("p1", "a", "b", "c", fixed={"1": "d"}), person("p2", "a")]
    result = solved(rooms, people)
    assert result.seats == {("p1", "1"): "d", ("p2", "1"): "a"}
    assert goals(result) == (0, 0, 4, 1, 6)


def test_who_leads_a_session_is_in_it_and_takes_no_place():
    rooms = [session("a", places=1), session("b", places=1), session("c", places=0)]
    people = [
        person("p1", "b", leads=frozenset(["a"])),
        person("p2", "a", "c"),
        person("p3", "a", "b"),
    ]
    result = solved(rooms, people)
    assert result.seats == {("p1", "1"): "a", ("p2", "1"): "a", ("p3", "1"): "b"}
    assert goals(result) == (0, 0, 2, 0, 1)


def test_nobody_has_a_topic_twice_nor_the_one_they_lead():
    rooms = [session(f"{slot}{x}", slot=slot, topic=x, places=5) for slot in "12" for x in "ab"]
    wishes = {"1": ("1a",), "2": ("2a",)}
    people = [Person("p1", wishes), Person("p2", {"2": ("2a",)}, leads=frozenset(["1a"]))]
    result = solved(rooms, people)
    mine = {result.seats["p1", slot] for slot in "12"}
    assert mine in ({"1a", "2b"}, {"1b", "2a"})
    assert (result.seats["p2", "1"], result.seats["p2", "2"]) == ("1a", "2b")


def test_nobody_is_placed_while_they_are_away():
    rooms = [session("a", minimum=2), session("2a", slot="2")]
    result = solved(rooms, [person("p1", "a", slots=frozenset("2")), person("p2", "a")])
    assert result.seats == {("p1", "2"): "2a", ("p2", "1"): "a", ("p2", "2"): "2a"}
    assert goals(result)[:2] == (0, 1)


def test_who_is_left_out_counts_as_let_down():
    rooms = [session("a", places=1)]
    assert goals(solved(rooms, [person("p1", "a"), person("p2", "a")])) == (1, 0, 1, 1, 0)


# What is fixed and cannot be


@pytest.mark.parametrize(
    ("kind", "someone"),
    [
        ("unknown", {"fixed": {"1": "gone"}}),
        ("unknown", {"leads": frozenset(["gone"])}),
        ("slot", {"fixed": {"1": "2a"}}),
        ("absent", {"fixed": {"1": "a"}, "slots": frozenset("2")}),
        ("leads", {"fixed": {"1": "b"}, "leads": frozenset(["a"])}),
        ("leads", {"leads": frozenset(["a", "b"])}),
        ("need", {"fixed": {"1": "up"}, "needs": frozenset(["step_free"])}),
        ("need", {"leads": frozenset(["up"]), "needs": frozenset(["step_free"])}),
        ("topic", {"fixed": {"1": "a", "2": "2a"}}),
        ("topic", {"fixed": {"2": "2a"}, "leads": frozenset(["a"])}),
        ("full", {"fixed": {"1": "full"}}),
        ("together", {"along": "gone"}),
        ("together", {"along": "p1"}),
    ],
)
def test_what_cannot_be_is_refused_and_named(kind, someone):
    rooms = [
        session("a", topic="housing"),
        session("b"),
        session("up", offers=frozenset()),
        session("full", places=0),
        session("2a", slot="2", topic="housing"),
    ]
    with pytest.raises(ClashError) as refused:
        solved(rooms, [person("p1", "a", **someone)])
    assert {clash.kind for clash in refused.value.clashes} >= {kind}
    assert all(clash.words in str(refused.value) for clash in refused.value.clashes)


def test_a_clash_says_where_and_which_need():
    rooms = [session("up", offers=frozenset()), session("a")]
    with pytest.raises(ClashError) as refused:
        solved(rooms, [person("p1", fixed={"1": "up"}, needs=frozenset(["step_free"]))])
    (clash,) = refused.value.clashes
    assert (clash.kind, clash.slot, clash.session, clash.need) == ("need", "1", "up", "step_free")


# What it is compared with


def test_first_come_gives_the_first_what_they_want():
    rooms = [session("a", places=1), session("b", places=1)]
    problem = Problem(rooms, [person("p1", "a"), person("p2", "a", "b"), person("p3", "a")], "s")
    seats = first_come(problem, ["p2", "p3", "p1"])
    assert seats == {("p2", "1"): "a", ("p3", "1"): "b", ("p1", "1"): None}
    counts = {"first": 1, "second": 0, "third": 0, "other": 1, "no_wishes": 0, "nowhere": 1}
    assert profile(problem, seats).as_counts() == counts


def test_first_come_keeps_who_is_kept_and_counts_nobody_who_leads():
    rooms = [session("a", places=1, topic="x"), session("b"), session("2a", slot="2", topic="x")]
    people = [
        person("p1", "a"),
        person("p2", fixed={"1": "a"}),
        person("p3", leads=frozenset(["b"])),
    ]
    problem = Problem(rooms, people, "s")
    seats = first_come(problem, ["p1", "p2", "p3"])
    assert seats["p2", "1"] == "a"
    assert seats["p1", "1"] == seats["p3", "1"] == "b"
    assert seats["p2", "2"] is None
    assert profile(problem, seats).as_counts() == {
        "first": 0,
        "second": 0,
        "third": 0,
        "other": 1,
        "no_wishes": 3,
        "nowhere": 1,
    }
