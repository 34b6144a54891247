"""Reading settings from the environment: text, flags, numbers, paths and secrets with a ``_FILE`` variant."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Misset(ValueError):
    """A setting, or a file that one names, with which the program cannot start. The message is for people."""


def text(name: str, default: str = "") -> str:
    """The value of ``name``, or what the file named by ``name_FILE`` holds, or the default. ``Misset`` without that file."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misset(f"{name}_FILE のファイルが読めません: {file}") from error


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes and on, whatever the case."""
    return text(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number from 1; anything else is ``Misset``, which names the setting."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value)):
        raise Misset(f"{name} は1以上の整数で指定してください（いまの値: {value!r}）。")
    return int(value)


def database(url: str) -> dict[str, object]:
    """Django's database settings from ``sqlite:///path`` or ``postgres://user:password@host:port/name``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]) or ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise Misset("TOMONI_DATABASE_URL は sqlite:///… または postgres://… で指定してください。")


def _sqlite(path: str) -> dict[str, object]:
    """SQLite with write-ahead log; every transaction takes the write lock at its start, so none fails half-way."""
    wanted = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "recursive_triggers=ON",  # so that REPLACE asks the triggers for DELETE
        "mmap_size=268435456",
    )
    pragmas = "; ".join(f"PRAGMA {pragma}" for pragma in wanted)
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def _postgres(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or _socket(parts.query),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _socket(query: str) -> str:
    """``?host=/run/postgresql`` names a socket directory, as libpq writes it."""
    pairs = dict(pair.partition("=")[::2] for pair in query.split("&"))
    return unquote(pairs.get("host", ""))
