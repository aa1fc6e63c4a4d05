"""Settings that hold a promise, read back as a fresh process sees them."""

import json

from django.db import connection

from tests.project.test_startup import run

READ = """
import json
import django
django.setup()
from django.conf import settings
from django.db import connection
with connection.cursor() as cursor:
    def pragma(name):
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]
    held = {name: pragma(name) for name in
            ("journal_mode", "synchronous", "secure_delete", "foreign_keys")}
print(json.dumps({
    **held,
    "mode": settings.DATABASES["default"]["OPTIONS"]["transaction_mode"],
    "debug": settings.DEBUG,
    "demo": settings.DEMO,
    "serializer": settings.SESSION_SERIALIZER,
    "data": oct(settings.DATA.stat().st_mode & 0o777),
    "secret": [len(settings.SECRET_KEY) >= 64, oct((settings.KEYS / "secret_key").stat().st_mode)],
}))
"""


def test_without_a_single_variable_the_settings_are_safe(tmp_path):
    found = json.loads(run(READ, CONVENOR_DATA=str(tmp_path / "data")))
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "foreign_keys": 1,
        "mode": "IMMEDIATE",
        "debug": False,
        "demo": False,
        "serializer": "django.contrib.sessions.serializers.JSONSerializer",
        "data": "0o700",
        "secret": [True, "0o100600"],
    }


def test_the_secret_is_made_once_and_kept(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    first = run(code, CONVENOR_DATA=str(tmp_path))
    assert run(code, CONVENOR_DATA=str(tmp_path)) == first


def test_an_answer_from_another_site_is_never_trusted(settings):
    """Origins that may post are none, or under HTTPS the site itself."""
    assert settings.CSRF_TRUSTED_ORIGINS in ([], [settings.SITE_URL])
    assert not getattr(settings, "USE_X_FORWARDED_HOST", False)


def test_the_tests_run_on_the_database_that_was_asked_for(settings):
    assert connection.vendor in {"sqlite", "postgresql"}
    assert connection.vendor in settings.DATABASES["default"]["ENGINE"]
