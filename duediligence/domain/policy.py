"""Policy editions: drafted by one person, published by another, never changed afterwards."""

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.enums import CaseBasis
from duediligence.errors import EditionExists, NoPolicy, PolicyFaulty, PolicyImmutable, SamePersonPublishes
from duediligence.models import Institution, PolicyEdition, Proposal
from duediligence.policy.edition import Policy
from duediligence.policy.faults import PolicyRefused
from duediligence.policy.keeping import as_kept
from duediligence.policy.parse import parse_policy
from screening.enums import PublicationStatus


def content_hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _parse(content: Mapping[str, Any]) -> Policy:
    return _parse_text(_canonical(content))


@functools.lru_cache(maxsize=64)
def _parse_text(text: str) -> Policy:
    return parse_policy(json.loads(text))


def read(edition: PolicyEdition) -> Policy:
    """Return the rules of an edition as values."""
    if edition.status == PublicationStatus.DRAFT:
        return _parse(edition.content)
    return _read_frozen(edition.sha256, edition.pk)


@functools.lru_cache(maxsize=64)
def _read_frozen(sha256: str, pk: int) -> Policy:
    return _parse(as_kept(PolicyEdition.objects.values_list("content", flat=True).get(pk=pk, sha256=sha256)))


@transaction.atomic
def draft(
    content: Mapping[str, Any],
    *,
    institution: Institution | None,
    actor: Actor,
    now: dt.datetime | None = None,
) -> PolicyEdition:
    """Store a validated policy as a draft.

    Raises ``NotAllowed``, ``PolicyRefused`` naming every fault, ``EditionExists``.
    """
    access.demand_unless_system(actor, access.CONFIGURERS, institution)
    policy = _parse(content)
    if institution:
        Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
        own = PolicyEdition.objects.filter(institution=institution, code=policy.code, edition=policy.edition)
        if own.exists():
            raise EditionExists(edition=policy.edition)
    edition = PolicyEdition.objects.create(
        institution=institution,
        code=policy.code,
        edition=policy.edition,
        applies_to=[str(basis) for basis in policy.applies_to],
        name_ja=policy.name.ja[:200],
        name_en=policy.name.en[:200],
        content=dict(content),
        sha256=content_hash(content),
        status=PublicationStatus.DRAFT,
        created_by=actor.user,
        created_at=now or timezone.now(),
    )
    after = {"code": edition.code, "edition": edition.edition, "sha256": edition.sha256}
    audit.record(actor, "policy.drafted", edition, institution=institution, after=after)
    return edition


@transaction.atomic
def publish(edition: PolicyEdition, *, actor: Actor, reason: str = "", now: dt.datetime | None = None) -> None:
    """Put a draft into force; the edition it replaces is retired, open cases keep theirs.

    Steps: lock all editions of the policy, refuse whoever drafted it and a draft with faults, retire the present
    edition, publish, audit.
    Raises ``PolicyImmutable``, ``NotAllowed``, ``SamePersonPublishes``, ``PolicyFaulty``.
    """
    now = now or timezone.now()
    edition = _locked_with_rivals(edition)
    if edition.status != PublicationStatus.DRAFT:
        raise PolicyImmutable
    access.demand_unless_system(actor, access.CONFIGURERS, edition.institution)
    if actor.user and edition.created_by_id == actor.user.pk:
        raise SamePersonPublishes
    try:
        _parse(edition.content)
    except PolicyRefused as refused:
        raise PolicyFaulty(count=len(refused.faults)) from refused
    present = PolicyEdition.objects.published().filter(institution=edition.institution, code=edition.code)
    for old in present:
        old.status, old.retired_at = PublicationStatus.RETIRED, now
        old.save(update_fields=["status", "retired_at"])
        audit.record(actor, "policy.retired", old, institution=edition.institution)
    edition.status, edition.published_by, edition.published_at = PublicationStatus.PUBLISHED, actor.user, now
    edition.save(update_fields=["status", "published_by", "published_at"])
    after = {"edition": edition.edition, "sha256": edition.sha256}
    audit.record(actor, "policy.published", edition, institution=edition.institution, after=after, reason=reason)


def _locked_with_rivals(edition: PolicyEdition) -> PolicyEdition:
    """Lock every edition of the same policy, so that two drafts published at once follow each other."""
    rivals = PolicyEdition.objects.filter(institution=edition.institution_id, code=edition.code)
    list(rivals.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    return PolicyEdition.objects.select_for_update(no_key=True).get(pk=edition.pk)


def basis_of(proposal: Proposal) -> CaseBasis:
    if proposal.programme is None:
        return CaseBasis.VOLUNTARY
    return CaseBasis.DESIGNATED if proposal.programme.is_designated else CaseBasis.ORDINARY


def edition_for(proposal: Proposal) -> PolicyEdition:
    """Return the published edition that covers the proposal: the institution's own before the shipped one.

    Raises ``NoPolicy``.
    """
    basis = basis_of(proposal)
    own = Q(institution=proposal.institution_id) | Q(institution=None)
    published = PolicyEdition.objects.published().filter(own).order_by("-published_at", "-id").defer("content")
    for edition in sorted(published, key=lambda one: one.institution_id is None):
        if basis in edition.applies_to:
            return edition
    raise NoPolicy(applies_to=str(basis))
