"""Tasks of Django's task interface: nudges only, because a task can be lost with its worker.

What must happen is found by the schedule from the rows themselves (settings.JOBS).
"""

from django.utils.module_loading import import_string
from django_tasks import task

# How the name of a nudge ends, here and in the apps: without a worker its row is forgotten in time.
NUDGE = "_now"


@task()
def send_mail_now() -> int:
    """Send what is due now, instead of at the next round of the schedule; how many mails left."""
    send_due = import_string("forum.outbox.send_due")  # the outbox imports this module
    sent: int = send_due()
    return sent
