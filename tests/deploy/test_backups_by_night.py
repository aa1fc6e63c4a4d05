"""The backup of every night, and the old ones that are let go of."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty nights of backups, and what is none of ours."""
    made = tmp_path / "backups"
    made.mkdir()
    for month, days in ((4, range(20, 31)), (5, range(1, 30))):
        for day in days:
            (made / f"convenor-2026-{month:02}-{day:02}-0330.tar").write_bytes(b"old")
    (made / "convenor-2026-04-01.tar").write_bytes(b"by hand")
    (made / "convenor-2026-04-03-101500-before-upgrade.tar").write_bytes(b"before an upgrade")
    (made / "letters-2026-04-01.tar").write_bytes(b"somebody's")
    (made / "convenor-2026-04-02.tar").symlink_to(made / "letters-2026-04-01.tar")
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_named_by_its_day_and_older_ones_than_28_days_go(folder: Path) -> None:
    with time_machine.travel(datetime(2026, 5, 30, 2, 41, tzinfo=UTC), tick=False):
        call_command("backup", str(folder), "--keep", "28")
    assert names(folder) == [
        "convenor-2026-04-02.tar",
        *(f"convenor-2026-05-{day:02}-0330.tar" for day in range(2, 30)),
        "convenor-2026-05-30-0341.tar",
        "letters-2026-04-01.tar",
    ]


def test_a_clock_that_jumped_a_year_leaves_the_newest_three(folder: Path) -> None:
    with time_machine.travel(datetime(2027, 5, 30, 2, 41, tzinfo=UTC), tick=False):
        call_command("backup", str(folder), "--keep", "28")
    assert [name for name in names(folder) if "convenor-202" in name][1:] == [
        "convenor-2026-05-28-0330.tar",
        "convenor-2026-05-29-0330.tar",
        "convenor-2027-05-30-0341.tar",
    ]


def test_when_none_can_be_made_none_goes(folder: Path) -> None:
    before = names(folder)
    night = time_machine.travel(datetime(2026, 5, 29, 2, 30, tzinfo=UTC), tick=False)
    with night, pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(folder), "--keep", "28")
    assert names(folder) == before


@pytest.mark.parametrize("words", [["--keep", "0"], ["--keep", "-4"]])
def test_days_without_sense_are_refused_before_anything_is_made(
    folder: Path, words: list[str]
) -> None:
    before = names(folder)
    with pytest.raises(CommandError, match="--keep goes with a folder, and with one day at least"):
        call_command("backup", str(folder), *words)
    with pytest.raises(CommandError, match="--keep goes with a folder"):
        call_command("backup", str(folder / "one.tar"), "--keep", "28")
    assert names(folder) == before
