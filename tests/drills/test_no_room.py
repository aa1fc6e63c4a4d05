"""A disk that is full, a machine that lets nothing be written: said in words, nothing half done.

The server sees its folders through mounts of its own, which end with it: `unshare` gives them to
any account where the kernel lets it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.drills.looks import asked
from tests.drills.people import Browser, filled
from tests.drills.serving import Server, served_in, static_files
from tests.page_forms import read_forms
from tests.programs import needed
from tests.site import Site

pytestmark = pytest.mark.drill

_MOUNTED = """
mount -t tmpfs -o size=20m none "$CONVENOR_DATA" && cp -a "$SEED/." "$CONVENOR_DATA" && exec "$@"
"""
# Wherever Python would look for a folder for what is temporary, there is none.
_READ_ONLY = """
mount --bind "$CONVENOR_DATA" /mnt && export CONVENOR_DATA=/mnt || exit 1
for folder in /var/tmp /usr/tmp /tmp; do
  [ ! -d "$folder" ] || mount -t tmpfs -o ro none "$folder" || exit 1
done
cd /tmp && exec "$@"
"""


def behind(script: str) -> list[str]:
    """What stands before a command that runs after these mounts, seen by nobody else."""
    before = [str(needed("unshare")), "--map-root-user", "--mount"]
    tried = subprocess.run(  # noqa: S603 - our own command
        [*before, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip("mounts of one's own are not allowed here")
    return [*before, "sh", "-c", script, "sh"]


@contextlib.contextmanager
def on_a_small_disk(folder: Path) -> Iterator[tuple[Server, str, Path]]:
    """A server whose data lie on a disk of 20 MB, its form, and the disk as we reach it."""
    with served_in(folder / "site") as server:
        path = asked(server.site, "event", "1000")
        shutil.copytree(folder / "site", folder / "seed", symlinks=True)
        server.site.env["SEED"] = str(folder / "seed")
        server.before = behind(_MOUNTED)
        server.start()
        assert server.process is not None
        yield server, path, Path(f"/proc/{server.process.pid}/root{folder / 'site'}")


def fill(disk: Path) -> Path:
    """A file that takes all that is left."""
    ballast = disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    assert os.statvfs(disk).f_bavail == 0
    return ballast


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the data of PostgreSQL lie elsewhere")
def test_a_disk_of_20_mb_that_is_full_gives_the_form_back_and_recovers_by_itself(
    tmp_path: Path,
) -> None:
    with on_a_small_disk(tmp_path) as (server, path, disk):
        browser, booked = Browser(server), []
        ballast = fill(disk)
        for number in range(200):
            address = f"person{number}@example.org"
            typed = filled(browser, path, address)
            answer = browser.post(path, typed)
            if answer.status != 302:
                break
            booked.append(address)
        print(f"\n{len(booked)} booked on the full disk before it said no")  # noqa: T201
        assert (answer.status, answer.retry_after) == (503, "60")
        kept = read_forms(answer.text)[-1].as_it_stands()
        assert {name: kept[name] for name in typed if name != "csrfmiddlewaretoken"} == {
            name: values for name, values in typed.items() if name != "csrfmiddlewaretoken"
        }
        assert browser.get("/e/forum/").status == 200
        ballast.unlink()
        assert browser.post(path, kept).status == 302
        booked.append(address)
        copied = Site(server.site.env | {"CONVENOR_DATA": str(tmp_path / "copied")})
        # All of it stands still: what SQLite's log holds is copied with the file.
        os.killpg(server.process.pid, signal.SIGSTOP)
        shutil.copytree(disk, tmp_path / "copied", symlinks=True)
    found = asked(copied, "standing")
    assert found["addresses"] == sorted(booked)
    assert (found["sound"], found["untold"], found["without needs"]) == (True, 0, 0)


def test_people_register_although_nothing_can_be_logged_and_no_temporary_file_be_made(
    tmp_path: Path,
) -> None:
    """Also after a restart in that state; the log goes where no letter fits."""
    with served_in(tmp_path / "site") as server:
        path = asked(server.site, "event", "1000")
        (tmp_path / "site" / "static").unlink()
        shutil.copytree(static_files(), tmp_path / "site" / "static")
        server.before = behind(_READ_ONLY)
        for number in range(2):
            server.start("/dev/full")
            browser = Browser(server)
            assert server.answers("/no-such-page/") == 404
            typed = filled(browser, path, f"person{number}@example.org")
            assert browser.post(path, typed).status == 302
            server.kill()
        found = asked(server.site, "standing")
    assert found["addresses"] == ["person0@example.org", "person1@example.org"]
    assert found["sound"]
