"""What stops Convenor from starting, and what stops it from facing the world."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from forum import keys
from tests.factories import make_event
from tests.project.test_architecture import ROOT
from tests.project.test_startup import run

OURS = re.compile(r"forum\.[EW]\d+")


def found(*, deploy: bool = False) -> list[str]:
    """The ids of our own checks that speak up."""
    return [
        str(m.id) for m in run_checks(include_deployment_checks=deploy) if OURS.match(str(m.id))
    ]


@pytest.fixture
def sqlite(settings: Any) -> dict[str, Any]:
    """SQLite's settings as they are written, whichever database these tests run on."""
    options = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
    settings.DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": options}
    }
    return options


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_sqlite_that_would_read_before_it_locks_stops_the_start(sqlite):
    assert found() == []
    del sqlite["transaction_mode"]
    assert found() == ["forum.E001"]


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize("pragma", ["synchronous=FULL", "secure_delete=ON"])
def test_sqlite_that_forgets_or_remembers_wrongly_stops_the_start(sqlite, pragma):
    sqlite["init_command"] = sqlite["init_command"].replace(pragma, "user_version=0")
    assert found() == ["forum.E002"]


@pytest.mark.filterwarnings("ignore:Overriding setting CACHES")
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("127.0.0.1:6379", ["forum.E007"]),
        ("redis://127.0.0.1:6379/0", []),
        ("unix:///run/redis.sock", []),
    ],
)
def test_a_redis_without_an_address_stops_the_start(settings, address, says):
    redis = {"BACKEND": "forum.shared_counts.SharedCounts", "LOCATION": address}
    with override_settings(CACHES={**settings.CACHES, "default": redis}):
        assert found() == says


def test_keys_that_others_may_read_are_named_at_every_start(db, settings):
    """K7: the folder and each file are for the one account only."""
    event = make_event()
    assert found() == []
    path = keys.path_of(event.id, "needs")
    for wrong in (0o640, 0o604, 0o660):
        path.chmod(wrong)
        assert found() == ["forum.W001"]
    path.chmod(0o600)
    Path(settings.KEYS).chmod(0o750)
    assert found() == ["forum.W001"]


def test_keys_are_made_for_one_account_only(db, settings):
    event = make_event()
    assert keys.path_of(event.id, "needs").stat().st_mode & 0o777 == 0o600
    assert keys.path_of(event.id, "needs").parent.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Any:
    """Settings of ours with which a site may face the world."""
    settings.DEMO = False
    settings.MAIL_TO_FILES = False
    settings.DEFAULT_FROM_EMAIL = "forum@harbour.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.harbour.example"
    settings.EMAIL_USE_TLS = True
    settings.EMAIL_USE_SSL = False
    assert found(deploy=True) == []
    return settings


def test_keys_inside_the_data_are_refused(production):
    production.KEYS = production.DATA / "keys"
    assert found(deploy=True) == ["forum.E003"]
    assert "forum.E003" not in found()


def test_data_inside_the_keys_is_refused(production):
    production.DATA = production.KEYS / "data"
    assert found(deploy=True) == ["forum.E003"]


def test_a_link_does_not_hide_that_keys_are_inside_the_data(production, tmp_path):
    (tmp_path / "elsewhere").symlink_to(production.DATA)
    production.KEYS = tmp_path / "elsewhere" / "keys"
    assert found(deploy=True) == ["forum.E003"]


def test_a_key_safe_among_the_keys_or_the_data_is_refused(production, tmp_path):
    for where in (production.KEYS, production.DATA / "safe"):
        production.KEY_SAFE = str(where)
        assert found(deploy=True) == ["forum.E006"]
    production.KEY_SAFE = str(tmp_path / "another disk")
    assert found(deploy=True) == []


def test_a_demo_is_refused(production):
    production.DEMO = True
    assert found(deploy=True) == ["forum.E004"]


def test_plain_smtp_is_refused_except_to_this_machine(production):
    production.EMAIL_USE_TLS = False
    assert found(deploy=True) == ["forum.E005"]
    production.EMAIL_USE_SSL = True
    assert found(deploy=True) == []
    production.EMAIL_USE_SSL = False
    production.EMAIL_HOST = "localhost"
    assert found(deploy=True) == []


def test_mails_to_files_and_from_nobody_are_named(production):
    production.MAIL_TO_FILES = True
    production.DEFAULT_FROM_EMAIL = "convenor@localhost"
    assert found(deploy=True) == ["forum.W002", "forum.W003"]


def in_the_paper() -> dict[str, str]:
    """The variables that docs/running.md tells people to export for the small way."""
    paper = (ROOT / "docs/running.md").read_text().split("## Every variable")[0]
    lines = re.findall(r"^export (CONVENOR_.+)$", paper, re.MULTILINE)
    return dict(shlex.split(line)[0].split("=", 1) for line in lines)


def test_the_paper_on_running_it_passes_the_deployment_check(tmp_path):
    variables = {
        **in_the_paper(),
        "CONVENOR_DATA": str(tmp_path / "data"),
        "CONVENOR_KEYS": str(tmp_path / "keys"),
    }
    run(
        """
import django
from django.core.management import call_command
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
""",
        **variables,
    )


def test_every_variable_that_is_read_stands_in_the_paper():
    read = set(re.findall(r"CONVENOR_[A-Z_]+", (ROOT / "forum/project/settings.py").read_text()))
    read |= set(re.findall(r"CONVENOR_[A-Z_]+", (ROOT / "deploy/gunicorn.conf.py").read_text()))
    written = set(re.findall(r"CONVENOR_[A-Z_]+", (ROOT / "docs/running.md").read_text()))
    assert read - written - {"CONVENOR_"} == set()
