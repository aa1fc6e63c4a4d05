"""The units of systemd: what it says of them itself, and that they call what is there."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.core.management import load_command_class

from tests.programs import needed
from tests.site import ROOT

UNITS = ROOT / "deploy/systemd"
NAMES = sorted(path.name for path in UNITS.glob("convenor-*.*") if path.is_file())
SERVICES = [name for name in NAMES if name.endswith(".service")]
# Of ten, from systemd itself: what is left is the network, which mails and people need.
MOST = 1.2


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a program of this machine, with our own words
        [needed("systemd-analyze"), *words],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{UNITS}:"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_is_a_unit_for_each_thing_that_runs() -> None:
    assert NAMES == [
        "convenor-backup.service",
        "convenor-backup.timer",
        "convenor-web.service",
        "convenor-worker.service",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_systemd_finds_no_fault(name: str) -> None:
    done = analyze("verify", "--man=no", UNITS / name)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(name: str) -> None:
    told = analyze("security", "--offline=yes", UNITS / name).stdout
    [score] = re.findall(rf"exposure level for {name}: ([0-9.]+)", told)
    assert float(score) <= MOST, [line for line in told.splitlines() if line.startswith("✗")]


@pytest.mark.parametrize("name", SERVICES)
def test_it_calls_commands_and_options_that_there_are(name: str) -> None:
    text = (UNITS / name).read_text()
    for command, words in re.findall(r"manage\.py (\w+)([^'\n]*)'", text):
        app = "django.core" if command == "check" else "forum"
        parser = load_command_class(app, command).create_parser("manage.py", command)
        parser.parse_args(shlex.split(words))
    for path in re.findall(r"--config (\S+)", text):
        assert (ROOT / path).is_file()
