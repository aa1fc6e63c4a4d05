"""What is wrong with the site is said in words: to whoever runs it, and to owners on their page."""

import shutil
from collections import namedtuple
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum import backups, diagnosis, keys
from forum.backups import last
from forum.models import Message, ScheduledJob
from forum.models.ground import MessageState
from tests.factories import make_event, make_host, make_member, make_registration
from tests.site import site

__all__ = ["site"]

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 3, 9, tzinfo=UTC)


@pytest.fixture
def well(settings, tmp_path):
    """A site that runs, sends and was copied this night."""
    settings.MAIL_TO_FILES = False
    settings.KEY_SAFE = str(tmp_path / "safe")
    settings.DATA = tmp_path
    ScheduledJob.objects.create(name="forum.outbox.send_due", last_run_at=NOW)
    last.note(NOW - timedelta(hours=7))


def said(now=NOW):
    return [(fault.key, fault.what) for fault in diagnosis.find(now)]


def test_of_a_site_that_is_well_nothing_is_said(well):
    assert said() == []


def test_mails_that_go_to_files_or_wait_are_named(well, settings):
    settings.MAIL_TO_FILES = True
    event = make_event(make_host())
    given = {"to": "amina@example.org", "row_id": event.pk, "event": event}
    Message.objects.create(kind="one", due_at=NOW - timedelta(hours=2), **given)
    Message.objects.create(kind="one", due_at=NOW - timedelta(minutes=2), **given)
    Message.objects.create(kind="one", state=MessageState.HELD, **given)
    assert said() == [
        ("mail_to_files", "Mails go to files, and reach nobody."),
        ("mail_late", "1 mail has waited for more than an hour."),
        ("mail_held", "1 mail is held since the restore."),
    ]


def test_a_worker_that_stands_still_and_a_job_that_fails_are_named(well):
    job = ScheduledJob.objects.get()
    job.last_run_at = NOW - timedelta(minutes=11)
    job.problem = "OperationalError"
    job.save()
    assert said() == [
        ("worker", "Nothing has been sent or tidied up since 3 June, 09:49."),
        ("jobs", "The job forum.outbox.send_due ends with a fault: OperationalError."),
    ]
    ScheduledJob.objects.all().delete()
    assert said() == [("worker", "Nothing has been sent or tidied up yet.")]


def test_a_backup_that_is_old_or_was_never_made_is_named(well, tmp_path):
    assert said(NOW + timedelta(days=1)) == [
        ("worker", "Nothing has been sent or tidied up since 3 June, 10:00.")
    ]
    ScheduledJob.objects.update(last_run_at=NOW + timedelta(days=3))
    assert said(NOW + timedelta(days=3)) == [("backup", "The last backup is of 3 June, 03:00.")]
    (tmp_path / "last_backup").unlink()
    assert said() == [("backup", "No backup was made yet.")]
    [fault] = diagnosis.find(NOW)
    assert "manage.py backup FOLDER --keep 28" in fault.act


def test_keys_without_a_second_copy_are_named_but_not_in_a_demo(well, settings):
    settings.KEY_SAFE = ""
    assert said() == [
        (
            "key_safe",
            "The keys have no second copy: with their disk, everything that they seal is lost.",
        )
    ]
    settings.DEMO = True
    assert said() == []


@pytest.mark.parametrize("left", ["", "-wal", "-shm"])
def test_whatever_is_left_of_the_file_from_before_postgresql_is_named(
    well, tmp_path, monkeypatch, left
):
    (tmp_path / f"convenor.sqlite3{left}").touch()
    monkeypatch.setattr(diagnosis, "connection", SimpleNamespace(vendor="sqlite"))
    assert said() == []
    monkeypatch.setattr(diagnosis, "connection", SimpleNamespace(vendor="postgresql"))
    [fault] = diagnosis.find(NOW)
    assert fault.key == "old_database"
    assert fault.act.endswith(f"in {tmp_path} whose name begins with convenor.sqlite3")


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_is_made_is_remembered(well, tmp_path):
    made = NOW + timedelta(days=9)
    backups.make(tmp_path / "convenor.tar", now=made)
    assert last.made_at() == made


def test_a_key_that_is_gone_is_named_and_the_site_is_not_ready(well, client):
    person = make_registration(make_event(make_host()))
    assert said() == []
    assert client.get("/ready/").content == b"ready\n"
    keys.destroy(person.event_id, "needs")
    [(key, what)] = said()
    assert (key, what.split(":")[0]) == ("keys", "1 key is not in their folder")
    cache.clear()
    answer = client.get("/ready/")
    assert (answer.status_code, answer.content) == (503, b"not ready: run manage.py doctor\n")


def test_a_key_that_went_on_its_day_is_no_fault(well):
    """What people needed is noise from then on, and the rows stay as long as the bookings."""
    event = make_registration(make_event(make_host())).event
    keys.destroy(event.pk, "needs")
    due = datetime.combine(event.needs_erased_on, time(), event.zone)
    ScheduledJob.objects.update(last_run_at=due)
    last.note(due)
    assert [key for key, _ in said(due - timedelta(seconds=1))] == ["keys"]
    assert said(due) == []


def test_a_key_that_is_set_aside_is_no_fault(well):
    """As while somebody has to say that the clock is right: nobody shall bring a copy back."""
    event = make_registration(make_event(make_host())).event
    keys.set_aside(event.pk, "needs")
    assert said() == []


def test_keys_that_others_can_read_are_named(well, settings):
    make_registration(make_event(make_host()))
    settings.KEYS.chmod(0o755)
    assert said() == [("key_modes", "Other accounts of the machine can read keys.")]


def test_a_disk_that_is_nearly_full_is_named(well, monkeypatch):
    room = namedtuple("room", "total used free")(10**12, 10**12 - 4 * 10**8, 4 * 10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room)
    assert said() == [
        ("disk", f"The disk of the {name} is nearly full: 400 MB are free.")
        for name in ("data", "keys")
    ]


def test_the_command_says_what_to_do_and_ends_with_a_status(well, capsys):
    ScheduledJob.objects.update(last_run_at=timezone.now())
    last.note(timezone.now())
    call_command("doctor")
    assert capsys.readouterr().out == "All is well.\n"
    ScheduledJob.objects.all().delete()
    with pytest.raises(CommandError, match="1 thing to mend"):
        call_command("doctor")
    assert capsys.readouterr().out == (
        "Nothing has been sent or tidied up yet.\n"
        "  Look whether the worker or the line in cron runs (docs/running.md, When it grows).\n"
    )


def test_an_owner_reads_it_on_their_page_and_a_colleague_does_not(well, client):
    host = make_host()
    found = {}
    for role in ("owner", "organiser"):
        cache.clear()
        client.force_login(make_member(host, role))
        found[role] = "This site needs a hand" in client.get("/organise/").content.decode()
    assert found == {"owner": True, "organiser": False}


def test_looking_for_faults_asks_as_often_for_three_events_as_for_one(
    well, django_assert_max_num_queries
):
    host = make_host()
    for _ in range(3):
        make_registration(make_event(host))
    with django_assert_max_num_queries(22):
        diagnosis.find(NOW)


NEWER = """
import django
django.setup()
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("registrations", "9999_of_next_year")
from forum import diagnosis
print(diagnosis.is_ready(), *(fault.what for fault in diagnosis.find()))
"""


def test_code_that_is_older_than_the_tables_is_named_and_is_not_ready(site):
    """As after an upgrade of which only the code was taken back."""
    assert site.run("-c", NEWER) == "False The tables are newer than the code.\n"
