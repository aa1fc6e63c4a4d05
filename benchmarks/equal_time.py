"""Whether the time of an answer tells a stranger that an address is known here.

    python benchmarks/equal_time.py [TRIES]

The four pages that take anybody's address: registering (the last button), finding a booking,
signing in with a wrong password, and asking for a new password; the last also with a mail server
that is down and the worker running beside, as on a real site. Each is asked for a known and an
unknown address, by turns in an order by chance, with passwords hashed as in production. Medians are
compared: the goal is within 20 % (security D14). The database is a fresh one in a temporary folder.
"""

# Models are imported once Django is set up.
# ruff: noqa: PLC0415

import gc
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TRIES = 60
GOAL = 0.20


class Site:
    """An event at which somebody with an account has booked, and many others have."""

    known, unknown = "amina@example.org", "alima@example.org"

    def __init__(self) -> None:
        from forum.models import User
        from tests import factories

        self.event = factories.make_event(capacity=10_000)
        self.code = factories.make_registration(self.event, email=self.known).code
        for number in range(100):
            factories.make_registration(self.event, email=f"guest{number}@example.org")
            User.objects.create(email=f"team{number}@example.org")
        factories.give_second_factor(
            User.objects.create_user(self.known, password="four quiet herons wading")
        )

    def register(self, address: str) -> Callable[[], Any]:
        """The button of a form that has one page, as somebody who filled it in presses it."""
        from registrations import tickets

        given = {
            "key": tickets.token(uuid.uuid4(), "draft"),
            "expects": "place",
            "name": "Probe",
            "contact_by": "email",
            "email": address,
            "coming_as": "myself",
            "photo": "no",
            "agree": "on",
        }
        press = _post(f"/e/{self.event.slug}/register/", given)

        def pressed() -> Any:
            answer = press()
            if not answer.headers.get("Location", "").endswith("/done/"):
                raise SystemExit("Nobody was booked: nothing was measured.")
            return answer

        return pressed

    def find(self, address: str) -> Callable[[], Any]:
        return _post("/find/", {"code": self.code, "contact": address})

    def sign_in(self, address: str) -> Callable[[], Any]:
        return _post("/accounts/login/", {"login": address, "password": "not the password"})

    def reset(self, address: str) -> Callable[[], Any]:
        return _post("/accounts/password/reset/", {"email": address})


def _post(path: str, given: dict[str, Any]) -> Callable[[], Any]:
    """A request as a browser sends it that was never here, made before the clock runs."""
    from django.core.cache import cache
    from django.test import Client

    cache.clear()  # nobody is stopped for trying often
    client = Client(SERVER_NAME="127.0.0.1")
    return lambda: client.post(path, given)


def measure(make: Callable[[str], Callable[[], Any]], tries: int) -> dict[str, float]:
    """Medians in milliseconds for both addresses, taken in turn."""
    took: dict[str, list[float]] = {Site.known: [], Site.unknown: []}
    for number in range(tries + 3):
        for address in random.sample(list(took), 2):
            send = make(address)
            gc.collect()
            start = time.perf_counter()
            response = send()
            seconds = time.perf_counter() - start
            if response.status_code not in (200, 302):
                raise SystemExit(f"The answer was {response.status_code}: nothing was measured.")
            if number >= 3:  # the first ones warm up
                took[address].append(seconds * 1000)
    return {address: statistics.median(times) for address, times in took.items()}


def all_of_them(tries: int) -> dict[str, dict[str, float]]:
    from django.conf import settings

    from forum import worker

    site = Site()
    found = {
        "registering": measure(site.register, tries),
        "find my booking": measure(site.find, tries),
        "sign in": measure(site.sign_in, tries),
        "reset": measure(site.reset, tries),
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _closed_port()
    running = worker.start()
    found["reset, mail server down"] = measure(site.reset, tries)
    running.stop()
    return found


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def report(found: dict[str, dict[str, float]]) -> bool:
    """Print the medians; whether every goal is met."""
    is_met = True
    for name, took in found.items():
        known, unknown = took[Site.known], took[Site.unknown]
        ratio = max(known, unknown) / min(known, unknown)
        ok = ratio <= 1 + GOAL
        is_met &= ok
        sys.stdout.write(
            f"{name:24} known {known:7.1f} ms, unknown {unknown:7.1f} ms, ratio {ratio:.2f} "
            f"(goal: within 20 %) {'met' if ok else 'MISSED'}\n"
        )
    return is_met


def main() -> None:
    if os.environ.get("MEASURES"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.project.settings")
        import logging

        import django

        django.setup()
        logging.disable(logging.CRITICAL)
        sys.stdout.write(json.dumps(all_of_them(int(sys.argv[1]))))
        return
    tries = sys.argv[1] if len(sys.argv) > 1 else str(TRIES)
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "CONVENOR_DATA": folder, "MEASURES": "1", "CONVENOR_FORM_SECONDS": "0"}
        for command in (["migrate", "--skip-checks"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity=0"],
                env=env,
                cwd=ROOT,
                check=True,
            )
        done = subprocess.run(
            [sys.executable, __file__, tries],
            env=env,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    if not report(json.loads(done.stdout)):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
