"""Key files: one per event and purpose, outside the database and its backups.

A key is made when an event is published and never on demand: a key that is missing, short or not
ours makes what it sealed unreadable, and is never replaced, because a new key in its place would
hide that the old answers are lost. Destroying the file is the erasure that reaches old backups
(design 3.2, security 6).
"""

import contextlib
import logging
import os
import secrets
import stat
import uuid
from pathlib import Path

from django.conf import settings

log = logging.getLogger("convenor.keys")

KEY_BYTES = 32
# What each file starts with, so that a foreign file of the right length is refused.
MAGIC = b"convenor-key-v1\n"
# The last part of the name of a key that is set aside.
HELD = ".held"


class KeyUnavailableError(Exception):
    """The key file is missing, short, foreign or unreadable: nothing it sealed can be read."""


def path_of(event_id: uuid.UUID, purpose: str) -> Path:
    return Path(settings.KEYS) / str(event_id) / f"{purpose}.v1"


def make(event_id: uuid.UUID, purpose: str) -> None:
    """Make the key of an event for a purpose and see it on disk; an existing one is kept.

    Also one that is set aside: a new key in its place would hide what that one opens. Two
    processes may race: the first link wins and both go on with that key.
    """
    path = path_of(event_id, purpose)
    if _aside(path).exists():
        return
    # One by one: of several folders made at once only the last gets the mode.
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{purpose}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC + secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink()
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def read(event_id: uuid.UUID, purpose: str) -> bytes:
    """The 32 bytes of the key.

    Raises KeyUnavailableError when the file is missing, short, foreign or unreadable.
    """
    try:
        found = path_of(event_id, purpose).read_bytes()
    except OSError as error:
        raise KeyUnavailableError(f"no {purpose} key for event {event_id}") from error
    if not found.startswith(MAGIC) or len(found) != len(MAGIC) + KEY_BYTES:
        raise KeyUnavailableError(f"the {purpose} key of event {event_id} is damaged")
    return found[len(MAGIC) :]


def exists(event_id: uuid.UUID, purpose: str) -> bool:
    """Whether the key is there and whole."""
    try:
        read(event_id, purpose)
    except KeyUnavailableError:
        return False
    return True


def destroy(event_id: uuid.UUID, purpose: str) -> None:
    """Overwrite and remove the key, also one set aside: nobody can read what it sealed any more."""
    path = path_of(event_id, purpose)
    for each in (path, _aside(path)):
        if not each.exists():
            continue
        with each.open("r+b") as file:
            file.write(secrets.token_bytes(len(MAGIC) + KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        each.unlink()
        _sync(each.parent)


def set_aside(event_id: uuid.UUID, purpose: str) -> None:
    """Keep the key where nothing finds it: until it is brought back, what it sealed is shut."""
    path = path_of(event_id, purpose)
    if path.exists():
        path.replace(_aside(path))
        _sync(path.parent)


def bring_back(event_id: uuid.UUID, purpose: str) -> None:
    """Let a key that was set aside open again what it sealed."""
    path = path_of(event_id, purpose)
    if _aside(path).exists():
        _aside(path).replace(path)
        _sync(path.parent)


def there(pattern: str = "*") -> list[tuple[uuid.UUID, str, bool]]:
    """Keys in the folder whose purpose is like the pattern: whose, for what, whether set aside."""
    found = []
    for path in sorted(Path(settings.KEYS).glob(f"*/{pattern}.v1*")):
        purpose, _, ending = path.name.partition(".v1")
        if path.name.startswith(".") or ending not in ("", HELD):
            continue  # half a key from a process that was killed
        try:
            found.append((uuid.UUID(path.parent.name), purpose, ending == HELD))
        except ValueError:
            log.warning("a key lies in a folder that is nobody's")
    return found


def _aside(path: Path) -> Path:
    return path.with_name(path.name + HELD)


def open_to_others() -> list[Path]:
    """Key files and folders that somebody else on the machine may read."""
    folder = Path(settings.KEYS)
    if not folder.exists():
        return []
    others = stat.S_IRWXG | stat.S_IRWXO
    return [path for path in [folder, *folder.rglob("*")] if path.stat().st_mode & others]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
