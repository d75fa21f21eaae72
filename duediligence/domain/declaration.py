"""Asking members for their declarations: who is asked, by which link, and of whom none is required."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, audit, links, reasons
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.enums import JoiningStatus, MemberRole, Role
from duediligence.models import Case, Declaration, DeclarationLink, PartnerPart, Person, User
from duediligence.models.proposal import has_left
from duediligence.policy.keeping import Recheck
from duediligence.policy.reasons import ReasonedAct


@transaction.atomic
def begin(case: Case, person: Person, *, actor: Actor, now: dt.datetime | None = None) -> Declaration:
    """Return the declaration of a member, made when it is the first time; a student's is the light form.

    Steps: lock the case, demand the member's own sign-in, find or make, audit when made.
    Raises ``CaseNotOpen``, ``NotAMember``, ``NotAllowed``.
    """
    if actor.user is None or person.user_id != actor.user.pk:
        raise errors.NotAllowed
    return _declaration(_locked(case), person, actor=actor, now=now or timezone.now())


@transaction.atomic
def ask(
    case: Case,
    person: Person,
    *,
    actor: Actor,
    email: str = "",
    light_form: str | None = None,
    now: dt.datetime | None = None,
) -> tuple[Declaration, str]:
    """Ask a member for the declaration, or remind them: a new personal link takes the place of the earlier one.

    The lead's office asks, or a partner's officer the own people: what a partner asks for, it holds.

    Steps: lock the case, check who asks, find or make the declaration, replace the link, audit, send it after the
    commit when an address is known. The link itself is returned once and kept nowhere.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``NotAMember``, ``DeclarationNotRequired``, ``InvalidInput``,
    ``HeldByPartner``, ``AskedByLead``.
    """
    now = now or timezone.now()
    case = _locked(case)
    part = _asking_partner(case, person, actor=actor, now=now)
    declaration = _declaration(case, person, actor=actor, now=now, held_by=part)
    _check_holder(declaration, part)
    if declaration.not_required_at:
        raise errors.DeclarationNotRequired
    if light_form is not None and light_form != declaration.light_form:
        _change_form(declaration, light_form)
    verb = "declaration.reminded" if declaration.asked_at else "declaration.asked"
    declaration.asked_at = now
    known = person.user.email if person.user and part is None else ""
    declaration.email = email or declaration.email or known
    declaration.save(update_fields=["asked_at", "email", "light_form"])
    declaration.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    token, digest = links.DECLARATION.make()
    days = read(case.policy_edition).days(Recheck.INVITATION)
    link = DeclarationLink.objects.create(
        declaration=declaration,
        digest=digest,
        created_by=actor.user,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    after = {"expires": timezone.localdate(link.expires_at).isoformat(), "light_form": declaration.light_form}
    note(declaration, verb, actor=actor, after=after)
    if declaration.email:
        notify.send_link(declaration, token, until=timezone.localdate(link.expires_at))
    return declaration, token


def _change_form(declaration: Declaration, light_form: str) -> None:
    offered = ["", *(form.code for form in read(declaration.case.policy_edition).declaration_form.light_forms)]
    if light_form not in offered:
        raise errors.InvalidInput("light_form", "unknown_choice", value=light_form[:60], choices=", ".join(offered))
    declaration.light_form = light_form


@transaction.atomic
def revoke_link(declaration: Declaration, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """Let the link open nothing any more. Raises what ``ask`` raises, ``LinkNotValid`` when there is none."""
    now = now or timezone.now()
    _check_holder(declaration, _asking_partner(declaration.case, declaration.person, actor=actor, now=now))
    if not declaration.links.filter(revoked_at__isnull=True).update(revoked_at=now):
        raise errors.LinkNotValid
    note(declaration, "declaration.link_revoked", actor=actor)


@transaction.atomic
def open_link(token: str, *, by: User | None = None, now: dt.datetime | None = None) -> DeclarationLink:
    """Return the live link that a token is. ``by`` is whoever is signed in in the same browser.

    Raises ``LinkNotValid`` for any other token and once the member has left, ``LinkOfAnother`` when ``by`` is somebody
    else.
    """
    now = now or timezone.now()
    digest = links.DECLARATION.digest(token)
    found = DeclarationLink.objects.select_related("declaration__case__institution", "declaration__person").filter(
        digest=digest
    )
    link = found.first()
    if link is None or not link.is_live(now) or not link.declaration.case.is_open:
        raise errors.LinkNotValid
    if not takes_part(link.declaration, timezone.localdate(now)):
        raise errors.LinkNotValid
    if by is not None and is_another(link.declaration, by):
        raise errors.LinkOfAnother
    link.used_at = now
    link.save(update_fields=["used_at"])
    note(link.declaration, "declaration.link_opened", actor=Actor.of_link(link))
    return link


def is_another(declaration: Declaration, user: User) -> bool:
    """Tell whether an account is not the member's: the member has another one, or it is one of the office."""
    own = declaration.person.user_id
    if own is not None:
        return own != user.pk
    return user.is_superuser or bool(user.roles() - {Role.RESEARCHER})


@transaction.atomic
def mark_not_required(
    case: Case,
    person: Person,
    *,
    actor: Actor,
    reason_code: str,
    text: str = "",
    now: dt.datetime | None = None,
) -> Declaration:
    """Record why no declaration is required of a member; a link that was sent opens nothing any more.

    Raises ``NotAllowed``, ``CaseNotOpen``, ``NotAMember``, ``InvalidInput``, ``DeclarationAlreadySubmitted``,
    ``HeldByPartner``.
    """
    now = now or timezone.now()
    user = access.demand_on(actor, access.COLLECTORS, case)
    reason = reasons.demand(ReasonedAct.DECLARATION_NOT_REQUIRED, reason_code)
    declaration = _declaration(_locked(case), person, actor=actor, now=now)
    _check_holder(declaration, None)
    if declaration.latest:
        raise errors.DeclarationAlreadySubmitted
    declaration.not_required_at, declaration.not_required_by = now, user
    declaration.not_required_code, declaration.not_required_reason = reason.code, text.strip()
    declaration.save(update_fields=["not_required_at", "not_required_by", "not_required_code", "not_required_reason"])
    declaration.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    words = f"{reason.code}: {text.strip()}" if text.strip() else reason.code
    note(declaration, "declaration.not_required", actor=actor, reason=words)
    return declaration


@transaction.atomic
def require(declaration: Declaration, *, actor: Actor) -> None:
    """Ask for a declaration after all. Raises ``NotAllowed``, ``CaseNotOpen``."""
    access.demand_on(actor, access.COLLECTORS, declaration.case)
    _locked(declaration.case)
    declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if declaration.not_required_at is None:
        return
    declaration.not_required_at, declaration.not_required_by = None, None
    declaration.not_required_code, declaration.not_required_reason = "", ""
    declaration.save(update_fields=["not_required_at", "not_required_by", "not_required_code", "not_required_reason"])
    note(declaration, "declaration.required", actor=actor)


def takes_part(declaration: Declaration, day: dt.date) -> bool:
    """Return whether the person takes part on ``day`` or wishes to; whoever has left does not."""
    case, person = declaration.case, declaration.person_id
    if case.revision.memberships.exclude(has_left(day)).filter(person=person).exists():
        return True
    return case.joinings.filter(person=person, status=JoiningStatus.REQUESTED).exists()


def expected_role(case: Case, person_id: int) -> MemberRole | None:
    """Return as what a person takes part or wishes to; ``None`` when they do neither."""
    member = case.revision.memberships.filter(person=person_id).first()
    found = member or case.joinings.filter(person=person_id, status=JoiningStatus.REQUESTED).first()
    return MemberRole(found.role) if found else None


def _locked(case: Case) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise errors.CaseNotOpen
    return case


def _asking_partner(case: Case, person: Person, *, actor: Actor, now: dt.datetime) -> PartnerPart | None:
    """Return the partner institution that acts, ``None`` for the lead's office. Raises ``NotAllowed`` for others."""
    if actor.partner is None:
        access.demand_on(actor, access.COLLECTORS, case)
        return None
    part = actor.partner.part
    own = case.revision.memberships.filter(person=person, organisation=part.organisation_id)
    if part.case_id != case.pk or not actor.partner.is_live(now) or not own.exists():
        raise errors.NotAllowed
    return part


def _check_holder(declaration: Declaration, part: PartnerPart | None) -> None:
    """Raise ``HeldByPartner`` or ``AskedByLead`` when the declaration is another's to collect."""
    if declaration.held_by == part:
        return
    if declaration.held_by:
        raise errors.HeldByPartner(partner=declaration.held_by.organisation.name)
    raise errors.AskedByLead


def _declaration(
    case: Case, person: Person, *, actor: Actor, now: dt.datetime, held_by: PartnerPart | None = None
) -> Declaration:
    role = expected_role(case, person.pk)
    if role is None:
        raise errors.NotAMember
    light = read(case.policy_edition).declaration_form.light_forms
    code = light[0].code if light and role is MemberRole.STUDENT else ""
    declaration, is_new = Declaration.objects.select_for_update().get_or_create(
        case=case, person=person, defaults={"light_form": code, "created_at": now, "held_by": held_by}
    )
    if is_new:
        note(declaration, "declaration.begun", actor=actor, after={"light_form": code})
    return declaration


def note(
    declaration: Declaration, verb: str, *, actor: Actor, after: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """Audit an act on a declaration; what was declared is never part of it."""
    case = declaration.case
    audit.record(
        actor,
        verb,
        declaration,
        institution=case.institution,
        case_reference=case.reference,
        after=after,
        reason=reason,
    )
