"""A backup is whole or absent, holds no key, and is put back only when every part is sound."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.forum.backup_drills import START
from tests.site import ROOT, Site, made_in


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backups")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with made_in(tmp_path_factory.mktemp("drill") / "site") as made:
        yield made


def drill(site: Site, name: str, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.run(*START, name, str(folder)).splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def found(site: Site, folder: Path) -> dict[str, Any]:
    return drill(site, "whole", folder)


def test_a_backup_is_one_file_for_this_account_alone_and_holds_no_key(found: dict[str, Any]):
    assert found["made"] == ""
    assert found["files"] == ["monday.tar"]
    assert found["members"] == ["database", "manifest.json", "manifest.json.sha256"]
    assert found["mode"] == "0o600"
    assert found["keys"] == [3, 0]


def test_a_file_that_is_there_is_never_overwritten(found: dict[str, Any], folder: Path):
    assert found["again"] == f"{folder}/monday.tar is there already; it is not overwritten."


def test_a_database_that_holds_something_is_kept_unless_somebody_insists(found: dict[str, Any]):
    assert found["kept"] == (
        "There is something in the database. To lose it for good, add --replace. "
        "Nothing was changed."
    )


def test_a_damaged_file_is_refused_by_name_and_nothing_is_touched(
    found: dict[str, Any], folder: Path
):
    assert found["damaged"] == [
        f"{folder}/{words} Nothing was changed."
        for words in (
            "flipped.tar is damaged: database is not what was written.",
            "claimed.tar is damaged: manifest.json is not what was written.",
            "cut.tar is no backup, or it is cut or damaged.",
            "text.tar is no backup, or it is cut or damaged.",
            "foreign.tar is no backup of Convenor, or it is cut: it has no manifest.",
        )
    ]
    assert found["untouched"] == 4


def test_a_restore_brings_back_what_was_there_holds_the_mails_and_signs_everybody_out(
    found: dict[str, Any],
):
    mails = len(found["then"]["mails"])

    assert found["then"] == {"people": 3, "mails": ["queued"] * mails, "sessions": 1}
    assert mails == 3
    assert found["restored"] == ["", {"people": 3, "mails": ["held"] * 3, "sessions": 0}]


def test_held_mails_are_sent_when_somebody_says_so(found: dict[str, Any]):
    assert found["released"] == ["queued"] * 3


@pytest.mark.parametrize("part", [0.5, 0.97])
def test_a_backup_that_does_not_fit_on_the_disk_leaves_no_file(
    site: Site, found: dict[str, Any], folder: Path, part: float
):
    """There is room for a part of the copy, or for the copy and not for the file around it."""
    target = folder / "tuesday.tar"
    most = int((folder / "monday.tar").stat().st_size * part)
    done = subprocess.run(  # noqa: S603 - our own command
        [
            "/bin/bash",
            "-c",
            f'ulimit -f {most // 1024}; exec "$0" manage.py backup "$1"',
            *(sys.executable, str(target)),
        ],
        env=site.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert found["made"] == ""
    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith("CommandError: ")
    left = [path.name for path in folder.iterdir() if path.name.startswith((".", "tues"))]
    assert left == []


def test_keys_that_were_lost_come_back_from_the_safe_and_open_backups_of_every_state(
    site: Site, folder: Path
):
    """Also one made in the middle of a rotation; one from before opens until its key is gone."""
    assert drill(site, "rotated", folder) == {
        "lost": {"rotated": 0},
        "refused before": "",
        "before": {"rotated": 3},
        "refused middle": "",
        "middle": {"rotated": 3},
        "rotated": {"rotated": 3},
        "destroyed": 2,
        "a day later": {"rotated": 3},
        "too old": {"rotated": 0},
    }


def test_what_was_erased_since_the_backup_stays_unreadable_after_a_restore(
    site: Site, folder: Path
):
    """K3, with all keys that still exist; figures and their page are those from before."""
    assert drill(site, "expired", folder) == {
        "refused": "",
        "before": {"ahead": 12, "past": 12, "long-past": 0},
        "erased": {"ahead": 12, "past": 0},
        "after": {"ahead": 12, "past": 0},
        "people": 0,
        "same figures": True,
        "same page": [True, True, True],
        "needs in figures": [{"step_free": {"asked": 12, "all": 12}}],
    }
