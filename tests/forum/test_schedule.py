"""The schedule: a job runs when due, in one process at a time, and a fault stops no other."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from forum import schedule
from forum.models import ScheduledJob

pytestmark = pytest.mark.django_db

RUNS: list[str] = []
NOW = timezone.now()


def count() -> int:
    RUNS.append("count")
    return 3


def break_down() -> None:
    RUNS.append("break_down")
    raise ValueError("Amina is\nvegan")


def run_the_schedule_again() -> None:
    """As if another process came by while this job runs."""
    RUNS.append("again")
    schedule.run_due(NOW)


@pytest.fixture(autouse=True)
def jobs(settings: Any) -> None:
    RUNS.clear()
    settings.JOBS = {f"{__name__}.count": 20}


def test_a_job_runs_at_once_and_then_when_it_is_due() -> None:
    assert schedule.run_due(NOW) == 1
    assert schedule.run_due(NOW + timedelta(seconds=19)) == 0
    assert schedule.run_due(NOW + timedelta(seconds=20)) == 1
    assert RUNS == ["count", "count"]
    job = ScheduledJob.objects.get()
    assert (job.last_run_at, job.leased_until) == (NOW + timedelta(seconds=20), None)


def test_a_job_that_fails_is_noted_tried_again_and_stops_no_other(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.JOBS = {f"{__name__}.break_down": 86_400, f"{__name__}.count": 86_400}
    with caplog.at_level(logging.DEBUG):
        assert schedule.run_due(NOW) == 1
    assert RUNS == ["break_down", "count"]
    assert "ValueError at test_schedule.py" in caplog.text
    assert "vegan" not in caplog.text
    job = ScheduledJob.objects.get(name=f"{__name__}.break_down")
    assert (job.problem, job.last_run_at) == ("ValueError", None)
    assert job.due_at == NOW + timedelta(minutes=10)
    settings.JOBS = {f"{__name__}.break_down": 86_400}
    schedule.run_due(NOW + timedelta(minutes=10))
    assert RUNS == ["break_down", "count", "break_down"]


def test_a_job_that_cannot_be_found_is_noted(settings: Any) -> None:
    settings.JOBS = {"forum.nowhere.to_be_found": 20}
    assert schedule.run_due(NOW) == 0
    assert ScheduledJob.objects.get().problem == "ModuleNotFoundError"


def test_a_job_that_runs_is_not_run_by_another_process(settings: Any) -> None:
    settings.JOBS = {f"{__name__}.run_the_schedule_again": 20}
    assert schedule.run_due(NOW) == 1
    assert RUNS == ["again"]


def test_a_job_whose_process_was_killed_runs_again_when_its_lease_ends() -> None:
    name = f"{__name__}.count"
    ScheduledJob.objects.create(name=name, due_at=NOW, leased_until=NOW + schedule.SHORTEST_LEASE)
    assert schedule.run_due(NOW + timedelta(minutes=4)) == 0
    assert schedule.run_due(NOW + timedelta(minutes=5)) == 1


def test_a_clock_that_was_a_year_ahead_does_not_stop_a_job_for_a_year() -> None:
    schedule.run_due(NOW + timedelta(days=365))
    assert schedule.run_due(NOW) == 1


def test_rows_of_jobs_that_are_no_longer_listed_are_removed(settings: Any) -> None:
    ScheduledJob.objects.create(name="forum.gone.forget")
    schedule.run_due(NOW)
    assert list(ScheduledJob.objects.values_list("name", flat=True)) == list(settings.JOBS)


def test_tick_runs_what_is_due_once() -> None:
    call_command("tick")
    call_command("tick")
    assert RUNS == ["count"]


def test_old_task_rows_are_deleted() -> None:
    def task(status: TaskResultStatus, *, days: int, path: str = "a.task") -> DBTaskResult:
        at = NOW - timedelta(days=days)
        row: DBTaskResult = DBTaskResult.objects.create(
            status=status,
            task_path=path,
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=at,
            started_at=None if status == TaskResultStatus.READY else at,
            finished_at=at if status in {"SUCCESSFUL", "FAILED"} else None,
        )
        DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=at)
        return row

    nudge = "forum.tasks.send_mail_now"
    for status in TaskResultStatus:
        task(status, days=3, path=nudge)
    kept = {task(status, days=1, path=nudge).pk for status in TaskResultStatus}
    kept.add(task(TaskResultStatus.READY, days=3).pk)
    assert schedule.prune_tasks(NOW) == 4
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


def test_every_job_of_the_settings_can_be_called_without_anything() -> None:
    jobs = import_string("forum.project.settings.JOBS")
    assert {name: import_string(name)() for name in jobs} == dict.fromkeys(jobs, 0)


def test_every_mail_of_the_settings_has_a_composer() -> None:
    mails = import_string("forum.project.settings.MAILS")
    assert all(callable(import_string(name)) for name in mails.values())


def test_while_the_clock_may_be_wrong_nothing_that_erases_runs_by_itself(settings: Any) -> None:
    """The first of them runs: it shuts what is due, and says whether it ran as it should."""
    first, other = f"{__name__}.break_down", f"{__name__}.count"
    settings.JOBS = {first: 3_600, other: 3_600}
    settings.ERASING_JOBS = [first, other]
    ScheduledJob.objects.create(name=first, due_at=NOW, last_run_at=NOW)
    far, near = NOW + timedelta(days=61), NOW + timedelta(days=59)
    assert schedule.run_due(far) == 0
    assert schedule.run_due(near) == 1
    assert RUNS == ["break_down", "break_down", "count"]
