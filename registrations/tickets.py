"""Private links and short codes: how a person without an account is known.

A token is the registration's id and a keyed hash of it for one purpose, so that nothing about it is
stored, a stolen database gives no working link, and the link on a ticket opens no booking. Raising
`link_version` makes every old link of a registration stop working.
"""

import base64
import binascii
import secrets
import uuid
from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html

from forum.models import Event
from registrations.models import Helper, Registration
from registrations.models.registrations import RegistrationQuerySet

Purpose = Literal["booking", "draft", "ticket", "another", "helper", "stay", "kitchen"]

_MAC_BYTES = 16
# One of the eight patterns that a QR code may be laid under, each as readable for links like ours
# (measured with blur and noise). To try all eight takes five times as long as the rest.
_MASK = 3
# Plain words of at most six letters, so that a code fits on a small phone in large type.
# fmt: off
_WORDS = (
    "ACORN", "AMBER", "ANCHOR", "APPLE", "BAKER", "BARLEY", "BASIL", "BEECH", "BIRCH",
    "BLOOM", "BRASS", "BREAD", "BRIDGE", "CANDLE", "CEDAR", "CHALK", "CLOUD", "CLOVER",
    "COMET", "COPPER", "CORAL", "CORN", "CRANE", "DAISY", "DOVE", "DRUM", "EAGLE",
    "EMBER", "FABLE", "FALCON", "FERN", "FIELD", "FLAME", "FLUTE", "FOREST", "FOX",
    "GARDEN", "GINGER", "GLADE", "GRAPE", "GULL", "HAZEL", "HERON", "HILL", "HONEY",
    "IRIS", "IVORY", "KETTLE", "LADDER", "LAKE", "LARK", "LEAF", "LEMON", "LILAC",
    "LINDEN", "MAPLE", "MARBLE", "MEADOW", "MINT", "MUSIC", "NECTAR", "OLIVE", "ORCHID",
    "OTTER", "PEARL", "PEPPER", "PLUM", "POPPY", "QUILT", "RAVEN", "RIVER", "ROBIN",
    "SADDLE", "SILVER", "SPRUCE", "SUMMER", "TIGER", "TULIP", "VELVET", "VIOLET", "WALNUT",
    "WILLOW", "WINDOW",
)
# fmt: on


def token(registration_id: uuid.UUID, purpose: Purpose, link_version: int = 1) -> str:
    """The secret part of a private link: 43 letters, digits, hyphens and underscores."""
    return _token(registration_id, purpose, link_version, settings.SECRET_KEY)


def _token(registration_id: uuid.UUID, purpose: str, link_version: int, secret: str) -> str:
    mac = salted_hmac(
        f"registrations.tickets.{purpose}",
        f"{registration_id}|{link_version}",
        secret=secret,
        algorithm="sha256",
    ).digest()[:_MAC_BYTES]
    return base64.urlsafe_b64encode(registration_id.bytes + mac).rstrip(b"=").decode()


def _id_in(token: str) -> uuid.UUID | None:
    if len(token) != 43 or not token.isascii():
        return None
    try:
        return uuid.UUID(bytes=base64.b64decode(token + "=", altchars=b"-_", validate=True)[:16])
    except (binascii.Error, ValueError):
        return None


def _is_ours(token: str, registration_id: uuid.UUID, purpose: str, link_version: int) -> bool:
    return any(
        constant_time_compare(token, _token(registration_id, purpose, link_version, secret))
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    )


def find(token: str, purpose: Purpose, *, versions_ago: int = 0) -> Registration | None:
    """The registration a private link is for, with its event and needs row; one query.

    None for a link that is cut, made up, of another purpose, or older than `link_version`, and
    when the day has passed on which bookings of the event are deleted. With `versions_ago` it is
    a link that stopped working so many versions ago that is asked for.
    """
    registration_id = _id_in(token)
    if registration_id is None:
        return None
    rows = Registration.objects.select_related("event", "needs", "organisation")
    registration: Registration | None = _row(rows, registration_id)
    if registration is None or not _is_ours(
        token, registration_id, purpose, registration.link_version - versions_ago
    ):
        return None
    return None if registration.event.is_forgotten else registration


def _row(rows: QuerySet[Any], pk: uuid.UUID) -> Any:
    """The row with this id, or None. To put it in order, as `first` does, costs a third more."""
    return next(iter(rows.filter(pk=pk).order_by()), None)


def still(registration: Registration, rows: RegistrationQuerySet) -> Registration:
    """The row that a private link led to, as it stands now among `rows`.

    Raises Registration.DoesNotExist when the link ended meanwhile: the booking may be somebody
    else's by now.
    """
    return rows.get(pk=registration.pk, link_version=registration.link_version)


def unborn(token: str, purpose: Purpose = "draft") -> uuid.UUID | None:
    """The id inside a link that we gave out before any row existed, or None.

    The first page of the form carries such a link, so that sending it twice makes one draft; so
    does the page on which somebody begins to register others.
    """
    row_id = _id_in(token)
    if row_id is None or not _is_ours(token, row_id, purpose, 1):
        return None
    return row_id


def find_helper(token: str) -> Helper | None:
    """Whoever registers others by this private link, with their event; None as `find` says it."""
    helper_id = _id_in(token)
    if helper_id is None:
        return None
    helper: Helper | None = _row(Helper.objects.select_related("event", "organisation"), helper_id)
    if helper is None or not _is_ours(token, helper_id, "helper", helper.link_version):
        return None
    return None if helper.event.is_forgotten else helper


def booking_path(registration: Registration) -> str:
    """Address of the person's own page."""
    return reverse("registrations:booking", args=[_of(registration, "booking")])


def offer_path(registration: Registration) -> str:
    """Address of the page on which the person answers an offered place."""
    return reverse("registrations:offer", args=[_of(registration, "booking")])


def draft_path(registration: Registration, page: str) -> str:
    """Address of a page of the form: a step, "check" or "done"."""
    held = _of(registration, "draft")
    if page in {"check", "done"}:
        return reverse(f"registrations:{page}", args=[held])
    return reverse("registrations:step", args=[held, page])


def ticket_path(registration: Registration) -> str:
    """Address inside the QR code: it opens a card at the door and no booking."""
    return reverse("registrations:ticket", args=[_of(registration, "ticket")])


def another_path(registration: Registration) -> str:
    """Address by which the mail's reader books a second person at the same address."""
    return reverse("registrations:another", args=[_of(registration, "another")])


def helper_token(helper: Helper) -> str:
    """The secret part of the link to a helper's page."""
    return token(helper.id, "helper", helper.link_version)


def helper_path(helper: Helper) -> str:
    """Address of the page of somebody who registers others."""
    return reverse("registrations:helper", args=[helper_token(helper)])


def _of(registration: Registration, purpose: Purpose) -> str:
    return token(registration.id, purpose, registration.link_version)


def absolute(path: str) -> str:
    """The full address of a path, from CONVENOR_SITE_URL and never from the request."""
    return f"{settings.SITE_URL}{path}"


def new_code(event: Event) -> str:
    """A code that nobody at the event has yet, such as "FERN-4821"; call it under the event's lock.

    One query each time a code is taken, which at 830,000 codes is hardly ever.
    """
    # SQLite takes the index of the codes only for who asks as it was made: not for empty ones.
    there = Registration.objects.filter(event=event).exclude(code="")
    while True:
        code = f"{secrets.choice(_WORDS)}-{secrets.randbelow(10_000):04}"
        if not there.filter(code=code).exists():
            return code


def new_codes(event: Event, count: int) -> list[str]:
    """So many codes that nobody at the event has yet; one query, under the event's lock.

    There are 830,000 codes, and an event takes 100,000 people at most.
    """
    there = set(Registration.objects.filter(event=event).order_by().values_list("code", flat=True))
    found: dict[str, None] = {}
    while len(found) < count:
        code = f"{secrets.choice(_WORDS)}-{secrets.randbelow(10_000):04}"
        if code not in there:
            found[code] = None
    return list(found)


def qr_svg(text: str, label: str = "QR code of this booking, for the door") -> str:
    """A QR code as an inline picture without style or script; about 3 KB for a ticket's link."""
    import qrcode

    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, box_size=1, mask_pattern=_MASK
    )
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(_strokes(y, row) for y, row in enumerate(rows))
    return format_html(
        '<svg role="img" aria-label="{label}"'
        ' viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        '<path fill="#1d1d1b" d="{path}"/></svg>',
        label=label,
        size=len(rows),
        path=path,
    )


def _strokes(y: int, row: list[bool]) -> str:
    """Each run of dark squares in a row as one rectangle."""
    strokes, x = [], 0
    while x < len(row):
        run = 0
        while x + run < len(row) and row[x + run]:
            run += 1
        if run:
            strokes.append(f"M{x} {y}h{run}v1h-{run}z")
        x += run or 1
    return "".join(strokes)
