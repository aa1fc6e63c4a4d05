"""What runs before the first page is served: the functions of settings.AT_START.

One that fails is logged without content and keeps nobody from being served: the schedule does the
same work again. Before the tables are made there is nothing to do.
"""

import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from forum import logs
from forum.models import ScheduledJob

logger = logging.getLogger(__name__)


def run() -> None:
    """Run them one after the other; used by the web server and after a restore."""
    if not _has_tables():
        logger.warning("start: the database has no tables yet; run manage.py migrate")
        return
    for name in settings.AT_START:
        try:
            import_string(name)()
        except Exception as error:
            logger.error("start: %s failed: %s", name, logs.place(error))
    connection.close()


def _has_tables() -> bool:
    try:
        return ScheduledJob._meta.db_table in connection.introspection.table_names()
    except DatabaseError as error:
        logger.error("start: the database does not answer: %s", logs.place(error))
        return False
