"""Code and tables of two versions meet: it works or it says no, and nothing is half written."""

import io
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.drills.looks import asked
from tests.drills.people import Browser, filled
from tests.drills.serving import Server, served_in
from tests.programs import needed
from tests.site import ROOT, Site

pytestmark = pytest.mark.drill

_CHANGES_TABLES = re.compile(r"migrations\.(Add|Alter|Create|Delete|Remove|Rename)")


def git(*arguments: str) -> bytes:
    done = subprocess.run(  # noqa: S603 - our own command
        [str(needed("git")), "-C", str(ROOT), *arguments], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("there is no history here to take an older version from")
    return done.stdout


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The code as it was before the newest migration that changes a table."""
    log = git("log", "--diff-filter=A", "--name-only", "--format=%H", "--", "*/migrations/0*.py")
    commit = ""
    for line in log.decode().split():
        commit = commit if line.endswith(".py") else line
        if line.endswith(".py") and _CHANGES_TABLES.search((ROOT / line).read_text()):
            break
    else:
        pytest.skip("there is no older version")
    with tarfile.open(fileobj=io.BytesIO(git("archive", f"{commit}^"))) as tar:
        tar.extractall(tmp_path / "older", filter="data")
    return tmp_path / "older"


def newest(code: Path) -> dict[str, str]:
    """The last migration of each of our apps in this code."""
    files = sorted(code.glob("*/migrations/0*.py"))
    return {file.parts[-3]: file.stem for file in files}


def registered(server: Server, path: str, count: int) -> list[str]:
    """Who of so many people was shown the last page; no other answer than a fault in words."""
    booked = []
    for number in range(count):
        address = f"person{number}@example.org"
        browser = Browser(server)
        page = browser.get(path)
        if page.status != 200:
            assert page.status in {500, 503}
            continue
        answer = browser.post(path, filled(browser, path, address))
        assert answer.status in {302, 500, 503}
        booked += [address] if answer.status == 302 else []
    return booked


def whole(site: Site, booked: list[str]) -> None:
    """Everybody who was told so is there, with everything a booking has, and figures add up."""
    site.run("manage.py", "tick")
    found = asked(site, "standing")
    assert found["addresses"] == sorted(booked)
    assert found["sound"]
    assert (found["untold"], found["without needs"], found["unsealed"]) == (0, 0, 0)
    site.run("manage.py", "check_figures")


def test_the_version_before_on_tables_of_this_one(older: Path, tmp_path: Path) -> None:
    with served_in(tmp_path / "site", CONVENOR_WORKER="0") as server:
        path = asked(server.site, "event", "1000")
        server.code = older
        server.start()
        booked = registered(server, path, 5)
        print(f"\nolder code, newer tables: {len(booked)} of 5 booked")  # noqa: T201
        server.site.run(str(older / "manage.py"), "tick")
        server.kill()
        whole(server.site, booked)


def test_this_version_on_tables_of_the_one_before(older: Path, tmp_path: Path) -> None:
    with served_in(tmp_path / "site", CONVENOR_WORKER="0") as server:
        path = asked(server.site, "event", "1000")
        for app, name in newest(older).items():
            server.site.run("manage.py", "migrate", "--verbosity=0", app, name)
        server.start()
        assert server.answers("/ready/") == 503
        booked = registered(server, path, 5)
        print(f"\nnewer code, older tables: {len(booked)} of 5 booked")  # noqa: T201
        server.site.run("manage.py", "tick")
        server.site.run("manage.py", "migrate", "--verbosity=0")
        whole(server.site, booked)
