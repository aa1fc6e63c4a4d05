"""Measure every group, or those that are named: `python -m benchmarks.bench pages race`."""

import argparse
import importlib
import json
import signal
import sys
import time
import traceback
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
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    conditions = figures.conditions()
    print(figures.heading(conditions), flush=True)
    found: list[figures.Figure] = []
    begun = time.monotonic()
    with ExitStack() as stack:
        bench = served.Bench(stack)
        failed = [
            group for group in given.groups or GROUPS if not _is_measured(group, bench, found)
        ]
    print(f"\n{figures.summary(found)}\n{time.monotonic() - begun:.0f} s in all.")
    if failed:
        print(f"Not measured to the end: {', '.join(failed)}.")
    if given.output:
        told = {"conditions": conditions, "figures": [figures.plain(one) for one in found]}
        given.output.write_text(json.dumps({**told, "failed": failed}, indent=2) + "\n")
    return int(bool(failed) or any(one.is_met is False for one in found))


def _is_measured(group: str, bench: served.Bench, found: list[figures.Figure]) -> bool:
    """Measure a group and print its figures; whether it came to its end, so that others go on."""
    print(f"\n{group.replace('_', '-')}", flush=True)
    try:
        for figure in importlib.import_module(f"benchmarks.bench.{group}").measure(bench):
            found.append(figure)
            print(figures.line(figure), flush=True)
    except (Exception, SystemExit):
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
