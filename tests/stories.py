"""Beginnings that several tests share."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from duediligence.domain import (
    assessment,
    confirmation,
    consent,
    cross_check,
    decision,
    disposition,
    lists,
    measure,
    monitoring,
    proposal,
    questionnaire,
)
from duediligence.domain.actor import Actor
from duediligence.domain.evidence import evidence_of
from duediligence.domain.measure_input import MeasureInput
from duediligence.domain.policy import read
from duediligence.domain.submission import Prepared, PreparedFile
from duediligence.enums import (
    CaseOutcome,
    ConfirmationKind,
    ConfirmationVerdict,
    DueDiligenceResult,
    Finding,
    Judgement,
    MeasureAct,
    MeasureKind,
    MeasureTarget,
    StepKind,
    StepStatus,
    Verdict,
)
from duediligence.models import Assessment, Case, Disposition, Measure, Programme, Proposal, User
from duediligence.policy.judging import Subject
from screening import runs
from screening.enums import ListEffect
from tests import declaring, factories
from tests.factories import Cast

POLICIES = Path(__file__).parent.parent / "fixtures" / "policies"
ISSUED = dt.date(2026, 5, 1)
LISTED = "1,organization,Example Institute of Hypersonics,Exemplar Hypersonics;EIH,KP"


def screened(case: Case) -> Case:
    """Finish the case's current run and let the case take note of it."""
    assert case.current_run
    monitoring.act_on(runs.work(case.current_run.pk), actor=factories.SYSTEM, now=factories.NOW)
    case.refresh_from_db()
    return case


def assessed(case: Case, by: User) -> Case:
    """Follow the rules about everybody whose hits are judged and who is not assessed yet."""
    evidence = evidence_of(case)
    for party in assessment.missing(evidence):
        if not evidence.unjudged_of(party):
            proposed = {one.finding: bool(one.answer) for one in assessment.weigh(evidence, party, ())}
            given = assessment.AssessmentInput(proposed, "調査のとおり", seen=seen(case, party.key))
            assessment.assess(case, party.key, given, actor=Actor.of_user(by), now=factories.NOW)
    return case


def policy_and_list(
    tmp_path: Path, *, approvers: int = 1, rows: str = LISTED, issued: dt.date = ISSUED, own_list: bool = False
) -> None:
    """Publish the voluntary policy with one list to check against, or the office's own besides; load the one."""
    steps = json.loads((POLICIES / "voluntary.json").read_text())["steps"]
    steps[1]["approvers"] = approvers
    steps[0]["requires"].remove("technology_screened")
    bindings = factories.only_list()
    if own_list:
        bindings += factories.only_list("own_watch_list", ListEffect.OWN_WATCH_LIST)
    factories.policy(list_bindings=bindings, technology_bindings=[], steps=steps)
    factories.watch_list(tmp_path, rows, issued=issued)


def screened_case(
    cast: Cast, tmp_path: Path, *, by: User | None = None, approvers: int = 1, rows: str = LISTED, **content: Any
) -> Case:
    """A voluntary case checked against one list of one entry."""
    policy_and_list(tmp_path, approvers=approvers, rows=rows)
    return assessed(screened(factories.case(by or cast.submitter, **content)), cast.second_reviewer)


def hit_case(cast: Cast, tmp_path: Path) -> Case:
    """A voluntary case whose partner is listed under an alias."""
    return screened_case(cast, tmp_path, parties=(factories.partner("Exemplar Hypersonics", country="KP"),))


def own_list_case(cast: Cast, tmp_path: Path, row: str) -> Case:
    """As ``hit_case``, checked against the office's own list as well."""
    factories.watch_list(tmp_path, row, code="own_watch_list", owner_ref=lists.owner_key(cast.institution))
    policy_and_list(tmp_path, own_list=True)
    parties = (factories.partner("Exemplar Hypersonics", country="KP"),)
    return screened(factories.case(cast.submitter, parties=parties))


def designated_policy(tmp_path: Path, changes: dict[str, Any] | None = None) -> None:
    """Publish the policy for designated programmes with one list to check against, and load that list."""
    steps = json.loads((POLICIES / "jp-manual-2025.json").read_text())["steps"]
    for step in steps:
        if "technology_screened" in step.get("requires", []):
            step["requires"].remove("technology_screened")
    given = {"list_bindings": factories.only_list(), "technology_bindings": [], "steps": steps, **(changes or {})}
    factories.policy("jp-manual-2025", **given)
    factories.watch_list(tmp_path, LISTED)


def designated_case(
    cast: Cast, tmp_path: Path, into: Programme, *, policy: dict[str, Any] | None = None, **content: Any
) -> Case:
    """A case of a designated programme, checked against one list; ``policy`` replaces parts of its edition."""
    designated_policy(tmp_path, policy)
    return assessed(screened(factories.case(cast.submitter, into=into, **content)), cast.second_reviewer)


def approve(case: Case, user: User, outcome: CaseOutcome | None = None, **sent: Any) -> None:
    """Approve the open step; a submission is sent as ``sent`` says."""
    step = case.steps.get(status=StepStatus.OPEN)
    decision.decide(
        step,
        actor=Actor.of_user(user),
        verdict=Verdict.APPROVE,
        reason="調査のとおり",
        outcome=outcome,
        revision=case.revision,
        questionnaire=to_send(case, user, **sent) if step.kind == StepKind.SUBMIT else None,
        now=factories.NOW,
    )
    case.refresh_from_db()


def to_send(case: Case, by: User, **changes: Any) -> Prepared:
    """What the case says now, with a small file in the place of the documents, after a due diligence that is done."""
    if cross_check.result_of(case) is None:
        done = DueDiligenceResult.DONE
        cross_check.conclude(case, result=done, actor=Actor.of_user(by), now=factories.NOW)
    content = questionnaire.content_of(case, factories.TODAY)
    files = [PreparedFile(f"{case.reference}.pdf", json.dumps(content).encode())]
    return Prepared(**{"content": content, "files": files, "undertakes": True, **changes})


def submitted(case: Case, cast: Cast) -> Case:
    """Bring a designated case to the point where the funder's answer is awaited."""
    approve(ready_to_submit(case, cast), cast.second_reviewer)
    return case


def ready_to_submit(case: Case, cast: Cast) -> Case:
    """Bring a designated case to its submission, with everything in the questionnaire."""
    declaring.none_required(case)
    department = factories.user(cast.institution, factories.Role.DEPARTMENT_OFFICER)
    approve(case, department)
    approve(case, cast.reviewer)
    approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    to_send(case, cast.reviewer)
    return case


def revise(case: Case, cast: Cast, **changes: Any) -> None:
    proposal.revise(
        case.proposal,
        factories.content(**changes),
        actor=Actor.of_user(cast.submitter),
        reason="計画の変更",
        now=factories.NOW,
    )


def monitored(cast: Cast, tmp_path: Path, **content: Any) -> Case:
    """A designated case that the funder has confirmed."""
    programme = factories.programme()
    case = submitted(designated_case(cast, tmp_path, programme, **content), cast)
    confirmation.receive(
        case,
        actor=Actor.of_client(factories.client(programme)),
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.CONFIRMED,
        now=factories.NOW,
    )
    case.refresh_from_db()
    return case


def judge(case: Case, cast: Cast, judgement: Judgement, reason_code: str) -> Disposition:
    """Judge the only hit of the current run."""
    assert case.current_run
    return disposition.judge(
        case,
        case.current_run.hits.get(),
        actor=Actor.of_user(cast.reviewer),
        judgement=judgement,
        reason_code=reason_code,
        text="公表資料で確かめた",
        evidence=evidence(case, cast.reviewer, reason_code),
        now=factories.NOW,
    )


def evidence(case: Case, by: User, reason_code: str) -> disposition.Evidence:
    """Consult a source when the reason asks for evidence."""
    if not any(one.code == reason_code and one.needs_evidence for one in read(case.policy_edition).reason_codes):
        return disposition.NO_EVIDENCE
    source = cross_check.consult(
        case, title="所在国の登記", consulted_date=factories.TODAY, actor=Actor.of_user(by), now=factories.NOW
    )
    return disposition.Evidence(sources=[source])


def seen(case: Case, key: assessment.Key) -> int | None:
    """Return what a page that is shown now says of the assessment in force."""
    held = case.assessments.filter(voided_at__isnull=True)
    about = held.filter(person=key[1]) if key[0] is Subject.PERSON else held.filter(organisation=key[1])
    return about.values_list("pk", flat=True).first()


def needed(case: Case, by: User) -> Assessment:
    """Assess the first member anew: mitigation is needed."""
    key = evidence_of(case).parties[0].key
    given = assessment.AssessmentInput({Finding.MITIGATION_NEEDED: True}, "公開前の成果に触れる", seen=seen(case, key))
    return assessment.assess(case, key, given, actor=Actor.of_user(by), now=factories.NOW)


def proposed_measure(case: Case, cast: Cast, **changes: Any) -> Measure:
    """A measure about the first member, owned by the department officer, proposed by the reviewer."""
    given: dict[str, Any] = {
        "kind": MeasureKind.DATA_ACCESS,
        "target": MeasureTarget.PERSON,
        "person": case.revision.memberships.all()[0].person,
        "description": "閲覧の権限を定める",
        "owner": cast.department_officer,
        "start_date": factories.TODAY,
        **changes,
    }
    Proposal.objects.filter(pk=case.proposal_id).update(department=cast.department_officer.department)
    proposed = MeasureInput(**given)
    return measure.propose(case, proposed, actor=Actor.of_user(cast.reviewer), now=factories.NOW)


def perform(on: Measure, act: MeasureAct, by: User, **given: Any) -> None:
    given = {"text": "確認した", "now": factories.NOW, **given}
    measure.perform(on, act, actor=Actor.of_user(by), **given)
    on.refresh_from_db()


def agreed_measure(case: Case, cast: Cast, **changes: Any) -> Measure:
    """A measure that is agreed, feasible and consented to."""
    made = proposed_measure(case, cast, **changes)
    perform(made, MeasureAct.AGREE, cast.department_officer)
    perform(made, MeasureAct.CONFIRM_FEASIBLE, cast.department_officer)
    for one in consent.concerned(case):
        recorder = Actor.of_user(cast.reviewer)
        consent.answer(case, one.person, is_given=True, text="面談で同意", actor=recorder, now=factories.NOW)
    return made


def running_measure(case: Case, cast: Cast, **changes: Any) -> Measure:
    made = agreed_measure(case, cast, **changes)
    perform(made, MeasureAct.BEGIN, cast.department_officer)
    return made
