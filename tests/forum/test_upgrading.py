"""An upgrade is whole or not at all, whatever cuts it off; running it again begins anew."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forum import serving
from tests.forum.upgrade_drills import START
from tests.site import Site, made_in, site

__all__ = ["site"]

NEW = {"unapplied": [], "came from": [1], "checks": "held"}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("upgrade")
    (folder / "backups").mkdir()
    with made_in(folder / "site") as made:
        yield json.loads(made.run(*START, "story", str(folder / "backups")).splitlines()[-1])


def test_it_refuses_while_somebody_serves_without_room_and_with_older_code(story: dict[str, Any]):
    running, room, older = story["refused"]
    assert running == (
        "Convenor still runs: stop it first, the web server, the worker and the line in cron."
    )
    assert room.startswith("The disk of ")
    assert room.endswith(" has no room")
    assert older == (
        "The database is newer than this code, which does not know forum.0099_later. "
        "Get the newer code. Nothing was changed."
    )
    assert story["refused changed"] is False


def test_what_is_to_be_done_is_said_by_doctor(story: dict[str, Any]):
    assert story["doctor"] == ["Stop Convenor, then run: manage.py upgrade FOLDER"]


def test_a_fault_at_any_statement_leaves_the_database_as_it_was(story: dict[str, Any]):
    full = "failed: OperationalError: database or disk is full"
    assert story["faults"] == [
        [f"Looking at the tables {full}", True],
        [f"Migrating (1 step) {full}", True],
    ]


def test_figures_that_do_not_add_up_afterwards_stop_it(story: dict[str, Any]):
    said, spoiled, as_before = story["figures"]
    assert said == [
        "Casework forum 1: came: kept 2, counted 3",
        "1 of 1 events compared with their rows.",
    ]
    assert (spoiled, as_before) == (True, True)
    assert (story["manifest kept"], story["collected nothing"]) == (True, True)


def test_otherwise_tables_rows_and_static_files_are_those_of_the_code(story: dict[str, Any]):
    assert story["done"] == ["", NEW]
    assert story["new manifest"] is True
    assert story["backups"] == [".tar"]


def test_one_that_is_killed_leaves_what_was_there(story: dict[str, Any]):
    assert story["killed"] == [True, True]


@pytest.mark.drill
def test_cut_off_anywhere_it_leaves_what_was_there_and_the_next_one_goes_through(
    site: Site, tmp_path: Path
):
    found = json.loads(site.run(*START, "many", str(tmp_path)).splitlines()[-1])
    assert found.pop("cut") > 15
    assert found == {"changed": [], "then": NEW}


def test_web_server_and_worker_do_not_begin_during_an_upgrade_and_keep_one_from_beginning(
    tmp_path: Path,
):
    with serving.alone():
        with pytest.raises(serving.InUseError):
            serving.begin()
        with pytest.raises(CommandError, match="wait for it"):
            call_command("worker")
        call_command("tick")  # does nothing, and says nothing
    code = (
        "from forum.project.wsgi import application; from forum import serving\n"
        "try:\n    serving.alone().__enter__()\nexcept serving.InUseError: print('serves')"
    )
    env = {"CONVENOR_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "forum.project.settings"}
    (tmp_path / "static").mkdir()
    assert Site(env).run("-c", code) == "serves\n"


def test_where_nobody_can_tell_whether_it_runs_nothing_begins(settings: Any, tmp_path: Path):
    settings.DATA = tmp_path
    (tmp_path / "in_use").mkdir()  # as the file of another account: it cannot be opened
    serving.begin()  # who serves goes on
    with pytest.raises(CommandError, match=r"whether Convenor runs: .*in_use.*Nothing was changed"):
        call_command("upgrade", str(tmp_path))
