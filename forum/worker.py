"""The work that waits: tasks as they come and jobs as they fall due, on threads of one process.

The web server starts it in its own process (one process is enough for a small site); a larger
site runs `manage.py worker` in as many processes as it likes.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from forum import schedule
from forum.deep_calls import with_room

logger = logging.getLogger(__name__)

# Seconds between looks for a task, and between looks for a due job.
TASKS_EVERY = 1.5
JOBS_EVERY = 10.0
# Seconds before a thread that fell over stands up again.
PAUSE = 5.0


@dataclass
class Running:
    """The threads of a started worker."""

    stopping: threading.Event
    threads: list[threading.Thread]
    tasks: list[Worker]

    def stop(self, seconds: float = 30) -> bool:
        """Let the mail or job in hand end, and begin no other; whether all did in time."""
        self.stopping.set()
        for worker in self.tasks:
            worker.running = False
        for thread in self.threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self.threads)


def start() -> Running:
    """Begin on daemon threads and return at once; jobs that are due run now.

    Tasks are taken only where they wait in our own database: another backend of Django's task
    interface brings a worker of its own. Nothing is lost when the process is killed: what was in
    hand is found again by the schedule.
    """
    running = Running(threading.Event(), [], [])
    loops = {"jobs": lambda: _run_jobs(running.stopping)}
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        loops["tasks"] = lambda: _run_tasks(running)
    for name, loop in loops.items():
        thread = threading.Thread(
            target=_again, args=[name, loop, running.stopping], name=f"worker-{name}", daemon=True
        )
        running.threads.append(thread)
        thread.start()
    return running


@with_room
def _again(name: str, loop: Callable[[], None], stopping: threading.Event) -> None:
    """Run a loop, and again when it falls over, until it is to stop."""
    while not stopping.is_set():
        try:
            loop()
        except Exception as error:
            logger.error("worker: %s fell over (%s) and starts again", name, type(error).__name__)
            stopping.wait(PAUSE)
        finally:
            connections.close_all()


def _run_jobs(stopping: threading.Event) -> None:
    while not stopping.is_set():
        close_old_connections()
        schedule.run_due()
        stopping.wait(JOBS_EVERY)


def _run_tasks(running: Running) -> None:
    """The task worker of django-tasks-db; its constructor is not promised to stay as it is."""
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=TASKS_EVERY,
        batch=False,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    running.tasks[:] = [worker]
    worker.running = not running.stopping.is_set()
    worker.run()
