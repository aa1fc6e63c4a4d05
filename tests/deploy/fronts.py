"""Convenor behind the real nginx and Caddy, with the files of deploy/ and TLS of our own."""

import getpass
import http.client
import os
import re
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from tests.deploy.programs import running
from tests.drills.serving import Server
from tests.programs import needed
from tests.site import ROOT
from tests.smtp import free_port

NAME = "localhost"
FILES = {"nginx": ROOT / "deploy/nginx.conf", "caddy": ROOT / "deploy/Caddyfile"}
# Around the file of ours, as Debian's nginx.conf: there every request is logged.
AROUND = """
user %(user)s;
daemon off;
pid %(folder)s/nginx.pid;
error_log %(folder)s/error.log;
events {}
http {
  access_log %(folder)s/access.log;
  client_body_temp_path %(folder)s/body;
  proxy_temp_path %(folder)s/proxy;
  fastcgi_temp_path %(folder)s/fastcgi;
  uwsgi_temp_path %(folder)s/uwsgi;
  scgi_temp_path %(folder)s/scgi;
  include %(folder)s/convenor.conf;
}
"""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True)
class Front:
    """A proxy that runs: where it listens, and the folder with all that it writes."""

    program: str
    https: int
    http: int
    folder: Path

    def ask(
        self,
        path: str,
        sent: bytes | None = None,
        *,
        comes_from: str = "127.0.0.1",
        plainly: bool = False,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """GET, or POST of what is sent, from this address of the machine."""
        given = (comes_from, 0)
        wire = (
            http.client.HTTPConnection("127.0.0.1", self.http, timeout=30, source_address=given)
            if plainly
            else http.client.HTTPSConnection(
                NAME, self.https, timeout=30, context=self._trusting(), source_address=given
            )
        )
        told = {"Host": NAME} | (headers or {})
        try:
            wire.request("GET" if sent is None else "POST", path, sent, told)
            answer = wire.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
        finally:
            wire.close()

    def open_line(self) -> ssl.SSLSocket:
        """A connection that waits for us."""
        line = socket.create_connection(("127.0.0.1", self.https), timeout=30)
        return self._trusting().wrap_socket(line, server_hostname=NAME)

    def _trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))

    def written(self) -> str:
        """All that it wrote anywhere: its logs and what it said."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return "".join(path.read_text(errors="replace") for path in files)


def fits(program: str, folder: Path, *, convenor: int, https: int, plain: int) -> list[str]:
    """Fit the file of deploy/ to this folder, these ports and no IPv6; how the proxy is started."""
    text = FILES[program].read_text().replace("events.example.org", NAME)
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{convenor}")
    if program == "caddy":
        ours = f"admin off\nhttp_port {plain}\nhttps_port {https}\ndefault_bind 127.0.0.1\n"
        text = text.replace("{\n", "{\n" + ours, 1)
        text = text.replace(f"\n{NAME} {{\n", f"\n{NAME} {{\ntls cert.pem key.pem\n")
        (folder / "Caddyfile").write_text(text)
        return ["run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    text = re.sub(r" +listen \[::\].*\n", "", text)
    text = re.sub(rf"/etc/letsencrypt/live/{NAME}/(fullchain|privkey)", rf"{folder}/\1", text)
    text = text.replace("fullchain", "cert").replace("privkey", "key")
    text = text.replace("/var/log/nginx", str(folder))
    text = text.replace("listen 443", f"listen 127.0.0.1:{https}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{plain}")
    (folder / "convenor.conf").write_text(text)
    (folder / "nginx.conf").write_text(AROUND % {"user": getpass.getuser(), "folder": folder})
    return ["-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


@contextmanager
def in_front(program: str, folder: Path, convenor: int) -> Iterator[Front]:
    """This proxy in front of what listens on that port."""
    path = needed(program)
    folder.mkdir()
    write_certificate(folder)
    front = Front(program, free_port(), free_port(), folder)
    words = fits(program, folder, convenor=convenor, https=front.https, plain=front.http)
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    log = folder / "said.log"
    answers = partial(_listens, front.https)
    with running([str(path), *words], answers=answers, log=log, env=env, folder=folder):
        yield front


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def convenor_of(server: Server, log: Path) -> Iterator[None]:
    """Convenor with these variables, once it answers as it answers a proxy."""

    def answers() -> bool:
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as wire:
            try:
                wire.request(
                    "GET", "/health/", headers={"Host": NAME, "X-Forwarded-Proto": "https"}
                )
                return wire.getresponse().status == HTTPStatus.OK
            except OSError:
                return False

    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command = [*gunicorn, "forum.project.wsgi"]
    with running(command, answers=answers, log=log, env=server.site.env, folder=ROOT):
        yield


def write_certificate(folder: Path) -> None:
    """A certificate for this machine's own name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
