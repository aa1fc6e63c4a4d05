"""Files that are whole and on the disk, or not there; and files that are gone with their bytes.

A process may be killed and the power may go at any moment. What it leaves then is a part with a
name of its own (`.NAME.<16 figures>.part`), never half of a file under its right name.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def writing(target: Path, *, replaces: bool = False) -> Iterator[IO[bytes]]:
    """A new file for this account alone, which is there when everything in it is on the disk.

    Raises FileExistsError when something has the name by then, unless it `replaces` that.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            part.replace(target)
        else:
            target.hardlink_to(part)  # refuses to overwrite
    finally:
        part.unlink(missing_ok=True)
    sync(target.parent)


def move(path: Path, target: Path) -> None:
    """Give a file another name in the same folder; what had that name goes."""
    path.replace(target)
    sync(path.parent)


def destroy(path: Path) -> None:
    """Overwrite and remove the file; nothing when it is not there."""
    with contextlib.suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync(path.parent)


def sync(folder: Path) -> None:
    """See on the disk which names are in the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
