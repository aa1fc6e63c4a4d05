"""Key files: made once, never again, readable by nobody else, and gone when they are destroyed."""

import multiprocessing
import os
import stat
import uuid
from pathlib import Path

import pytest

from forum import keys

EVENT = uuid.UUID("3b0f5e0e-0c55-4d0e-9d3c-2f0a3d6f6d11")


def make_and_read(folder: Path, event_id: uuid.UUID, results: "multiprocessing.Queue") -> None:
    keys.make(event_id, "needs")
    results.put(keys.read(event_id, "needs"))


def test_a_key_is_32_random_bytes_in_a_file_of_its_event_and_purpose(settings):
    keys.make(EVENT, "needs")
    keys.make(EVENT, "ballot")
    keys.make(uuid.uuid4(), "needs")
    path = Path(settings.KEYS) / str(EVENT) / "needs.v1"
    assert path.read_bytes() == keys.MAGIC + keys.read(EVENT, "needs")
    found = {keys.read(EVENT, "needs"), keys.read(EVENT, "ballot")}
    assert [len(key) for key in found] == [32, 32]


def test_nobody_else_on_the_machine_may_read_it(settings, tmp_path):
    settings.KEYS = tmp_path / "not" / "there" / "yet"
    mask = os.umask(0)
    try:
        keys.make(EVENT, "needs")
    finally:
        os.umask(mask)
    path = keys.path_of(EVENT, "needs")
    modes = [stat.S_IMODE(found.stat().st_mode) for found in (path, path.parent, settings.KEYS)]
    assert modes == [0o600, 0o700, 0o700]
    assert keys.open_to_others() == []


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_key_that_others_may_read_is_named(mode):
    keys.make(EVENT, "needs")
    keys.path_of(EVENT, "needs").chmod(mode)
    assert keys.open_to_others() == [keys.path_of(EVENT, "needs")]


def test_making_it_again_keeps_the_first():
    keys.make(EVENT, "needs")
    first = keys.read(EVENT, "needs")
    keys.make(EVENT, "needs")
    assert keys.read(EVENT, "needs") == first
    assert [path.name for path in keys.path_of(EVENT, "needs").parent.iterdir()] == ["needs.v1"]


def test_eight_processes_that_make_it_at_once_go_on_with_one_key():
    results: multiprocessing.Queue = multiprocessing.get_context("fork").Queue()
    makers = [
        multiprocessing.get_context("fork").Process(
            target=make_and_read, args=(Path(), EVENT, results)
        )
        for _ in range(8)
    ]
    for maker in makers:
        maker.start()
    found = {results.get(timeout=20) for _ in makers}
    for maker in makers:
        maker.join(20)
    assert found == {keys.read(EVENT, "needs")}


def test_a_missing_key_is_unavailable_and_stays_missing():
    with pytest.raises(keys.KeyUnavailableError, match=f"no needs key for event {EVENT}"):
        keys.read(EVENT, "needs")
    assert not keys.exists(EVENT, "needs")
    assert not keys.path_of(EVENT, "needs").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        keys.MAGIC,
        keys.MAGIC + b"x" * 31,
        keys.MAGIC + b"x" * 33,
        b"x" * (len(keys.MAGIC) + 32),
        b"-----BEGIN PRIVATE KEY-----\n",
    ],
    ids=["empty", "no key", "short", "long", "foreign", "another kind"],
)
def test_a_damaged_key_is_unavailable_and_never_made_anew(content):
    keys.make(EVENT, "needs")
    path = keys.path_of(EVENT, "needs")
    path.write_bytes(content)
    with pytest.raises(keys.KeyUnavailableError, match="damaged"):
        keys.read(EVENT, "needs")
    keys.make(EVENT, "needs")
    assert path.read_bytes() == content
    assert not keys.exists(EVENT, "needs")


def test_a_folder_in_its_place_is_unavailable():
    keys.path_of(EVENT, "needs").mkdir(parents=True)
    with pytest.raises(keys.KeyUnavailableError):
        keys.read(EVENT, "needs")


def test_destroying_overwrites_the_bytes_before_it_removes_the_name():
    keys.make(EVENT, "needs")
    path = keys.path_of(EVENT, "needs")
    other_name = path.with_name("a second name of the same bytes")
    other_name.hardlink_to(path)
    before = other_name.read_bytes()
    keys.destroy(EVENT, "needs")
    assert not path.exists()
    assert other_name.read_bytes() != before
    assert not other_name.read_bytes().startswith(keys.MAGIC)


def test_every_version_is_set_aside_brought_back_and_destroyed_together():
    keys.make(EVENT, "needs")
    assert keys.renew(EVENT, "needs") == 2
    folder = keys.path_of(EVENT, "needs").parent
    keys.set_aside(EVENT, "needs")
    assert sorted(path.name for path in folder.iterdir()) == ["needs.v1.held", "needs.v2.held"]
    assert (keys.there(), keys.versions(EVENT, "needs")) == ([(EVENT, "needs", True)], [])
    keys.make(EVENT, "needs")
    assert not keys.exists(EVENT, "needs")
    keys.bring_back(EVENT, "needs")
    assert (keys.there("n*s"), keys.versions(EVENT, "needs")) == ([(EVENT, "needs", False)], [1, 2])
    keys.set_aside(EVENT, "needs")
    keys.destroy(EVENT, "needs")
    assert list(folder.iterdir()) == []


def test_a_new_version_needs_one_before_it_and_is_never_one_that_was():
    with pytest.raises(keys.KeyUnavailableError):
        keys.renew(EVENT, "needs")
    keys.make(EVENT, "needs")
    for version in (2, 3):
        assert keys.renew(EVENT, "needs") == version
        keys.destroy(EVENT, "needs", before=version)
    assert keys.versions(EVENT, "needs") == [3]
    keys.path_of(EVENT, "needs", 3).rename(keys.path_of(EVENT, "needs", keys.MOST))
    with pytest.raises(keys.KeyUnavailableError, match="too often"):
        keys.renew(EVENT, "needs")


@pytest.mark.parametrize("name", [".needs.v2.0123456789abcdef.part", "needs.v0", "needs.v999"])
def test_other_files_are_no_keys(name):
    keys.make(EVENT, "needs")
    keys.path_of(EVENT, "needs").with_name(name).write_bytes(b"x")
    assert (keys.versions(EVENT, "needs"), keys.there()) == ([1], [(EVENT, "needs", False)])


def test_destroying_what_is_gone_is_nothing():
    keys.destroy(EVENT, "needs")
    keys.make(EVENT, "needs")
    keys.destroy(EVENT, "needs")
    keys.destroy(EVENT, "needs")
    assert not keys.exists(EVENT, "needs")
