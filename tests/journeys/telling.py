"""Who is told what: the mails of an office that is no demonstration."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from duediligence.models import Institution, User

Capture = Callable[..., AbstractContextManager[Any]]


def for_real() -> None:
    """A demonstration office sends no mail."""
    Institution.objects.update(is_demo=False)


def mails_to(user: User, outbox: list[Any]) -> list[str]:
    return [mail.subject for mail in outbox if user.email in mail.to]
