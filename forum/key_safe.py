"""A second copy of the keys on another disk: new ones are copied, destroyed ones go there too.

A backup would bring a destroyed key back; a mirror does not. The danger of a mirror is that it
follows a mistake: a disk of keys that is not there today looks like a folder without keys. So the
folder of keys and its safe carry the same mark, and nothing is done where the mark is missing.
Keys that are never copied stay out (settings.NEVER_COPIED), and so does what is no whole key.
"""

import contextlib
import fcntl
import logging
import os
import re
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from forum import durable
from forum.keys.files import is_whole, parts_of

log = logging.getLogger("convenor.keys")

# The same words in both folders say that they belong together.
MARK = "belongs-to"
SECRET = "secret_key"  # noqa: S105 - the name of its file
_LOCK = ".lock"
_PART = re.compile(r"\..+\.[0-9a-f]{16}\.part")


class SafeError(Exception):
    """Nothing was copied and nothing was destroyed; the words say why, and what to do."""


@dataclass(frozen=True)
class Mirrored:
    """Keys copied, keys destroyed in the safe, and keys left as they are in the safe: not whole."""

    copied: int
    destroyed: int
    damaged: int
    other_secret: bool = False


def mirror_due(now: datetime | None = None) -> int:
    """Mirror into CONVENOR_KEY_SAFE, when it is set; how much was changed there. A job."""
    if not settings.KEY_SAFE:
        return 0
    try:
        done = mirror(Path(settings.KEY_SAFE))
    except SafeError as error:
        log.error("the key safe: %s", error)
        raise
    return done.copied + done.destroyed


def mirror(safe: Path) -> Mirrored:
    """Make the safe hold the keys that there are now, and no other. Raises SafeError.

    What lies in the safe and is no key is left alone.
    """
    folder, safe = Path(settings.KEYS).resolve(), safe.resolve()
    must_lie_apart(safe)
    try:
        _must_be_there(folder)
        safe.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe.chmod(0o700)
        with _alone_in(safe):
            _must_belong_together(folder, safe)
            _must_hold_no_links(safe)
            return _mirror(folder, safe)
    except OSError as error:
        raise SafeError(f"{error.filename or safe}: {error.strerror}.") from error


def _mirror(folder: Path, safe: Path) -> Mirrored:
    copied = damaged = 0
    done: set[str] = set()
    # Again when a key was made or set aside meanwhile, so that none is destroyed under both names.
    while wanted := _keys_in(folder) - done:
        for name in sorted(wanted):
            found = _copy(folder / name, safe / name)
            copied, damaged = copied + (found == "copied"), damaged + (found == "damaged")
        done |= wanted
    gone = _keys_in(safe) - _keys_in(folder)
    for path in [*(safe / name for name in sorted(gone)), *_parts_in(safe)]:
        durable.destroy(path)
    return Mirrored(copied, len(gone), damaged, _copy_the_secret(folder, safe))


def _copy(source: Path, target: Path) -> str:
    """What was done about one key. One that is being destroyed is not whole, or not there."""
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        return "gone"
    if not is_whole(content):
        return "damaged"
    if target.exists() and target.read_bytes() == content:
        target.chmod(0o600)
        return "there"
    target.parent.mkdir(mode=0o700, exist_ok=True)
    target.parent.chmod(0o700)
    with durable.writing(target, replaces=True) as file:
        file.write(content)
    durable.sync(target.parent.parent)
    return "copied"


def _copy_the_secret(folder: Path, safe: Path) -> bool:
    """Copy the site's secret once; whether the safe holds another one, which is left there."""
    source, target = folder / SECRET, safe / SECRET
    if not source.exists():
        return False
    if target.exists():
        return target.read_bytes() != source.read_bytes()
    with durable.writing(target) as file:
        file.write(source.read_bytes())
    return False


def must_lie_apart(safe: Path) -> None:
    """Raises SafeError for a folder that holds the keys or the data, or lies in one of them."""
    folder, data, safe = (Path(each).resolve() for each in (settings.KEYS, settings.DATA, safe))
    if safe.is_relative_to(folder) or folder.is_relative_to(safe):
        raise SafeError(f"{safe} is no safe: the keys themselves lie there. Name another folder.")
    if safe.is_relative_to(data) or data.is_relative_to(safe):
        raise SafeError(
            f"{safe} is no safe: a backup of the data would hold it. Name a folder on another disk."
        )


def _must_be_there(folder: Path) -> None:
    if not folder.is_dir():
        raise SafeError(
            f"{folder}, the folder of keys, is not there. Is its disk? Nothing is done."
        )


def _must_belong_together(folder: Path, safe: Path) -> None:
    """The first time both are marked; later a folder without the mark is another folder."""
    mine, theirs = (_read(place / MARK) for place in (folder, safe))
    if theirs and mine != theirs:
        raise SafeError(
            f"{safe} is the safe of other keys than those in {folder}. If the disk of the keys is "
            "not there, bring it back. If the keys are lost, copy the safe into their place, with "
            f"the file {MARK}. Nothing is done."
        )
    if not theirs and _keys_in(safe):
        raise SafeError(f"{safe} holds keys that were not mirrored there. Name an empty folder.")
    if not mine:
        _write(folder / MARK, secrets.token_hex(16))
    if not theirs:
        _write(safe / MARK, _read(folder / MARK))


def _must_hold_no_links(safe: Path) -> None:
    """Raises SafeError for a name that leads out of the safe: what it leads to is no copy of ours,
    and would be overwritten when the key is destroyed."""
    folders = [folder for folder in safe.iterdir() if _is_an_id(folder.name)]
    for path in [*folders, *_files_in(safe)]:
        if path.is_symlink():
            raise SafeError(f"{path} is a link, and no key. Remove it. Nothing is done.")


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    with contextlib.suppress(FileExistsError), durable.writing(path) as file:
        file.write(text.encode())


def _keys_in(place: Path) -> set[str]:
    """Names of key files below a folder. Raises OSError where it cannot be looked into."""
    return {
        f"{path.parent.name}/{path.name}"
        for path in _files_in(place)
        if (found := parts_of(path.name)) and found[0] not in settings.NEVER_COPIED
    }


def _parts_in(safe: Path) -> list[Path]:
    """What a process left that was killed while it copied: it may be a key."""
    return [path for path in _files_in(safe) if _PART.fullmatch(path.name)]


def _files_in(place: Path) -> Iterator[Path]:
    """Files in the folders that are somebody's. Not by a glob, which hides what it may not read."""
    for folder in place.iterdir():
        if _is_an_id(folder.name):
            with contextlib.suppress(NotADirectoryError):
                yield from folder.iterdir()


def _is_an_id(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


@contextlib.contextmanager
def _alone_in(safe: Path) -> Iterator[None]:
    """One process mirrors at a time: others would take its parts for leftovers."""
    descriptor = os.open(safe / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
