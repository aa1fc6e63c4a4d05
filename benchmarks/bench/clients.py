"""Who asks: people with a browser that keeps its cookies, and many at once with a clock."""

import http.client
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

T = TypeVar("T")
SECONDS = 60  # that anybody waits for an answer


@dataclass(frozen=True)
class Answer:
    """What came back, from where, and after how many milliseconds.

    Where other answers led to it, `ms` is of all of them and `last_ms` of it alone.
    """

    status: int
    path: str
    body: bytes
    ms: float
    last_ms: float
    location: str = ""


@dataclass
class Browser:
    """Somebody at an address such as http://127.0.0.1:8000: a connection for each request."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    def get(self, path: str) -> Answer:
        """The page, after following what it redirects to."""
        return self._followed(self._send("GET", path))

    def post(self, path: str, form: dict[str, Any]) -> Answer:
        """The same for a form that is sent."""
        return self._followed(self._send("POST", path, urlencode(form, doseq=True)))

    def _followed(self, answer: Answer) -> Answer:
        ms = answer.ms
        for _ in range(10):
            if not answer.location:
                break
            answer = self._send("GET", answer.location)
            ms += answer.ms
        return replace(answer, ms=ms)

    def _send(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={one}" for name, one in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=SECONDS)
        begun = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        ms = 1000 * (time.perf_counter() - begun)
        self.requests += 1
        for said in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(said).items()}
        found = urlsplit(answer.getheader("Location") or "")
        location = f"{found.path}?{found.query}" if found.query else found.path
        return Answer(answer.status, path, content, ms, ms, location)


@dataclass(frozen=True)
class Load:
    """What so many clients saw in so many seconds."""

    seconds: float
    times: Sequence[float]  # milliseconds
    statuses: Counter[int]

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return p95(self.times)


def load(
    address: str,
    path: str,
    *,
    clients: int,
    seconds: float = float("inf"),
    times: int = 1_000_000,
    cookie: str = "",
) -> Load:
    """So many clients ask for one page again and again, for so long or so many times in all.

    Raises SystemExit for any answer but 200.

    Requests are written and read as bytes, so that the clients take little of the cores which they
    share with the server.
    """
    where = urlsplit(address)
    lines = [f"GET {path} HTTP/1.1", f"Host: {where.netloc}", "Connection: close"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    request = "\r\n".join([*lines, "", ""]).encode()
    taken: list[float] = []
    statuses: Counter[int] = Counter()
    begun = time.perf_counter()

    def ask_again() -> None:
        for _ in range(-(-times // clients)):
            start = time.perf_counter()
            if start - begun > seconds:
                break
            status = _exchange(where.hostname or "", where.port or 80, request)
            taken.append(1000 * (time.perf_counter() - start))
            statuses[status] += 1

    together([ask_again] * clients, at_once=clients)
    if set(statuses) != {200}:
        raise SystemExit(f"{path} answered {dict(statuses)}: nothing was measured.")
    return Load(time.perf_counter() - begun, taken, statuses)


def _exchange(host: str, port: int, request: bytes) -> int:
    """Send the bytes and read to the end; the status."""
    with socket.create_connection((host, port), timeout=SECONDS) as connection:
        connection.sendall(request)
        first = connection.recv(65_536)
        while connection.recv(65_536):
            pass
    return int(first[9:12])


def together(deeds: Sequence[Callable[[], T]], *, at_once: int) -> list[T]:
    """What each deed gave back, in their order; so many threads work on them."""
    with ThreadPoolExecutor(at_once) as pool:
        return [one.result() for one in [pool.submit(deed) for deed in deeds]]


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
