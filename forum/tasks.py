"""Tasks of Django's task interface: nudges only, because a task can be lost with its worker.

What must happen is found by the schedule from the rows themselves (settings.JOBS).
"""

from typing import Any

from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

# How the name of a nudge ends, here and in the apps: without a worker its row is forgotten in time.
NUDGE = "_now"


@task()
def send_mail_now() -> int:
    """Send what is due now, instead of at the next round of the schedule; how many mails left."""
    send_due = import_string("forum.outbox.send_due")  # the outbox imports this module
    sent: int = send_due()
    return sent


def waits(nudge: Task[Any, Any]) -> bool:
    """Whether a worker was asked for this and has not begun; asked after the commit.

    False where tasks wait elsewhere than in our database.
    """
    if not isinstance(nudge.get_backend(), DatabaseBackend):
        return False
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return bool(ready.filter(task_path=nudge.module_path).exists())
