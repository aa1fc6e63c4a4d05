"""Measure every group, or those that are named: `python -m benchmarks.bench pages race`."""

import argparse
import importlib
import json
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks.bench import GROUPS, figures, served


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--output", type=Path, metavar="FILE.json", help="the figures as JSON")
    given = parser.parse_args()
    if unknown := set(given.groups) - set(GROUPS):
        parser.error(f"There is no {', '.join(sorted(unknown))}. Groups are {', '.join(GROUPS)}.")
    # Also when it is told to end, every server is stopped and every folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    conditions = figures.conditions()
    print(figures.heading(conditions), flush=True)
    found: list[figures.Figure] = []
    with ExitStack() as stack:
        bench = served.Bench(stack)
        for group in given.groups or GROUPS:
            print(f"\n{group.replace('_', '-')}", flush=True)
            for figure in importlib.import_module(f"benchmarks.bench.{group}").measure(bench):
                found.append(figure)
                print(figures.line(figure), flush=True)
    print(f"\n{figures.summary(found)}")
    if given.output:
        told = {"conditions": conditions, "figures": [figures.plain(one) for one in found]}
        given.output.write_text(json.dumps(told, indent=2) + "\n")
    return int(any(one.is_met is False for one in found))


if __name__ == "__main__":
    sys.exit(main())
