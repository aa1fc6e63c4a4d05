"""Placing people from a file into another: `manage.py allocate`, without a database."""

import io
import json
import os
import re
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, load_command_class

ROOM = {"id": "r1", "seats": 1, "features": []}
SESSIONS = [
    {"id": "s1", "slot": "t1", "room": "r1", "topic": "a", "min": 0, "max": 1},
    {"id": "s2", "slot": "t1", "room": "r1", "topic": "b", "min": 0, "max": 1},
]


def person(name, **fields):
    given = {"org": name, "needs": [], "slots": ["t1"], "choices": {"t1": ["s1", "s2"]}}
    return {"id": name, "fixed": [], **given, **fields}


def instance(**fields):
    people = [person("p1"), person("p2")]
    given = {"slots": [{"id": "t1"}], "rooms": [ROOM], "sessions": SESSIONS, "people": people}
    return {**given, **fields}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "files"
    made.mkdir()
    (made / "in.json").write_text(json.dumps(instance()))
    return made


def allocated(folder, *options):
    """What the command says on the screen."""
    said = io.StringIO()
    source, output = str(folder / "in.json"), str(folder / "out.json")
    call_command("allocate", source, "--output", output, *options, stdout=said)
    return said.getvalue()


def refused(folder, *options):
    """The words and the exit status."""
    with pytest.raises(CommandError) as error:
        allocated(folder, *options)
    return str(error.value).replace(f"{folder}/", ""), error.value.returncode


def placed(folder):
    made = json.loads((folder / "out.json").read_text())
    return {one["person"]: one["session"] for one in made["placements"]}


def test_seats_are_written_and_the_goals_shown(folder):
    lines = allocated(folder).splitlines()
    assert lines[0].split() == ["goal", "value", "bound", "proven", "seconds"]
    assert lines[1].split()[:-1] == ["without", "a", "seat", "0", "0", "yes"]
    assert [line[:30].strip() for line in lines[1:8]] == [
        "without a seat",
        "short of minimums",
        "worst rank",
        "no first or second choice",
        "rank cost",
        "pairs of colleagues",
        "moves",
    ]
    assert lines[-1] == f"Wrote {folder}/out.json."
    assert sorted(placed(folder).values()) == ["s1", "s2"]


def test_the_file_is_read_by_nobody_else_and_nothing_is_left_beside_it(folder):
    allocated(folder)
    assert stat.S_IMODE((folder / "out.json").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["in.json", "out.json"]


def test_a_seed_repeats_itself_and_others_draw_other_lots(folder):
    drawn = []
    for seed in [*range(8), 0]:
        allocated(folder, f"--seed={seed}")
        drawn.append(placed(folder)["p1"])
    assert set(drawn) == {"s1", "s2"}
    assert drawn[0] == drawn[-1]


def test_who_sat_somewhere_before_stays_with_every_seed(folder):
    for kept in ("s1", "s2"):
        placements = [{"person": "p1", "session": kept}]
        (folder / "old.json").write_text(json.dumps({"placements": placements}))
        for seed in range(4):
            allocated(folder, f"--keep={folder}/old.json", f"--seed={seed}")
            assert placed(folder)["p1"] == kept


def test_the_output_of_before_may_be_replaced_by_its_own_next(folder):
    allocated(folder)
    first = placed(folder)
    allocated(folder, f"--keep={folder}/out.json", "--seed=9")
    assert placed(folder) == first


def test_a_need_that_no_session_meets_is_named(folder):
    people = [person("p1", needs=["quiet_room"])]
    (folder / "in.json").write_text(json.dumps(instance(people=people)))
    assert "No session in t1 meets this need: quiet_room.\n" in allocated(folder)
    assert json.loads((folder / "out.json").read_text())["without"] == [
        {"person": "p1", "slot": "t1"}
    ]


@pytest.mark.parametrize("before", [None, "as it was"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "in.json: the file is not JSON: Expecting property name enclosed in double quotes"),
        (
            json.dumps(instance(people=[person("p1", choices={"t1": ["s9"]})])),
            'in.json: people[0] "p1": choices name a session "s9" that is not there',
        ),
        (
            json.dumps(
                instance(
                    people=[person("p1", fixed=["s2"])],
                    pins=[{"person": "p1", "session": "s1"}],
                )
            ),
            "in.json: p1 cannot be in s1 and in s2 in t1.",
        ),
    ],
    ids=["no JSON", "bad item", "clash"],
)
def test_a_bad_file_is_refused_and_the_output_left_as_it_was(folder, content, said, before):
    (folder / "in.json").write_text(content)
    output = folder / "out.json"
    if before:
        output.write_text(before)
    words, status = refused(folder)
    assert words.startswith(said)
    assert status == 2
    assert (output.read_text() if output.exists() else None) == before
    assert {path.name for path in folder.iterdir()} <= {"in.json", "out.json"}


def test_a_fault_in_the_allocation_of_before_is_said_of_that_file(folder):
    (folder / "old.json").write_text('{"placements": 1}')
    said = ("old.json: placements is not a list: 1", 2)
    assert refused(folder, f"--keep={folder}/old.json") == said
    assert not (folder / "out.json").exists()


def test_of_very_many_faults_the_first_are_shown(folder):
    people = [person(f"p{n}", org=None) for n in range(100)]
    (folder / "in.json").write_text(json.dumps(instance(people=people)))
    words, _status = refused(folder)
    assert words.splitlines()[0] == 'in.json: people[0] "p0": org is not text: null'
    assert words.splitlines()[-1] == "... and 80 more"
    assert len(words.splitlines()) == 21


def test_a_file_that_cannot_be_read_is_named(folder):
    (folder / "in.json").unlink()
    assert refused(folder) == ("in.json cannot be read: No such file or directory.", 2)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("in.json", "in.json is what is to be read."),
        (".", "is not a file."),
        ("none/out.json", "There is no folder none."),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_anything_is_worked_out(folder, output, said):
    before = (folder / "in.json").read_text()
    with pytest.raises(CommandError) as error:
        call_command("allocate", str(folder / "in.json"), "--output", str(folder / output))
    assert str(error.value).replace(f"{folder}/", "").endswith(said)
    assert error.value.returncode == 2
    assert (folder / "in.json").read_text() == before


def test_an_output_that_fails_half_way_leaves_the_one_of_before(folder, monkeypatch):
    (folder / "out.json").write_text("as it was")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    words, status = refused(folder)
    assert (words, status) == ("out.json cannot be written: No space left on device.", 1)
    assert (folder / "out.json").read_text() == "as it was"
    assert sorted(path.name for path in folder.iterdir()) == ["in.json", "out.json"]


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1", "soon"])
def test_a_time_that_is_none_is_refused(folder, seconds):
    words, _status = refused(folder, f"--seconds={seconds}")
    assert words.endswith(f"argument --seconds: '{seconds}' is not a number of seconds")


def test_the_example_of_the_paper_gives_what_the_paper_says(folder):
    paper = (Path(__file__).resolve().parents[2] / "docs" / "allocation.md").read_text()
    example, written = (
        json.loads(block) for block in re.findall(r"```json\n(.+?)```", paper, re.S)
    )
    (folder / "in.json").write_text(json.dumps(example))
    shown = [line.rsplit(None, 1)[0] for line in allocated(folder).splitlines()]
    assert "\n".join(shown[:8]) in paper
    made = json.loads((folder / "out.json").read_text())
    assert {key: made[key] for key in written} == written


def test_it_asks_for_no_checks_of_the_site():
    command = load_command_class("registrations", "allocate")
    assert command.requires_system_checks == []
    assert not command.requires_migrations_checks
