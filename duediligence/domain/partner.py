"""What the lead's office does about a partner institution: invites its officer, takes that back, or does not ask."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, audit, links
from duediligence.domain.actor import Actor
from duediligence.domain.partner_status import SETTLED, partner_lines
from duediligence.domain.party import clean_name
from duediligence.domain.policy import read
from duediligence.domain.telling import tell_officers
from duediligence.enums import PartyRole
from duediligence.models import Case, Organisation, PartnerLink, PartnerPart, Revision
from duediligence.policy.keeping import Recheck

LANGUAGES = ("ja", "en")


@transaction.atomic
def invite(
    case: Case,
    organisation: Organisation,
    *,
    officer_name: str,
    email: str,
    actor: Actor,
    language: str = "ja",
    now: dt.datetime | None = None,
) -> tuple[PartnerPart, str]:
    """Invite a partner's officer to its part, or remind or renew: a new link takes the place of the earlier one.

    Steps: lock the case, check who invites and whom, find or make the part, replace the link, audit, send it after the
    commit. The link itself is returned once and kept nowhere.
    Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``, ``NotAPartner``, ``PartnerNotAsked``, ``InvalidInput``.
    """
    now = now or timezone.now()
    access.demand_on(actor, access.COLLECTORS, case)
    part = _part(case, organisation, now=now)
    if part.not_asked_at:
        raise errors.PartnerNotAsked(name=organisation.name)
    if not email.strip():
        raise errors.InvalidInput("email", "missing")
    if language not in LANGUAGES:
        raise errors.InvalidInput("language", "unknown_choice", value=language[:60], choices=", ".join(LANGUAGES))
    verb = "partner.invited_again" if part.invited_at else "partner.invited"
    part.officer_name, part.email = clean_name(officer_name, "officer_name"), email.strip()
    part.language, part.invited_at = language, now
    part.save(update_fields=["officer_name", "email", "language", "invited_at"])
    part.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    token, digest = links.PARTNER.make()
    days = read(part.case.policy_edition).days(Recheck.INVITATION)
    link = PartnerLink.objects.create(
        part=part, digest=digest, created_by=actor.user, created_at=now, expires_at=now + dt.timedelta(days=days)
    )
    until = timezone.localdate(link.expires_at)
    note(part, verb, actor=actor, after={"officer": part.officer_name, "expires": until.isoformat()})
    notify.send_invitation(part, token, until=until)
    return part, token


@transaction.atomic
def revoke(part: PartnerPart, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """Let the invitation open nothing any more. Raises ``NotAllowed``, ``Recused``, ``LinkNotValid`` without one."""
    access.demand_on(actor, access.COLLECTORS, part.case)
    if not part.links.filter(revoked_at__isnull=True).update(revoked_at=now or timezone.now()):
        raise errors.LinkNotValid
    note(part, "partner.invitation_revoked", actor=actor)


@transaction.atomic
def do_not_ask(
    case: Case, organisation: Organisation, *, reason: str, actor: Actor, now: dt.datetime | None = None
) -> PartnerPart:
    """Record why a partner is not asked: the lead does the due diligence about it and its people itself.

    Steps: lock the case, check who says so and why, and that the partner has given nothing yet, write, take the
    invitation back, audit. Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``, ``NotAPartner``, ``ReasonMissing``,
    ``PartnerHasAnswered``.
    """
    now = now or timezone.now()
    user = access.demand_on(actor, access.INVESTIGATORS, case)
    part = _part(case, organisation, now=now)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if part.confirmations.exists() or part.declarations.exists():
        raise errors.PartnerHasAnswered(name=organisation.name)
    part.not_asked_at, part.not_asked_by, part.not_asked_reason = now, user, reason.strip()
    part.save(update_fields=["not_asked_at", "not_asked_by", "not_asked_reason"])
    part.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    note(part, "partner.not_asked", actor=actor, reason=part.not_asked_reason)
    return part


@transaction.atomic
def ask_after_all(part: PartnerPart, *, actor: Actor) -> None:
    """Take back that a partner is not asked. Raises ``NotAllowed``, ``Recused``, ``CaseNotOpen``."""
    access.demand_on(actor, access.INVESTIGATORS, part.case)
    _locked(part.case)
    part = PartnerPart.objects.select_for_update().get(pk=part.pk)
    if part.not_asked_at is None:
        return
    part.not_asked_at, part.not_asked_by, part.not_asked_reason = None, None, ""
    part.save(update_fields=["not_asked_at", "not_asked_by", "not_asked_reason"])
    note(part, "partner.asked_after_all", actor=actor)


def remind(day: dt.date, *, now: dt.datetime) -> int:
    """Remind partners of invitations that end soon, and tell the lead of those that ended; once each.

    Returns how many were told. The link is kept nowhere, so the reminder names the mail that holds it.
    """
    told = 0
    links = PartnerLink.objects.filter(revoked_at__isnull=True, lapse_told_date__isnull=True)
    related = ("part__case__policy_edition", "part__case__institution", "part__case__owner", "part__organisation")
    for link in links.select_related(*related):
        part, case = link.part, link.part.case
        days = read(case.policy_edition).days(Recheck.REMINDER)
        nears = (timezone.localdate(link.expires_at) - day).days <= days
        if not case.is_open or not nears or _is_settled(part, now):
            continue
        field = "reminded_date" if link.is_live(now) else "lapse_told_date"
        untold = PartnerLink.objects.filter(pk=link.pk, **{f"{field}__isnull": True})
        if not untold.update(**{field: day}):
            continue
        if link.is_live(now):
            notify.remind_partner(part, until=timezone.localdate(link.expires_at))
        else:
            tell_officers(case, "partner_expired", partner=part.organisation.name)
        told += 1
    return told


def tell_leavers(case: Case, before: Revision) -> None:
    """Tell the officers who were invited that their institutions, partners ``before``, are none of the case now."""
    role = PartyRole.PARTNER
    left = before.parties.filter(role=role).exclude(
        organisation__in=case.revision.parties.filter(role=role).values("organisation")
    )
    gone = case.partner_parts.filter(organisation__in=left.values("organisation"), links__revoked_at__isnull=True)
    for part in gone.filter(links__isnull=False).select_related("organisation").distinct():
        notify.tell_partner_of_end(part)


def _is_settled(part: PartnerPart, now: dt.datetime) -> bool:
    lines = {line.organisation.pk: line for line in partner_lines(part.case, now)}
    line = lines.get(part.organisation_id)
    return line is None or line.status in SETTLED


def _part(case: Case, organisation: Organisation, *, now: dt.datetime) -> PartnerPart:
    case = _locked(case)
    if not case.revision.parties.filter(role=PartyRole.PARTNER, organisation=organisation).exists():
        raise errors.NotAPartner
    found = PartnerPart.objects.select_for_update()
    part, _is_new = found.get_or_create(case=case, organisation=organisation, defaults={"created_at": now})
    part.case = case
    return part


def _locked(case: Case) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise errors.CaseNotOpen
    return case


def note(part: PartnerPart, verb: str, *, actor: Actor, after: dict[str, Any] | None = None, reason: str = "") -> None:
    """Audit an act on a partner's part."""
    case = part.case
    where: dict[str, Any] = {"institution": case.institution, "case_reference": case.reference}
    audit.record(actor, verb, part, after=after, reason=reason, **where)
