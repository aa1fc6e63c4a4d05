"""How PostgreSQL is asked."""

from typing import Any

from django.db.backends.postgresql.base import CursorMixin
from psycopg import ClientCursor, Cursor

# PostgreSQL takes no more values beside a statement; written into it, it takes any number.
_MOST = 65_535


class PlanningCursor(CursorMixin, Cursor[Any]):
    """Gives values beside the statement, so that PostgreSQL plans once what it is asked often."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """As psycopg does, with any number of values."""
        if params is not None and len(params) > _MOST:
            query, params = ClientCursor(self.connection).mogrify(query, params), None
        return super().execute(query, params, **how)
