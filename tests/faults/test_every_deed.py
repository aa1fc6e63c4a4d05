"""No deed that opens a transaction, and no job, is without a scene in which it is broken off."""

from tests.faults import source
from tests.faults.scenes import SCENES

# For which there is none, and why.
WITHOUT = {
    "registrations.places.guarded": "opens the transaction of others, who have their scenes",
    "registrations.places.wrapper": "the same",
    "forum.backups.databases.in_one_transaction": "a whole database: test_upgrading.py",
    "forum.backups.moving.move": "into another database, on a server: tests of its own",
    "forum.outbox.sending.send_due": "mails leave between its statements: test_mail_crash.py",
    "forum.erased_pages.settle": "writes no row",
    "forum.key_safe.mirror_due": "writes no row",
    "analysis.painting_ahead.paint_due": "writes no row",
    "registrations.importing.working.run_due": "says in its row what broke it off, in words",
    "registrations.breakouts.working.run_due": "the same",
    "analysis.management.commands.load_demo.handle": "all of a demo is one transaction around them",
}


def test_every_deed_that_opens_a_transaction_has_its_scene_and_so_has_every_job() -> None:
    assert sorted(source.deeds() - _told() - WITHOUT.keys()) == []
    assert sorted(source.jobs() - _told() - WITHOUT.keys()) == []


def test_what_a_scene_or_an_exception_names_is_there_and_is_named_once() -> None:
    there = source.deeds() | source.jobs()
    assert sorted((_told() | WITHOUT.keys()) - there) == []
    assert _told().isdisjoint(WITHOUT)
    assert len({scene.name for scene in SCENES}) == len(SCENES)


def _told() -> set[str]:
    return set().union(*(scene.covers for scene in SCENES))
