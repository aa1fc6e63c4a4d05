"""How well and how fast people are placed in sessions, beside the reference in a folder.

    python benchmarks/allocation.py DIR

DIR holds instances as docs/allocation.md describes them, `reference.json` with the proven values of
the goals, and `check_allocation.py`, which knows nothing of us. Of what is not there nothing is
measured. For every instance: the six goals beside the reference, seconds of the processor (the
median of some runs where it is small), the most memory of a process of its own, whether the checker
accepts the file, and whether ten orders of the rows give the same one. On the largest: the same
seats kept when 40 come late and 40 are gone. On the first forums: whether anybody gains who misses
a first choice and cuts their lists down to it. At the end our figures stand beside the goals.

The status is 1 when a value differs, a file is refused, rows change anything, somebody moves, or
somebody gains. Times are only shown: they tell of the machine too.
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from registrations.allocation import Person, Problem, Result, allocate
from registrations.allocation.instance import Instance, keeping, read, written
from registrations.allocation.problem import rank, rank_cost

SMALL, ROUNDS = 300, 5  # people; runs of an instance that has no more
SHUFFLES = 10
LARGE, CHANGED = 1000, 40  # people; how many of them come late, and how many are gone
GAMED = ["forum70_seed1.json", "forum70_seed2.json", "forum70_seed3.json"]
# As the reference and the checker call our goals, in our order.
KEYS = [
    "unplaced",
    "min_shortfall",
    "worst_rank",
    "people_without_top2",
    "rank_cost",
    "same_org_pairs",
]
TAKEN = "reference_seconds_1core"
# People of an instance: the most seconds, and the most memory in MB where there is a goal for it.
GOALS = {70: (0.1, None), 120: (0.5, None), 2000: (15.0, 512)}
KEEP_SECONDS = 3.0


def instance(data: Any) -> Instance:
    return read(json.dumps(data).encode(), seed="1")


def timed(problem: Problem) -> tuple[float, Result]:
    """Seconds of the processor, once the solver is loaded."""
    import highspy  # noqa: F401 - what importing costs is not measured

    start = time.process_time()
    result = allocate(problem)
    return time.process_time() - start, result


def values(result: Result) -> list[int]:
    return [goal.value for goal in result.goals if goal.name not in ("moves", "lots")]


# The parts, each in a process of its own


def place(source: str, output: str) -> dict[str, Any]:
    """The goals, seconds and memory; the file is written for the checker."""
    asked = read(Path(source).read_bytes(), seed="1")
    rounds = ROUNDS if len(asked.problem.people) <= SMALL else 1
    runs = [timed(asked.problem) for _ in range(rounds)]
    result = runs[0][1]
    Path(output).write_text(written(asked.problem, result))
    return {
        "people": len(asked.problem.people),
        "values": values(result),
        "unproven": [
            goal.name for goal in result.goals if not goal.is_proven and goal.name != "lots"
        ],
        "seconds": statistics.median(seconds for seconds, _result in runs),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def shuffle(source: str, output: str) -> int:
    """How many orders of the rows give the very file that was written before."""
    data, before = json.loads(Path(source).read_text()), Path(output).read_text()
    same = 0
    for seed in range(SHUFFLES):
        problem = instance(mixed(data, random.Random(seed))).problem
        same += written(problem, allocate(problem)) == before
    return same


def mixed(value: Any, draw: random.Random, key: str = "") -> Any:
    """The same in another order: every list and object but the choices, whose order is meant."""
    if isinstance(value, dict):
        pairs = [
            (name, inner if key == "choices" else mixed(inner, draw, name))
            for name, inner in value.items()
        ]
        return dict(draw.sample(pairs, len(pairs)))
    if isinstance(value, list):
        return draw.sample([mixed(inner, draw) for inner in value], len(value))
    return value


def keep(source: str, output: str, previous: str) -> dict[str, Any]:
    """Some come late, and as many are gone: seconds and who moved. Nobody of them leads."""
    data = json.loads(Path(source).read_text())
    free = [person["id"] for person in data["people"] if not person["fixed"]]
    drawn = random.Random(1).sample(free, 2 * CHANGED)
    late, gone = set(drawn[:CHANGED]), set(drawn[CHANGED:])
    first = instance(without(data, late)).problem
    before = written(first, allocate(first))
    after = without(data, gone)
    problem = keeping(instance(after), before.encode()).problem
    seconds, result = timed(problem)
    Path(output).write_text(written(problem, result))
    Path(previous).write_text(before)
    Path(source).with_name("kept.json").write_text(json.dumps(after))
    moves = next(goal.value for goal in result.goals if goal.name == "moves")
    return {"seconds": seconds, "moved": moves}


def without(data: Any, gone: set[str]) -> Any:
    people = [person for person in data["people"] if person["id"] not in gone]
    return {**data, "people": people}


def game(source: str) -> dict[str, int]:
    """Everybody who misses a first choice cuts their lists down to it, one at a time."""
    data = json.loads(Path(source).read_text())
    problem = instance(data).problem
    result = allocate(problem)
    found = {"gained": 0, "same": 0, "lost": 0}
    for number, person in enumerate(problem.people):
        before = ranks(problem, result, person)
        if max(before, default=0) <= 1:
            continue
        cut = {slot: chosen[:1] for slot, chosen in data["people"][number]["choices"].items()}
        people = list(data["people"])
        people[number] = {**people[number], "choices": cut}
        after = ranks(problem, allocate(instance({**data, "people": people}).problem), person)
        change = sum(map(rank_cost, after)) - sum(map(rank_cost, before))
        found["gained" if change < 0 else "lost" if change else "same"] += 1
    return found


def ranks(problem: Problem, result: Result, person: Person) -> list[int]:
    """What the person gets, by their true wishes; without a seat is worse than all of them."""
    return [
        rank(person, problem.by_id[seat]) if (seat := result.seats[person.id, slot]) else 99
        for someone, slot in problem.cells()
        if someone.id == person.id and person.wishes.get(slot)
    ]


# What is shown


class Report:
    """Measures a folder, prints as it goes, and remembers what is not as it should be."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch
        self.faults: list[str] = []
        self.seconds: dict[int, list[float]] = {}
        self.mb: dict[int, list[float]] = {}
        self.largest: tuple[int, str] = (0, "")
        self.lines: list[str] = []

    def run(self) -> None:
        expected = self.expected()
        say(f"{'instance':34} {' '.join(f'{key[:10]:>10}' for key in KEYS)}")
        for name, known in expected:
            if (self.folder / name).is_file():
                self.place(name, known)
            else:
                say(f"{name:34} is not there")
        self.keep()
        for name in GAMED:
            if (self.folder / name).is_file():
                self.game(name)
        self.compare()

    def expected(self) -> list[tuple[str, dict[str, Any]]]:
        """The instances by file name with what is known; without a reference every instance."""
        reference = self.folder / "reference.json"
        if reference.is_file():
            listed = json.loads(reference.read_text())["instances"]
            return [(Path(name).name, one) for name, one in listed.items()]
        say("There is no reference.json: nothing to compare with.")
        return [(path.name, {}) for path in sorted(self.folder.glob("*.json"))]

    def place(self, name: str, known: dict[str, Any]) -> None:
        source, output = str(self.folder / name), str(self.scratch / "out.json")
        found = part("place", source, output)
        say(f"{name:34} {row(found['values'])}")
        if known:
            self.beside(name, found["values"], [known["optimum"][key] for key in KEYS])
        if found["unproven"]:
            self.fault(f"{name}: not proven: {', '.join(found['unproven'])}")
        accepted = self.check(name, source, output, found["values"])
        same = part("shuffle", source, output)
        if same != SHUFFLES:
            self.fault(f"{name}: {SHUFFLES - same} of {SHUFFLES} orders of the rows change it")
        say(
            f"{'':34} {found['seconds']:.3f} s (reference {known.get(TAKEN, 'not known')}), "
            f"{found['mb']:.0f} MB, {accepted}, "
            f"{same} of {SHUFFLES} orders give the same"
        )
        people = found["people"]
        self.seconds.setdefault(people, []).append(found["seconds"])
        self.mb.setdefault(people, []).append(found["mb"])
        self.largest = max(self.largest, (people, name))

    def beside(self, name: str, ours: list[int], theirs: list[int]) -> None:
        is_same = ours == theirs
        say(f"{'  reference':34} {row(theirs)}  {'the same' if is_same else 'DIFFERENT'}")
        if not is_same:
            self.fault(f"{name}: {ours} where the reference has {theirs}")

    def check(self, name: str, source: str, output: str, ours: list[int], *options: str) -> str:
        """Whether the checker accepts the file and counts the same."""
        checker = self.folder / "check_allocation.py"
        if not checker.is_file():
            return "not checked"
        command = [sys.executable, str(checker), source, output, "--no-bound", "--json", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        counted = json.loads(done.stdout) if done.returncode in (0, 1) else {}
        if done.returncode:
            self.fault(f"{name}: refused: {counted.get('errors', done.stdout)}")
            return "REFUSED"
        if ours and [counted[key] for key in KEYS] != ours:
            self.fault(f"{name}: the checker counts {[counted[key] for key in KEYS]}, we {ours}")
        if "--previous" in options and counted["moved"]:
            self.fault(f"{name}: the checker counts {counted['moved']} moved")
        return "accepted"

    def keep(self) -> None:
        people, name = self.largest
        if people < LARGE:
            say("No instance is large enough to keep seats in.")
            return
        source, output, old = (self.scratch / one for one in ("all.json", "new.json", "old.json"))
        source.write_bytes((self.folder / name).read_bytes())
        found = part("keep", str(source), str(output), str(old))
        kept = str(self.scratch / "kept.json")
        accepted = self.check(f"{name}, kept", kept, str(output), [], "--previous", str(old))
        say(f"{name}, {CHANGED} late and {CHANGED} gone: {accepted}")
        self.lines.append(goal("seats kept, seconds", found["seconds"], KEEP_SECONDS, ".2f"))
        self.lines.append(goal("seats kept, people moved", found["moved"], 0, "d"))
        if found["moved"]:
            self.fault(f"{name}: {found['moved']} moved, though nobody had to")

    def game(self, name: str) -> None:
        found = part("game", str(self.folder / name))
        tried = sum(found.values())
        self.lines.append(goal(f"{name}: of {tried} who cut, gained", found["gained"], 0, "d"))
        say(f"{name}, lists cut: {found['same']} have the same, {found['lost']} lose")
        if found["gained"]:
            self.fault(f"{name}: {found['gained']} gain by cutting their lists")

    def compare(self) -> None:
        say(f"\n{'':44} {'ours':>8} {'goal':>8}")
        for people, (seconds, mb) in GOALS.items():
            if people in self.seconds:
                ours = statistics.median(self.seconds[people])
                say(goal(f"{people} people, median seconds", ours, seconds, ".3f"))
                if mb:
                    say(goal(f"{people} people, most MB", max(self.mb[people]), mb, ".0f"))
        say("\n".join(self.lines))

    def fault(self, words: str) -> None:
        self.faults.append(words)


def say(text: str) -> None:
    print(text, flush=True)


def row(numbers: list[int]) -> str:
    return " ".join(f"{number:10}" for number in numbers)


def goal(name: str, ours: float, most: float, form: str) -> str:
    """Our figure beside the most that it should be."""
    missed = "" if ours <= most else "  MISSED"
    return f"{name:44} {format(ours, form):>8} {most:8g}{missed}"


def part(what: str, *arguments: str) -> Any:
    """One part of this file in a process of its own; what it gives back."""
    command = [sys.executable, __file__, f"--{what}", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def main() -> None:
    parts = {"--place": place, "--shuffle": shuffle, "--keep": keep, "--game": game}
    if len(sys.argv) > 2 and sys.argv[1] in parts:
        print(json.dumps(parts[sys.argv[1]](*sys.argv[2:])))
        return
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit("Name the folder with the instances: benchmarks/allocation.py DIR")
    with tempfile.TemporaryDirectory() as scratch:
        report = Report(Path(sys.argv[1]).resolve(), Path(scratch))
        report.run()
    if report.faults:
        raise SystemExit("\n".join(["", *report.faults]))


if __name__ == "__main__":
    main()
