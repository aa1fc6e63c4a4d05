"""A copy that a killed backup or restore left behind does not outlive the day."""

import os
import time

from forum import backups


def left(folder, name, hours):
    path = folder / name
    path.mkdir()
    (path / "database").write_bytes(b"everything")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_what_is_a_day_old_goes_and_what_may_be_in_use_stays(settings):
    old = [left(settings.DATA, name, 25) for name in (".backup-a1", ".restore-b2")]
    others = [left(settings.DATA, ".restore-c3", 23), left(settings.DATA, "keys", 25)]
    assert backups.forget_unfinished() == 2
    assert [path.exists() for path in (*old, *others)] == [False, False, True, True]


def test_a_new_backup_clears_away_what_an_older_one_left(tmp_path):
    old = left(tmp_path, ".backup-a1", 25)
    assert backups.forget_unfinished(tmp_path) == 1
    assert not old.exists()
