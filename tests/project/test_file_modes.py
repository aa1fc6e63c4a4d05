"""No other account of the machine reads what this one keeps (security V45)."""

from pathlib import Path

from tests.project.test_startup import run

USE = """
import os
import uuid
os.umask(0o022)
import django
django.setup()
from django.core.mail import send_mail
from django.core.management import call_command
from forum import keys
call_command("migrate", "contenttypes", verbosity=0)
keys.make(uuid.uuid4(), "needs")
send_mail("Your booking", "http://127.0.0.1/b/secret/", None, ["amina@example.org"])
"""


def test_files_are_closed_to_others_also_in_a_folder_that_is_open(tmp_path: Path) -> None:
    data = tmp_path / "open"
    data.mkdir()
    data.chmod(0o755)
    run(USE, CONVENOR_DATA=str(data))
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"convenor.sqlite3", "secret_key", "needs.v1"}
    assert len(list((data / "mail").iterdir())) == 1
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in files} == {
        path.name: "0o0" for path in files
    }
