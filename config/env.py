"""Strict readers of the environment: a wrong or missing value stops start-up with one line."""

import os
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, quote, urlsplit

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config.database import DatabaseAddressError, database_settings

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})
_HOST: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_SENDER: Final = re.compile(r"([^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?")
_RATE: Final = re.compile(r"[1-9][0-9]*/(second|sec|s|minute|min|m|hour|h|day|d)")
_SHOWN_LENGTH: Final = 40


class ConfigurationError(SystemExit):
    """A setting cannot be used. As a ``SystemExit`` it ends the process with status 1, its one line and no
    traceback, whichever program reads the settings."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"Configuration error: {name} {problem}")


class Environment:
    """Reads settings from a mapping of variables; an empty value counts as missing.

    Every reader raises ``ConfigurationError`` naming the variable. Secrets are never part of the message.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str | None = None) -> str:
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ConfigurationError(name, "is missing; set it in the environment (see .env.example)")
        return default

    def secret(self, name: str, default: str | None = None, *, min_length: int = 0) -> str:
        """Return ``name``, or the content of the file that ``<name>_FILE`` names."""
        path = self._variables.get(f"{name}_FILE", "").strip()
        given = self._variables.get(name, "").strip()
        if path and given:
            raise ConfigurationError(name, f"is set twice: give either {name} or {name}_FILE")
        value = _file_content(f"{name}_FILE", path) if path else given
        if not value:
            return self.text(name, default)
        if len(value) < min_length:
            raise ConfigurationError(name, f"is too short: it needs at least {min_length} characters")
        return value

    def boolean(self, name: str, default: bool) -> bool:
        value = self.text(name, str(default))
        if value.lower() in _TRUE:
            return True
        if value.lower() in _FALSE:
            return False
        raise ConfigurationError(name, f"must be true or false, not {_shown(value)}")

    def integer(self, name: str, default: int, *, minimum: int, maximum: int) -> int:
        """Return a whole number between ``minimum`` and ``maximum``, both included."""
        value = self.text(name, str(default))
        # Python also takes "1_000" and digits of other scripts, and refuses 5,000 digits in its own way.
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            raise ConfigurationError(name, f"must be a whole number, not {_shown(value)}")
        if not minimum <= int(value) <= maximum:
            raise ConfigurationError(name, f"must be between {minimum} and {maximum}, not {int(value)}")
        return int(value)

    def choice(self, name: str, default: str, choices: Sequence[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise ConfigurationError(name, f"must be one of {', '.join(choices)}, not {_shown(value)}")
        return value

    def host(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value and not _HOST.fullmatch(value):
            raise ConfigurationError(name, f"must be the name or address of a host, not {_shown(value)}")
        return value

    def hosts(self, name: str, default: Sequence[str]) -> list[str]:
        """Return names of hosts without scheme and port; one that starts with a point stands for all below it."""
        values = self.listing(name, default)
        for value in values:
            if value == "*":
                raise ConfigurationError(name, "must name the hosts of this installation, not *")
            if not _HOST.fullmatch(value.removeprefix(".")):
                raise ConfigurationError(name, f"must be hosts without scheme and port, not {_shown(value)}")
        if not values:
            raise ConfigurationError(name, "names no host")
        return values

    def listening(self, name: str, default: str) -> str:
        """Return where a server listens: a host and a port, or ``unix:`` and the absolute path of a socket."""
        value = self.text(name, default)
        if value.startswith("unix:/"):
            return value
        host, _, port = value.rpartition(":")
        if not _HOST.fullmatch(host) or not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
            raise ConfigurationError(name, f"must be host and port such as 127.0.0.1:8000, not {_shown(value)}")
        return value

    def sender(self, name: str, default: str) -> str:
        """Return whom letters come from, for instance ``Office <office@example.ac.jp>``."""
        value = self.text(name, default)
        if not _SENDER.fullmatch(value) or ("<" in value) != value.endswith(">"):
            raise ConfigurationError(name, f"must be an e-mail address, not {_shown(value)}")
        return value

    def choices(self, name: str, default: Sequence[str]) -> list[str]:
        """Return some of the items of ``default``, all of them when the variable is missing."""
        values = self.listing(name, default)
        for value in values:
            if value not in default:
                raise ConfigurationError(name, f"must be some of {', '.join(default)}, not {_shown(value)}")
        if not values:
            raise ConfigurationError(name, f"must be some of {', '.join(default)}")
        return values

    def old_secrets(self, name: str, *, min_length: int) -> list[str]:
        values = self.listing(name)
        if any(len(value) < min_length for value in values):
            raise ConfigurationError(name, f"holds one that is too short: each needs at least {min_length} characters")
        return values

    def listing(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """Return the comma-separated items of ``name``, or of the file that ``<name>_FILE`` names."""
        value = self.secret(name, ",".join(default))
        return [item.strip() for item in value.split(",") if item.strip()]

    def encryption_keys(self, name: str, derive_from: Sequence[str]) -> list[str]:
        """Return the Fernet keys of ``name``, the one that encrypts first; without any, ones derived from secrets.

        A derived key follows its secret, so whatever was used before must stay among ``derive_from``.
        """
        keys = self.listing(name)
        for key in keys:
            try:
                Fernet(key)
            except ValueError:
                raise ConfigurationError(name, "must be Fernet keys: 32 bytes in URL-safe base64") from None
        return keys or [_derived_key(name, secret) for secret in derive_from]

    def rate(self, name: str, default: str) -> str:
        """Return how often a client may call, for instance ``600/min``."""
        value = self.text(name, default)
        if not _RATE.fullmatch(value):
            raise ConfigurationError(name, f"must be a rate such as 600/min, not {_shown(value)}")
        return value

    def url(self, name: str, schemes: Sequence[str], default: str = "") -> str:
        """Return an address with one of ``schemes`` and a host; no message shows it, it may hold a password."""
        value = self.secret(name, default)
        if value and not _has_host(value, schemes):
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ConfigurationError(name, f"must be an address starting with {starts} and naming a host")
        return value

    def redis(self, name: str) -> str:
        value = self.url(name, ["redis", "rediss"])
        if not re.fullmatch(r"/?[0-9]{0,4}/?", urlsplit(value).path):
            raise ConfigurationError(name, "must end with the number of a database, such as /0")
        return value

    def origin(self, name: str, default: str) -> str:
        """Return scheme, host and port of a web site, without a slash at the end."""
        value = self.url(name, ["http", "https"], default).rstrip("/")
        parts = urlsplit(value)
        if parts.path or parts.query or parts.fragment or parts.username or not _HOST.fullmatch(_host_of(parts)):
            raise ConfigurationError(name, "must be scheme, host and port only, such as https://example.ac.jp")
        return value

    def folder(self, name: str, default: Path) -> Path:
        """Return a folder that exists and can be written; one made here is closed to other accounts."""
        path = Path(self.text(name, str(default))).expanduser().absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            problem = f"names a folder that cannot be made: {_shown(str(path))} ({error.strerror})"
            raise ConfigurationError(name, problem) from None
        if not os.access(path, os.W_OK | os.X_OK):
            raise ConfigurationError(name, f"names a folder that cannot be written: {_shown(str(path))}")
        return path

    def database(self, name: str, sqlite_path: Path) -> dict[str, Any]:
        """Return Django's settings for the database that ``name`` addresses, SQLite when it is missing."""
        pool_size = self.integer("DATABASE_POOL_SIZE", 8, minimum=1, maximum=200)
        address = self.secret(name, f"sqlite:///{quote(str(sqlite_path))}")
        try:
            return database_settings(address, pool_size=pool_size)
        except DatabaseAddressError as error:
            raise ConfigurationError(name, str(error)) from None


def _file_content(name: str, path: str) -> str:
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError):
        raise ConfigurationError(name, f"names a file that cannot be read: {_shown(path)}") from None
    if not value:
        raise ConfigurationError(name, f"names an empty file: {_shown(path)}")
    return value


def _derived_key(purpose: str, secret: str) -> str:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return urlsafe_b64encode(derive.derive(secret.encode())).decode()


def _host_of(parts: SplitResult) -> str:
    """Return the host as it was written, the brackets of an IPv6 address included."""
    return re.sub(r":[0-9]*$", "", parts.netloc)


def _has_host(value: str, schemes: Sequence[str]) -> bool:
    try:
        parts: SplitResult = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, an unfinished IPv6 address
        return False


def _shown(value: str) -> str:
    """Quote a value so that it stays short and on one line."""
    return repr(value if len(value) <= _SHOWN_LENGTH else f"{value[:_SHOWN_LENGTH]}…")
