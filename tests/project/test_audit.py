"""Asking for known weaknesses: nothing passes that nobody was asked about (ASVS 15.2.1)."""

import importlib.util
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any

import pytest

from tests.project.test_architecture import ROOT

PROGRAM = ROOT / ".ci/audit"
ASKED = {"django": "5.2.8", "nh3": "0.3.2", "gunicorn": "23.0.0"}
WELL: list[dict[str, Any]] = [
    {"name": "django", "version": "5.2.8", "vulns": []},
    {"name": "nh3", "version": "0.3.2", "vulns": []},
    {"name": "gunicorn", "version": "23.0.0", "vulns": []},
]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    loader = SourceFileLoader("audit", str(PROGRAM))
    spec = importlib.util.spec_from_loader("audit", loader)
    assert spec is not None
    found = importlib.util.module_from_spec(spec)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(found)
    sys.dont_write_bytecode = writes
    return found


def test_every_package_of_the_lock_is_asked_about_in_its_own_version(audit: ModuleType) -> None:
    text = (ROOT / "uv.lock").read_text()
    asked = [pair for one in audit.rounds(text) for pair in one.items()]
    there = [(one["name"], one["version"]) for one in tomllib.loads(text)["package"]]
    assert sorted(asked) == sorted(pair for pair in there if pair[0] != "convenor")
    assert len({name for name, _version in asked}) > 80


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (WELL, []),
        (WELL[:2], ["gunicorn 23.0.0: nothing was found out about it"]),
        (
            [*WELL[:2], {"name": "gunicorn", "skip_reason": "Dependency not found on PyPI"}],
            ["gunicorn 23.0.0: nothing was found out about it"],
        ),
        (
            [*WELL[:2], {"name": "gunicorn", "version": "22.0.0", "vulns": []}],
            ["gunicorn 23.0.0: nothing was found out about it"],
        ),
        (
            [
                *WELL[1:],
                {
                    "name": "django",
                    "version": "5.2.8",
                    "vulns": [
                        {"id": "PYSEC-2026-1", "fix_versions": ["5.2.9", "6.0.1"]},
                        {"id": "PYSEC-2026-2", "fix_versions": []},
                    ],
                },
            ],
            [
                "django 5.2.8: PYSEC-2026-1, mended in 5.2.9 or 6.0.1",
                "django 5.2.8: PYSEC-2026-2, mended in no version yet",
            ],
        ),
    ],
    ids=["all well", "left out", "skipped", "another version", "weak"],
)
def test_only_an_answer_about_every_package_passes(
    audit: ModuleType, report: list[dict[str, Any]], said: list[str]
) -> None:
    assert audit.faults(ASKED, {"dependencies": report}) == said


def test_without_an_answer_it_fails_and_says_so(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "UV", "false")
    assert audit.main([]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith(" packages were not asked about: pip-audit said nothing")
    assert said[-1].endswith(" faults")
