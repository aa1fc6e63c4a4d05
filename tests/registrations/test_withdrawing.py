"""K8: what somebody takes back is gone at once, from the database and from its log."""

import json
from typing import Any

import pytest
from django.db import connection

from tests.registrations import withdrawers
from tests.site import Site, site

__all__ = ["site"]

is_sqlite = connection.vendor == "sqlite"


def withdrawn(site: Site, how: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.run(*withdrawers.START, how))
    assert (found.pop("before") > 0) is is_sqlite
    return found


@pytest.mark.parametrize("how", ["erase", "cancel"])
def test_k8_the_old_sealed_bytes_are_in_no_file_when_the_page_has_answered(
    site: Site, how: str
) -> None:
    assert withdrawn(site, how) == {
        "status": 302,
        "at once": 0,
        "after the job": 0,
        "changed": True,
        "mine": {},
        "other": ["vegan"],
        "was slow": False,
    }


@pytest.mark.skipif(not is_sqlite, reason="only SQLite keeps old pages in a log of its own")
def test_k8_somebody_who_reads_meanwhile_holds_up_neither_the_page_nor_the_job(site: Site) -> None:
    found = withdrawn(site, "reader")
    assert (found["status"], found["was slow"], found["mine"]) == (302, False, {})
    assert found["at once"] > 0
    assert found["after the job"] == 0
