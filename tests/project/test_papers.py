"""The papers name only what is there: variables, files, commands and their options."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

from tests.project.test_architecture import APPS, ROOT
from tests.project.test_checks import in_the_paper
from tests.site import bare_environment

PAPERS = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *(ROOT / "docs").rglob("*.md"),
    ]
)
# What reads variables when the site runs; others belong to the tests and gates alone.
READERS = ["forum/project/settings.py", "deploy/gunicorn.conf.py"]
VARIABLE = re.compile(r"CONVENOR_[A-Z]+(?:_[A-Z]+)*")
# Made when it runs, or written by whoever runs it.
MADE_LATER = ("var/", "mail/")


def name_of(paper: Path) -> str:
    return str(paper.relative_to(ROOT))


def test_every_variable_is_explained_and_every_one_that_is_explained_is_read():
    read = {v for path in READERS for v in VARIABLE.findall((ROOT / path).read_text())}
    table = [
        line for line in (ROOT / "docs/running.md").read_text().splitlines() if line.startswith("|")
    ]
    explained = {v for line in table for v in VARIABLE.findall(line.split("|")[1])}
    assert explained == read


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_a_paper_names_no_variable_that_nothing_reads(paper):
    read = {v for path in READERS for v in VARIABLE.findall((ROOT / path).read_text())}
    assert set(VARIABLE.findall(paper.read_text())) <= read


def test_the_variables_for_production_pass_the_deploy_check(tmp_path):
    """As `.ci/deploy-check` does, with the folders moved away from the server's."""
    given = in_the_paper()
    assert {"CONVENOR_SITE_URL", "CONVENOR_KEYS", "CONVENOR_EMAIL_URL"} <= set(given)
    folders = {
        "CONVENOR_DATA": str(tmp_path / "data"),
        "CONVENOR_KEYS": str(tmp_path / "keys"),
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env={**bare_environment(), **given, **folders},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_every_file_that_a_paper_names_is_there(paper):
    named = re.findall(r"`([a-z_.]+/[A-Za-z0-9_./-]*)`", paper.read_text())
    ours = [name for name in named if not name.startswith(MADE_LATER)]
    # `views/` is such a folder in each app.
    tops = [ROOT, *(ROOT / app for app in APPS)]
    assert [name for name in ours if not any((top / name).exists() for top in tops)] == []


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_every_option_of_a_command_that_a_paper_names_is_there(paper):
    for command, rest in re.findall(r"manage\.py (\w+)([^\n`]*)", paper.read_text()):
        app = next(
            (a for a in APPS if (ROOT / a / f"management/commands/{command}.py").exists()), None
        )
        if app:
            parser = load_command_class(app, command).create_parser("manage.py", command)
            there = set(re.findall(r"--[a-z-]+", parser.format_help()))
            assert set(re.findall(r"--[a-z-]+", rest)) <= there


def test_every_decision_has_a_number_of_its_own_and_says_why():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text()
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
            "What we decided",
            "Why",
            "What it costs",
        ]


def test_every_test_that_the_paper_on_security_names_is_there():
    paper = (ROOT / "docs/security.md").read_text()
    named = re.findall(r"`([a-z_/]+\.py)::(\w+)`", paper)
    assert [
        f"{path}::{test}"
        for path, test in named
        if f"def {test}(" not in (ROOT / "tests" / path).read_text()
    ] == []
    rows = re.findall(r"^\| (\d+) \| .*`[a-z_/]+\.py::\w+` \|$", paper, re.MULTILINE)
    assert rows == [str(number) for number in range(1, 48)]


def test_no_row_of_the_paper_on_security_names_a_test_twice():
    rows = re.findall(r"^\| \d+ \| .*$", (ROOT / "docs/security.md").read_text(), re.MULTILINE)
    named = [re.findall(r"`([a-z_/]+\.py::\w+)`", row) for row in rows]
    assert [sorted(tests) for tests in named] == [sorted(set(tests)) for tests in named]


def test_each_of_the_thirty_attacks_is_a_test_of_its_number():
    paper = (ROOT / "docs/security.md").read_text()
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    numbers = [f"D{number:02}" for number in range(1, 31)]
    assert re.findall(r"^\| (D\d\d) ", paper, re.MULTILINE) == numbers
    assert [n for n in numbers if not re.search(rf"def test_(\w+_)?{n.lower()}_", tests)] == []
