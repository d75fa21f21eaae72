"""A policy as plain data again: what an editor changes, what is stored, and what a hash is taken of."""

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from duediligence.policy.edition import Policy


def as_data(part: object) -> Any:
    """Return dicts, lists and plain values; what only repeats a default is left out."""
    if isinstance(part, StrEnum):
        return part.value
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, tuple):
        return [as_data(item) for item in part]
    if is_dataclass(part):
        stated = {item.name: (getattr(part, item.name), item.default) for item in fields(part)}
        return {
            name: as_data(value) for name, (value, default) in stated.items() if default is MISSING or value != default
        }
    return part


def content_hash(policy: Policy) -> str:
    """Return the SHA-256 of the content, the same however the file was laid out."""
    words = json.dumps(as_data(policy), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
