"""Starting Convenor stays quick and small: what is heavy is loaded when somebody asks for it."""

import subprocess
import sys
from pathlib import Path

from tests.site import bare_environment

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ["matplotlib", "openpyxl", "highspy", "qrcode", "numpy", "icalendar"]

START = """
import sys
import django
django.setup()
from django.urls import get_resolver
from django.utils.module_loading import import_string
from django.conf import settings
get_resolver().url_patterns
for name in [*settings.JOBS, *settings.MAILS.values(), *settings.PUBLISH_CHECKS,
             *settings.AT_START]:
    import_string(name)
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def run(code: str, **environment: str) -> str:
    """What a fresh Python prints that runs the code with these CONVENOR_ variables and no other."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-W", "error", "-c", code],
        env={
            **bare_environment(),
            "DJANGO_SETTINGS_MODULE": "forum.project.settings",
            **environment,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_heavy_is_loaded_at_start(tmp_path):
    loaded = run(START, CONVENOR_DATA=str(tmp_path)).split()
    assert [name for name in HEAVY if name in loaded] == []


def test_every_dotted_name_in_the_settings_is_there(tmp_path):
    code = """
import django
django.setup()
from django.conf import settings
from django.utils.module_loading import import_string
for name in [*settings.JOBS, *settings.MAILS.values(), *settings.PUBLISH_CHECKS,
             *settings.EXPORTS.values(), *settings.DATA_MAPS, *settings.AT_START,
             *sum(settings.RESEALERS.values(), [])]:
    import_string(name)
"""
    run(code, CONVENOR_DATA=str(tmp_path))


def test_the_server_starts_before_the_tables_are_made(tmp_path):
    (tmp_path / "static").mkdir()
    code = """
from forum.project.wsgi import application
print(callable(application))
"""
    assert run(code, CONVENOR_DATA=str(tmp_path)) == "True\n"
