"""Keys for funders' programs: shown once, stored as a digest, rotated with two live at a time."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.enums import Scope
from duediligence.models import ApiClient, ApiKey, IdempotencyRecord

MAX_LIVE_KEYS = 2
VALID_DAYS = 365
ANSWERS_KEPT = dt.timedelta(days=7)


@transaction.atomic
def issue_key(
    client: ApiClient,
    *,
    actor: Actor,
    scopes: Collection[Scope],
    valid_days: int = VALID_DAYS,
    now: dt.datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its text, which nobody can read again.

    A program is its funder's and reads the cases of every institution that applies, so keys are no matter of one
    institution's office where there are several. Raises ``NotAllowed``, ``KeyLimit``.
    """
    now = now or timezone.now()
    _demand_keeper(actor)
    ApiClient.objects.select_for_update().get(pk=client.pk)
    if client.keys.filter(revoked_at__isnull=True, expires_at__gt=now).count() >= MAX_LIVE_KEYS:
        raise errors.KeyLimit
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        client=client,
        prefix=prefix,
        digest=digest(secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + dt.timedelta(days=valid_days),
    )
    after = {"prefix": prefix, "scopes": key.scopes, "expires": key.expires_at.isoformat()}
    audit.record(actor, "api_key.issued", key, institution=None, after=after)
    return key, f"dd_{prefix}_{secret}"


@transaction.atomic
def revoke_key(key: ApiKey, *, actor: Actor, reason: str = "", now: dt.datetime | None = None) -> None:
    """End a key at once; done twice it changes nothing. Raises ``NotAllowed``."""
    _demand_keeper(actor)
    if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now or timezone.now()):
        audit.record(actor, "api_key.revoked", key, institution=None, after={"prefix": key.prefix}, reason=reason)


def _demand_keeper(actor: Actor) -> None:
    """Let the keepers of what is shared pass, and the installation's own commands."""
    if actor.comes_from_outside and not (actor.user and access.keeps_shared(actor.user)):
        raise errors.NotAllowed


def find_key(text: str, *, now: dt.datetime) -> ApiKey | None:
    """Return the live key that ``text`` is, comparing digests in constant time."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != "dd":
        return None
    key = ApiKey.objects.select_related("client__funder").filter(prefix=parts[1]).first()
    if key is None or not hmac.compare_digest(key.digest, digest(parts[2])):
        return None
    live = key.revoked_at is None and key.expires_at > now and key.client.is_active
    return key if live else None


def note_use(key: ApiKey, *, now: dt.datetime) -> None:
    """Remember when a key was last used, to the hour: a busy client must not write a row at each request."""
    recent = Q(last_used_at__gt=now - dt.timedelta(hours=1))
    ApiKey.objects.filter(pk=key.pk).exclude(recent).update(last_used_at=now)


def digest(secret: str) -> str:
    """The secret is 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def forget_answers(now: dt.datetime) -> int:
    """Remove answers kept for repeated requests once nobody repeats them any more; return how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=now - ANSWERS_KEPT).delete()[0]
