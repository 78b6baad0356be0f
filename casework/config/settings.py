"""Django settings of Polku. Every value that differs between installations comes from the environment."""

from pathlib import Path

import fontpkg_ibm_plex_sans
import fontpkg_ibm_plex_sans_arabic
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from casework.config import environment as env

BASE = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.text("POLKU_VAR", str(BASE / "var")))
DEMO = env.flag("POLKU_DEMO")

DEBUG = False
SECRET_KEY = env.text("POLKU_SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("POLKU_SECRET_KEY must have at least 50 characters.")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"] if DEMO else env.names("POLKU_HOSTS", "localhost")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host]
POLKU_SUPPORT_PHONE = env.text("POLKU_SUPPORT_PHONE", "02 555 0100")
POLKU_NEIGHBOURHOODS = env.names("POLKU_NEIGHBOURHOODS", "Impola,Pihlava,Pormestarinluoto,Sampola,Väinölä")
POLKU_DEMO = DEMO
# Where links in mail lead: the house as those outside reach it.
POLKU_ADDRESS = env.text("POLKU_ADDRESS", "http://localhost:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}").rstrip(
    "/"
)
POLKU_REFERRAL_REMINDER_DAYS = env.number("POLKU_REFERRAL_REMINDER_DAYS", 10, least=1, most=90)
POLKU_REFERRAL_EXPIRY_DAYS = env.number("POLKU_REFERRAL_EXPIRY_DAYS", 30, least=2, most=180)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's lists of passkeys and sessions ask for it
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "consent.keystore",
    "consent",
    "casework",
    "pathways",
    "casework.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "consent.middleware.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "consent.middleware.busy.BusyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "consent.middleware.readonly.ReadOnlyGetMiddleware",
    "consent.middleware.sessions.SessionLimitsMiddleware",
    "consent.middleware.actor.ActorMiddleware",
    "consent.middleware.turned_screen.TurnedScreenMiddleware",
]

ROOT_URLCONF = "casework.config.urls"
WSGI_APPLICATION = "casework.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "consent.context.house",
            ],
            "builtins": ["consent.templatetags.polku", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Two databases without a shared transaction: the keystore never travels with data backups (docs/decisions).
DATABASES = {
    "default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR}/polku.sqlite3"), name="DATABASE_URL"),
    "keystore": env.database(env.text("KEYSTORE_URL", f"sqlite:///{VAR}/keystore.sqlite3"), name="KEYSTORE_URL"),
}
POLKU_APP_ROLE = env.text("POLKU_APP_ROLE", "-").strip("-")  # who serves on PostgreSQL; the owner migrates
POLKU_ERASER_ROLE = env.text("POLKU_ERASER_ROLE", "-").strip("-")  # who alone may rewrite history, under a permit
DATABASE_ROUTERS = ["consent.keystore.router.KeystoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
POLKU_KEY_PROVIDER = env.choice("POLKU_KEY_PROVIDER", "directory", {"directory", "systemd", "vault"})
# systemd names the directory of a service's credentials itself
POLKU_KEK_DIR = Path(env.text("CREDENTIALS_DIRECTORY" if POLKU_KEY_PROVIDER == "systemd" else "POLKU_KEK_DIR"))
POLKU_OFFLINE_KEY = env.path("POLKU_OFFLINE_KEY")  # to whom backups are sealed; its private half is not here
if POLKU_KEY_PROVIDER == "vault":
    POLKU_VAULT_ADDRESS = env.secure_address("POLKU_VAULT_ADDRESS")
    POLKU_VAULT_KEY = env.text("POLKU_VAULT_KEY", "polku")
    POLKU_VAULT_TOKEN_FILE = Path(env.text("POLKU_VAULT_TOKEN_FILE"))
    POLKU_VAULT_CA = env.path("POLKU_VAULT_CA")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "polku_cache",
        "KEY_FUNCTION": "consent.sign_in.throttle.cache_key",
    }
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if DEMO else "django_tasks_db.DatabaseBackend"
    }
}
vars().update(env.mail(env.text("EMAIL_URL", f"files://{VAR}/mail")))
DEFAULT_FROM_EMAIL = env.text("POLKU_MAIL_FROM", "polku@localhost")

# Who signs in, and how
AUTH_USER_MODEL = "consent.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["consent.sign_in.hashers.HouseArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "consent.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# allauth's own generator writes a row when a link is looked at, and GET cannot write.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
MFA_ADAPTER = "consent.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Polku"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 10 * 3600
POLKU_IDLE_MINUTES = env.number("POLKU_IDLE_MINUTES", 30, least=5, most=120)
POLKU_ABSOLUTE_HOURS = env.number("POLKU_ABSOLUTE_HOURS", 10, least=1, most=12)

# Cookies and headers. The demo is served on http://localhost, which browsers trust with secure cookies.
SESSION_COOKIE_NAME = "__Host-polku"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "consent.errors.csrf_failed"
SECURE_HSTS_SECONDS = 0 if DEMO else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.flag("POLKU_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["consent.uploads.InMemory"]  # in memory, and only where a page takes a file

# Words, places, files
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    ("fonts/plex", str(fontpkg_ibm_plex_sans.ROOT / "files")),
    ("fonts/plex-arabic", str(fontpkg_ibm_plex_sans_arabic.ROOT / "files")),
]
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "models.W036"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nothing_personal": {"()": "consent.server_log.NothingPersonal"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["nothing_personal"], "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
