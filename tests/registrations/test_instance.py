"""Breakouts from a file: what it says is what is asked, and whatever is wrong in it is named."""

import copy
import json

import pytest

from registrations.allocation import Goal, Person, Result, Session, allocate
from registrations.allocation.instance import keeping, read, written
from registrations.allocation.rooms import Held, Room
from registrations.allocation.strict_json import BadFileError

INSTANCE = {
    "slots": [{"id": "t1"}, {"id": "t2"}],
    "rooms": [
        {"id": "r1", "seats": 3, "features": ["step_free"]},
        {"id": "r2", "seats": 9, "features": []},
    ],
    "sessions": [
        {"id": "s1", "slot": "t1", "room": "r1", "topic": "a", "min": 1, "max": 8},
        {"id": "s2", "slot": "t1", "room": "r2", "topic": "b", "min": 0, "max": 8},
        {
            "id": "s3",
            "slot": "t2",
            "room": "r2",
            "topic": "a",
            "min": 0,
            "max": 8,
            "features": ["captions"],
        },
    ],
    "people": [
        {
            "id": "p1",
            "org": "o1",
            "needs": ["step_free"],
            "slots": ["t1"],
            "choices": {"t1": ["s1", "s2"], "t2": []},
            "fixed": [],
            "registered": 1,
        },
        {
            "id": "p2",
            "org": "",
            "needs": [],
            "slots": ["t1", "t2"],
            "choices": {},
            "fixed": ["s1"],
        },
        {
            "id": "p3",
            "org": "o1",
            "needs": [],
            "slots": ["t1", "t2"],
            "choices": {},
            "fixed": [],
            "with": "p2",
        },
    ],
    "pins": [{"person": "p1", "session": "s2"}],
}


def asked(instance=None):
    return read(json.dumps(instance or INSTANCE).encode(), seed="1")


def changed(**at):
    """The instance with another value at a path, such as people__0__org; ... takes it away."""
    made = copy.deepcopy(INSTANCE)
    for path, value in at.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        inner = made
        for part in way:
            inner = inner[part]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    return made


def faults(content):
    """What is said of a file, an object of JSON or bytes."""
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(BadFileError) as refused:
        read(content, seed="1")
    return list(refused.value.faults)


def test_a_file_says_who_is_there_and_what_is_held():
    problem = asked().problem
    assert problem.sessions == [
        Session("s1", "t1", "a", places=2, minimum=1, offers=frozenset(["step_free"])),
        Session("s2", "t1", "b", places=8),
        Session("s3", "t2", "a", places=8, offers=frozenset(["captions"])),
    ]
    assert problem.people == [
        Person(
            id="p1",
            wishes={"t1": ("s1", "s2")},
            needs=frozenset(["step_free"]),
            slots=frozenset(["t1"]),
            fixed={"t1": "s2"},
            organisation="=o1",
        ),
        Person(id="p2", slots=frozenset(["t1", "t2"]), leads=frozenset(["s1"]), organisation="="),
        Person(id="p3", slots=frozenset(["t1", "t2"]), organisation="=o1", along="p2"),
    ]
    assert (problem.seed, problem.previous, problem.keep) == ("1", {}, False)


def test_a_file_says_which_rooms_there_are():
    instance = asked()
    assert instance.rooms[0] == Room("r1", 3, frozenset(["step_free"]))
    assert instance.held[2] == Held(
        "s3", "t2", "r2", most=8, offers=frozenset(["captions"]), topic="a"
    )


def test_a_room_too_small_for_those_who_lead_has_no_places():
    assert asked(changed(rooms__0__seats=0)).problem.sessions[0].places == 0


def test_pins_features_and_companions_may_be_left_out_and_other_keys_are_left_alone():
    instance = changed(pins=..., people__2__with=None, people__0__colour="blue", licence="CC0")
    people = asked(instance).problem.people
    assert [(person.fixed, person.along) for person in people] == [({}, "")] * 3


def test_a_mark_of_the_byte_order_does_no_harm():
    content = b"\xef\xbb\xbf" + json.dumps(INSTANCE).encode()
    assert read(content, seed="1") == asked()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"people": ...}, "there is no people"),
        ({"rooms": {}}, "rooms is not a list: an object"),
        ({"pins": None}, "pins is not a list: null"),
        ({"slots__0": "t1"}, 'slots[0] is not an object: "t1"'),
        ({"slots__0__id": 1}, "slots[0]: id is not text: 1"),
        ({"slots__0__id": ""}, 'slots[0] "": id is empty'),
        ({"slots__1__id": "t1"}, 'slots[1] "t1": the id is there already'),
        ({"sessions__2__slot": "t1"}, 'slots: there is no session in "t2"'),
        ({"rooms__0__id": ...}, "rooms[0]: there is no id"),
        ({"rooms__1__id": "r1"}, 'rooms[1] "r1": the id is there already'),
        ({"rooms__0__seats": -1}, 'rooms[0] "r1": seats is less than nought'),
        ({"rooms__0__seats": 3.0}, 'rooms[0] "r1": seats is not a whole number: 3.0'),
        ({"rooms__0__seats": True}, 'rooms[0] "r1": seats is not a whole number: true'),
        ({"rooms__0__seats": "3"}, 'rooms[0] "r1": seats is not a whole number: "3"'),
        ({"rooms__0__seats": 10**30}, 'rooms[0] "r1": seats is more than 1,000,000'),
        ({"rooms__0__features": "x"}, 'rooms[0] "r1": features is not a list: "x"'),
        ({"rooms__0__features": [1]}, 'rooms[0] "r1": features is not text: 1'),
        ({"sessions__0__id": "s2"}, 'sessions[1] "s2": the id is there already'),
        (
            {"sessions__0__slot": "t9"},
            'sessions[0] "s1": slot names a slot "t9" that is not there',
        ),
        (
            {"sessions__0__room": "r9"},
            'sessions[0] "s1": room names a room "r9" that is not there',
        ),
        ({"sessions__0__room": None}, 'sessions[0] "s1": room is not text: null'),
        ({"sessions__0__topic": ...}, 'sessions[0] "s1": there is no topic'),
        ({"sessions__0__max": None}, 'sessions[0] "s1": max is not a whole number: null'),
        ({"sessions__0__min": -2}, 'sessions[0] "s1": min is less than nought'),
        ({"sessions__0__min": 9}, 'sessions[0] "s1": min is 9, more than max, which is 8'),
        ({"people__1__id": "p1"}, 'people[1] "p1": the id is there already'),
        ({"people__0__org": ...}, 'people[0] "p1": there is no org'),
        ({"people__0__org": 7}, 'people[0] "p1": org is not text: 7'),
        ({"people__0__needs": None}, 'people[0] "p1": needs is not a list: null'),
        ({"people__0__slots": ["t1", "t1"]}, 'people[0] "p1": slots names "t1" twice'),
        ({"people__0__slots": ["t9"]}, 'people[0] "p1": slots name a slot "t9" that is not there'),
        ({"people__0__choices": []}, 'people[0] "p1": choices is not an object: a list'),
        ({"people__0__choices__t1": "s1"}, 'people[0] "p1": choices is not a list: "s1"'),
        ({"people__0__choices__t1": [["s1"]]}, 'people[0] "p1": choices is not text: a list'),
        (
            {"people__0__choices__t1": ["s1", "s1"]},
            'people[0] "p1": choices names "s1" twice',
        ),
        (
            {"people__0__choices__t1": ["s9"]},
            'people[0] "p1": choices name a session "s9" that is not there',
        ),
        (
            {"people__0__choices__t1": ["s3"]},
            'people[0] "p1": choices for "t1" name "s3", which is in "t2"',
        ),
        (
            {"people__0__choices__t9": []},
            'people[0] "p1": choices name a slot "t9" that is not there',
        ),
        (
            {"people__1__fixed": ["s9"]},
            'people[1] "p2": fixed names a session "s9" that is not there',
        ),
        ({"people__1__fixed": ["s1", "s1"]}, 'people[1] "p2": fixed names "s1" twice'),
        ({"people__2__with": "p9"}, 'people[2] "p3": comes with a person "p9" who is not there'),
        ({"people__2__with": "p3"}, 'people[2] "p3": comes with themselves'),
        ({"people__2__with": 5}, 'people[2] "p3": with is not text: 5'),
        (
            {"people__1__with": "p1"},
            'people[2] "p3": comes with "p2", who comes along with somebody too',
        ),
        (
            {"people__2__choices__t1": ["s1"]},
            'people[2] "p3": comes with "p2" and has choices of their own: leave them out',
        ),
        (
            {"pins__0__person": "p9"},
            'pins[0] "p9": there is a pin for a person "p9" that is not there',
        ),
        (
            {"pins__0__session": "s9"},
            'pins[0] "p1": session names a session "s9" that is not there',
        ),
        ({"pins__0__session": ...}, 'pins[0] "p1": there is no session'),
        (
            {"pins__0__person": "p2", "pins__0__session": "s1"},
            'pins[0] "p2": they lead "s1": leave the pin out',
        ),
        (
            {"pins": [{"person": "p1", "session": one} for one in ("s2", "s1")]},
            'pins[1] "p1": there are two pins for "t1"',
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_item(change, said):
    assert faults(changed(**change)) == [said]


def test_every_item_at_fault_is_named():
    assert faults(changed(people__0__org=1, people__2__needs=1)) == [
        'people[0] "p1": org is not text: 1',
        'people[2] "p3": needs is not a list: 1',
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is not JSON: Expecting value in line 1, column 1"),
        (b"person,session\n", "the file is not JSON: Expecting value in line 1, column 1"),
        (b"\xff\xfe{}", "the file is not text in UTF-8, from byte 0 on"),
        (b"[1]", "the file does not hold an object, which begins with {"),
        (b"null", "the file does not hold an object, which begins with {"),
        (b'{"a": NaN}', "the file is not JSON: it holds NaN, which is no number"),
        (b'{"a": -Infinity}', "the file is not JSON: it holds -Infinity, which is no number"),
        (b'{"a": 1, "a": 2}', 'the key "a" stands twice in one object'),
        (b"[" * 200_000, "the file is nested too deeply"),
        (b'{"a":' * 200_000, "the file is nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "the file holds a number with too many digits"),
        (b" " * 20_000_001, "the file has more than 20,000,000 bytes"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_what_is_no_instance_at_all_is_said(content, said):
    assert faults(content) == [said]


def paths(value, way=()):
    """The way to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        yield (*way, str(key))
        if isinstance(one, dict | list):
            yield from paths(one, (*way, str(key)))


VALUES = [..., None, True, 0, -1, 1.5, 1e300, 10**40, "", "s1", "t2", "p3", [], ["s1"], {}, [[]]]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_whatever_stands_in_whatever_place_is_taken_or_refused_in_words(value):
    for way in paths(INSTANCE):
        try:
            made = asked(changed(**{"__".join(way): value}))
        except BadFileError as error:
            assert error.faults  # noqa: PT017 - many values are taken
        else:
            assert all(one.places >= 0 for one in made.problem.sessions)


def test_half_of_a_sign_is_refused_where_it_could_not_be_written():
    said = faults(changed(people__0__id="p\ud800"))
    assert said == ['people[0] "p\\ud800": id holds half of a sign: "p\\ud800"']
    said[0].encode()


def test_a_fault_stays_on_one_line_and_short():
    (said,) = faults(changed(people__0__org=["x"], people__0__id="\u202e\x1b[31m\n" + "y" * 999))
    assert said.startswith('people[0] "\\u202e\\u001b[31m\\nyyy')
    assert said.isprintable()
    assert len(said) < 150


def test_more_seats_than_fit_in_memory_are_refused():
    people = [
        {"id": f"p{n}", "org": "o", "needs": [], "slots": ["t"], "choices": {}, "fixed": []}
        for n in range(1001)
    ]
    sessions = [
        {"id": f"s{n}", "slot": "t", "room": "r", "topic": "a", "min": 0, "max": 1}
        for n in range(1000)
    ]
    rooms = [{"id": "r", "seats": 1, "features": []}]
    (said,) = faults(
        {"slots": [{"id": "t"}], "rooms": rooms, "sessions": sessions, "people": people}
    )
    assert said.startswith("people: 1,001,000 seats could be given, more than 1,000,000")


# An allocation of before


def before(*placements, **more):
    given = [{"person": person, "session": session} for person, session in placements]
    return json.dumps({"placements": given, **more}).encode()


def test_an_allocation_of_before_is_kept_without_what_is_gone():
    content = before(("p1", "s2"), ("gone", "s1"), ("p1", "s9"), ("p2", "s3"), seed="7")
    problem = keeping(asked(), content).problem
    assert problem.keep
    assert problem.previous == {("p1", "t1"): "s2", ("gone", "t1"): "s1", ("p2", "t2"): "s3"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{}", "there is no placements"),
        (b'{"placements": {}}', "placements is not a list: an object"),
        (b'{"placements": [["p1", "s1"]]}', "placements[0] is not an object: a list"),
        (b'{"placements": [{"person": "p1"}]}', 'placements[0] "p1": there is no session'),
        (
            b'{"placements": [{"person": 1, "session": "s1"}]}',
            "placements[0]: person is not text: 1",
        ),
        (
            before(("p1", "s1"), ("p1", "s2")),
            'placements[1] "p1": they are in two sessions of "t1"',
        ),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_an_allocation_of_before_that_is_none_is_refused(content, said):
    with pytest.raises(BadFileError) as refused:
        keeping(asked(), content)
    assert refused.value.faults == (said,)


# What comes back


def test_the_seats_are_written_with_the_goals_and_who_has_none():
    problem = asked().problem
    seats = {("p1", "t1"): "s2", ("p2", "t1"): "s1", ("p2", "t2"): "s3", ("p3", "t1"): "s1"}
    result = Result(seats, (Goal("without a seat", 1, 0),), unmet=(("t1", "quiet_room"),))
    assert json.loads(written(problem, result)) == {
        "placements": [
            {"person": "p1", "session": "s2"},
            {"person": "p2", "session": "s3"},
            {"person": "p3", "session": "s1"},
        ],
        "without": [{"person": "p3", "slot": "t2"}],
        "unmet": [{"slot": "t1", "need": "quiet_room"}],
        "goals": [{"name": "without a seat", "value": 1, "bound": 0, "proven": False}],
        "mode": "full",
        "seed": "1",
    }


def test_what_is_written_can_be_kept():
    instance = asked(changed(pins=..., people__0__needs=[]))
    first = written(instance.problem, allocate(instance.problem))
    again = keeping(instance, first.encode()).problem
    assert again.previous["p1", "t1"] == "s1"
    second = json.loads(written(again, allocate(again)))
    assert second["placements"] == json.loads(first)["placements"]
    assert second["mode"] == "keep"
