"""The file: a tar of the database, the media and a manifest that holds a hash of each part."""

import contextlib
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST, MANIFEST_HASH = "manifest.json", "manifest.json.sha256"
DATABASE, MEDIA = "database", "media"
_PIECE = 1 << 20


class BackupError(Exception):
    """A backup cannot be made, read or put back; the words say which file and why."""


@dataclass
class Manifest:
    """What a backup says of itself; `members` is name to size and hash."""

    made_at: str
    engine: str
    versions: dict[str, str]
    migrations: list[str]
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds parts to a tar and notes the hash of what it read."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self.manifest = manifest
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, path: Path, name: str) -> None:
        """One file; when it grows meanwhile, what it held at first is kept."""
        size = path.stat().st_size
        with path.open("rb") as source:
            counted = _Hashing(source)
            self._tar.addfile(_entry(name, size), counted)
        self.manifest.members[name] = {"size": size, "sha256": counted.digest.hexdigest()}

    def close(self) -> None:
        """Write the manifest and its own hash, and the end of the tar."""
        text = json.dumps(asdict(self.manifest), indent=1, sort_keys=True).encode()
        for name, content in (
            (MANIFEST, text),
            (MANIFEST_HASH, hashlib.sha256(text).hexdigest().encode()),
        ):
            self._tar.addfile(_entry(name, len(content)), io.BytesIO(content))
        self._tar.close()


class _Hashing(io.RawIOBase):
    """Reads a file and hashes what passes."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def unpack(path: Path, into: Path) -> Manifest:
    """Check every part against its hash while writing it into the folder; nothing else is touched.

    Raises BackupError that names the file, and the part when it is one.
    """
    try:
        with tarfile.open(path, mode="r:") as tar:
            return _unpack(tar, path, into)
    except FileNotFoundError as error:
        raise BackupError(f"{path} is not there.") from error
    # The last four: a manifest whose hash is right and which says something else than ours.
    except (
        tarfile.TarError,
        EOFError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        raise BackupError(f"{path} is no backup, or it is cut or damaged.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error


def _unpack(tar: tarfile.TarFile, path: Path, into: Path) -> Manifest:
    entries = {entry.name: entry for entry in tar.getmembers()}
    manifest = _manifest(tar, entries, path)
    foreign = entries.keys() - manifest.members.keys() - {MANIFEST, MANIFEST_HASH}
    for name in sorted(foreign):
        raise BackupError(f"{path} is damaged: {name} does not belong to it.")
    for name, said in sorted(manifest.members.items()):
        entry = entries.get(name)
        if entry is None or not entry.isreg() or not _is_safe(name):
            raise BackupError(f"{path} is damaged: {name} is missing.")
        if _copy(tar, entry, into / name) != said["sha256"]:
            raise BackupError(f"{path} is damaged: {name} is not what was written.")
    return manifest


def _manifest(tar: tarfile.TarFile, entries: dict[str, Any], path: Path) -> Manifest:
    if MANIFEST not in entries or MANIFEST_HASH not in entries:
        raise BackupError(f"{path} is no backup of Convenor, or it is cut: it has no manifest.")
    text, said = (_read(tar, entries[name]) for name in (MANIFEST, MANIFEST_HASH))
    if hashlib.sha256(text).hexdigest().encode() != said:
        raise BackupError(f"{path} is damaged: {MANIFEST} is not what was written.")
    found = json.loads(text)
    if found.get("format") != FORMAT:
        raise BackupError(f"{path} was made by another version of Convenor.")
    return Manifest(**found)


def _read(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    with contextlib.closing(_opened(tar, entry)) as source:
        return source.read()


def _opened(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    found = tar.extractfile(entry) if entry.isreg() else None
    if found is None:
        raise tarfile.ReadError(f"{entry.name} is no file")
    return found


def _copy(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with contextlib.closing(_opened(tar, entry)) as source, target.open("xb") as file:
        for piece in iter(lambda: source.read(_PIECE), b""):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _is_safe(name: str) -> bool:
    """Whether it is the name of the database, or of something inside the folder of media."""
    path = PurePosixPath(name)
    return name == DATABASE or (
        path.parts[:1] == (MEDIA,) and len(path.parts) > 1 and ".." not in path.parts
    )


def files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file in a folder with its name in the backup; links are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, f"{MEDIA}/{path.relative_to(folder).as_posix()}"
