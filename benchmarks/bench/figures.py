"""A figure beside its floor and its goal, as a line on the terminal and as JSON."""

import os
import platform
import sqlite3
import statistics
import subprocess
import textwrap
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 46
# Above this a short answer waits less for its turn than a long one, so that ratios are off too.
QUIET = 0.2


@dataclass(frozen=True)
class Figure:
    """What was measured, once a round, in one unit.

    With a floor, measured in the same rounds, the goal is about the ratio of ours to the floor;
    without one it is about our own median. Without a goal the figure is only told. `why` says,
    where it is known, what a missed figure comes from; `note` whatever else a reader should know.
    """

    what: str
    unit: str
    ours: Sequence[float]
    floor: Sequence[float] = ()
    at_most: float | None = None
    at_least: float | None = None
    database: str = ""
    why: str = ""
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.ours)

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' ratios: a machine that is slow for a minute is so for both."""
        if not self.floor:
            return None
        return statistics.median(
            mine / theirs for mine, theirs in zip(self.ours, self.floor, strict=True)
        )

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met, an exact one in every round; nothing where there is no goal."""
        if self.at_most is None and self.at_least is None:
            return None
        if self.at_most == self.at_least:
            return set(self.ours) == {self.at_most}
        found = self.median if self.ratio is None else self.ratio
        at_most = float("inf") if self.at_most is None else self.at_most
        at_least = float("-inf") if self.at_least is None else self.at_least
        return at_least <= found <= at_most


def line(one: Figure) -> str:
    """The figure as a row of the table, with what is said of it below."""
    name = f"{one.what}, {one.database}" if one.database else one.what
    first, *more = textwrap.wrap(name, WIDTH - 2)
    ours = f"{_spread(one.ours)} {one.unit}".strip()
    floor = f"floor {_spread(one.floor)}" if one.floor else ""
    ratio = "" if one.ratio is None else f"{_number(one.ratio)} x"
    verdict = {True: "met", False: "MISSED", None: ""}[one.is_met]
    row = f"  {first:{WIDTH}}{ours:32}{floor:29}{ratio:9}{_goal(one):19}{verdict}"
    said = [one.note, f"Why: {one.why}" if one.why and one.is_met is False else ""]
    below = [f"    {part}" for text in said for part in textwrap.wrap(text, 120)]
    return "\n".join([row.rstrip(), *(f"  {part}" for part in more), *below])


def beside(others: float) -> str:
    """How much of the machine other work took meanwhile, and what that makes of the figures."""
    said = f"  Other work took {others:.0%} of the machine meanwhile"
    if others > QUIET:
        said += ": what is taken by the clock is worth little, also beside its floor"
    return f"{said}."


def summary(found: Sequence[Figure]) -> str:
    """How many goals were met, and which were missed."""
    judged = [one for one in found if one.is_met is not None]
    missed = [one for one in judged if not one.is_met]
    told = f"{len(judged) - len(missed)} of {len(judged)} goals met."
    if missed:
        names = (f"{one.what}, {one.database}" if one.database else one.what for one in missed)
        told += " Missed:" + "".join(f"\n  {name}" for name in names)
    return told


def plain(one: Figure) -> dict[str, Any]:
    """The figure for JSON, with what follows from it."""
    return {**asdict(one), "median": one.median, "ratio": one.ratio, "is_met": one.is_met}


def conditions() -> dict[str, Any]:
    """What a reader of the figures has to know about the machine and the code."""
    return {
        "at": time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
        "commit": _commit(),
        "cores": os.cpu_count(),
        "load before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "django": django.__version__,
        "sqlite": sqlite3.sqlite_version,
    }


def heading(found: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in found.items())


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout.strip() or "unknown"


def _goal(one: Figure) -> str:
    unit = " x" if one.floor else ""
    if one.at_most is not None and one.at_most == one.at_least:
        return f"exactly {_number(one.at_most)}{unit}"
    said = [("at most", one.at_most), ("at least", one.at_least)]
    return ", ".join(f"{word} {_number(goal)}{unit}" for word, goal in said if goal is not None)


def _spread(values: Sequence[float]) -> str:
    """Median, and the range where there were several rounds."""
    middle = _number(statistics.median(values))
    if len(values) == 1 or min(values) == max(values):
        return middle
    return f"{middle} ({_number(min(values))} to {_number(max(values))})"


def _number(value: float) -> str:
    """As many digits as tell something."""
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
