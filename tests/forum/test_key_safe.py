"""The safe: holds the keys of today and no others, and never follows a disk that is not there."""

import io
import os
import shutil
import stat
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum import durable, key_safe, keys, rotation
from forum.models import Event
from registrations import needs, retention
from registrations.models import Registration
from tests.factories import make_box, make_event, make_registration

VEGAN = {"meals": ["vegan"], "needs_consent": True}


@pytest.fixture
def event(event: Event) -> Event:
    """An event with its key for needs alone, so that keys are easy to count."""
    keys.destroy(event.pk, "travel")
    return event


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    return tmp_path / "other disk" / "safe"


def held(folder: Path) -> dict[str, bytes]:
    """The key files below a folder, with what is in them."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*.v*")
        if path.is_file()
    }


def in_the_site(settings: Any) -> Path:
    return Path(settings.KEYS)


def test_the_safe_holds_what_the_site_holds(event: Event, safe: Path, settings: Any) -> None:
    assert key_safe.mirror(safe) == key_safe.Mirrored(copied=1, destroyed=0, damaged=0)
    assert held(safe) == held(in_the_site(settings))
    keys.make(event.pk, "complaints")
    keys.renew(event.pk, "needs")
    assert key_safe.mirror(safe).copied == 2
    assert held(safe) == held(in_the_site(settings))
    assert key_safe.mirror(safe) == key_safe.Mirrored(copied=0, destroyed=0, damaged=0)


def test_a_key_that_is_destroyed_is_overwritten_and_removed_there_too(
    event: Event, safe: Path
) -> None:
    key_safe.mirror(safe)
    path = safe / str(event.pk) / "needs.v1"
    other_name = safe.parent / "a second name of the same bytes"
    other_name.hardlink_to(path)
    keys.destroy(event.pk, "needs")
    assert key_safe.mirror(safe).destroyed == 1
    assert held(safe) == {}
    assert not other_name.read_bytes().startswith(keys.MAGIC)


def test_a_key_that_is_set_aside_is_so_in_the_safe(event: Event, safe: Path, settings: Any) -> None:
    key_safe.mirror(safe)
    keys.set_aside(event.pk, "needs")
    key_safe.mirror(safe)
    assert list(held(safe)) == [f"{event.pk}/needs.v1.held"]
    keys.bring_back(event.pk, "needs")
    key_safe.mirror(safe)
    assert held(safe) == held(in_the_site(settings))


def test_the_key_of_ballots_is_never_copied(db: None, safe: Path) -> None:
    box = make_box(make_event())
    key_safe.mirror(safe)
    assert keys.exists(box.event_id, "ballot")
    assert sorted(held(safe)) == [f"{box.event_id}/{one}.v1" for one in ("needs", "travel")]


def test_nobody_else_may_read_the_safe(event: Event, safe: Path) -> None:
    safe.mkdir(parents=True, mode=0o755)
    mask = os.umask(0)
    try:
        key_safe.mirror(safe)
    finally:
        os.umask(mask)
    found = {
        stat.S_IMODE(path.stat().st_mode) for path in [safe, *safe.rglob("*")] if path.is_dir()
    }
    assert found == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in safe.rglob("*") if path.is_file()} == {
        0o600
    }


def test_keys_that_are_lost_come_back_from_the_safe_and_open_everything(
    event: Event, safe: Path, settings: Any
) -> None:
    booked = make_registration(event, **VEGAN)
    rotation.rotate(event=event, purpose="needs")
    (in_the_site(settings) / "secret_key").write_text("the secret of the site")
    key_safe.mirror(safe)
    shutil.rmtree(settings.KEYS)
    with pytest.raises(keys.KeyUnavailableError):
        keys.read(event.pk, "needs")
    shutil.copytree(safe, settings.KEYS)
    assert needs.own(Registration.objects.get(pk=booked.pk))["meals"] == ["vegan"]
    assert (in_the_site(settings) / "secret_key").read_text() == "the secret of the site"
    assert keys.open_to_others() == []
    assert key_safe.mirror(safe) == key_safe.Mirrored(copied=0, destroyed=0, damaged=0)
    assert rotation.finish_due(timezone.now() + timedelta(days=2)) == 1


def test_a_disk_of_keys_that_is_not_there_empties_no_safe(
    event: Event, safe: Path, settings: Any
) -> None:
    """Also when the empty place where it should be got a secret and a first key meanwhile."""
    key_safe.mirror(safe)
    before = held(safe)
    Path(settings.KEYS).rename(safe.parent / "taken away")
    for makes in (
        lambda: None,
        lambda: Path(settings.KEYS).mkdir(mode=0o700),
        lambda: (Path(settings.KEYS) / "secret_key").write_text("a new one"),
        lambda: keys.make(make_event().pk, "needs"),
    ):
        makes()
        with pytest.raises(key_safe.SafeError, match="Nothing is done"):
            key_safe.mirror(safe)
        assert held(safe) == before
    shutil.rmtree(settings.KEYS)
    (safe.parent / "taken away").rename(settings.KEYS)
    assert key_safe.mirror(safe).destroyed == 0


def test_a_folder_of_keys_that_cannot_be_read_empties_no_safe(
    event: Event, safe: Path, settings: Any
) -> None:
    key_safe.mirror(safe)
    shutil.move(in_the_site(settings) / str(event.pk), safe.parent / "away")
    (in_the_site(settings) / str(event.pk)).symlink_to(in_the_site(settings) / str(event.pk))
    with pytest.raises(key_safe.SafeError):
        key_safe.mirror(safe)
    assert len(held(safe)) == 1


def test_the_safe_of_another_site_is_refused(event: Event, safe: Path, settings: Any) -> None:
    key_safe.mirror(safe)
    before = held(safe)
    settings.KEYS = safe.parent / "another site"
    keys.make(event.pk, "needs")
    with pytest.raises(key_safe.SafeError, match="the safe of other keys"):
        key_safe.mirror(safe)
    assert held(safe) == before


def test_a_folder_with_keys_that_came_there_otherwise_is_refused(
    event: Event, safe: Path, settings: Any
) -> None:
    shutil.copytree(settings.KEYS, safe)
    with pytest.raises(key_safe.SafeError, match="Name an empty folder"):
        key_safe.mirror(safe)


@pytest.mark.parametrize("where", ["keys", "keys/safe", "data", "data/safe", "."])
def test_a_safe_that_a_backup_would_hold_is_refused(
    event: Event, tmp_path: Path, where: str
) -> None:
    with pytest.raises(key_safe.SafeError, match="is no safe"):
        key_safe.mirror(tmp_path / where)
    assert not (tmp_path / where / "belongs-to").exists()


def test_a_damaged_key_does_not_take_the_place_of_a_whole_one(event: Event, safe: Path) -> None:
    key_safe.mirror(safe)
    before = held(safe)
    keys.path_of(event.pk, "needs").write_bytes(b"cut")
    assert key_safe.mirror(safe) == key_safe.Mirrored(copied=0, destroyed=0, damaged=1)
    assert held(safe) == before


def test_a_damaged_copy_is_made_good(event: Event, safe: Path, settings: Any) -> None:
    key_safe.mirror(safe)
    (safe / str(event.pk) / "needs.v1").write_bytes(b"cut")
    assert key_safe.mirror(safe).copied == 1
    assert held(safe) == held(in_the_site(settings))


def test_another_secret_is_said_and_left(event: Event, safe: Path, settings: Any) -> None:
    (in_the_site(settings) / "secret_key").write_text("first")
    assert not key_safe.mirror(safe).other_secret
    (in_the_site(settings) / "secret_key").write_text("second")
    assert key_safe.mirror(safe).other_secret
    assert (safe / "secret_key").read_text() == "first"


def test_what_a_killed_copy_left_goes_and_what_is_no_key_stays(event: Event, safe: Path) -> None:
    key_safe.mirror(safe)
    folder = safe / str(event.pk)
    part = folder / ".needs.v2.0123456789abcdef.part"
    part.write_bytes(keys.MAGIC + b"x" * 32)
    (folder / "notes.txt").write_text("ours")
    (safe / "lost+found").mkdir()
    key_safe.mirror(safe)
    assert not part.exists()
    assert (folder / "notes.txt").read_text() == "ours"


def test_erasing_reaches_the_safe_with_the_next_mirror(db: None, safe: Path, settings: Any) -> None:
    start = timezone.now() - timedelta(days=20)
    past = make_event(starts_at=start, ends_at=start + timedelta(hours=3))
    make_registration(past, **VEGAN)
    settings.KEY_SAFE = str(safe)
    assert key_safe.mirror_due() == 2
    retention.erase_due()
    key_safe.mirror_due()
    assert f"{past.pk}/needs.v1" not in held(safe)
    assert held(safe) == held(in_the_site(settings))


def test_without_a_safe_the_job_does_nothing(event: Event, settings: Any) -> None:
    assert settings.KEY_SAFE == ""
    assert key_safe.mirror_due() == 0


def test_the_job_says_what_keeps_it_from_its_work(
    event: Event, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KEY_SAFE = settings.KEYS
    with pytest.raises(key_safe.SafeError):
        key_safe.mirror_due()
    assert "is no safe" in caplog.text


def test_the_command_says_what_was_done(event: Event, safe: Path, settings: Any) -> None:
    out = io.StringIO()
    call_command("mirror_keys", str(safe), stdout=out)
    assert out.getvalue() == "Copied 1 keys and destroyed 0 in the safe.\n"
    with pytest.raises(CommandError, match="is no safe"):
        call_command("mirror_keys", settings.KEYS)


def test_a_file_is_whole_under_its_name_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "folder" / "file"
    target.parent.mkdir()
    with pytest.raises(TypeError), durable.writing(target) as file:
        file.writelines([b"half", "no bytes"])
    assert list(target.parent.iterdir()) == []
    with durable.writing(target) as file:
        file.write(b"first")
    with pytest.raises(FileExistsError), durable.writing(target) as file:
        file.write(b"second")
    assert target.read_bytes() == b"first"
    with durable.writing(target, replaces=True) as file:
        file.write(b"third")
    assert [path.read_bytes() for path in target.parent.iterdir()] == [b"third"]


@pytest.mark.parametrize("name", ["needs.v7", ".needs.v7.0123456789abcdef.part"])
def test_a_link_in_the_safe_does_not_let_it_destroy_what_lies_elsewhere(
    event: Event, safe: Path, tmp_path: Path, name: str
) -> None:
    key_safe.mirror(safe)
    other = tmp_path / "the database"
    other.write_bytes(b"nobody's key")
    (safe / str(event.pk) / name).symlink_to(other)
    with pytest.raises(key_safe.SafeError, match="is a link"):
        key_safe.mirror(safe)
    assert other.read_bytes() == b"nobody's key"


def test_a_folder_in_the_safe_that_leads_elsewhere_is_left_alone(
    event: Event, safe: Path, tmp_path: Path
) -> None:
    key_safe.mirror(safe)
    other = tmp_path / "other keys"
    other.mkdir(mode=0o750)
    (other / "needs.v1").write_bytes(b"somebody's")
    owner = str(uuid.uuid4())
    (safe / owner).symlink_to(other)
    with pytest.raises(key_safe.SafeError, match="is a link"):
        key_safe.mirror(safe)
    assert (other / "needs.v1").read_bytes() == b"somebody's"
