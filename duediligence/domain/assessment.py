"""Assessing people and partner institutions: rules propose, a named person decides with reasons."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.evidence import Evidence, Party, evidence_of, once
from duediligence.domain.policy import read
from duediligence.domain.reasons import is_reason
from duediligence.enums import CaseStatus, Finding, StepKind
from duediligence.models import Assessment, Case, StepDecision, User
from duediligence.policy.assessing import Proposal, points_for, proposals, stated_facts
from duediligence.policy.facts import Fact
from duediligence.policy.judging import FINDINGS, Subject
from duediligence.policy.reasons import ReasonedAct
from screening.models import Run

Key = tuple[Subject, int]


@dataclass(frozen=True, slots=True)
class AssessmentInput:
    """What a person says of one party.

    ``points`` are keys of the policy's checklists, ``own_points`` reasons added to them, ``against_code`` says why
    an answer is *no* although a rule points to *yes*. ``seen`` is the key of the assessment in force that was read
    before, ``None`` where there was none.
    """

    answers: Mapping[Finding, bool]
    reason: str
    points: tuple[str, ...] = ()
    own_points: tuple[str, ...] = ()
    missing_information: str = ""
    against_code: str = ""
    seen: int | None = None


@transaction.atomic
def assess(case: Case, key: Key, given: AssessmentInput, *, actor: Actor, now: dt.datetime | None = None) -> Assessment:
    """Record what a person decides about one member or partner institution; an earlier assessment is void from now.

    Steps: lock the case, check person, party, hits, what was read, points and answers, weigh the rules, void, write,
    link, audit. Raises ``NotAllowed``, ``CaseNotOpen``, ``MemberMayNotDecide``, ``ScreeningIncomplete``,
    ``NotAssessed``, ``HitsUnjudged``, ``AssessmentChanged``, ``UnknownPoint``, ``FindingMissing``, ``AgainstRule``,
    ``ReasonMissing``, and ``JudgementNotOpen`` while a decision rests on what would be written anew.
    """
    case, user = _locked(case, actor)
    return _write(evidence_of(case), key, given, user=user, actor=actor, now=now or timezone.now())


@transaction.atomic
def assess_several(
    case: Case, seen: Mapping[Key, int | None], *, reason: str, actor: Actor, now: dt.datetime | None = None
) -> list[Assessment]:
    """Answer *no* about several parties at once, all of them or none. A party to whom a rule points is refused.

    ``seen`` names them, each with the assessment that was read before, as ``AssessmentInput`` does.
    """
    case, user = _locked(case, actor)
    evidence, now = evidence_of(case), now or timezone.now()
    return [
        _write(
            evidence,
            key,
            AssessmentInput(dict.fromkeys(FINDINGS[key[0]], False), reason, seen=made),
            user=user,
            actor=actor,
            now=now,
        )
        for key, made in seen.items()
    ]


def refusal(case: Case, user: User) -> errors.Refused | None:
    """Return why ``user`` may assess nobody of this case now; ``None`` lets the button show."""
    if not access.may(user, access.INVESTIGATORS, case.institution):
        return errors.NotAllowed()
    if not case.is_open:
        return errors.CaseNotOpen()
    if access.is_recused(user, case):
        return errors.Recused()
    if case.revision.memberships.filter(person__user=user).exists():
        return errors.MemberMayNotDecide()
    run = case.current_run
    if run is None or run.is_live:
        return errors.ScreeningIncomplete(status=run.get_status_display() if run else "-")
    return None


def rewriting_refusal(evidence: Evidence, party: Party, made: Assessment) -> errors.Refused | None:
    """Return why ``made`` may not be written anew: it holds, and a decision of the case in progress rests on it."""
    if evidence.case.status != CaseStatus.IN_PROGRESS or not rests(evidence, party, made):
        return None
    decisions = StepDecision.objects.filter(step__case=evidence.case, step__kind=StepKind.DECIDE)
    is_decided = decisions.filter(voided_at__isnull=True, decided_at__gte=made.decided_at).exists()
    return errors.JudgementNotOpen() if is_decided else None


def _locked(case: Case, actor: Actor) -> tuple[Case, User]:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if actor.user is None:
        raise errors.NotAllowed
    if refused := refusal(case, actor.user):
        raise refused
    return case, actor.user


def _write(
    evidence: Evidence, key: Key, given: AssessmentInput, *, user: User, actor: Actor, now: dt.datetime
) -> Assessment:
    case = evidence.case
    party = _party(evidence, key)
    earlier = _live(case, party).first()
    if (earlier.pk if earlier else None) != given.seen:
        raise errors.AssessmentChanged
    weighed = weigh(evidence, party, given.points)
    _check(case, party, given, weighed)
    if earlier:
        if refused := rewriting_refusal(evidence, party, earlier):
            raise refused
        _void(earlier, "assessed again", now)
    about = "person" if party.subject is Subject.PERSON else "organisation"
    made = Assessment.objects.create(
        case=case,
        revision=case.revision,
        run=cast("Run", case.current_run),
        **{about: party.record, **{finding.value: answer for finding, answer in given.answers.items()}},
        points=list(given.points),
        own_points=[point.strip() for point in given.own_points if point.strip()],
        missing_information=given.missing_information.strip(),
        reason=given.reason.strip(),
        rules=[{"rule": rule.code, "finding": one.finding} for one in weighed for rule in one.holding],
        against_code=given.against_code if _against(weighed, given.answers) else "",
        basis=evidence.basis_of(party),
        decided_by=user,
        decided_at=now,
    )
    made.hits.set(evidence.hits_of(party))
    made.technology_hits.set(evidence.areas)
    _note(actor, made, earlier)
    return made


def weigh(evidence: Evidence, party: Party, points: Collection[str]) -> tuple[Proposal, ...]:
    """Return what the rules of the case's policy propose, given the points that are picked."""
    policy = read(evidence.case.policy_edition)
    stated = stated_facts(policy, party.subject, points)
    return proposals(policy, party.subject, {**evidence.facts_of(party), **stated})


def _party(evidence: Evidence, key: Key) -> Party:
    for party in evidence.parties:
        if party.key == key:
            if unjudged := evidence.unjudged_of(party):
                raise errors.HitsUnjudged(count=unjudged)
            return party
    raise errors.NotAssessed


def _check(case: Case, party: Party, given: AssessmentInput, weighed: tuple[Proposal, ...]) -> None:
    known = points_for(read(case.policy_edition), party.subject)
    for point in given.points:
        if point not in known:
            raise errors.UnknownPoint(field="points", point=point)
    for finding in FINDINGS[party.subject]:
        if finding not in given.answers:
            raise errors.FindingMissing(field=finding.value)
    if len(given.answers) != len(FINDINGS[party.subject]):
        raise errors.NotAssessed
    if not given.reason.strip():
        raise errors.ReasonMissing(field="reason")
    against = _against(weighed, given.answers)
    if against and not is_reason(ReasonedAct.DECIDE_AGAINST_RULE, given.against_code):
        raise errors.AgainstRule(field="against_code", name=str(party.record), rule=against[0].holding[0].code)


def _against(weighed: Sequence[Proposal], answers: Mapping[Finding, bool]) -> list[Proposal]:
    return [one for one in weighed if one.answer and not answers.get(one.finding)]


def standing(evidence: Evidence) -> dict[Key, Assessment]:
    """Return the assessments that hold: not void, and nothing that they rest on has changed since."""
    live = live_assessments(evidence.case)
    return {
        party.key: live[party.key]
        for party in evidence.parties
        if party.key in live and rests(evidence, party, live[party.key])
    }


def live_assessments(case: Case) -> dict[Key, Assessment]:
    """Return the assessments that are not void."""
    found = case.assessments.filter(voided_at__isnull=True).select_related("decided_by", "person", "organisation")
    return once(case, "assessments", lambda: {_key(one): one for one in found})


def rests(evidence: Evidence, party: Party, made: Assessment) -> bool:
    """Return whether what the assessment rests on is unchanged.

    That somebody left takes nothing from it. While a run is under way its hits are not known.
    """
    basis, held = evidence.basis_of(party), dict(made.basis)
    present = set(basis["subjects"])
    if not present <= set(held.pop("subjects", ())):
        return False
    held["hits"] = [hit for hit in held.get("hits", ()) if hit[0] in present]
    compared = ("topic", "part", "hits") if evidence.is_screened else ("topic", "part")
    return all(held.get(name) == basis[name] for name in compared)


def missing(evidence: Evidence) -> list[Party]:
    """Return the parties without an assessment that holds."""
    held = standing(evidence)
    return [party for party in evidence.parties if party.key not in held]


def assessed_facts(case: Case) -> dict[Fact, bool]:
    """Return what the assessments say of the case as a whole, once every party has one."""
    evidence = evidence_of(case)
    held = standing(evidence).values()
    if len(held) < len(evidence.parties):
        return {}
    return {
        Fact.MEASURES_NEEDED: any(finds_something(one) for one in held),
        Fact.PARTNER_RISK: any(one.organisation_id and finds_something(one) for one in held),
        Fact.INFORMATION_MISSING: any(one.missing_information for one in held),
    }


def finds_something(made: Assessment) -> bool:
    return any(made.answers.values())


def void_touched(case: Case, *, reason: str, actor: Actor, now: dt.datetime, all_of_them: bool = False) -> None:
    """Void what a new revision touches: the party left, its part or names changed, or the topic did.

    ``all_of_them`` when the rules of assessment have become others.
    """
    evidence = evidence_of(case)
    parties = {party.key: party for party in evidence.parties}
    for key, made in live_assessments(case).items():
        if all_of_them or key not in parties or not rests(evidence, parties[key], made):
            _void(made, reason, now)
            audit.record(
                actor,
                "assessment.voided",
                made,
                institution=case.institution,
                case_reference=case.reference,
                reason=reason,
            )


def _void(made: Assessment, reason: str, now: dt.datetime) -> None:
    made.voided_at, made.void_reason = now, reason
    made.save(update_fields=["voided_at", "void_reason"])


def _live(case: Case, party: Party) -> QuerySet[Assessment]:
    about = "person" if party.subject is Subject.PERSON else "organisation"
    return case.assessments.filter(**{about: party.record}, voided_at__isnull=True)


def _key(made: Assessment) -> Key:
    if made.person_id:
        return Subject.PERSON, made.person_id
    return Subject.PARTNER, made.organisation_id or 0


def _note(actor: Actor, made: Assessment, earlier: Assessment | None) -> None:
    audit.record(
        actor,
        "assessment.decided",
        made,
        institution=made.case.institution,
        case_reference=made.case.reference,
        before={"answers": earlier.answers} if earlier else {},
        after={
            "about": list(_key(made)),
            "answers": made.answers,
            "points": made.points,
            "own_points": made.own_points,
            "missing_information": made.missing_information,
            "rules": made.rules,
            "against_code": made.against_code,
            "revision": made.revision.number,
            "run": str(made.run.ref),
            "policy_sha256": made.case.policy_edition.sha256,
        },
        reason=made.reason,
    )
