"""The database an address names, as Django's settings."""

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import environ

_POSTGRESQL: Final = frozenset({"postgres", "postgresql"})
_PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
_WAIT_SECONDS: Final = 20


class DatabaseAddressError(ValueError):
    """The address names no database that we can use; the text finishes a sentence about the variable."""


def database_settings(address: str, *, pool_size: int) -> dict[str, Any]:
    """Return the settings for ``sqlite:////absolute/path`` or ``postgresql://user:password@host/name``.

    Raises ``DatabaseAddressError``, whose text never repeats the address: it may hold a password.
    """
    scheme = address.partition("://")[0]
    if scheme == "sqlite":
        return _sqlite(address)
    if scheme in _POSTGRESQL:
        return _postgresql(address, pool_size)
    raise DatabaseAddressError("must start with sqlite:/// or postgresql://")


def _sqlite(address: str) -> dict[str, Any]:
    if not address.startswith("sqlite:////"):
        # A relative path would be another file for each folder that a process starts in.
        raise DatabaseAddressError("must give SQLite an absolute path: sqlite:////path/to/file")
    parsed = _parsed(address)
    path = Path(parsed["NAME"])
    if path.is_dir() or not path.parent.is_dir():
        raise DatabaseAddressError("must name a SQLite file in a folder that exists")
    options = {"transaction_mode": "IMMEDIATE", "timeout": _WAIT_SECONDS, "init_command": _PRAGMAS}
    return {**parsed, "OPTIONS": options, "ATOMIC_REQUESTS": False}


def _postgresql(address: str, pool_size: int) -> dict[str, Any]:
    parsed = _parsed(address)
    if not parsed["NAME"]:
        raise DatabaseAddressError("names no database")
    # Django refuses the pool option from an address, and a pool needs non-persistent connections.
    pool = {"min_size": 0, "max_size": pool_size, "timeout": _WAIT_SECONDS}
    options = {**parsed.get("OPTIONS", {}), "pool": pool}
    return {**parsed, "OPTIONS": options, "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}


def _parsed(address: str) -> dict[str, Any]:
    if re.search(r"\s", address):
        raise DatabaseAddressError("holds a space; write it as %20")
    try:
        _ = urlsplit(address).port
        parsed: dict[str, Any] = environ.Env.db_url_config(address)
    except ValueError:
        problem = "cannot be read as an address; special characters in a password are written as %xx"
        raise DatabaseAddressError(problem) from None
    return parsed
