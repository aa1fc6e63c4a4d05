"""Signed-in sessions whose cookie the database does not hold: a copy of it signs nobody in.

Django keeps the cookie itself as the key of the row, so that whoever copied the database could read
on as a needs lead for as long as the session lasts. Here the key is a hash of the cookie.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

# What fits the column; 160 bits.
_LENGTH = 40


def _kept_as(cookie: str) -> str:
    """The key of the row for a cookie, which is 32 random letters and digits."""
    return hashlib.sha256(cookie.encode()).hexdigest()[:_LENGTH]


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each under the hash of its cookie."""

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = None
        if self.session_key:
            rows = Session.objects.filter(session_key=_kept_as(self.session_key))
            found = next(iter(rows.filter(expire_date__gt=timezone.now())), None)
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(_kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = _kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(_kept_as(key))


def forget_old(now: datetime | None = None) -> int:
    """Delete sessions that have run out; how many there were. A job."""
    deleted, _ = Session.objects.filter(expire_date__lt=now or timezone.now()).delete()
    return deleted
