"""Key files: one per event and purpose, outside the database and its backups.

A key is made when an event is published and never on demand: a key that is missing, short or not
ours makes what it sealed unreadable, and is never replaced, because a new key in its place would
hide that the old answers are lost. Destroying the file is the erasure that reaches old backups
(design 3.2, security 6). `forum.rotation` replaces a key by a newer version of it; `safe` keeps a
second copy of all of them on another disk.
"""

from forum.keys.files import (
    HELD,
    KEY_BYTES,
    MAGIC,
    MOST,
    KeyUnavailableError,
    bring_back,
    destroy,
    exists,
    made_at,
    make,
    newest,
    open_to_others,
    path_of,
    read,
    renew,
    set_aside,
    there,
    versions,
)

__all__ = [
    "HELD",
    "KEY_BYTES",
    "MAGIC",
    "MOST",
    "KeyUnavailableError",
    "bring_back",
    "destroy",
    "exists",
    "made_at",
    "make",
    "newest",
    "open_to_others",
    "path_of",
    "read",
    "renew",
    "set_aside",
    "there",
    "versions",
]
