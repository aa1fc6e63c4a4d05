"""What every test may ask for: a host with its team, an event, a stranger; and a sandbox."""

import gc
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings

from forum.models import Event, Host, User
from forum.models.people import Role
from tests.factories import make_event, make_host, make_member
from tests.site import forget_copies, keep_copies
from tests.world import World, make_world

_static = tempfile.TemporaryDirectory(prefix="convenor-static-")


def pytest_configure() -> None:
    """Fast hashing, static files under their own names, and forms that may come at once."""
    django_settings.FORM_SECONDS = 0
    keep_copies()
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # WhiteNoise warns of a folder that is missing, and here a warning is an error.
    django_settings.STATIC_ROOT = Path(_static.name)


# What takes a minute by itself comes first: one worker has it, and none is left alone with it at
# the end.
LONGEST = [
    "tests/analysis/test_load_demo.py",
    "tests/browser/test_the_whole_chain.py",
    "tests/registrations/test_kill.py",
    "tests/browser/test_register_on_a_phone.py",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        path = item.path.relative_to(config.rootpath).as_posix()
        return LONGEST.index(path) if path in LONGEST else len(LONGEST)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of garbage need not walk through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 25, 25)


_in_a_browser = {"run": 0, "skipped": 0}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what was driven through a browser; here arrive the reports of all workers."""
    if "browser" in report.keywords:
        _in_a_browser["run"] += report.when == "call" and not report.skipped
        _in_a_browser["skipped"] += report.skipped


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where a browser is insisted on, a run without one has not passed."""
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CONVENOR_REQUIRE_BROWSER") and not is_worker and not _in_a_browser["run"]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _in_a_browser["skipped"]:
        terminalreporter.write_sep("=", "tests in a browser were not run", yellow=True)
        terminalreporter.write_line(
            f"{_in_a_browser['skipped']} tests drive Chromium, which is not installed here. "
            "On Debian: apt install chromium"
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    _static.cleanup()
    if not hasattr(config, "workerinput"):
        forget_copies()


@pytest.fixture(autouse=True)
def sandbox(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[None]:
    """Data, keys and mails of this test alone; mails are files, as without a mail server."""
    settings.DATA = tmp_path / "data"
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir(mode=0o700)
    settings.DATA.mkdir(mode=0o700)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "data" / "mail"
    settings.CACHES = {
        **settings.CACHES,
        "charts": {**settings.CACHES["charts"], "LOCATION": str(tmp_path / "data" / "charts")},
    }
    cache.clear()  # counters of failed sign-ins
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database that a thread of the live server still holds open: end those."""
    yield
    with django_db_blocker.unblock():
        # Where no test of the run asks for a database, none is made, and this one is everybody's.
        is_ours = connection.settings_dict["NAME"].startswith("test_")
        if connection.vendor == "postgresql" and is_ours:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def host(db: None) -> Host:
    return make_host(name="Harbour Network", slug="harbour-network")


@pytest.fixture
def event(host: Host) -> Event:
    """Published, open, ten places, no questions beyond name and contact."""
    return make_event(host, title="Spring casework forum", slug="spring-forum")


@pytest.fixture
def owner(host: Host) -> User:
    return make_member(host, Role.OWNER, email="owner@harbour.example", name="Olive Owner")


@pytest.fixture
def organiser(host: Host) -> User:
    return make_member(host, Role.ORGANISER, email="organiser@harbour.example", name="Oscar Vale")


@pytest.fixture
def needs_lead(host: Host) -> User:
    return make_member(host, Role.NEEDS_LEAD, email="needs@harbour.example", name="Nadia Lead")


@pytest.fixture
def door(host: Host) -> User:
    return make_member(host, Role.DOOR, email="door@harbour.example", name="Dara Door")


@pytest.fixture
def staff(host: Host) -> User:
    return make_member(host, Role.STAFF, email="staff@harbour.example", name="Sam Staff")


@pytest.fixture
def analyst(host: Host) -> User:
    return make_member(host, Role.ANALYST, email="analyst@harbour.example", name="Ana Analyst")


@pytest.fixture
def stranger(db: None) -> User:
    """Signs in, owns another host with an event of its own, and must see nothing of ours."""
    other = make_host(name="Elsewhere Alliance", slug="elsewhere-alliance")
    make_event(other, title="Elsewhere gathering", slug="elsewhere-gathering")
    return make_member(other, Role.OWNER, email="stranger@elsewhere.example", name="Stan Stranger")


@pytest.fixture(scope="module")
def standing_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[bytes, Path]]:
    """The world of a module's tests, made once: its rows stand in a transaction around them all.

    Each test works in a transaction inside that one, so that none meets what another did.
    """
    folder = tmp_path_factory.mktemp("world-keys")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(KEYS=folder):
        made = make_world()
        _ = made.addresses  # worked out here, once for all tests
        yield pickle.dumps(made), folder
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world: tuple[bytes, Path], db: None, sandbox: None, settings: Any) -> World:
    """A row of everything (tests/world.py), for tests that walk through every page."""
    made, folder = standing_world
    shutil.copytree(folder, settings.KEYS, dirs_exist_ok=True)
    found: World = pickle.loads(made)  # noqa: S301 - our own bytes, of this very process
    return found


@pytest.fixture(scope="module")
def elsewhere(standing_world: tuple[bytes, Path], django_db_blocker: Any) -> Iterator[World]:
    """Another host's world, made once beside the standing one; what a test does to it is undone."""
    _made, folder = standing_world
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(KEYS=folder):
        made = make_world("larkmoor")
        _ = made.addresses
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def sign_in() -> Callable[[Client, User], Client]:
    """`sign_in(client, user)` signs the client in and gives it back."""

    def signed_in(client: Client, user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in
