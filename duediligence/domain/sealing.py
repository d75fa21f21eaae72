"""The masked answers of declarations, encrypted at rest. Nothing else of the system can read what lies there."""

import functools
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from duediligence.errors import Refused, gettext_noop


class MaskedAnswersUnreadable(Refused):
    code = "masked_answers_unreadable"
    template = gettext_noop("The masked answers cannot be read: their key is not among MASKED_ANSWER_KEYS.")


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
