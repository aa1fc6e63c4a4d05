"""What the race of `make bench` calls a fault: it must see what it is there to see."""

from typing import Any

from benchmarks.bench.booker import Booker
from benchmarks.bench.clients import Answer
from benchmarks.bench.standing import faults

PLACES = 2


def booker(name: str, sent_at: float, answered_at: float, status: int = 200) -> Booker:
    answer = Answer(status, "/r/token/done/", b"", 1.0, 1.0)
    one = Booker("http://127.0.0.1", "/e/race/", name, [answer])
    one.sent_at, one.answered_at = sent_at, answered_at
    return one


def stands(**changed: Any) -> dict[str, Any]:
    whole = {
        "placed": {"a": 1, "b": 2},
        "waiting": ["c", "d"],
        "bookings": 4,
        "mails": {"confirmation": 2, "waiting_list": 2},
    }
    return {**whole, **changed}


IN_TURN = [booker(name, n, n + 0.5) for n, name in enumerate("abcd")]


def test_a_race_that_ends_as_it_should_has_no_fault() -> None:
    assert faults(stands(), IN_TURN, PLACES) == []


def test_a_place_too_many_or_given_twice_is_seen() -> None:
    assert "3 have one of 2 places" in faults(
        stands(placed={"a": 1, "b": 2, "c": 3}), IN_TURN, PLACES
    )
    twice = "a place was given twice, or one that is not there"
    assert faults(stands(placed={"a": 1, "b": 1}), IN_TURN, PLACES) == [twice]


def test_whoever_had_an_answer_before_another_pressed_the_button_stands_before_them() -> None:
    overtaken = "somebody was overtaken"
    assert faults(stands(waiting=["d", "c"]), IN_TURN, PLACES) == [overtaken]
    assert faults(stands(placed={"a": 1, "c": 2}, waiting=["b", "d"]), IN_TURN, PLACES) == [
        overtaken
    ]
    at_once = [booker(name, 0, 1) for name in "abcd"]
    assert faults(stands(waiting=["d", "c"]), at_once, PLACES) == []


def test_an_answer_that_no_person_should_meet_is_seen() -> None:
    bookers = [*IN_TURN[:3], booker("d", 3, 3.5, status=503)]
    assert faults(stands(), bookers, PLACES) == [
        "1 answers were 5xx",
        "somebody was not told that it is done",
    ]
    bookers[3].lost = 1
    assert "1 had no answer within 60 s" in faults(stands(), bookers, PLACES)
