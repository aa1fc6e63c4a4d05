"""Files kept for a day: sealed with a key of their own, which goes when they go.

So a backup made meanwhile holds nothing that opens later, and the database alone opens nothing.
"""

import secrets
import uuid
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from forum import keys
from forum.models import SealedFile
from forum.sealed import NONCE_BYTES, UnreadableError

KEPT = timedelta(hours=24)
PURPOSE = "file"


def keep(content: bytes, *, now: datetime | None = None) -> SealedFile:
    """Keep these bytes for a day. Raises keys.KeyUnavailableError where no key can be written."""
    now = now or timezone.now()
    row = SealedFile(made_at=now, expires_at=now + KEPT)
    keys.make(row.id, PURPOSE)
    nonce = secrets.token_bytes(NONCE_BYTES)
    key = keys.read(row.id, PURPOSE)
    row.content = nonce + AESGCM(key).encrypt(nonce, content, row.id.bytes)
    row.save(force_insert=True)
    return row


def read(row: SealedFile, *, now: datetime | None = None) -> bytes:
    """The bytes that were kept. Raises sealed.UnreadableError, also once their day is over."""
    if row.expires_at <= (now or timezone.now()):
        raise UnreadableError("the day of the file is over")
    try:
        key = keys.read(row.id, PURPOSE)
        stored = bytes(row.content)
        return AESGCM(key).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], row.id.bytes)
    except (keys.KeyUnavailableError, InvalidTag, ValueError) as error:
        raise UnreadableError("moved, cut or changed") from error


def destroy(row: SealedFile) -> None:
    """Take the file away, and its key once that is certain: killed between, the sweep does it."""
    pk = row.pk
    SealedFile.objects.filter(pk=pk).delete()
    transaction.on_commit(lambda: keys.destroy(pk, PURPOSE))


def sweep(now: datetime | None = None) -> int:
    """Destroy every file whose day is over, and keys that no file has; how many. A job."""
    now = now or timezone.now()
    due = list(SealedFile.objects.filter(expires_at__lte=now).only("pk"))
    for row in due:
        destroy(row)
    gone = {row.pk for row in due}
    orphans = [file_id for file_id in _orphans(now) if file_id not in gone]
    for file_id in orphans:
        keys.destroy(file_id, PURPOSE)
    return len(due) + len(orphans)


def _orphans(now: datetime) -> list[uuid.UUID]:
    """Whose keys have no file any more, or never had one: their process was killed."""
    old = [
        file_id
        for file_id, _purpose, _is_held in keys.there(PURPOSE)
        if now - keys.made_at(file_id, PURPOSE, 1) > timedelta(hours=1)
    ]
    there = set(SealedFile.objects.filter(pk__in=old).values_list("pk", flat=True))
    return [file_id for file_id in old if file_id not in there]
