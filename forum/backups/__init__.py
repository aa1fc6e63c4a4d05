"""Backups: database and media in one file with a hash of each part. The keys are never in it.

Whoever finds a backup together with the keys reads everything, and erasing would reach nothing; so
keys are copied elsewhere, as a mirror (docs/running.md).
"""

from forum.backups.archive import BackupError, Manifest
from forum.backups.making import make
from forum.backups.restoring import Restored, restore

__all__ = ["BackupError", "Manifest", "Restored", "make", "restore"]
