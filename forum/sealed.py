"""A JSON field that only the event's key file can open.

AES-256-GCM with a random 96-bit nonce, bound by its associated data to the key's version, the
event, the row and the field, so that a value moved elsewhere does not open. The plain text is
padded to one size, so that the length of what is stored tells nothing. The first byte says which
version of the key opens it; then come the nonce and what is sealed.
"""

import json
import secrets
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models

from forum import keys

NONCE_BYTES = 12
TAG_BYTES = 16
PADDED_BYTES = 4096


class UnreadableError(Exception):
    """What is stored cannot be opened: the key is gone, or the value was moved or damaged."""


class TooLongError(ValueError):
    """The answers do not fit the padded size; the form should have refused them."""


def size(value: Any) -> int:
    """Bytes that a value takes before padding."""
    return len(_plain(value))


def fits(value: Any) -> bool:
    return size(value) < PADDED_BYTES


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _bound_to(version: int, event_id: uuid.UUID, row_id: uuid.UUID, field: str) -> bytes:
    return f"{version}|{event_id}|{row_id}|{field}".encode()


def seal(value: Any, *, event_id: uuid.UUID, row_id: uuid.UUID, field: str, purpose: str) -> bytes:
    """The bytes of a JSON value sealed with the newest key, always of one length.

    Raises TooLongError past 4,095 bytes, keys.KeyUnavailableError without the event's key.
    """
    plain = _plain(value)
    if len(plain) >= PADDED_BYTES:
        raise TooLongError("These answers are too long to keep together.")
    padded = plain + b"\x80" + b"\x00" * (PADDED_BYTES - len(plain) - 1)
    nonce = secrets.token_bytes(NONCE_BYTES)
    version, key = keys.newest(event_id, purpose)
    sealed = AESGCM(key).encrypt(nonce, padded, _bound_to(version, event_id, row_id, field))
    return bytes([version]) + nonce + sealed


def unseal(
    stored: bytes, *, event_id: uuid.UUID, row_id: uuid.UUID, field: str, purpose: str
) -> Any:
    """The JSON value that was sealed for exactly this event, row and field.

    Raises UnreadableError when the key is missing or the value was moved, cut or changed.
    """
    if not stored or stored[0] == 0:
        raise UnreadableError("not sealed by this version")
    version = stored[0]
    try:
        key = keys.read(event_id, purpose, version)
    except keys.KeyUnavailableError as error:
        raise UnreadableError(str(error)) from error
    nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
    try:
        padded = AESGCM(key).decrypt(nonce, sealed, _bound_to(version, event_id, row_id, field))
    except (InvalidTag, ValueError) as error:
        raise UnreadableError("moved, cut or changed") from error
    return json.loads(padded[: padded.rindex(b"\x80")])


def renewed(stored: bytes, **binding: Any) -> bytes:
    """The same value, sealed with the newest key of its event.

    Raises UnreadableError, keys.KeyUnavailableError.
    """
    return seal(unseal(stored, **binding), **binding)


def noise(like: Any = None) -> bytes:
    """Bytes as long as anything sealed, opened by no key: what erases where the key is gone.

    They look like the sealed bytes whose place they take, when those are given.
    """
    is_sealed = isinstance(like, (bytes, memoryview)) and len(like) > 0
    first = bytes(like)[0] if is_sealed else 1
    return bytes([first]) + secrets.token_bytes(NONCE_BYTES + PADDED_BYTES + TAG_BYTES)


class _Opening:
    """Opens on reading the attribute, so that a lost key breaks no list, save or delete."""

    def __init__(self, field: "SealedJSONField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.__dict__[self.field.attname] = self._fetched(row)  # deferred by the query
        held = row.__dict__[self.field.attname]
        if isinstance(held, memoryview):
            held = bytes(held)
        if isinstance(held, bytes):
            return unseal(held, **self.field.binding(row))
        return held

    def _fetched(self, row: models.Model) -> Any:
        rows = type(row)._base_manager.filter(pk=row.pk)  # noqa: SLF001 - as Django fetches it
        return rows.values_list(self.field.attname, flat=True).get()

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedJSONField(models.BinaryField):
    """A JSON value, sealed with the key of the row's event.

    The model says by `sealed_for` which event and row id bind it. It cannot be searched, ordered
    by or updated in bulk with a plain value.
    """

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        setattr(cls, name, _Opening(self))

    def binding(self, row: Any) -> dict[str, Any]:
        event_id, row_id = row.sealed_for
        field = f"{row._meta.label}.{self.name}"
        return {"event_id": event_id, "row_id": row_id, "field": field, "purpose": self.purpose}

    def stored_in(self, row: models.Model) -> Any:
        """What the row holds as it was fetched, sealed; a plain value when it was just set."""
        held = row.__dict__.get(self.attname)
        return bytes(held) if isinstance(held, memoryview) else held

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        held = model_instance.__dict__.get(self.attname)
        if held is None or isinstance(held, (bytes, memoryview)):
            return held
        sealed = seal(held, **self.binding(model_instance))
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, (bytes, memoryview)):
            raise TypeError("A sealed field takes no plain value: save the row instead.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError("A sealed field cannot be searched.")

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("A sealed field is not written into fixtures.")
