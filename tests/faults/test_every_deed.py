"""No deed that opens a transaction is without a scene in which it is broken off."""

from tests.faults import source
from tests.faults.scenes import SCENES

# For which there is none, and why.
WITHOUT = {
    "registrations.places.guarded": "opens the transaction of others, who have their scenes",
    "registrations.places.wrapper": "the same",
    "forum.backups.databases.in_one_transaction": "a whole database: test_unfinished_backups.py",
    "forum.backups.moving.move": "into another database, on a server: tests of its own",
    "analysis.management.commands.load_demo.handle": "all of a demo is one transaction around them",
}


def test_every_deed_that_opens_a_transaction_has_its_scene() -> None:
    covered = set().union(*(scene.covers for scene in SCENES))
    assert sorted(source.deeds() - covered - WITHOUT.keys()) == []


def test_what_a_scene_or_an_exception_names_is_there_and_is_named_once() -> None:
    covered = set().union(*(scene.covers for scene in SCENES))
    assert sorted((covered | WITHOUT.keys()) - source.deeds()) == []
    assert covered.isdisjoint(WITHOUT)
    assert len({scene.name for scene in SCENES}) == len(SCENES)
