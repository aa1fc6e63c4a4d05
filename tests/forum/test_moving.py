"""A site moves from SQLite to PostgreSQL whole and compared, or not at all."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.forum.moving_drills import HOSTILE, MOMENTS, NESTED, START
from tests.site import empty_postgres, in_sqlite


def run(deed: str, folder: Any) -> dict[str, Any]:
    if connection.vendor != "postgresql":
        pytest.skip("on PostgreSQL alone: .ci/run runs these there")
    with empty_postgres() as address:
        printed = in_sqlite(folder).run(*START, deed, address)
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def found(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    return run("story", tmp_path_factory.mktemp("moving"))


def test_what_was_moved_reads_as_before_and_needs_open(found: dict[str, Any]):
    there = found["there"]
    assert there == found["reads"]
    assert there["name"] == HOSTILE
    assert there["nested"] == NESTED
    assert there["moments"] == sorted(map(str, MOMENTS))
    assert any(there["needs"].values())


def test_every_table_came_over_but_what_the_move_makes_anew(found: dict[str, Any]):
    assert found["not moved"] == ["django_migrations"]
    assert found["rows"] is True


def test_numbers_go_on_where_they_were(found: dict[str, Any]):
    assert found["next number"] == 5_001


def test_sqlite_is_left_as_it_was(found: dict[str, Any]):
    assert found["same as before"] is True


def test_a_copy_that_is_tampered_with_is_noticed_column_by_column(found: dict[str, Any]):
    assert found["differences at first"] == []
    assert found["differences"] == [
        "feedback_eventthemes: counts",
        "forum_auditentry: at",
        "forum_auditentry: not there",
        "forum_organisation: name",
        "registrations_needs: answers",
    ]


def test_it_refuses_what_is_no_empty_postgresql(found: dict[str, Any]):
    assert found["refused"] == [
        "The address must begin with postgres://",
        "The address cannot be read: postgres://NAME:PASSWORD@HOST/DB",
        'connection failed: connection to server at "127.0.0.1"',
    ]
    assert found["again"].startswith("The new database is not empty: it has ")


def test_the_file_that_nothing_erases_any_more_is_named_to_owners(found: dict[str, Any]):
    assert "old_database" in found["faults"]


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_move_that_is_killed_or_tampered_with_leaves_an_empty_database_behind(tmp_path: Any):
    """Else the move after it would refuse."""
    assert run("cut", tmp_path) == {
        "killed": [True, True],
        "tampered": "The copy is not the same:",
        "then": ["", True],
    }
