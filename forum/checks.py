"""What must be so before Convenor starts, and before it faces the world (`check --deploy`).

E001 and E002 hold promises 1 and 4 of the design and stop every start, as E007 does. W001 says at
every start that somebody else can read the keys; the rest is asked of production alone, where the
gate is `manage.py check --deploy --fail-level WARNING`.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from forum import key_safe, keys

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def _sqlite_options() -> list[dict[str, Any]]:
    return [
        database.get("OPTIONS", {})
        for database in settings.DATABASES.values()
        if database["ENGINE"] == "django.db.backends.sqlite3"
    ]


@checks.register
def sqlite_locks_before_it_reads(**_: Any) -> list[checks.CheckMessage]:
    """Without IMMEDIATE, two bookings read the same count and both take the last place."""
    if all(options.get("transaction_mode") == "IMMEDIATE" for options in _sqlite_options()):
        return []
    return [
        checks.Error(
            "SQLite does not begin its transactions IMMEDIATE, so more people than places could "
            "be booked.",
            hint='Set OPTIONS["transaction_mode"] = "IMMEDIATE" in the database settings.',
            id="forum.E001",
        )
    ]


@checks.register
def sqlite_keeps_and_erases(**_: Any) -> list[checks.CheckMessage]:
    """A booking that was acknowledged survives a power cut; a row that was erased is gone."""
    for options in _sqlite_options():
        command = options.get("init_command", "").replace(" ", "").lower()
        if "synchronous=full" not in command or "secure_delete=on" not in command:
            return [
                checks.Error(
                    "SQLite may lose bookings in a power cut, or keep what was erased.",
                    hint="Set PRAGMA synchronous=FULL and secure_delete=ON in init_command.",
                    id="forum.E002",
                )
            ]
    return []


@checks.register
def redis_has_an_address(**_: Any) -> list[checks.CheckMessage]:
    """With another one every page that counts tries would end in an error."""
    held = settings.CACHES["default"]
    is_redis = held["BACKEND"] == "forum.shared_counts.SharedCounts"
    if not is_redis or str(held["LOCATION"]).startswith(("redis://", "rediss://", "unix://")):
        return []
    return [
        checks.Error(
            "CONVENOR_REDIS_URL is no address of a Redis.",
            hint="Write it as redis://127.0.0.1:6379/0",
            id="forum.E007",
        )
    ]


@checks.register(checks.Tags.security)
def keys_are_closed_to_others(**_: Any) -> list[checks.CheckMessage]:
    """Only the account that runs Convenor may read a key (K7)."""
    found = keys.open_to_others()
    if not found:
        return []
    return [
        checks.Warning(
            f"{len(found)} key files or folders can be read by other accounts on this machine.",
            hint=f"chmod -R go= {settings.KEYS}",
            id="forum.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def keys_lie_apart_from_the_data(**_: Any) -> list[checks.CheckMessage]:
    """A key that is backed up with the database makes erasing it worthless (design 3.2)."""
    data, folder = Path(settings.DATA).resolve(), Path(settings.KEYS).resolve()
    if not (folder.is_relative_to(data) or data.is_relative_to(folder)):
        return []
    return [
        checks.Error(
            "The keys lie inside the data, so every backup of the data would hold them too.",
            hint="Set CONVENOR_KEYS to a folder outside CONVENOR_DATA and outside its backups.",
            id="forum.E003",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def the_key_safe_lies_apart(**_: Any) -> list[checks.CheckMessage]:
    """A copy of the keys beside the keys is none; beside the data it is in every backup."""
    try:
        if settings.KEY_SAFE:
            key_safe.must_lie_apart(Path(settings.KEY_SAFE))
    except key_safe.SafeError as error:
        hint = "Set CONVENOR_KEY_SAFE to a folder on another disk, or leave it unset."
        return [checks.Error(str(error), hint=hint, id="forum.E006")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def it_is_not_a_demo(**_: Any) -> list[checks.CheckMessage]:
    """A demo prints the codes of the second factor."""
    if not settings.DEMO:
        return []
    return [
        checks.Error(
            "This is a demo: it prints passwords and second-factor codes.",
            hint="Leave CONVENOR_DEMO unset.",
            id="forum.E004",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def mail_is_sealed_on_its_way(**_: Any) -> list[checks.CheckMessage]:
    """Private links leave by mail: over the network only with TLS (ASVS 12.3.1)."""
    if settings.EMAIL_BACKEND != SMTP or settings.EMAIL_HOST in LOOPBACK:
        return []
    if settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL:
        return []
    return [
        checks.Error(
            "Mails with private links would cross the network in the clear.",
            hint="Use smtp+tls:// or smtp+ssl:// in CONVENOR_EMAIL_URL.",
            id="forum.E005",
        )
    ]


@checks.register(deploy=True)
def mail_reaches_people(**_: Any) -> list[checks.CheckMessage]:
    """A site whose mails go to files leaves people without their private link."""
    found: list[checks.CheckMessage] = []
    if settings.MAIL_TO_FILES:
        found.append(
            checks.Warning(
                "Mails go to files: nobody receives a confirmation.",
                hint="Set CONVENOR_EMAIL_URL.",
                id="forum.W002",
            )
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        found.append(
            checks.Warning(
                "Mails come from an address that nobody can answer.",
                hint="Set CONVENOR_FROM_EMAIL.",
                id="forum.W003",
            )
        )
    return found
