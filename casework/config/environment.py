"""Settings from the environment: typed, refused when wrong, safe by default."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The value of `name`; without a default a missing or empty value stops the start."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Polku does not start without it.")
    return default


def flag(name: str) -> bool:
    """A yes or no; anything else stops the start."""
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not something else.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within its bounds."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}.")
    return int(value)


def path(name: str) -> Path | None:
    """A file that may be left unnamed."""
    value = os.environ.get(name, "").strip()
    return Path(value) if value else None


def choice(name: str, default: str, among: set[str]) -> str:
    """One of a few words."""
    value = os.environ.get(name, "").strip() or default
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(among))}.")
    return value


def secure_address(name: str) -> str:
    """An address of another server, https and nothing else."""
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or "@" in parts.netloc:
        raise ImproperlyConfigured(f"{name} must be https://HOST or https://HOST:PORT.")
    return value


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty entries."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"


def database(url: str, *, name: str) -> dict[str, Any]:
    """A Django database from `sqlite:///path` or `postgres://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(unquote(parts.path[1:])),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
        }
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or options.pop("user", "")),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or options.pop("host", ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a statement took two seconds where running it took a tenth; no page's statement runs that long.
            "OPTIONS": {"options": "-c jit=off", **options},
        }
    raise ImproperlyConfigured(f"{name} must be sqlite:///FILE or postgres://USER@HOST/NAME.")


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings from `smtp+tls://user:password@host:port` or `files:///folder`."""
    parts = urlsplit(url)
    if parts.scheme == "files":
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme in {"smtp", "smtp+tls", "smtps"} and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or 25,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 10,
        }
    raise ImproperlyConfigured("EMAIL_URL must be smtp://, smtp+tls://, smtps:// or files:///FOLDER.")
