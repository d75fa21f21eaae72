"""Accounts: the office makes them; what people change of their own is in the audit log, in the same transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import structlog
from allauth.account import signals as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver

from duediligence.admin.pages.showing import request_id
from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.models import User

_ACTS: dict[str, Signal] = {
    "user.signed_in": account.user_logged_in,
    "user.password_changed": account.password_changed,
    "user.password_reset": account.password_reset,
}
_RECORDS: dict[type[Model], tuple[str, str]] = {
    EmailAddress: ("email", "email"),
    Authenticator: ("second_factor", "type"),
}
"""What an account has besides: its name in the verbs of the audit log, and the field that is told of it."""


_log: Final = structlog.get_logger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, and a sign-in that fails is told to those who watch the installation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log whose account it was, if anybody's; what was typed may be a password in the wrong field.

        It is no event of the audit log: writing one for known names alone would tell by the time it takes which are.
        """
        named = str(credentials.get("username") or credentials.get("email") or "")
        known = User.objects.filter(Q(username__iexact=named) | Q(email__iexact=named)).order_by("pk").first()
        _log.warning("sign_in_failed", account=known.pk if known else None)


def follow_accounts() -> None:
    """Listen to what the pages of accounts do; a record is heard of when it is written, not after the commit."""
    for verb, signal in _ACTS.items():
        signal.connect(_act(verb), weak=False, dispatch_uid=verb)
    for model in _RECORDS:
        post_save.connect(_saved, sender=model, dispatch_uid="accounts")
        post_delete.connect(_removed, sender=model, dispatch_uid="accounts")
    second_factor.authentication_failed.connect(_code_refused, dispatch_uid="accounts")


def _act(verb: str) -> Callable[..., None]:
    def write(*, user: User, **_given: Any) -> None:
        audit.record(Actor.of_user(user, request_id=request_id()), verb, user, institution=user.institution)

    return write


def _code_refused(*, user: User, authenticator: Authenticator, **_given: Any) -> None:
    """Whoever sent the wrong code knew the password: that belongs in the log of the institution."""
    actor = Actor("system:sign_in", request_id=request_id())
    told = {"type": authenticator.type}
    audit.record(actor, "user.second_factor_refused", user, institution=user.institution, after=told)


def _saved(*, instance: Any, created: bool, update_fields: frozenset[str] | None, **_given: Any) -> None:
    if update_fields != frozenset({"last_used_at"}):
        _note(instance, "added" if created else "changed", "after")


def _removed(*, instance: Any, **_given: Any) -> None:
    _note(instance, "removed", "before")


def _note(record: Any, happened: str, side: str) -> None:
    """Append to the log who did it: the one who is signed in, or the owner outside a page."""
    kind, told = _RECORDS[type(record)]
    visitor = getattr(context.request, "user", None)
    actor = Actor.of_user(visitor if isinstance(visitor, User) else record.user, request_id=request_id())
    values: dict[str, Any] = {side: {told: getattr(record, told)}}
    audit.record(actor, f"user.{kind}_{happened}", record.user, institution=record.user.institution, **values)


def whole_or_not(entry: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """Return the address, what is sent to it written in one transaction with its entries in the audit log."""
    if isinstance(entry, URLResolver):
        entries = [whole_or_not(one) for one in entry.url_patterns]
        return URLResolver(entry.pattern, entries, entry.default_kwargs, entry.app_name, entry.namespace)
    return URLPattern(entry.pattern, _in_one_transaction(entry.callback), entry.default_args, entry.name)


def _in_one_transaction(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    written = transaction.atomic(view)

    @wraps(view)
    def called(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (written if request.method == "POST" else view)(request, *args, **kwargs)

    return called
