"""The declarations that a partner institution holds of its own people: read by it, sent to the lead when it says so."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import declaring, screening
from duediligence.domain.actor import Actor
from duediligence.domain.declaration import note
from duediligence.domain.partner_part import locked
from duediligence.domain.policy import content_hash
from duediligence.domain.telling import tell_officers
from duediligence.models import Declaration, DeclarationVersion, PartnerPart, Person
from duediligence.policy.answers import ItemAnswer


def held(part: PartnerPart) -> dict[int, Declaration]:
    """Return the declarations that the partner asked for, by person."""
    found = part.declarations.defer("draft", "draft_masked").select_related("person").prefetch_related("versions")
    return {one.person_id: one for one in found}


@transaction.atomic
def read(
    part: PartnerPart, person: Person, *, actor: Actor, now: dt.datetime | None = None
) -> list[DeclarationVersion]:
    """Return the versions that one of the partner's own people filed with it, the newest first; each view is audited.

    Raises ``NotAllowed``, ``NothingToSend`` when none was filed.
    """
    declaration = _held_of(part, person, actor=actor, now=now or timezone.now(), changes=False)
    versions = list(declaration.versions.order_by("-number"))
    if not versions:
        raise errors.NothingToSend
    note(declaration, "declaration.read_by_partner", actor=actor, after={"version": versions[0].number})
    return versions


@transaction.atomic
def view_masked(
    part: PartnerPart,
    person: Person,
    *,
    number: int,
    actor: Actor,
    reason_code: str,
    now: dt.datetime | None = None,
) -> dict[str, ItemAnswer]:
    """Show the masked answers of one version to the partner's officer for the deemed-export test; each view is audited.

    The reason is one of the catalogue alone: the log is the lead's, and words could say what the partner holds.
    Raises ``NotAllowed``, ``NothingToSend`` when there is no such version, ``InvalidInput`` and
    ``MaskedAnswersUnreadable``.
    """
    declaration = _held_of(part, person, actor=actor, now=now or timezone.now(), changes=False)
    version = declaration.versions.filter(number=number).first()
    if version is None:
        raise errors.NothingToSend
    version.declaration = declaration
    return declaring.unmask(version, actor=actor, reason_code=reason_code)


@transaction.atomic
def send(part: PartnerPart, person: Person, *, actor: Actor, now: dt.datetime | None = None) -> DeclarationVersion:
    """Send the newest version of one declaration to the lead institution. It cannot be taken back.

    Steps: lock, check who sends, mark the version, audit with its digest, screen the names it brings, tell the officer.
    Later versions stay with the partner until they are sent too.
    Raises ``NotAllowed``, ``PartnerPartSubmitted``, ``NothingToSend``.
    """
    now = now or timezone.now()
    declaration = _held_of(part, person, actor=actor, now=now)
    version = declaration.latest
    if version is None or version.sent_at:
        raise errors.NothingToSend
    version.sent_at = now
    version.save(update_fields=["sent_at"])
    after = {"version": version.number, "sha256": content_hash(version.content)}
    note(declaration, "declaration.sent_to_lead", actor=actor, after=after)
    screening.begin(declaration.case, actor=actor, purpose="declared", now=now)
    tell_officers(declaration.case, "declared", name=person.name)
    return version


def _held_of(part: PartnerPart, person: Person, *, actor: Actor, now: dt.datetime, changes: bool = True) -> Declaration:
    part = locked(part, actor=actor, now=now, changes=changes)
    own = part.case.revision.memberships.filter(person=person, organisation=part.organisation_id)
    declaration = part.declarations.filter(person=person).first() if own.exists() else None
    if declaration is None:
        raise errors.NotAllowed
    declaration.case = part.case
    return declaration
