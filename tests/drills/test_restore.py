"""The disk is lost. Somebody follows docs/running.md on a new machine, and has all of it back."""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.drills.restored import START
from tests.drills.running import Machine, blocks, folder
from tests.drills.serving import Server
from tests.site import Site, made_in
from tests.smtp import free_port

[VARIABLES, INSTALL, SERVE, *_] = blocks("The small way: one process, one file")[1:]
[BACKUP] = blocks("Backups: what to copy and what never")
[KEYS, RESTORE, FIGURES] = blocks("Putting one back")
SITE = "events.example.org"


def test_the_page_names_what_a_restore_takes_in_this_order() -> None:
    said = [*VARIABLES.splitlines(), *BACKUP.splitlines(), *KEYS.splitlines()]
    said += [*RESTORE.splitlines(), *FIGURES.splitlines(), *SERVE.splitlines()]
    words = ["CONVENOR_DATA=", "CONVENOR_KEYS=", "backup ", "cp -a ", "restore ", "collectstatic"]
    words += ["check_figures", "gunicorn"]
    found = [next(n for n, line in enumerate(said) if word in line) for word in words]
    assert found == sorted(found)


def machine(path: Path, address: str | None) -> Machine:
    """A new machine beside the disks of backups and of the key safe, which both machines reach."""
    own = {
        "/srv/convenor/data": folder(path / "data"),
        "/srv/convenor-keys": folder(path / "keys"),
        "/backup/": f"{path.parent}/backups/",
        "/safe/convenor-keys": f"{path.parent}/safe",
        "smtp+tls://events:PASSWORD@mail.example.org:587": f"smtp://127.0.0.1:{free_port()}",
        "convenor-2026-06-03": f"convenor-{time.strftime('%Y-%m-%d')}",
    }
    more = [f"export CONVENOR_DATABASE_URL={address}"] if address else []
    more += [f"export CONVENOR_KEY_SAFE={path.parent}/safe"]
    return Machine("\n".join([VARIABLES, *more]), own)


def asked(where: Machine, what: str) -> Any:
    """What the site says from inside (tests/drills/restored.py)."""
    settings = "DJANGO_SETTINGS_MODULE=forum.project.settings"
    return json.loads(
        where.types(f"{settings} {sys.executable} -c '{START}' {what}").split("\n")[-1]
    )


@pytest.mark.drill
def test_all_of_it_is_back_on_a_new_machine_by_the_commands_of_the_page(tmp_path: Path) -> None:
    folder(tmp_path / "backups")
    folder(tmp_path / "safe")
    with made_in(tmp_path / "unused" / "a") as a, made_in(tmp_path / "unused" / "b") as b:
        old = machine(tmp_path / "old", a.env.get("CONVENOR_DATABASE_URL"))
        new = machine(tmp_path / "new", b.env.get("CONVENOR_DATABASE_URL"))
        # `setup` asks for a host and an owner: the planted rows have both.
        old.types(INSTALL.replace(".venv/bin/python manage.py setup\n", ""))
        link = asked(old, "plant")
        old.types(BACKUP)
        before = asked(old, "counts")
        assert asked(old, "erase") == 1
        old.types(".venv/bin/python manage.py mirror_keys " + str(tmp_path / "safe"))
        shutil.rmtree(tmp_path / "old")
        began = time.monotonic()
        for commands in (KEYS, RESTORE, FIGURES):
            new.types(commands)
        after = asked(new, "counts")  # before it is started, and does what waits
        pages = served(new, ["/health/", "/e/heronsgate-forum/", link])
        took = time.monotonic() - began
    print(f"\n{sum(before['rows'].values())} rows back in {took:.0f} s")  # noqa: T201
    assert after["rows"] == before["rows"]
    assert after["people"] == before["people"]
    assert before["readable"] == {"heronsgate-forum": 6, "past": 3}
    assert after["readable"] == {"heronsgate-forum": 6, "past": 0}
    assert [status for status, _ in pages] == [200, 200, 200]
    assert "Heronsgate Amina Warsame" in pages[-1][1]
    assert took < 600


def served(where: Machine, paths: list[str]) -> list[tuple[int, str]]:
    """These pages, from the server that the page tells to start, through something with HTTPS."""
    port = free_port()
    assert SERVE.split() == [
        ".venv/bin/gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
        "forum.project.wsgi",
    ]
    site = Site(where.environment() | {"CONVENOR_BIND": f"127.0.0.1:{port}"})
    server = Server(site, port, headers={"Host": SITE, "X-Forwarded-Proto": "https"})
    try:
        server.start()
        return [server.page(path) for path in paths]
    finally:
        server.kill()
