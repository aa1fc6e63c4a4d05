"""Measure every group, or those that are named: `python -m benchmarks.bench pages race`."""

import argparse
import importlib
import json
import signal
import sys
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench import GROUPS, figures, served


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--output", type=Path, metavar="FILE.json", help="the figures as JSON")
    given = parser.parse_args()
    if unknown := set(given.groups) - set(GROUPS):
        parser.error(f"There is no {', '.join(sorted(unknown))}. Groups are {', '.join(GROUPS)}.")
    # Also when it is told to end, every server is stopped and every folder removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = Run(given.output)
    print(figures.heading(run.conditions), flush=True)
    begun = time.monotonic()
    with ExitStack() as stack:
        bench = served.Bench(stack)
        for group in given.groups or GROUPS:
            run.measure(group, bench)
    print(f"\n{figures.summary(run.found)}\n{time.monotonic() - begun:.0f} s in all.")
    if run.failed:
        print(f"Not measured to the end: {', '.join(run.failed)}.")
    return int(bool(run.failed) or any(one.is_met is False for one in run.found))


@dataclass
class Run:
    """What was found so far, on the terminal and in the file."""

    output: Path | None
    conditions: dict[str, Any] = field(default_factory=figures.conditions)
    found: list[figures.Figure] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    others: dict[str, float] = field(default_factory=dict)

    def measure(self, group: str, bench: served.Bench) -> None:
        """Measure a group; when it fails, say so and let the others go on."""
        print(f"\n{group.replace('_', '-')}", flush=True)
        since = bench.moment()
        try:
            for figure in importlib.import_module(f"benchmarks.bench.{group}").measure(bench):
                self.found.append(figure)
                print(figures.line(figure), flush=True)
        except (Exception, SystemExit):
            traceback.print_exc()
            self.failed.append(group)
        self.others[group] = round(bench.others(since), 2)
        print(figures.beside(self.others[group]), flush=True)
        self._write()

    def _write(self) -> None:
        if self.output:
            told = {
                "conditions": self.conditions,
                "others": self.others,
                "figures": [figures.plain(one) for one in self.found],
                "failed": self.failed,
            }
            self.output.write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
