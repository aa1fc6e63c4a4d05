"""What stands around the site: no other host, no secret in the code, no way to what it runs on."""

import re
import socket
import subprocess
import tomllib
import warnings
from collections import Counter

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_socket import SocketConnectBlockedError

from feedback import codes
from forum import permissions
from forum.permissions import Right
from tests.project.test_architecture import ROOT

# What secrets look like that are kept in files: private keys, and tokens of well-known makers.
SECRETS = re.compile(
    "|".join(
        [
            r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\\n]*[0-9A-Za-z+/]{16}",
            r"\bAKIA[0-9A-Z]{16}\b",
            r"\bgh[pousr]_[0-9A-Za-z]{36}\b",
            r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
            r"\bsk_live_[0-9A-Za-z]{16,}",
            r"://[^\s/:@'\"{}]+:(?!PASSWORD\b)[^\s/@'\"{}]{6,}@(?!127\.0\.0\.1|localhost)",
        ]
    )
)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_no_test_reaches_another_machine():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(SocketConnectBlockedError):
            socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_no_file_holds_a_secret():
    found = [
        (name, secret.group()[:12])
        for name in tracked()
        if not name.endswith((".png", ".mo", ".ttf"))
        for secret in SECRETS.finditer((ROOT / name).read_text(errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN PRIVATE KEY-----\n" + "MIIE" * 4,
        "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIE" * 4,
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
        "smtp+tls://events:" + "correcthorse@mail.example.org:587",
    ],
)
def test_a_secret_that_is_planted_is_found(planted):
    assert SECRETS.search(f"KEY = '{planted}'")


def test_every_package_of_the_lock_is_pinned_by_its_hash():
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    unpinned = [
        package["name"]
        for package in lock["package"]
        if "virtual" not in package["source"] and "editable" not in package["source"]
        for file in [*package.get("wheels", []), package.get("sdist")]
        if file and not re.fullmatch("sha256:[0-9a-f]{64}", file.get("hash", ""))
    ]
    assert unpinned == []
    assert len(lock["package"]) > 50


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        *("/.git/config", "/.git/HEAD", "/.env", "/manage.py", "/uv.lock", "/var/", "/keys/"),
        *("/static/", "/static/../forum/project/settings.py", "/static/%2e%2e/manage.py"),
        *("/metrics", "/server-status", "/debug/", "/__debug__/", "/admin/", "/api/"),
    ],
)
def test_nothing_of_what_the_site_runs_on_can_be_fetched(url):
    answer = Client().get(url)
    assert answer.status_code == 404
    assert b"Traceback" not in answer.content
    assert b"urlpatterns" not in answer.content


@pytest.mark.django_db
def test_a_trace_is_answered_by_nothing_of_the_request():
    answer = Client().generic("TRACE", "/", headers={"x-canary": "canary-of-the-request"})
    assert answer.status_code == 405
    assert b"canary-of-the-request" not in answer.content


def test_of_10000_codes_no_two_are_alike_and_every_letter_comes_as_often():
    """80 bits of chance, for codes that are typed from paper and are good for some weeks."""
    made = [codes.normalised(codes.new()) for _ in range(10_000)]
    assert len(set(made)) == len(made)
    [length] = {len(code) for code in made}
    letters = Counter("".join(made))
    assert length * (len(letters) - 1).bit_length() >= 80
    each = sum(letters.values()) / len(letters)
    # Six standard deviations: about one honest run in a hundred million fails.
    assert all(abs(count - each) < 6 * each**0.5 for count in letters.values())


class Broken:
    """Somebody of whom nothing can be found out."""

    is_authenticated = True
    pk = 1

    def __getattr__(self, name: str) -> None:
        raise RuntimeError(name)


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["event_page", "host_page", "team_page"])
def test_a_door_that_cannot_tell_who_somebody_is_stays_shut(door, event, rf: RequestFactory):
    opened = []

    def view(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
        opened.append(door)
        return HttpResponse("inside")

    request = rf.get("/")
    request.user = Broken()  # type: ignore[assignment]
    slugs = {"event_page": {"slug": event.slug}, "host_page": {"slug": event.lead_host.slug}}
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever goes wrong, it is not opened
        getattr(permissions, door)(Right.WORK_HERE)(view)(request, **slugs.get(door, {}))
    assert opened == []
