"""What a partner's officer does with the own institution's part: opens it, keeps a draft, confirms it, corrects it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import links
from duediligence.domain.actor import Actor
from duediligence.domain.partner import note
from duediligence.domain.partner_status import basis_of, is_submitted
from duediligence.domain.party import clean_name
from duediligence.domain.telling import tell_officers
from duediligence.enums import DeclarationStatus, DueDiligenceResult, PartyRole
from duediligence.models import (
    Case,
    Membership,
    PartnerConfirmation,
    PartnerFile,
    PartnerLink,
    PartnerMember,
    PartnerPart,
    User,
)

MOST_CHARACTERS = 10_000
_ANSWERS: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Told:
    """Where one person's declaration stands, as it is typed."""

    status: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PartnerResult:
    """What the officer says, as it is typed: answers are ``yes``, ``no`` or nothing yet; ``members`` by person."""

    result: str = ""
    not_obtained: str = ""
    institution_risk: str = ""
    researchers_risk: str = ""
    reason: str = ""
    members: Mapping[int, Told] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        words = {name: getattr(self, name)[:MOST_CHARACTERS] for name in _WORDS}
        told = {str(pk): {"status": one.status[:20], "reason": one.reason[:2000]} for pk, one in self.members.items()}
        return {**words, "members": told}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "PartnerResult":
        told = {int(pk): Told(**one) for pk, one in data.get("members", {}).items()}
        return cls(**{name: data.get(name, "") for name in _WORDS}, members=told)


_WORDS = ("result", "not_obtained", "institution_risk", "researchers_risk", "reason")


def draft_of(part: PartnerPart) -> PartnerResult:
    return PartnerResult.from_dict(part.draft)


@transaction.atomic
def open_invitation(token: str, *, by: User | None = None, now: dt.datetime | None = None) -> PartnerLink:
    """Return the live link that a token is. ``by`` is whoever is signed in in the same browser.

    Raises ``LinkNotValid`` for any other token, ``LeadMayNotConfirm`` for people of the lead institution.
    """
    now = now or timezone.now()
    digest = links.PARTNER.digest(token)
    related = ("part__case__institution", "part__organisation")
    link = PartnerLink.objects.select_related(*related).filter(digest=digest).first()
    if link is None or not is_open_to(link, now):
        raise errors.LinkNotValid
    part = link.part
    if by is not None and by.institution_id == part.case.institution_id:
        raise errors.LeadMayNotConfirm
    link.used_at = now
    link.save(update_fields=["used_at"])
    PartnerPart.objects.filter(pk=part.pk, opened_at__isnull=True).update(opened_at=now)
    note(part, "partner.invitation_opened", actor=Actor.of_partner(link))
    return link


def has_left(token: str) -> bool:
    """Return whether a token is the invitation of an institution that takes part no more."""
    try:
        digest = links.PARTNER.digest(token)
    except errors.LinkNotValid:
        return False
    link = PartnerLink.objects.select_related("part__case__revision").filter(digest=digest).first()
    return link is not None and not _takes_part(link.part)


def _takes_part(part: PartnerPart) -> bool:
    partners = part.case.revision.parties.filter(role=PartyRole.PARTNER, organisation=part.organisation_id)
    return partners.exists()


def is_open_to(link: PartnerLink, now: dt.datetime) -> bool:
    """Return whether the link opens its part now: it is live, the case is open, the institution still takes part."""
    part = link.part
    return link.is_live(now) and part.case.is_open and part.not_asked_at is None and _takes_part(part)


def members_of(part: PartnerPart) -> tuple[Membership, ...]:
    """Return the institution's own people in the present revision, all that its officer sees of the members."""
    own = part.case.revision.memberships.filter(organisation=part.organisation_id)
    return tuple(own.select_related("person"))


@transaction.atomic
def save_draft(
    part: PartnerPart, given: PartnerResult, *, saved: int, actor: Actor, now: dt.datetime | None = None
) -> PartnerPart:
    """Keep what is typed, faults and all. ``saved`` is the number of the draft that the page showed.

    Raises ``NotAllowed``, ``PartnerPartSubmitted``, ``DraftStale``.
    """
    now = now or timezone.now()
    part = locked(part, actor=actor, now=now)
    if saved != part.draft_number:
        raise errors.DraftStale
    part.draft, part.draft_saved_at, part.draft_number = given.to_dict(), now, part.draft_number + 1
    part.save(update_fields=["draft", "draft_saved_at", "draft_number"])
    note(part, "partner.draft_saved", actor=actor)
    return part


def locked(part: PartnerPart, *, actor: Actor, now: dt.datetime, changes: bool = True) -> PartnerPart:
    """Lock the case and the part for its own officer; nothing changes once the lead has submitted.

    Raises ``NotAllowed``, ``PartnerPartSubmitted``.
    """
    case = Case.objects.select_for_update().get(pk=part.case_id)
    part = PartnerPart.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=part.pk)
    part.case = case
    if actor.partner is None or actor.partner.part_id != part.pk:
        raise errors.NotAllowed
    link = PartnerLink.objects.get(pk=actor.partner.pk)
    link.part = part
    if not is_open_to(link, now):
        raise errors.NotAllowed
    if changes and is_submitted(case):
        raise errors.PartnerPartSubmitted
    return part


def faults(part: PartnerPart, given: PartnerResult) -> Iterator[errors.Refused]:
    """Yield everything that keeps the draft from being confirmed."""
    if given.result not in set(DueDiligenceResult):
        yield errors.PartnerResultMissing(field="result")
    elif given.result == DueDiligenceResult.DONE_INCOMPLETE and not given.not_obtained.strip():
        yield errors.NotObtainedMissing(field="not_obtained")
    if given.result != DueDiligenceResult.NOT_DONE:
        for name in ("institution_risk", "researchers_risk"):
            if getattr(given, name) not in _ANSWERS:
                yield errors.PartnerResultMissing(field=name)
    if not given.reason.strip():
        yield errors.ReasonMissing(field="reason")
    for one in members_of(part):
        told = given.members.get(one.person_id, Told())
        if told.status not in set(DeclarationStatus):
            yield errors.MemberStatusMissing(field="members", name=one.person.name)
        elif told.status == DeclarationStatus.NOT_REQUIRED and not told.reason.strip():
            yield errors.MemberReasonMissing(field="members", name=one.person.name)


@transaction.atomic
def confirm(
    part: PartnerPart,
    *,
    name: str,
    office: str,
    date: dt.date,
    draft_number: int,
    actor: Actor,
    why_corrected: str = "",
    now: dt.datetime | None = None,
) -> PartnerConfirmation:
    """Turn the draft into the next version, confirmed by a named person of a named office.

    Steps: lock, check who confirms, that the draft is the one looked at, complete and, for a correction, different with
    a reason; write the version with the status of each member's declaration and the files, audit, tell the lead.
    Raises ``NotAllowed``, ``PartnerPartSubmitted``, ``DraftChanged``, the first of ``faults``, ``InvalidInput``,
    ``ReasonMissing``, ``PartnerUnchanged``.
    """
    now = now or timezone.now()
    part = locked(part, actor=actor, now=now)
    if draft_number != part.draft_number:
        raise errors.DraftChanged
    given = draft_of(part)
    for fault in faults(part, given):
        raise fault
    if date > timezone.localdate(now):
        raise errors.InvalidInput("confirmed_date", "in_the_future", value=date)
    if date < (opened := timezone.localdate(part.case.opened_at)):
        raise errors.InvalidInput("confirmed_date", "too_early", value=date, earliest=opened)
    content = {**_content(given), "basis": basis_of(part.case.revision, part.organisation_id)}
    told = _told(given, content["basis"]["people"])
    latest = part.latest
    if latest and not why_corrected.strip():
        raise errors.ReasonMissing(field="why_corrected")
    files = list(part.files.filter(in_draft=True).select_related("stored").defer("stored__content"))
    if latest and _said(latest) == (content, told, {one.pk for one in files}):
        raise errors.PartnerUnchanged
    made = PartnerConfirmation.objects.create(
        part=part,
        number=latest.number + 1 if latest else 1,
        revision=part.case.revision,
        **content,
        why_corrected=why_corrected.strip() if latest else "",
        confirmed_name=clean_name(name, "confirmed_name"),
        confirmed_office=clean_name(office, "confirmed_office"),
        confirmed_date=date,
        confirmed_at=now,
    )
    made.files.set(files)
    _record_told(made, told, files, actor=actor)
    return made


def _content(given: PartnerResult) -> dict[str, Any]:
    """Return the columns of a version; what an answer makes void is left out."""
    is_done = given.result != DueDiligenceResult.NOT_DONE
    return {
        "result": given.result,
        "not_obtained": given.not_obtained.strip() if given.result != DueDiligenceResult.DONE else "",
        "institution_risk": _ANSWERS[given.institution_risk] if is_done else None,
        "researchers_risk": _ANSWERS[given.researchers_risk] if is_done else None,
        "reason": given.reason.strip(),
    }


def _told(given: PartnerResult, people: list[int]) -> dict[int, Told]:
    return {pk: Told(given.members[pk].status, given.members[pk].reason.strip()) for pk in people}


def _said(made: PartnerConfirmation) -> tuple[dict[str, Any], dict[int, Told], set[int]]:
    content = {name: getattr(made, name) for name in (*_WORDS, "basis")}
    told = {one.person_id: Told(one.status, one.reason) for one in made.members.all()}
    return content, told, set(made.files.values_list("pk", flat=True))


def _record_told(
    made: PartnerConfirmation, told: Mapping[int, Told], files: list[PartnerFile], *, actor: Actor
) -> None:
    PartnerMember.objects.bulk_create(
        PartnerMember(confirmation=made, person_id=pk, status=one.status, reason=one.reason) for pk, one in told.items()
    )
    after = {
        "version": made.number,
        "revision": made.revision.number,
        "by": made.confirmed_name,
        "office": made.confirmed_office,
        "date": made.confirmed_date.isoformat(),
        **{name: getattr(made, name) for name in ("result", "institution_risk", "researchers_risk")},
        "declarations": {str(pk): one.status for pk, one in told.items()},
        "files": {one.stored.sha256: one.name for one in files},
    }
    note(made.part, "partner.confirmed", actor=actor, after=after, reason=made.why_corrected or made.reason)
    tell_officers(made.part.case, "partner_confirmed", partner=made.part.organisation.name)
