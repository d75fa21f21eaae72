"""A policy edition in the making: changed part by part by whoever drafted it, or thrown away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.policy import content_hash
from duediligence.errors import EditionExists, NotTheDrafter, PolicyImmutable, StaleDraft
from duediligence.models import PolicyEdition
from duediligence.policy.edition import Policy
from duediligence.policy.faults import UNREADABLE, Fault, PolicyRefused, holds
from duediligence.policy.parse import read_policy
from screening.enums import PublicationStatus


@transaction.atomic
def revise(
    edition: PolicyEdition, content: Mapping[str, Any], *, seen: str, place: str | None = None, actor: Actor
) -> tuple[Fault, ...]:
    """Put another content in place of a draft's; return the faults that are left to mend before it is published.

    ``seen`` is the hash of the content that was changed; ``place`` is the part that was edited, ``None`` when an item
    was only moved or taken out. Steps: lock, check person and state, refuse what cannot be read and every new fault in
    the edited part, store, audit.
    Raises ``NotAllowed``, ``PolicyImmutable``, ``NotTheDrafter``, ``StaleDraft``, ``EditionExists``, ``PolicyRefused``.
    """
    edition = _own_draft(edition, seen, actor)
    policy, faults = read_policy(content)
    known = {str(fault) for fault in read_policy(edition.content)[1]}
    refused = tuple(fault for fault in faults if _is_refused(fault, place, known))
    if refused:
        raise PolicyRefused(refused)
    others = PolicyEdition.objects.filter(institution=edition.institution, code=policy.code, edition=policy.edition)
    if others.exclude(pk=edition.pk).exists():
        raise EditionExists(field="edition", edition=policy.edition)
    before = {"sha256": edition.sha256}
    _write(edition, content, policy)
    audit.record(
        actor,
        "policy.draft_revised",
        edition,
        institution=edition.institution,
        before=before,
        after={"sha256": edition.sha256, "place": place or ""},
    )
    return faults


@transaction.atomic
def discard(edition: PolicyEdition, *, actor: Actor) -> None:
    """Throw a draft away. Raises ``NotAllowed``, ``PolicyImmutable``, ``NotTheDrafter``."""
    edition = _own_draft(edition, edition.sha256, actor)
    before = {"code": edition.code, "edition": edition.edition, "sha256": edition.sha256}
    audit.record(actor, "policy.draft_discarded", edition, institution=edition.institution, before=before)
    edition.delete()


def _own_draft(edition: PolicyEdition, seen: str, actor: Actor) -> PolicyEdition:
    edition = PolicyEdition.objects.select_for_update().get(pk=edition.pk)
    user = access.demand(actor, access.CONFIGURERS, edition.institution)
    if edition.status != PublicationStatus.DRAFT:
        raise PolicyImmutable
    if edition.created_by_id != user.pk:
        raise NotTheDrafter
    if edition.sha256 != seen:
        raise StaleDraft
    return edition


def _is_refused(fault: Fault, place: str | None, known: set[str]) -> bool:
    """A draft may still lack items of a collection, and may have faults elsewhere that an edit has brought about."""
    if fault.code in UNREADABLE:
        return True
    is_here = place is not None and holds(place, fault.path)
    return is_here and fault.code != "empty_list" and str(fault) not in known


def _write(edition: PolicyEdition, content: Mapping[str, Any], policy: Policy) -> None:
    edition.content, edition.sha256 = dict(content), content_hash(content)
    edition.code, edition.edition = policy.code, policy.edition
    edition.applies_to = [str(basis) for basis in policy.applies_to]
    edition.name_ja, edition.name_en = policy.name.ja[:200], policy.name.en[:200]
    edition.save(update_fields=["content", "sha256", "code", "edition", "applies_to", "name_ja", "name_en"])
