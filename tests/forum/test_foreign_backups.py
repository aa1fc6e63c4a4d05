"""A file that somebody else made is refused by name, and writes nothing outside its folder."""

import hashlib
import io
import json
import tarfile

import pytest

from forum.backups import BackupError, archive

SAID = {
    "format": 1,
    "made_at": "2026-11-22",
    "engine": "sqlite",
    "versions": {},
    "migrations": [],
    "members": {},
}


def written(folder, manifest, *entries):
    """A tar with these entries and a manifest whose hash is right."""
    path = folder / "foreign.tar"
    with tarfile.open(path, "w") as tar:
        for name, content in (
            *((entry.name, b"x") for entry in entries if entry.isreg()),
            ("manifest.json", manifest),
            ("manifest.json.sha256", hashlib.sha256(manifest).hexdigest().encode()),
        ):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        for entry in entries:
            if not entry.isreg():
                tar.addfile(entry)
    return path


def refused(folder, manifest, *entries):
    into = folder / "into"
    into.mkdir()
    with pytest.raises(BackupError, match=r"foreign\.tar"):
        archive.unpack(written(folder, manifest, *entries), into)
    assert not (folder / "outside").exists()
    assert list(into.rglob("*")) == []


def saying(names):
    digest = hashlib.sha256(b"x").hexdigest()
    members = {name: {"size": 1, "sha256": digest} for name in names}
    return json.dumps({**SAID, "members": members}).encode()


@pytest.mark.parametrize(
    "name",
    ["../outside", "media/../../outside", "/tmp/outside", "", ".", "media", "database/x", "keys/x"],  # noqa: S108
)
def test_a_name_that_is_none_of_ours(tmp_path, name):
    refused(tmp_path, saying([name]), tarfile.TarInfo(name))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_what_is_no_file(tmp_path, kind):
    entry = tarfile.TarInfo("media/x")
    entry.type, entry.linkname = kind, "/etc/hostname"
    refused(tmp_path, saying(["media/x"]), entry)


@pytest.mark.parametrize(
    "manifest",
    [
        b"[]",
        b"{",
        b"\xff\xfe{",
        json.dumps({**SAID, "more": 1}).encode(),
        json.dumps({"format": 1}).encode(),
        json.dumps({**SAID, "members": ["database"]}).encode(),
        json.dumps({**SAID, "members": {"database": {}}}).encode(),
        json.dumps({**SAID, "members": {"database": "x"}}).encode(),
    ],
)
def test_a_manifest_that_says_something_else(tmp_path, manifest):
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(BackupError, match=r"foreign\.tar"):
        archive.unpack(written(tmp_path, manifest, tarfile.TarInfo("database")), into)
