"""Keeping bytes under their hash, giving them back unchanged, and forgetting those that nothing refers to."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError

from duediligence import errors
from duediligence.domain.sealing import open_bytes, seal_bytes
from duediligence.models import Institution, StoredFile


def keep(institution: Institution, content: bytes, *, now: dt.datetime, sealed: bool = False) -> StoredFile:
    """Keep the bytes in the caller's transaction, or find them where they are kept already.

    Holds the row until the transaction ends, so that nobody forgets what is about to be referred to.
    """
    return (
        StoredFile.objects.select_for_update()
        .defer("content")
        .get_or_create(
            institution=institution,
            sha256=hashlib.sha256(content).hexdigest(),
            is_sealed=sealed,
            defaults={"size": len(content), "content": seal_bytes(content) if sealed else content, "kept_at": now},
        )[0]
    )


def content_of(stored: StoredFile, name: str) -> bytes:
    """Return the very bytes. Raises ``FileDamaged`` when they are no longer those of the hash."""
    content = open_bytes(bytes(stored.content)) if stored.is_sealed else bytes(stored.content)
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise errors.FileDamaged(name=name)
    return content


def forget(keys: Iterable[int]) -> None:
    """Delete the files that nothing refers to any more."""
    for key in sorted(set(keys)):
        try:
            with transaction.atomic():
                StoredFile.objects.select_for_update().only("pk").filter(pk=key).first()
                StoredFile.objects.filter(pk=key).delete()
        except ProtectedError:
            continue
