"""How long it takes to place people in sessions, against a first-come sign-up sheet in one run.

    python benchmarks/allocation.py [ROUNDS]

Made-up forums of 70 people with 2 slots of 6 sessions and summits of 120 people with 8 slots of 5:
a few popular sessions, two to four wishes in each slot, one person in eight without any, some with
needs that not every room meets, a topic offered again in each later slot. Each round is another
forum. Printed are seconds of the processor, median and spread, and the ratio to the sheet, which
the same process fills in.
"""

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from registrations.allocation import Person, Problem, Session, allocate, first_come

ROUNDS = 15
SHAPES = {"forum": (70, 2, 6), "summit": (120, 8, 5)}
NEEDS = ("step_free", "hearing_loop")


def made_up(people: int, slots: int, parallel: int, seed: int) -> Problem:
    """A forum with a fifth more places than people."""
    draw = random.Random(seed)
    sessions = [
        Session(
            id=f"s{slot}-{number}",
            slot=f"t{slot}",
            topic="repeated" if number == 0 else f"s{slot}-{number}",
            places=round(people * 1.2 / parallel) + draw.randint(-2, 2),
            minimum=max(2, people // parallel // 3),
            offers=frozenset(need for need in NEEDS if number == 1 or draw.random() < 0.7),
        )
        for slot in range(slots)
        for number in range(parallel)
    ]
    crowd = [
        Person(
            id=f"p{number:04}",
            wishes={} if number % 8 == 0 else wishes(draw, slots, parallel),
            needs=frozenset(need for need in NEEDS if draw.random() < 0.05),
        )
        for number in range(people)
    ]
    return Problem(sessions, crowd, seed=str(seed))


def wishes(draw: random.Random, slots: int, parallel: int) -> dict[str, tuple[str, ...]]:
    """Two to four wishes in each slot; earlier sessions are the popular ones."""
    found = {}
    for slot in range(slots):
        liked = sorted(range(parallel), key=lambda number: draw.random() * (number + 2))
        found[f"t{slot}"] = tuple(f"s{slot}-{number}" for number in liked[: draw.randint(2, 4)])
    return found


def timed(shape: tuple[int, int, int], seed: int) -> tuple[float, float]:
    """Processor seconds of the allocation and of the sheet."""
    problem = made_up(*shape, seed)
    order = [person.id for person in problem.people]
    start = time.process_time()
    allocate(problem)
    middle = time.process_time()
    first_come(problem, order)
    return middle - start, time.process_time() - middle


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    timed(SHAPES["forum"], 0)  # loads the solver
    for name, shape in SHAPES.items():
        both = [timed(shape, seed) for seed in range(1, rounds + 1)]
        ours, sheets = ([pair[side] for pair in both] for side in (0, 1))
        median, sheet = statistics.median(ours), statistics.median(sheets)
        people, slots, parallel = shape
        sys.stdout.write(
            f"{name:7} {people} x {slots} x {parallel}: median {median:.3f} s, "
            f"{min(ours):.3f} to {max(ours):.3f} s; sheet {sheet:.4f} s, "
            f"ratio {median / sheet:.0f}\n"
        )


if __name__ == "__main__":
    main()
