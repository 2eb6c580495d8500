"""The only settings module: everything that differs between machines comes from the environment or `.env`.

Every variable is explained in `.env.example`. Production is the default and refuses to start without
SECRET_KEY and ALLOWED_HOSTS; DEMO=1 supplies throw-away values and serves the loopback address only.
Requirements behind the values: OWASP ASVS 5.0 level 2 and GB/T 22239-2019 level 3.
"""

import ipaddress
import os
from datetime import date, timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from zgc_tasks.environment import SECRET_KEY_LENGTH, Environment

VERSION = "0.1.0"  # shown at the foot of every page; what changed with it: CHANGELOG.md

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(BASE_DIR / ".env")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


# --- What the environment decides -----------------------------------------------------------------

DEMO = env.switch("DEMO", False)
DEMO_DATE = env.day("DEMO_DATE", date(2015, 4, 1))
DATA_DIR = env.folder("DATA_DIR", "var", within=BASE_DIR)
BIND = env.host("BIND", "127.0.0.1")
PORT = env.port("PORT", 8000)
HTTPS = env.switch("HTTPS", not DEMO)
TWO_STEPS = env.switch(
    "TWO_STEPS", not DEMO
)  # whether those of units.roles.TWO_STEP_ROLES must sign in with two
CLAMD = env.clamd("CLAMD")  # socket or host:port of clamd, which then looks into every scan
TRUSTED_PROXY = env.addresses("TRUSTED_PROXY")
BUCKET = env.bucket("SCANS_URL")  # where scans lie, if not in DATA_DIR
JSON_LOGS = env.switch("JSON_LOGS", False)
METRICS = env.addresses("METRICS")  # who is answered /metrics

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.several("ALLOWED_HOSTS")

if DEMO:
    # Fixed, so that a restart of the demonstration keeps its sessions; worthless, because it only
    # ever protects a server that nobody but this machine can reach.
    SECRET_KEY = SECRET_KEY or "demonstration-only: 此密钥公开，仅供本机演示，切勿用于正式环境 0123456789"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
    if not _is_loopback(BIND):
        raise ImproperlyConfigured(
            f"DEMO=1 只能监听本机地址，而 BIND={BIND}。请改为 BIND=127.0.0.1，或去掉 DEMO=1 改用正式配置。"
            f" / DEMO=1 serves the loopback address only, but BIND={BIND}."
        )
else:
    _missing = [
        name for name, value in (("SECRET_KEY", SECRET_KEY), ("ALLOWED_HOSTS", ALLOWED_HOSTS)) if not value
    ]
    if _missing:
        raise ImproperlyConfigured(
            f"正式环境缺少必填配置：{'、'.join(_missing)}。请在环境变量或 .env 中填写（说明见 .env.example）；"
            f"只想试用请设 DEMO=1。 / Required in production but not set: {', '.join(_missing)}."
        )
    if len(SECRET_KEY) < SECRET_KEY_LENGTH:
        raise ImproperlyConfigured(
            f"SECRET_KEY 只有 {len(SECRET_KEY)} 个字符，至少应有 {SECRET_KEY_LENGTH} 个随机字符（生成办法见 .env.example）。"
            f" / SECRET_KEY is too short: at least {SECRET_KEY_LENGTH} random characters."
        )

DEBUG = False  # There is no setting for it: errors are read in the log, by number.

# --- Parts ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "zgc_tasks.common",
    "units",
    "tasks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets, for FORM_RENDERER
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "zgc_tasks.health.HealthMiddleware",
    "zgc_tasks.common.request_number.RequestNumberMiddleware",
    *(["zgc_tasks.common.json_logs.AccessLogMiddleware"] if JSON_LOGS else []),
    *(["zgc_tasks.metrics.MetricsMiddleware"] if METRICS else []),
    "zgc_tasks.common.middleware.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zgc_tasks.common.middleware.NoStoreMiddleware",
    "zgc_tasks.common.readable.ReadableMiddleware",
    "zgc_tasks.common.middleware.HeadMiddleware",
    "zgc_tasks.common.middleware.OneClockReadingMiddleware",
    "units.middleware.AddressMiddleware",
    "units.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "zgc_tasks.common.bodies.BodyLimitMiddleware",  # before the CSRF check, which reads what was sent
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.middleware.SessionLimitsMiddleware",
    "units.middleware.RefusalLogMiddleware",
    "units.middleware.SignInRequiredMiddleware",
    "units.middleware.ActingMembershipMiddleware",
    "tasks.reading.ReadingLogMiddleware",
    "tasks.middleware.ProgrammeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zgc_tasks.error_views.MethodNotAllowedMiddleware",
    "zgc_tasks.error_views.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",  # must stay last: it turns a lock-out into its answer
]

ROOT_URLCONF = "zgc_tasks.urls"
WSGI_APPLICATION = "zgc_tasks.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tasks.context_processors.frame",
            ],
            "builtins": [
                "tasks.templatetags.consultations",
                "tasks.templatetags.crumbs",
                "tasks.templatetags.parts",
                "tasks.templatetags.pictures",
                "tasks.templatetags.words",
            ],
        },
    },
]

# Forms are drawn by templates/django/forms/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
DATABASES["default"] |= {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "zgc_tasks.common.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # A deferred transaction that reads and then writes fails at once when another one wrote in between.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL, so that a filing that was acknowledged outlives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Where nothing answers, not even with a refusal, a page says so after some seconds instead of waiting.
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options.setdefault("connect_timeout", 5)
    # A host that is not heard of any more, in the middle of a write, holds what everybody else who writes waits for.
    _options.setdefault("options", "-c idle_in_transaction_session_timeout=60s")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Both limits fail before any view, and what was typed would be lost. The forms limit steps and texts themselves, with
# a message; the longest plan that can be saved is sent in less than 0.4 MB. Views that take files: common/bodies.py.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# What each process of the server has counted since it was started: written through mapped memory, where a full disk ends the
# process, so that it stands in memory itself (decision 0092).
METRICS_FOLDER = Path(f"/dev/shm/zgc-tasks-{os.getuid()}-{PORT}") if METRICS else None  # noqa: S108 - 0700
MEDIA_ROOT = DATA_DIR / "uploads"  # outside the static root; served only by views that ask who may see it
FILE_UPLOAD_HANDLERS = ["zgc_tasks.common.file_names.NamedFilesHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Nothing in this application sends mail; the addresses in the document belong to real people.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "zgc_tasks" / "locale"]  # in place of some of what Django says
USE_TZ = True

# --- Static files -------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": (
        {"BACKEND": "zgc_tasks.common.bucket.Bucket", "OPTIONS": BUCKET}
        if BUCKET
        else {"BACKEND": "zgc_tasks.common.storage.Folder"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Source maps are read by developers, from this machine; compressing them is most of collectstatic's time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

# --- Accounts and sessions ----------------------------------------------------------------------------

AUTH_USER_MODEL = "units.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "sign-in"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "units.sessions.AccountBackend",
    "units.sessions.SecondStepBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Neither composition nor forced change makes passwords better (ASVS 6.2.5, 6.2.10). Where 等保 asks for them: 3 and 90.
# Why they are off: docs/decisions/0005-passwords.md.
PASSWORD_KINDS = 1  # of upper case, lower case, digits and other characters, how many a password must have
PASSWORD_MAX_AGE_DAYS = None

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "units.validators.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "units.validators.NotCommon"},
    {"NAME": "units.validators.NotUniform"},
    {"NAME": "units.validators.NotOfThisPlace"},
    {"NAME": "units.validators.EnoughKinds"},
    {"NAME": "units.validators.NotThePerson", "OPTIONS": {"user_attributes": ["username", "full_name"]}},
]

# Failures count per account and address together, so that nobody can lock a colleague out from elsewhere,
# and trying on does not prolong the lock-out. Those of one address and of one account are counted beside these:
# units/sign_in_limits.py (decision 0058).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "zgc_tasks.common.client.client_address"
AXES_USERNAME_CALLABLE = "units.sign_in_limits.name_kept"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "recovery_code", "passkey"]  # kept by no table
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are in our own append-only log
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "zgc_tasks.error_views.too_many_attempts"

FIRST_PASSWORD_DAYS = 7  # how long a password that the administrator handed over can be used to sign in

# In the session, which ends when its person leaves; in a cookie they would be read by whoever signs in next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SESSION_ENGINE = "units.sessions"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_WARNING_SECONDS = 2 * 60  # how long before the idle end the page offers to go on
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Browser ------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign people out who follow a link from their mail
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "zgc_tasks.error_views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # of proxies alone: TrustedProxyMiddleware
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The preload list is a promise for a whole domain, which is not this application's to make.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Log ----------------------------------------------------------------------------------------------

_FORMATTER = "json" if JSON_LOGS else "line"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
        },
        "json": {"()": "zgc_tasks.common.json_logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": _FORMATTER},
        "errors": {
            "class": "zgc_tasks.common.log_files.ErrorsFile",
            "filename": DATA_DIR / "errors.log",
            "formatter": _FORMATTER,
            "level": "WARNING",  # so that the number on any error page can be looked up here
            "encoding": "utf-8",
            "delay": True,
        },
    },
    "root": {"handlers": ["console", "errors"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would print twice and mail to nobody.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # `zgc_tasks.errors` writes the same refusals and failures, with the number that the page shows.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},  # the audit log has every sign-in
        # They tell of every step and glyph of every document.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
