"""One file for each version of a key, with a name that says whose, for what and which.

Versions count from 1. What is sealed anew takes the newest whole one; what was sealed says itself
by which it is opened. Versions are never used twice, so that a value never meets a key that is not
the one it was sealed with.
"""

import contextlib
import fnmatch
import logging
import re
import secrets
import stat
import uuid
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from forum import durable

log = logging.getLogger("convenor.keys")

KEY_BYTES = 32
# What each file starts with, so that a foreign file of the right length is refused.
MAGIC = b"convenor-key-v1\n"
# The last part of the name of a key that is set aside.
HELD = ".held"
# A sealed value says in one byte which version opens it.
MOST = 255
_NAME = re.compile(r"(?P<purpose>[^.]+)\.v(?P<version>[1-9]\d{0,2})(?P<held>\.held)?")


class KeyUnavailableError(Exception):
    """The key file is missing, short, foreign or unreadable: nothing it sealed can be read."""


def path_of(event_id: uuid.UUID, purpose: str, version: int = 1) -> Path:
    return Path(settings.KEYS) / str(event_id) / f"{purpose}.v{version}"


def make(event_id: uuid.UUID, purpose: str) -> None:
    """Make the first key of an event for a purpose and see it on disk; an existing one is kept.

    Also one that is set aside: a new key in its place would hide what that one opens. Two
    processes may race: the first link wins and both go on with that key.
    """
    if not (versions(event_id, purpose) or _held(event_id, purpose)):
        _write(path_of(event_id, purpose))


def renew(event_id: uuid.UUID, purpose: str) -> int:
    """Make the next version, with which everything is sealed from now on; its number.

    Raises KeyUnavailableError when there is none to follow, when it is set aside or when it was
    destroyed meanwhile: what was erased gets no new key.
    """
    before = versions(event_id, purpose)
    if not before or _held(event_id, purpose):
        raise KeyUnavailableError(f"no {purpose} key for event {event_id}")
    version = before[-1] + 1
    if version > MOST:
        raise KeyUnavailableError(f"the {purpose} key of event {event_id} was renewed too often")
    _write(path_of(event_id, purpose, version))
    if not path_of(event_id, purpose, before[-1]).exists():
        destroy(event_id, purpose)
        raise KeyUnavailableError(f"no {purpose} key for event {event_id}")
    return version


def _write(path: Path) -> None:
    # One by one: of several folders made at once only the last gets the mode.
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError), durable.writing(path) as file:
        file.write(MAGIC + secrets.token_bytes(KEY_BYTES))
    for folder in (path.parent, path.parent.parent):
        durable.sync(folder)


def versions(event_id: uuid.UUID, purpose: str) -> list[int]:
    """The versions that are there, whole or not, the newest last; not those set aside."""
    return sorted(version for version, is_held in _found(event_id, purpose) if not is_held)


def read(event_id: uuid.UUID, purpose: str, version: int | None = None) -> bytes:
    """The 32 bytes of one version of the key, or of the newest whole one.

    Raises KeyUnavailableError when the file is missing, short, foreign or unreadable.
    """
    if version is None:
        return newest(event_id, purpose)[1]
    try:
        found = path_of(event_id, purpose, version).read_bytes()
    except OSError as error:
        raise KeyUnavailableError(f"no {purpose} key for event {event_id}") from error
    if not is_whole(found):
        raise KeyUnavailableError(f"the {purpose} key of event {event_id} is damaged")
    return found[len(MAGIC) :]


def newest(event_id: uuid.UUID, purpose: str) -> tuple[int, bytes]:
    """The newest whole version and its bytes. Raises KeyUnavailableError."""
    problem = KeyUnavailableError(f"no {purpose} key for event {event_id}")
    for version in reversed(versions(event_id, purpose)):
        try:
            return version, read(event_id, purpose, version)
        except KeyUnavailableError as error:
            problem = error
    raise problem


def is_whole(content: bytes) -> bool:
    """Whether these bytes are a key of ours."""
    return content.startswith(MAGIC) and len(content) == len(MAGIC) + KEY_BYTES


def made_at(event_id: uuid.UUID, purpose: str, version: int) -> datetime:
    """When this version was written into this folder."""
    moment = path_of(event_id, purpose, version).stat().st_mtime
    return datetime.fromtimestamp(moment, tz=UTC)


def exists(event_id: uuid.UUID, purpose: str) -> bool:
    """Whether a version is there and whole."""
    try:
        newest(event_id, purpose)
    except KeyUnavailableError:
        return False
    return True


def destroy(event_id: uuid.UUID, purpose: str, *, before: int = MOST + 1) -> None:
    """Overwrite and remove the key, also set aside: nobody can read what it sealed any more.

    All its versions, or those `before` a newer one.
    """
    for version, _ in sorted(_found(event_id, purpose)):
        if version < before:
            path = path_of(event_id, purpose, version)
            durable.destroy(path)
            durable.destroy(_aside(path))


def set_aside(event_id: uuid.UUID, purpose: str) -> None:
    """Keep the key where nothing finds it: until it is brought back, what it sealed is shut."""
    for version in versions(event_id, purpose):
        path = path_of(event_id, purpose, version)
        durable.move(path, _aside(path))


def bring_back(event_id: uuid.UUID, purpose: str) -> None:
    """Let a key that was set aside open again what it sealed."""
    for version in _held(event_id, purpose):
        path = path_of(event_id, purpose, version)
        durable.move(_aside(path), path)


def there(pattern: str = "*") -> list[tuple[uuid.UUID, str, bool]]:
    """Keys in the folder whose purpose is like the pattern: whose, for what, whether set aside."""
    found = set()
    for path in Path(settings.KEYS).glob("*/*.v*"):
        name = parts_of(path.name)
        if name is None or not fnmatch.fnmatchcase(name[0], pattern):
            continue  # half a key from a process that was killed, or none of ours
        try:
            found.add((uuid.UUID(path.parent.name), name[0], name[2]))
        except ValueError:
            log.warning("a key lies in a folder that is nobody's")
    return sorted(found)


def parts_of(name: str) -> tuple[str, int, bool] | None:
    """What the name of a file says: purpose, version, whether set aside; None when no key's."""
    found = _NAME.fullmatch(name)
    if found is None or int(found["version"]) > MOST:
        return None
    return found["purpose"], int(found["version"]), found["held"] is not None


def open_to_others() -> list[Path]:
    """Key files and folders that somebody else on the machine may read."""
    folder = Path(settings.KEYS)
    if not folder.exists():
        return []
    others = stat.S_IRWXG | stat.S_IRWXO
    return [path for path in [folder, *folder.rglob("*")] if path.stat().st_mode & others]


def _found(event_id: uuid.UUID, purpose: str) -> set[tuple[int, bool]]:
    """Versions of one key by the files there, and whether each is set aside."""
    folder = path_of(event_id, purpose).parent
    try:
        names = [parts_of(path.name) for path in folder.iterdir()]
    except OSError:
        return set()
    return {(name[1], name[2]) for name in names if name and name[0] == purpose}


def _held(event_id: uuid.UUID, purpose: str) -> list[int]:
    return sorted(version for version, is_held in _found(event_id, purpose) if is_held)


def _aside(path: Path) -> Path:
    return path.with_name(path.name + HELD)
