"""The masked answers of declarations, and files that state them, encrypted at rest under one set of keys."""

import functools
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from duediligence.errors import MaskedAnswersUnreadable


@functools.lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(content: Mapping[str, Any]) -> str:
    """Return the content encrypted under the first key; nothing gives an empty text."""
    if not content:
        return ""
    return _keys(tuple(settings.MASKED_ANSWER_KEYS)).encrypt(json.dumps(content).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """Return what was sealed. Raises ``MaskedAnswersUnreadable`` when no key opens it."""
    if not sealed:
        return {}
    try:
        content: dict[str, Any] = json.loads(_keys(tuple(settings.MASKED_ANSWER_KEYS)).decrypt(sealed))
    except InvalidToken:
        raise MaskedAnswersUnreadable from None
    return content


def seal_bytes(content: bytes) -> bytes:
    return _keys(tuple(settings.MASKED_ANSWER_KEYS)).encrypt(content)


def open_bytes(sealed: bytes) -> bytes:
    """Return what was sealed. Raises ``MaskedAnswersUnreadable`` when no key opens it."""
    try:
        return _keys(tuple(settings.MASKED_ANSWER_KEYS)).decrypt(sealed)
    except InvalidToken:
        raise MaskedAnswersUnreadable from None
