"""Backups: database and media in one file with a hash of each part. The keys are never in it.

Whoever finds a backup together with the keys reads everything, and erasing would reach nothing; so
keys are copied elsewhere, as a mirror (docs/running.md).
"""

from forum.backups.archive import BackupError, Manifest
from forum.backups.making import make
from forum.backups.restoring import Restored, restore
from forum.backups.unfinished import forget_unfinished

__all__ = ["BackupError", "Manifest", "Restored", "forget_unfinished", "make", "restore"]
