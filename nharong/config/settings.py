"""The one settings file, read from top to bottom. Every variable has a safe default; an operator sets NHARONG_*."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from nharong.config import env
from nharong.kernel.time import fix_today

PACKAGE = Path(__file__).resolve().parent.parent

# ---------------------------------------------------------------- where the data live

NHARONG_DATA = env.path("NHARONG_DATA", Path("data"))
"""The data folder: database, attachments, secret key. A demo has a folder of its own."""
NHARONG_DEMO = (NHARONG_DATA / "demo").exists()
"""A marker file that `nharong demo` leaves: every page then says that its data are invented."""
if NHARONG_DEMO and (_day := env.demo_day(NHARONG_DATA / "demo")):
    fix_today(_day)


def _secret_key() -> str:
    """From the environment, else made once and kept in the data folder, readable by its owner alone."""
    if key := env.text("NHARONG_SECRET_KEY"):
        return key
    path = NHARONG_DATA / "secret.key"
    if not path.exists():
        if not NHARONG_DATA.exists():
            return secrets.token_urlsafe(50)  # nothing is kept yet: `init` makes the folder
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
DEBUG = env.flag("NHARONG_DEBUG", False)
ALLOWED_HOSTS = env.words("NHARONG_HOSTS", "127.0.0.1,localhost")
SITE_URL = env.text("NHARONG_URL", "http://127.0.0.1:8000")
_HTTPS = SITE_URL.startswith("https://")


def _database(url: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name`` or ``sqlite:///path``; empty: SQLite in the data folder."""
    parts = urlsplit(url)
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": parts.path if parts.scheme == "sqlite" else NHARONG_DATA / "nharong.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        },
    }


DATABASES = {"default": _database(env.text("NHARONG_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- what the house is made of

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "nharong.ui",
    "nharong.files",
    "nharong.deeds",
    "nharong.territory",
    "nharong.access",
    "nharong.people",
    "nharong.meetings",
    "nharong.centres",
    "nharong.classes",
    "nharong.indicators",
    "nharong.plans",
    "nharong.reports",
    "nharong.home",
    "allauth",  # after ours: our templates come first
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a weak line; it varies the length of each answer, and tokens differ in every page
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nharong.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nharong.access.middleware.AccessMiddleware",
]

ROOT_URLCONF = "nharong.config.urls"
WSGI_APPLICATION = "nharong.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "nharong.ui.context.page",
            ],
        },
    }
]

# The open tables: big lists in config/ that meet what the features offer (no signals, no discovery).
NHARONG_ACTIONS = "nharong.config.actions.ACTIONS"
NHARONG_MEASURES = "nharong.config.measures.MEASURES"
NHARONG_LINKS = "nharong.config.links.LINKS"
NHARONG_PLACE_DEPENDENTS = "nharong.config.links.PLACE_DEPENDENTS"
NHARONG_BODY_DOORS = "nharong.config.links.BODY_DOORS"
NHARONG_PERSON_PANELS = "nharong.config.links.PERSON_PANELS"
NHARONG_LEDGER = "nharong.indicators.ledger.Ledger"

# ---------------------------------------------------------------- people who sign in

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "nharong.access.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "nharong.access.sign_in.SignIn",
    "change_password": "nharong.access.sign_in.ChangePassword",
    "reauthenticate": "nharong.access.sign_in.ConfirmPassword",
}
MFA_ADAPTER = "nharong.access.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": "nharong.access.sign_in.SecondFactorCode",
    "reauthenticate": "nharong.access.sign_in.ConfirmCode",
    "activate_totp": "nharong.access.sign_in.ActivateCode",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Nhà Rông"

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = _HTTPS and env.flag("NHARONG_HTTPS_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("NHARONG_BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# ---------------------------------------------------------------- language, files, mail, jobs

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = NHARONG_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": NHARONG_DATA / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
NHARONG_UPLOAD_MAX = env.number("NHARONG_UPLOAD_MAX_MB", 60) * 2**20
"""Largest file that may be uploaded, in bytes."""

EMAIL_HOST = env.text("NHARONG_SMTP_HOST")
EMAIL_PORT = env.number("NHARONG_SMTP_PORT", 25)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# ---------------------------------------------------------------- rules that an operator may set

NHARONG_GRACE_DAYS = env.number("NHARONG_GRACE_DAYS", 0)
"""Days after a due date during which a report still counts as on time."""
NHARONG_SUPPRESS_BELOW = env.number("NHARONG_SUPPRESS_BELOW", 5)
"""Cells smaller than this are not shown outside the asker's area."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("NHARONG_LOG_LEVEL", "WARNING")},
}
