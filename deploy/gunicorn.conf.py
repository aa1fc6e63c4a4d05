"""How gunicorn serves Convenor: one process with a few threads, which also does the waiting work.

    .venv/bin/gunicorn --config deploy/gunicorn.conf.py forum.project.wsgi

The process that answers people also sends mails and runs the schedule. To let a process of its own
do that (`manage.py worker`), set CONVENOR_WORKER=0 here; to serve from several processes, set
CONVENOR_WEB_PROCESSES. docs/running.md says when.
"""

import os
import threading
import time
import urllib.error
import urllib.request
from typing import Any

bind = os.environ.get("CONVENOR_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("CONVENOR_WEB_PROCESSES", "1"))
worker_class = "gthread"
threads = int(os.environ.get("CONVENOR_THREADS", "4"))
timeout = 60
graceful_timeout = 20
# Signs of life of each process, in memory: it starts also where /tmp is full or closed to it.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# Addresses carry private links: none is written to a log, and nobody steers the server by a socket.
accesslog = None
loglevel = "warning"
control_socket_disable = True
# Where the site is and how people came, Django alone says: else a visitor's own SCRIPT_NAME or
# X-Forwarded-Ssl, which Caddy passes on, would be believed or end in an error.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
proc_name = "convenor"


def post_worker_init(worker: Any) -> None:
    """Begin the waiting work; in a demo, say where to look once the server answers."""
    # Not before: in the process that only watches over this one, nothing is loaded.
    from django.conf import settings

    from forum import worker as waiting_work

    if os.environ.get("CONVENOR_WORKER", "1") == "1":
        waiting_work.start()
    if settings.DEMO:
        threading.Thread(target=_welcome, name="welcome", daemon=True).start()


def _welcome() -> None:
    """Print the demo's addresses and sign-ins when the site has answered once."""
    from django.core.management import call_command

    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://{bind}/health/", timeout=5):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    call_command("demo_sign_ins")
