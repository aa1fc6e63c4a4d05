"""Needs are found nowhere but under their seal (K1), and without the keys nowhere (K2, D27)."""

import base64
import io
import json
import secrets
import shutil
import string
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.registrations import planters
from tests.site import Site, made_in


def forms(text: str) -> dict[str, bytes]:
    """The text as it might have been written down."""
    plain = text.encode()
    found = {
        "UTF-8": plain,
        "UTF-16 LE": text.encode("utf-16-le"),
        "UTF-16 BE": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "URL": quote(text).encode(),
        "URL form": quote_plus(text).encode(),
        "zlib": zlib.compress(plain),
        "JSON": json.dumps(text)[1:-1].encode(),
    }
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        # The first and last letters also hold bits of what stands beside.
        found[f"base64 +{shift}"] = coded[4 if shift else 0 : -4]
        found[f"base64url +{shift}"] = base64.urlsafe_b64encode(b"\0" * shift + plain)[
            4 if shift else 0 : -4
        ]
    return found


def everything(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its content, and what lies inside of zip archives."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            content = path.read_bytes()
            yield path.name, content
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    for name in archive.namelist():
                        yield f"{path.name}/{name}", archive.read(name)


def hits(strings: list[str], *folders: Path) -> list[tuple[str, str, str]]:
    wanted = [(text, form, coded) for text in strings for form, coded in forms(text).items()]
    return [
        (name, text, form)
        for name, content in everything(*folders)
        for text, form, coded in wanted
        if coded in content
    ]


@pytest.fixture(scope="module")
def planted(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Site, list[str], Path]]:
    """A site on which 22 strings were typed into needs, and what it left behind.

    Both tests read it, and neither writes to it.
    """
    # Letters alone: many digits look like bank details, which are refused.
    strings = [
        f"Canary {''.join(secrets.choice(string.ascii_lowercase) for _ in range(16))} ü"
        for _ in range(22)
    ]
    folder = tmp_path_factory.mktemp("planted")
    left = folder / "left"
    with made_in(folder / "site") as site:
        site.run(*planters.START, "plant", str(left), *strings)
        yield site, strings, left


@pytest.mark.parametrize("form", sorted(forms("x")))
def test_the_search_finds_a_text_in_every_form(form: str, tmp_path: Path) -> None:
    """The control: a search that finds nothing anywhere would pass too."""
    text = "Canary 0123456789abcdef ü"
    (tmp_path / "a").write_bytes(b"before " + forms(text)[form] + b" after")
    assert form in {found for _, _, found in hits([text], tmp_path)}


def test_22_needs_typed_into_every_page_are_found_nowhere(
    planted: tuple[Site, list[str], Path],
) -> None:
    """K1: database, write-ahead log, mails, logs, sessions, cache, attendee list."""
    site, strings, left = planted
    data = Path(site.env["CONVENOR_DATA"])
    names = {name.split(".")[0] for name, _ in everything(left)}
    assert names >= {"attendees", "everything", "cache"}
    assert [name for name, _ in everything(data / "mail")]
    assert hits(strings, left, data) == []
    found = {name for name, _, form in hits([planters.CONTROL], left, data) if form == "UTF-8"}
    assert any(name in {"convenor.sqlite3-wal", "convenor.sqlite3", "dump"} for name in found)
    assert any(name.startswith("attendees.xlsx/") for name in found)
    assert any(name.endswith(".log") and name != "everything.log" for name in found)  # the mails


def test_d27_a_site_without_its_keys_goes_on_and_reads_no_needs(
    planted: tuple[Site, list[str], Path], tmp_path: Path
) -> None:
    """K2, D27: whoever took the database, the code and the secret, and not the keys."""
    site, strings, _ = planted
    data = Path(site.env["CONVENOR_DATA"])
    secret = (data / "keys" / "secret_key").read_text()
    if "CONVENOR_DATABASE_URL" not in site.env:
        stolen = tmp_path / "stolen"
        stolen.mkdir()
        for part in data.glob("convenor.sqlite3*"):
            shutil.copy(part, stolen)
        data = stolen
    env = {
        "CONVENOR_DATA": str(data),
        "CONVENOR_KEYS": str(tmp_path / "no keys"),
        "CONVENOR_SECRET_KEY": secret,
    }
    found = json.loads(site.run(*planters.START, "look", **env))
    assert (found["rows"], found["opened"], found["key made"]) == (3, 0, False)
    ours = ["list", "event", "booking", "find", "people", "person"]
    assert {name: found["statuses"][name] for name in ours} == dict.fromkeys(ours, 200)
    assert (found["statuses"]["start"], found["statuses"]["draft"]) == (503, 503)
    assert found["statuses"]["needs"] in {200, 503}
    assert found["statuses"]["door"] < 500
    for name in ("booking", "start", "draft"):
        assert "We cannot read what you told us about needs." in found["texts"][name]
    assert [text for text in strings for page in found["texts"].values() if text in page] == []
