"""What a line of the log tells: what happened and where, and nothing that somebody wrote."""

import logging
import sys

from forum.logs import OneLine

NEED = "Kestrel-CANARY needs a quiet room"


def line(message: str, *given: object, fault: bool = False) -> str:
    info = sys.exc_info() if fault else None
    record = logging.LogRecord("convenor", logging.ERROR, "page.py", 7, message, given, info)
    return OneLine("%(levelname)s %(message)s").format(record)


def test_a_fault_is_told_by_its_kind_and_place_and_not_by_what_it_says() -> None:
    try:
        try:
            raise KeyError(NEED)
        except KeyError as error:
            raise ValueError(f"cannot keep {NEED}") from error
    except ValueError:
        told = line("reference AB-CD", fault=True)
    assert told.startswith("ERROR reference AB-CD")
    assert "ValueError" in told
    assert "test_logs.py:" in told
    assert "CANARY" not in told


def test_nobody_forges_a_line() -> None:
    told = line("refused: %s", "x\n2026-01-01 INFO all is well\x1b[2J\u2028more")
    assert told == r"ERROR refused: x\n2026-01-01 INFO all is well\x1b[2J\u2028more"
    assert len(told.splitlines()) == 1


def test_the_secret_of_a_private_link_is_cut() -> None:
    told = line("GET /b/AAAABBBBCCCCDDDD-_/calendar.ics and /helping/of/all/")
    assert told == "ERROR GET /b/…/calendar.ics and /helping/of/all/"
