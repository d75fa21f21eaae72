"""The joining gate: a new member of a running case declares and is screened first; another person admits them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit, gates, screening
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput
from duediligence.domain.party import receive_organisations, receive_people
from duediligence.enums import JoiningStatus
from duediligence.models import (
    Case,
    Declaration,
    Joining,
    Membership,
    Proposal,
    ProposalParty,
    Revision,
    SubjectOrigin,
    User,
)
from duediligence.policy.steps import Gate

NEEDED = (Gate.SCREENING_COMPLETE, Gate.HITS_JUDGED, Gate.CROSS_CHECKS_ANSWERED)


@transaction.atomic
def request(case: Case, member: MemberInput, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> Joining:
    """Record that a person is to join, and screen them.

    Steps: lock the case, check who asks and why, record the person, refuse a present member and a second request,
    write, audit, screen the case with the new names. Approvals stand: the person is no member yet.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``ReasonMissing``, ``InvalidInput``, ``AlreadyAMember``.
    """
    now = now or timezone.now()
    user = access.demand_on(actor, access.COLLECTORS, case)
    case = _locked(case)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    named = {"person.affiliation": member.person.affiliation, "organisation": member.organisation}
    given = [(field, one) for field, one in named.items() if one]
    organisations = receive_organisations(case.institution, given, actor=actor)
    (person,) = receive_people(case.institution, [("person", member.person)], organisations, actor=actor)
    present = case.revision.memberships.filter(person=person).exists()
    if present or case.joinings.filter(person=person, status=JoiningStatus.REQUESTED).exists():
        raise errors.AlreadyAMember(field="person", name=person.name)
    organisation = organisations[member.organisation] if member.organisation else person.affiliation
    joining = Joining.objects.create(
        case=case,
        person=person,
        organisation=organisation,
        role=member.role,
        start_date=member.start_date,
        status=JoiningStatus.REQUESTED,
        reason=reason.strip(),
        requested_by=user,
        requested_at=now,
    )
    _note(joining, "joining.requested", actor=actor, reason=joining.reason)
    screening.begin(case, actor=actor, purpose="joining", now=now)
    return joining


def refusals(joining: Joining, user: User) -> list[errors.Refused]:
    """Return everything that keeps ``user`` from admitting the person now; an empty list lets the button show."""
    return [*_about_decider(joining, user), *_about_person(joining)]


def _about_decider(joining: Joining, user: User) -> list[errors.Refused]:
    found: list[errors.Refused] = []
    if not joining.case.is_open:
        found.append(errors.CaseNotOpen())
    if joining.status != JoiningStatus.REQUESTED:
        found.append(errors.JoiningNotOpen())
    if not access.may(user, access.DECIDERS, joining.case.institution):
        found.append(errors.NotAllowed())
    if joining.requested_by_id == user.pk or joining.person.user_id == user.pk:
        found.append(errors.OtherPersonAdmits())
    if access.is_recused(user, joining.case):
        found.append(errors.Recused())
    return found


def _about_person(joining: Joining) -> list[errors.Refused]:
    case, found = joining.case, []
    declaration = Declaration.objects.filter(case=case, person=joining.person_id).first()
    if declaration is None or (declaration.not_required_at is None and declaration.latest is None):
        found.append(errors.DeclarationsMissing(names=joining.person.name, count=1))
    screened = SubjectOrigin.objects.filter(run=case.current_run_id, subject_ref=f"person:{joining.person_id}")
    if case.current_run is None or not screened.exists():
        return [*found, errors.ScreeningIncomplete(status="-")]
    return [*found, *gates.closed(case, NEEDED)]


@transaction.atomic
def admit(joining: Joining, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> Revision:
    """Make the person a member by a revision that voids nothing: they have passed what the others passed.

    Steps: lock the case and the request, refuse by the named predicates, write the revision with the member, audit,
    let the case follow. Raises the first ``Refused`` of ``refusals``, ``ReasonMissing``.
    """
    now = now or timezone.now()
    joining = _decided(joining, JoiningStatus.ADMITTED, actor=actor, reason=reason, now=now)
    revision = _with_member(joining, actor=actor, now=now)
    cases.follow_revision(joining.case.proposal, revision, actor=actor, now=now)
    return revision


@transaction.atomic
def decline(joining: Joining, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Record that the person does not join. Raises ``NotAllowed``, ``JoiningNotOpen``, ``ReasonMissing``."""
    _decided(joining, JoiningStatus.DECLINED, actor=actor, reason=reason, now=now or timezone.now())


def _decided(joining: Joining, status: JoiningStatus, *, actor: Actor, reason: str, now: dt.datetime) -> Joining:
    if actor.user is None:
        raise errors.NotAllowed
    # The proposal first, as wherever both are locked: nobody waits for the other.
    Proposal.objects.select_for_update().get(pk=joining.case.proposal_id)
    case = Case.objects.select_for_update().get(pk=joining.case_id)
    joining = Joining.objects.select_for_update().select_related("person").get(pk=joining.pk)
    joining.case = case
    about_person = _about_person(joining) if status is JoiningStatus.ADMITTED else []
    for refusal in (*_about_decider(joining, actor.user), *about_person):
        raise refusal
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    joining.status, joining.decided_by, joining.decided_at = status, actor.user, now
    joining.decision_reason = reason.strip()
    joining.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    _note(joining, f"joining.{status}", actor=actor, reason=joining.decision_reason)
    return joining


def _with_member(joining: Joining, *, actor: Actor, now: dt.datetime) -> Revision:
    proposal = joining.case.proposal
    present = joining.case.revision
    revision = Revision.objects.get(pk=present.pk)
    revision.pk, revision._state.adding = None, True
    revision.number, revision.is_material, revision.created_at = present.number + 1, False, now
    revision.reason, revision.created_by, revision.created_by_client = joining.decision_reason, actor.user, None
    revision.save(force_insert=True)
    kept: list[Membership | ProposalParty] = [*present.memberships.all(), *present.parties.all()]
    for related in kept:
        related.pk, related._state.adding, related.revision = None, True, revision
        related.save(force_insert=True)
    Membership.objects.create(
        revision=revision,
        person=joining.person,
        name=joining.person.name,
        organisation=joining.organisation,
        organisation_name=joining.organisation.name if joining.organisation else "",
        role=joining.role,
        start_date=joining.start_date,
    )
    proposal.current_revision = revision
    proposal.save(update_fields=["current_revision"])
    return revision


def _locked(case: Case) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise errors.CaseNotOpen
    return case


def _note(joining: Joining, verb: str, *, actor: Actor, reason: str) -> None:
    case = joining.case
    after = {"person": joining.person.name, "role": joining.role}
    audit.record(
        actor, verb, joining, institution=case.institution, case_reference=case.reference, after=after, reason=reason
    )
