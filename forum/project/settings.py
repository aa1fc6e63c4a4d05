"""One file of settings; sites differ only by CONVENOR_... variables (docs/running.md)."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]

# Where state lives. Keys of needs, drafts and ballots stay apart from everything that is backed up.
DATA = Path(env.str("CONVENOR_DATA", str(ROOT / "var"))).resolve()
KEYS = Path(env.str("CONVENOR_KEYS", str(DATA / "keys"))).resolve()
# A second copy of the keys, on another disk; none when it is not set.
KEY_SAFE = env.str("CONVENOR_KEY_SAFE", "")
# The database and the mails in files are for this account alone, also in a folder made by others.
os.umask(0o077)
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

DEMO = env.bool("CONVENOR_DEMO", False)  # prints second-factor codes; the deploy check refuses it
DEBUG = env.bool("CONVENOR_DEBUG", False)


def _secret_key() -> str:
    """The secret from the environment, or one made once beside the other keys."""
    if given := str(env.str("CONVENOR_SECRET_KEY", "")):
        return given
    path = KEYS / "secret_key"
    if not path.exists():
        KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"secret_key.{os.getpid()}")
        with part.open("x") as file:
            part.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(part)  # the first process wins
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_text().strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("CONVENOR_SECRET_KEY_FALLBACKS", default=[])

# Every link that leaves by mail or calendar is built from this, never from the Host header.
SITE_URL = env.str("CONVENOR_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("CONVENOR_SITE_NAME", "Convenor")
# Who discreet mails come from, and what stands over discreet pages: it names no event and no host.
DISCREET_NAME = env.str("CONVENOR_DISCREET_NAME", "Bookings")
_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", *env.list("CONVENOR_HOSTS", default=[])]
if not _HTTPS:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "forum",
    "registrations",
    "feedback",
    "analysis",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # Outermost what every answer carries, files and the way to HTTPS too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "forum.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "forum.middleware.faults",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "forum.project.urls"
WSGI_APPLICATION = "forum.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.context.site",
            ],
        },
    }
]

_DATABASE = env.db_url("CONVENOR_DATABASE_URL", default=f"sqlite:///{DATA / 'convenor.sqlite3'}")
if _DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE is half of the promise of never more people than places; FULL is most of the
    # promise of nothing lost; secure_delete keeps erased rows out of the file.
    _DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
        ),
    }
elif _DATABASE["ENGINE"] == "django.db.backends.postgresql":
    # As long as with SQLite: who waits for somebody's lock then reads what to do, with their form.
    _OPTIONS = _DATABASE.setdefault("OPTIONS", {})
    _OPTIONS.setdefault("options", "-c lock_timeout=20s")
    # PostgreSQL plans what it is asked often once for each connection: half of its work (measured).
    from forum.project.postgresql import PlanningCursor

    _OPTIONS["server_side_binding"] = True
    _OPTIONS.setdefault("prepare_threshold", 5)
    _OPTIONS["cursor_factory"] = PlanningCursor
DATABASES = {"default": {**_DATABASE, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wrong passwords and other tries are counted here. With Django's 300 entries a stranger could push
# the counts out by 300 tries of another kind; these take some 10 MB at most.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# Several processes count them together in a Redis.
if _REDIS := env.str("CONVENOR_REDIS_URL", ""):
    CACHES["default"] = {
        "BACKEND": "forum.shared_counts.SharedCounts",
        "LOCATION": _REDIS,
        "KEY_FUNCTION": "forum.shared_counts.key",
    }
# Charts are painted once for what they show; files, so that every process has them.
CACHES["charts"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(DATA / "charts"),
    "OPTIONS": {"MAX_ENTRIES": 2_000},
}
# A web process beside which a worker runs leaves painting to it.
PAINT_IN_WORKER = env.str("CONVENOR_WORKER", "1") != "1"
# Where matplotlib notes which fonts there are, once; an account need not have a home to write in.
os.environ.setdefault("MPLCONFIGDIR", str(DATA / "matplotlib"))
# Sums of numpy on one core: on a small busy machine more threads wait for each other (measured).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# The lists by which a lower floor reaches a higher one: dotted names, never imports.
JOBS = {
    # name: seconds between runs
    "forum.outbox.send_due": 20,
    "forum.outbox.take_up_again": 600,
    "forum.outbox.forget_old": 86_400,
    "forum.audit.forget_old": 86_400,
    "forum.schedule.prune_tasks": 86_400,
    "forum.complaints.remind_due": 3_600,
    "forum.complaints.erase_due": 86_400,
    "forum.session_store.forget_old": 86_400,
    "forum.sealed_files.sweep": 3_600,
    "forum.exports.filing.make_due": 20,
    "forum.erased_pages.settle": 300,
    "forum.rotation.finish_due": 3_600,
    "forum.key_safe.mirror_due": 600,
    "registrations.news.tell_due": 20,
    "registrations.reminding.remind_due": 600,
    "registrations.day_news.write_due": 600,
    "registrations.announcing.send_due": 20,
    "registrations.announcing.send_later_due": 20,
    "registrations.announcing.forget_old": 86_400,
    "registrations.waiting_list.expire_due": 20,
    "registrations.waiting_list.offer_due": 20,
    "registrations.drafts.forget_old": 3_600,
    "registrations.importing.working.run_due": 20,
    "registrations.importing.keeping.forget_old": 3_600,
    "registrations.promises.forget_told": 600,
    "registrations.retention.erase_due": 3_600,
    "registrations.figures.refresh_due": 60,
    "registrations.breakouts.working.run_due": 20,
    "registrations.in_touch.ask_again_due": 86_400,
    "feedback.boxes.open_due": 60,
    "feedback.boxes.invite_due": 60,
    "feedback.boxes.remind_due": 3_600,
    "feedback.closing.close_due": 60,
    "feedback.suggesting.suggest_due": 60,
    "analysis.painting_ahead.paint_due": 300,
}
# What these delete, destroy or end never comes back. When the clock stands far from the last run of
# the first, it may be wrong, and the others wait with it until somebody says yes. So does the one
# that takes mails up again which were put aside meanwhile.
ERASING_JOBS = [
    "registrations.retention.erase_due",
    "forum.outbox.take_up_again",
    "forum.outbox.forget_old",
    "forum.audit.forget_old",
    "forum.complaints.erase_due",
    "forum.sealed_files.sweep",
    "forum.rotation.finish_due",
    "registrations.announcing.forget_old",
    "registrations.drafts.forget_old",
    "registrations.importing.keeping.forget_old",
    "registrations.in_touch.ask_again_due",
    "registrations.waiting_list.expire_due",
    "feedback.closing.close_due",
]
MAILS = {
    "invitation": "forum.emails.invitation",
    "password_reset": "forum.emails.password_reset",
    "complaint_received": "forum.complaint_emails.received",
    "complaint_waits": "forum.complaint_emails.waits",
    "confirmation": "registrations.emails.confirmation",
    "already_booked": "registrations.emails.already_booked",
    "received": "registrations.emails.received",
    "declined": "registrations.emails.declined",
    "waiting_list": "registrations.emails.waiting_list",
    "offer": "registrations.emails.offer",
    "offer_ended": "registrations.emails.offer_ended",
    "place_given": "registrations.emails.place_given",
    "cancelled": "registrations.emails.cancelled",
    "event_changed": "registrations.emails.event_changed",
    "event_cancelled": "registrations.emails.event_cancelled",
    "link": "registrations.emails.link",
    "page_news": "registrations.emails.page_news",
    "sessions": "registrations.emails.sessions",
    "announcement": "registrations.emails.announcement",
    "announcement_test": "registrations.emails.announcement_test",
    "day_news": "registrations.emails.day_news",
    "reminder_week": "registrations.emails.reminder_week",
    "reminder_day": "registrations.emails.reminder_day",
    "handed_over": "registrations.emails.handed_over",
    "helper_page": "registrations.emails.helper_page",
    "helper_copy": "registrations.emails.helper_copy",
    "deleted": "registrations.emails.deleted",
    "data_deleted": "registrations.emails.data_deleted",
    "event_invitation": "registrations.emails.event_invitation",
    "stay_in_touch": "registrations.emails.stay_in_touch",
    "feedback_invitation": "feedback.emails.feedback_invitation",
    "feedback_reminder": "feedback.emails.feedback_reminder",
    "recap_ready": "feedback.emails.recap_ready",
}
# What somebody waits for in front of a screen, or has a deadline for: before all other mails.
URGENT_MAILS = ["password_reset", "invitation", "link", "already_booked", "confirmation", "offer"]
# What runs before the first page is served, and after a restore.
AT_START = [
    "registrations.retention.at_start",
    "registrations.travel_claims.make_missing_keys",
    "forum.backups.forget_unfinished",
]
# The pages of a new event, in their order.
EVENT_STEPS = [
    "forum:edit_event",
    "forum:edit_place",
    "registrations:questions",
    "forum:edit_programme",
    "forum:publish",
]
PUBLISH_CHECKS = ["registrations.questions.missing_for_publishing"]
# Commands that say, before an upgrade is final, whether what is there adds up.
UPGRADE_CHECKS = ["check_figures"]
EXPORTS = {
    "attendees": "registrations.lists.attendees.EXPORT",
    "catering": "registrations.lists.catering.EXPORT",
    "sessions": "registrations.lists.sessions.EXPORT",
    "door": "registrations.lists.door.EXPORT",
    "badges": "registrations.lists.badges.EXPORT",
    "access": "registrations.lists.access.EXPORT",
    "childcare": "registrations.lists.childcare.EXPORT",
    "travel": "registrations.lists.travel.EXPORT",
    "interpreting": "registrations.lists.interpreting.EXPORT",
    "photos": "registrations.lists.photos.EXPORT",
    "contacts": "registrations.lists.contacts.EXPORT",
    "feedback": "feedback.lists.answers.EXPORT",
    "funder": "analysis.lists.funder.EXPORT",
    "waiting": "registrations.lists.waiting.EXPORT",
    "person": "registrations.lists.person.EXPORT",
}
# What seals a part of a field by itself, by purpose of the key.
RESEALERS = {"needs": ["registrations.breakouts.resealing.reseal"]}
# Keys of which there is never a second copy: what they seal is destroyed before it is mixed.
NEVER_COPIED = ["ballot", "file"]
DATA_MAPS = [
    "forum.data_map.FIELDS",
    "registrations.data_map.FIELDS",
    "feedback.data_map.FIELDS",
]

AUTH_USER_MODEL = "forum.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "forum:my_events"
ACCOUNT_ADAPTER = "forum.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "forum.forms.accounts.SignIn",
    "reset_password": "forum.forms.accounts.AskForReset",
    "reset_password_from_key": "forum.forms.accounts.NewPassword",
    "change_password": "forum.forms.accounts.ChangePassword",
    "reauthenticate": "forum.forms.accounts.PasswordAgain",
}
MFA_ADAPTER = "forum.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "forum.forms.accounts.SecondStep",
    "reauthenticate": "forum.forms.accounts.SecondStepAgain",
    "activate_totp": "forum.forms.accounts.SetUpApp",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = env.str("CONVENOR_TIME_ZONE", "Europe/London")
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Without a mail server mails go to files, and every organiser page says so.
_EMAIL_URL = env.str("CONVENOR_EMAIL_URL", "")
MAIL_TO_FILES = not _EMAIL_URL
if _EMAIL_URL:
    _MAIL = env.email_url_config(_EMAIL_URL)
    EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
EMAIL_TIMEOUT = 30
# How many mails leave in a minute, all workers together; 0 for as many as there are.
MAILS_PER_MINUTE = env.int("CONVENOR_MAILS_PER_MINUTE", 120)
DEFAULT_FROM_EMAIL = env.str("CONVENOR_FROM_EMAIL", "convenor@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Headers. The header test reads each of these back from every address.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "forum.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
# Not Strict: a link from a mail, opened in a second tab, would take the first tab's form away.
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "forum.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
if _HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    if env.bool("CONVENOR_BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Booking forms that one network address may begin in ten minutes: a hall full of people on one
# network, and no more, since each is a row for seven days and may be a place.
FORMS_PER_ADDRESS = env.int("CONVENOR_FORMS_PER_ADDRESS", 300)
# A form that a stranger sends within so many seconds comes back once, with all that was typed: it
# may be a program. 0 asks nobody.
FORM_SECONDS = env.int("CONVENOR_FORM_SECONDS", 2)
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# A file is taken by few pages, from people who are signed in, one at a time and in memory only:
# with the handlers of Django whatever anybody sends would be written to the disk first.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["forum.uploads.InMemory"]

# Paths carry private links, so no address is logged; what is logged holds no content.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "forum.logs.OneLine", "format": "%(asctime)s %(levelname)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks_db": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
