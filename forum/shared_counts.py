"""The cache of several processes: a Redis, and each process alone while that is away.

Without Redis pages still open, and nobody may try without end: each process counts tries by itself,
as where there is no Redis. What is counted is kept under keyed hashes, so that Redis holds no
address, and as JSON, so that whoever can write there runs nothing here.
"""

import json
import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger("convenor.shared_counts")

PAUSE = 5.0  # seconds until a Redis that was away is asked again
# Seconds that a page waits for it, twice at most: the second time with a new connection.
_WAIT, _TRIES = 1.0, 1
_END = 600  # seconds that a count is kept which has lost its end
_NO_END = -1
_ALONE = {"OPTIONS": {"MAX_ENTRIES": 20_000}}


def key(name: str, prefix: str, version: int) -> str:
    """What a key is called in Redis: nobody reads an address out of it."""
    hashed = salted_hmac("forum.shared_counts", f"{prefix}:{version}:{name}").hexdigest()
    return f"convenor:{hashed}"


class Json:
    """How what is not a plain number stands in Redis."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class _Counts(RedisCacheClient):
    def incr(self, key: Any, delta: int) -> int:
        """Add to a count. One that ended in this very moment begins anew and must end again."""
        count = super().incr(key, delta)
        client = self.get_client(key, write=True)
        if client.ttl(key) == _NO_END:
            client.expire(key, _END)
        return int(count)


class SharedOrAlone:
    """Does what it is asked in Redis, and in the memory of this process while Redis is away."""

    away_until: ClassVar[float] = 0.0  # for all threads, on the clock of this process; 0: it is not

    def __init__(self, servers: list[str]) -> None:
        self._shared = _Counts(
            servers,
            serializer="forum.shared_counts.Json",
            socket_connect_timeout=_WAIT,
            socket_timeout=_WAIT,
            retry=Retry(NoBackoff(), _TRIES),
        )
        self._alone = LocMemCache("shared counts", _ALONE)

    def __getattr__(self, deed: str) -> Callable[..., Any]:
        return partial(self._do, deed)

    def _do(self, deed: str, *given: Any) -> Any:
        if time.monotonic() >= self.away_until:
            try:
                done = getattr(self._shared, deed)(*given)
            except RedisError as fault:
                self._note(f"does not answer ({type(fault).__name__}): tries are counted alone")
            else:
                self._note("")
                return done
        return getattr(self._alone, deed)(*given)

    def _note(self, fault: str) -> None:
        if bool(fault) != bool(self.away_until):
            log.warning("Redis %s", fault or "answers again: tries are counted together")
        type(self).away_until = time.monotonic() + PAUSE if fault else 0.0


class SharedCounts(RedisCache):
    """Django's cache in Redis, with its own way when Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SharedOrAlone

    def answers(self) -> bool:
        """Whether Redis answers, as of the last seconds."""
        self.has_key("answers")
        return not SharedOrAlone.away_until
