"""How PostgreSQL is asked."""

from typing import Any

from django.db.backends.postgresql.base import CursorMixin
from psycopg import ClientCursor, Cursor

# PostgreSQL takes no more values beside a statement; written into it, it takes any number.
_MOST = 65_535
_BACK = "ROLLBACK TO SAVEPOINT "


class PlanningCursor(CursorMixin, Cursor[Any]):
    """Gives values beside the statement, so that PostgreSQL plans once what it is asked often."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """As psycopg does, with any number of values, and with what is planned kept."""
        if isinstance(query, str) and query.startswith(_BACK):
            return self._go_back(query)
        if params is not None and len(params) > _MOST:
            query, params = ClientCursor(self.connection).mogrify(query, params), None
        return super().execute(query, params, **how)

    def _go_back(self, query: str) -> Any:
        """Undo a part of a transaction, which psycopg would take for a reason to plan all anew.

        A booking for an address that is known undoes one, and must not take longer than another.
        """
        after = self.connection.prepare_threshold
        self.connection.prepare_threshold = None
        try:
            return super().execute(query)
        finally:
            self.connection.prepare_threshold = after
