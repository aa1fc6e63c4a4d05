"""Convenor behind nginx and behind Caddy, as deploy/ sets them up."""

import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLResolver, get_resolver

from tests.deploy.fronts import FILES, NAME, Front, convenor_of, fits, in_front, write_certificate
from tests.drills.serving import Server, served_in
from tests.programs import needed
from tests.smtp import free_port

PROXIES = sorted(FILES)
ALONE = "default-src 'none'; frame-ancestors 'none'"
# What opens somebody's booking; it may stand in no log.
SECRET = "kept-from-every-log"
PRIVATE = f"/b/{SECRET}/"
# Somebody of the team of an event that people can be brought into from a file; their cookie.
ORGANISER = """
import django
django.setup()
from django.test import Client
from tests import factories
event = factories.make_event(slug="forum")
client = Client()
client.force_login(factories.make_member(event.lead_host, "organiser"))
print(client.cookies.output(attrs=[], header="").strip())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fronts")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    variables = {
        "CONVENOR_SITE_URL": f"https://{NAME}",
        "CONVENOR_BEHIND_PROXY": "1",
        "CONVENOR_WORKER": "0",
    }
    with served_in(folder / "site", **variables) as made:
        yield made


@pytest.fixture(scope="module")
def organiser(server: Server) -> str:
    return server.site.run("-c", ORGANISER).splitlines()[-1]


@pytest.fixture(scope="module")
def convenor(server: Server, folder: Path) -> Iterator[Server]:
    with convenor_of(server, folder / "convenor.log"):
        yield server


@pytest.fixture(scope="module")
def started(server: Server, folder: Path) -> Iterator[Callable[[str], Front]]:
    """Each proxy, started when it is first asked for."""
    running: dict[str, Front] = {}
    with ExitStack() as stack:

        def front(program: str) -> Front:
            if program not in running:
                made = in_front(program, folder / program, server.port)
                running[program] = stack.enter_context(made)
            return running[program]

        yield front


@pytest.fixture(params=PROXIES)
def front(
    request: pytest.FixtureRequest, convenor: Server, started: Callable[[str], Front]
) -> Front:
    return started(request.param)


def says(*command: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - a program of this machine, with our own words
        command, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def form_of(front: Front, path: str, cookie: str = "") -> tuple[str, dict[str, str]]:
    """The token of the form on this page, and what a browser says when it sends it."""
    page = front.ask(path, headers={"Cookie": cookie})
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text))
    given = [held.split(";")[0] for held in page.headers.get_all("Set-Cookie") or []]
    return token, {"Cookie": "; ".join([cookie, *given]), "Origin": f"https://{NAME}"}


def test_caddy_itself_takes_the_file() -> None:
    said = says(needed("caddy"), "validate", "--config", FILES["caddy"], "--adapter", "caddyfile")
    assert '"warn"' not in said, said


def test_nginx_itself_takes_the_file(tmp_path: Path) -> None:
    write_certificate(tmp_path)
    words = fits("nginx", tmp_path, convenor=8000, https=8443, plain=8080)
    assert "warn" not in says(needed("nginx"), "-t", *words)


def test_pages_come_by_https_with_their_headers_and_cookies(front: Front) -> None:
    page = front.ask("/find/")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"].startswith("max-age=63072000; include")
    assert page.headers["Set-Cookie"].startswith("__Host-csrf=")
    assert {"Secure", "HttpOnly"} <= set(page.headers["Set-Cookie"].split("; "))


@pytest.mark.parametrize("claim", ["http", "https"])
def test_who_comes_plainly_is_sent_to_https_whatever_is_claimed(front: Front, claim: str) -> None:
    claims = {"X-Forwarded-Proto": claim, "X-Forwarded-Ssl": "off", "X-Forwarded-Protocol": claim}
    plain = front.ask("/find/?a=1", plainly=True, headers=claims)
    assert plain.status in {301, 308}
    assert plain.headers["Location"] == f"https://{NAME}/find/?a=1"
    assert front.ask("/find/", headers=claims).status == 200


def test_the_name_of_the_site_comes_through_and_no_other_is_believed(front: Front) -> None:
    other = {"Host": "evil.example"}
    assert front.ask("/find/", headers=other).status in {200, 400}  # Caddy: an empty page
    claims = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example;proto=http"}
    for headers in (other, claims):
        assert "evil.example" not in front.ask("/find/", headers=headers).text


def test_a_forged_place_of_the_site_is_not_believed(front: Front) -> None:
    page = front.ask("/find/", headers={"SCRIPT_NAME": "/evil", "PATH_INFO": "/organise/"})
    assert page.status == 200
    assert "<h1>Find your booking</h1>" in page.text
    assert "/evil" not in page.text


def test_tries_are_counted_by_the_real_address_whatever_a_visitor_sends(front: Front) -> None:
    """D14, with a proxy of its own: thirty tries of one address, each with another forged one."""
    address = {"caddy": "127.0.0.8", "nginx": "127.0.0.9"}[front.program]
    token, said = form_of(front, "/find/")

    def find(number: int, comes_from: str) -> int:
        form = {"code": f"FERN-{number:04}", "contact": "a@b.example", "csrfmiddlewaretoken": token}
        return front.ask(
            "/find/",
            urlencode(form).encode(),
            comes_from=comes_from,
            headers={
                **said,
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"192.0.2.{number}",
                "X-Real-Ip": f"192.0.2.{number}",
            },
        ).status

    assert [find(number, address) for number in range(31)] == [200] * 30 + [429]
    assert find(99, "127.0.0.10") == 200, "somebody else is not kept out"


def test_who_sends_slowly_holds_no_thread(front: Front) -> None:
    """More of them than Convenor has threads, in the head of a request and in its body."""
    cookie = front.ask("/find/").headers["Set-Cookie"].split(";")[0]
    head = f"POST /find/ HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\nCookie: {cookie}\r\n"
    body = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nx"
    lines = [front.open_line() for _ in range(12)]
    for number, line in enumerate(lines):
        line.sendall((head + body * (number % 2)).encode())
    time.sleep(0.2)
    began = time.monotonic()
    answers = [front.ask("/find/").status for _ in range(5)]
    took = time.monotonic() - began
    for line in lines:
        line.close()
    assert answers == [200] * 5
    assert took < 20, "none waited for a slow one"


def test_files_are_kept_by_browsers_and_come_packed(front: Front) -> None:
    [name] = set(re.findall(r"/static/site\.\w+\.css", front.ask("/find/").text))
    kept = front.ask(name, headers={"Accept-Encoding": "gzip"})
    assert kept.status == 200
    assert kept.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert kept.headers["Content-Encoding"] == "gzip"


class Patient(BaseHTTPRequestHandler):
    """Says nothing before it has read all. Convenor refuses at once, and may so be the first."""

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        if len(self.rfile.read(size)) == size:
            self.send_response(200)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def patient() -> Iterator[int]:
    """The port on which one listens."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Patient) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening.server_port
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("program", PROXIES)
def test_what_is_too_big_is_refused_in_words(program: str, patient: int, tmp_path: Path) -> None:
    with in_front(program, tmp_path / program, patient) as front:
        assert front.ask("/find/", b"x" * 900_000).status == 200
        # Little more than is taken: of much more Caddy reads no end, and resets the line.
        answer = front.ask("/find/", b"x" * 1_100_000)
    assert answer.status == 413
    assert "<h1>This is too big</h1>" in answer.text
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store, private"


# A little more than a form may have, and nearly all that a file may.
@pytest.mark.parametrize("size", [1_100_000, 9_000_000])
def test_a_file_of_the_team_comes_through_whole(front: Front, organiser: str, size: int) -> None:
    """Convenor reads it to its end before it answers, so that no answer overtakes the file."""
    page = "/organise/events/forum/people/import/"
    token, said = form_of(front, page, organiser)
    file = SimpleUploadedFile("people.pdf", b"%PDF-".ljust(size, b"x"))
    form = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, "table": file})
    answer = front.ask(page, form, headers={**said, "Content-Type": MULTIPART_CONTENT})
    assert answer.status == 200
    assert "This is a PDF. Save the table as CSV" in answer.text


def test_every_page_that_takes_a_file_is_where_the_proxies_let_one_through() -> None:
    def paths(urls: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
        for url in urls:
            path = before + str(url.pattern)
            if isinstance(url, URLResolver):
                yield from paths(url.url_patterns, path)
            else:
                yield path, url.callback

    found = {p for p, view in paths(get_resolver().url_patterns) if hasattr(view, "takes_a_file")}
    assert len(found) >= 3
    assert {path for path in found if not path.startswith("organise/")} == set()


@pytest.mark.parametrize("program", PROXIES)
def test_while_convenor_starts_again_people_read_so_and_no_path_is_logged(
    program: str, folder: Path
) -> None:
    """Behind a proxy in front of nobody. What Convenor says itself passes: see above."""
    with in_front(program, folder / f"{program}-alone", free_port()) as front:
        away = front.ask(PRIVATE)
        assert away.status == 503
        assert "<h1>The site is away for a moment</h1>" in away.text
        assert away.headers["Retry-After"] == "60"
        assert away.headers["Content-Security-Policy"] == ALONE
        written = front.written()
    assert SECRET not in written


def test_convenors_own_pages_of_faults_pass_and_no_path_is_logged(front: Front) -> None:
    missing = front.ask(PRIVATE)
    assert (missing.status, "<h1>" in missing.text) == (404, True)
    assert SECRET not in front.written()
