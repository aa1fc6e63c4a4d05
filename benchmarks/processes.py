"""What processes on Linux have taken: memory, and seconds of the processor."""

import os
import re
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all that came from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def pss(pid: int) -> float:
    """Megabytes of one process, with its part of what is shared."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    assert found
    return int(found[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """Of the process and all that came from it, also of what has ended."""
    return sum(_taken(one) for one in family(pid))


def busy_seconds() -> float:
    """That all cores together have spent on anybody since the machine began, or lent to others."""
    user, nice, system, _idle, _waits, *rest = _first_line_of_stat()
    return sum((user, nice, system, *rest[:3])) / _TICKS


def _first_line_of_stat() -> list[int]:
    return [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]


def _taken(pid: int) -> float:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # it ended meanwhile: its parent has its seconds
        return 0.0
    return sum(map(int, after_name[11:15])) / _TICKS
