"""Accounts: by invitation only, signed in by allauth, written to through the outbox alone."""

import base64
import logging
import re
import time
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from forum import outbox, tries
from forum.models import User

log = logging.getLogger("convenor.accounts")

# Who a reset is for when nobody has the address: the row id of nobody, whose mail is dropped.
NOBODY = uuid.UUID(int=0)
# Seconds after a sign-in in which the second factor may be changed without the password again.
FRESH = 300

_TOO_MANY = "Too many tries. Wait 5 minutes, then try again."
_WRONG_CODE = "This code is not right, or was used before. Wait for the next one."


def ask_for_reset(*, address: str, user: User | None) -> None:
    """Queue the mail with the link to a new password.

    An address that nobody has gets the same row, so that neither the answer, nor the work, nor a
    mail server that is down tells whether there is an account (security D14). The composer drops
    the mail to nobody and makes the link from the site's own address (D13).
    """
    to, row_id = (user.email, user.pk) if user else (address, NOBODY)
    outbox.queue(kind="password_reset", to=to, row_id=row_id)


def current_code(user: User) -> str:
    """The code of the user's authenticator app that works now; "" outside the demo.

    A code works once, so the one shown is one that has not been used.
    """
    if not settings.DEMO:
        return ""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is None:
        return ""
    secret = SecondFactorAdapter().decrypt(found.data["secret"])
    now = int(time.time()) // mfa_settings.TOTP_PERIOD
    codes = [totp.format_hotp_value(totp.hotp_value(secret, now + step)) for step in (0, 1, -1)]
    return next((code for code in codes if not cache.get(_used(user, code))), "")


def use_code(user: User, code: str) -> bool:
    """Whether nobody has used this code of the user before; from now on somebody has.

    An app's code is good in its own 30 seconds, and in those before and after. allauth forgets
    after 30 that it was used.
    """
    lives = mfa_settings.TOTP_PERIOD * (1 + 2 * mfa_settings.TOTP_TOLERANCE)
    return bool(cache.add(_used(user, code), 1, lives))


def _used(user: User, code: str) -> str:
    """The code without the spaces and dashes that allauth overlooks."""
    return f"forum.accounts.used-{user.pk}-{re.sub(r'[^0-9a-z]', '', code.lower())}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks the site: nobody signs up, no mail leaves by hand, links stay here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off. Ask whoever leads your team.",
        "email_password_mismatch": "This email address and password do not go together.",
        "enter_current_password": "This is not your password as it is now.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": _WRONG_CODE,
        "invalid_password_reset": "This link has been used or is too old.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: every mail is a row of the outbox first."""
        log.error("allauth wanted to send %s; the outbox has no such mail", template_prefix)

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may be followed: a path of this site and nothing else (security D15)."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """By what sign-ins and the like are counted: as everything else is."""
        return tries.address_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """To sign in: a new password ends every session, this one too."""
        return reverse("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for the password again: not of somebody who has just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < FRESH for record in records)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that it happened. Neither the address nor where it came from is kept."""
        log.warning("a sign-in was refused")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of authenticator apps unreadable to whoever holds only the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "cannot_generate_recovery_codes": "Set up your authenticator app first.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that this site's secret key does not open is answered by a secret that
        nobody knows: no code fits it, and the log says why."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.exception("a second factor cannot be read: was the site's secret key changed?")
            unknown: str = totp.generate_totp_secret()
            return unknown


def _fernet() -> MultiFernet:
    """The cipher of this site's secret keys, the newest first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                salted_hmac("forum.accounts", "second factor", key, algorithm="sha256").digest()
            )
        )
        for key in keys
    )
