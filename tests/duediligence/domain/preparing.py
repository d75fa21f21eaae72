"""What an act needs before somebody can do it in the small office."""

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from duediligence.domain import (
    assessment,
    case,
    clearance,
    confirmation,
    consent,
    cross_check,
    decision,
    declaration,
    declaring,
    delegation,
    disposition,
    lexicon,
    lists,
    measure,
    policy,
    policy_move,
    screening,
    watch_list,
)
from duediligence.domain.actor import Actor
from duediligence.domain.evidence import evidence_of
from duediligence.domain.measure_input import MeasureInput
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    ConfirmationKind,
    ConfirmationVerdict,
    Finding,
    Judgement,
    MeasureAct,
    MeasureKind,
    MeasureStatus,
    MeasureTarget,
    Role,
    StepStatus,
    Verdict,
)
from duediligence.models import Case
from screening.enums import LinkVerdict, RunStatus
from screening.importers.files import SourceFiles
from screening.lists.lexicon import own_terms
from screening.lists.load import EditionDates
from screening.models import Run
from tests import declaring as members
from tests import factories, stories
from tests.duediligence.domain.world import WHY, World
from tests.factories import NOW, TODAY
from tests.screening.lists import making

Made = TypeVar("Made")
Does = Callable[[Actor], object]
SOON = TODAY + dt.timedelta(days=7)
AREA: dict[str, Any] = {"list_code": "L", "area_code": "L-1-01", "reason": WHY, "now": NOW}
ROW = {"kind": "organization", "name": "Beta Works", "country": "SG"}


def deciding(world: World, at: str, outcome: CaseOutcome | None = None) -> Does:
    at_step = world.step(at)
    step = at_step.steps.get(status=StepStatus.OPEN)
    given: dict[str, Any] = {"outcome": outcome, "revision": at_step.revision, "reason": WHY, "now": NOW}
    if at == "submission":
        given["questionnaire"] = stories.to_send(at_step, world.first)
    return lambda actor: decision.decide(step, actor=actor, verdict=Verdict.APPROVE, **given)


def performing(act: MeasureAct, status: MeasureStatus, *before: MeasureAct) -> Callable[[World], Does]:
    def prepared(world: World) -> Does:
        made = world.measure(*before, status=status)
        owner = world.cast.reviewer if act is MeasureAct.HAND_OVER else None
        return lambda actor: measure.perform(made, act, text=WHY, actor=actor, review_date=SOON, owner=owner, now=NOW)

    return prepared


def confirming(kind: ConfirmationKind) -> Callable[[World], Does]:
    def prepared(world: World) -> Does:
        of = world.step("funder_confirmation")
        return lambda actor: confirmation.receive(
            of, actor=actor, kind=kind, verdict=ConfirmationVerdict.CONFIRMED, now=NOW
        )

    return prepared


def judging(world: World) -> Does:
    run = world.case.current_run
    assert run
    source = cross_check.consult(world.case, title="登記", consulted_date=TODAY, actor=world.before, now=NOW)
    return lambda actor: disposition.judge(
        world.case,
        run.hits.get(),
        actor=actor,
        judgement=Judgement.FALSE_POSITIVE,
        reason_code="same_name_other_body",
        text=WHY,
        evidence=disposition.Evidence(sources=[source]),
        now=NOW,
    )


def revoking_clearance(world: World) -> Does:
    made = world.judged()
    disposition.review(made, actor=Actor.of_user(world.cast.second_reviewer), now=NOW)
    held = made.clearance
    return lambda actor: clearance.revoke(held, actor=actor, reason_code="new_information", text=WHY, now=NOW)


def assessing(world: World) -> Does:
    party = evidence_of(world.designated).parties[0]
    seen = stories.seen(world.designated, party.key)
    given = assessment.AssessmentInput({Finding.MITIGATION_NEEDED: True}, WHY, seen=seen)
    return lambda actor: assessment.assess(world.designated, party.key, given, actor=actor, now=NOW)


def assessing_several(world: World) -> Does:
    keys = {one.key: stories.seen(world.designated, one.key) for one in evidence_of(world.designated).parties}
    return lambda actor: assessment.assess_several(world.designated, keys, reason=WHY, actor=actor, now=NOW)


def waiving(world: World) -> Does:
    Run.objects.filter(pk=world.case.current_run_id).update(status=RunStatus.PARTIAL)
    return lambda actor: screening.waive(world.case, actor=actor, reason=WHY, now=NOW)


def answering_question(world: World) -> Does:
    posts = members.ItemAnswer(rows=({**members.CAREER, "organization": "Exemplar Hypersonics"},))
    members.declared(world.case, world.person, career=posts)
    world.screened()
    question = cross_check.questions(world.case)[0]
    given = cross_check.CrossCheckAnswer.EXPLAINED
    return lambda actor: cross_check.answer(world.case, question.key, given=given, reason=WHY, actor=actor, now=NOW)


def saving(world: World) -> Does:
    kept = world.asked()
    item = declaring.asked_items(kept)[0]
    typed = members.shortest(item)
    return lambda actor: declaring.save_item(kept, item.code, typed, saved=0, actor=actor, now=NOW)


def importing(world: World) -> Does:
    members.declared(world.case, world.person)
    world.screened()
    later = factories.case(world.cast.submitter, title_ja="別の課題")
    kept = declaration.ask(later, world.person, actor=world.before, now=NOW)[0]
    return lambda actor: declaring.import_previous(kept, actor=actor, now=NOW)


def submitting(world: World) -> Does:
    kept = members.fill(world.declared(), Actor.of_user(world.member))
    number = kept.draft_number
    return lambda actor: declaring.submit(kept, consents=True, draft_number=number, actor=actor, now=NOW)


def viewing(world: World) -> Does:
    version = members.declared(world.case, world.person)
    return lambda actor: declaring.view_masked(version, actor=actor, reason_code="deemed_export_test")


def not_required(world: World) -> Does:
    kept = declaration.mark_not_required(
        world.case, world.person, actor=world.before, reason_code="no_research_role", now=NOW
    )
    return lambda actor: declaration.require(kept, actor=actor)


def link(world: World) -> Does:
    kept = world.asked()
    return lambda actor: declaration.revoke_link(kept, actor=actor, now=NOW)


def consenting(world: World) -> Does:
    world.measure(status=MeasureStatus.AGREED)
    return lambda actor: consent.answer(world.case, world.person, is_given=True, text=WHY, actor=actor, now=NOW)


def _asked(world: World) -> MeasureInput:
    return MeasureInput(
        MeasureKind.DATA_ACCESS, MeasureTarget.PERSON, WHY, world.cast.decision_maker, TODAY, person=world.person
    )


def proposing_measure(world: World) -> Does:
    given = _asked(world)
    return lambda actor: measure.propose(world.case, given, actor=actor, now=NOW)


def changing_measure(world: World) -> Does:
    made, given = world.measure(), _asked(world)
    return lambda actor: measure.change(made, given, reason=WHY, seen=1, actor=actor, now=NOW)


def lending(world: World) -> Does:
    lender, substitute = world.cast.decision_maker, world.cast.second_reviewer
    return lambda actor: delegation.delegate(
        from_user=lender,
        to_user=substitute,
        role=Role.DECISION_MAKER,
        from_date=TODAY,
        until_date=SOON,
        reason=WHY,
        actor=actor,
        now=NOW,
    )


def lent(world: World) -> Does:
    made = lending(world)(Actor.of_user(world.cast.decision_maker))
    assert isinstance(made, delegation.Delegation)
    return lambda actor: delegation.revoke(made, actor=actor, now=NOW)


def moving(world: World) -> Does:
    edition = world.policy()
    policy.publish(edition, actor=Actor.of_user(world.cast.admin), now=NOW)
    edition.refresh_from_db()
    return lambda actor: policy_move.move(world.case, edition, actor=actor, reason=WHY, now=NOW)


def settling(world: World) -> Does:
    edition = world.uploaded("1,,Alpha Institute", "2,,Alpha Academy")
    first, second = edition.entries.order_by("pk").values_list("uid", flat=True)
    return lambda actor: lists.settle(edition.source, first, second, LinkVerdict.SAME, actor=actor, reason=WHY)


def ended(world: World) -> Case:
    Case.objects.filter(pk=world.case.pk).update(status=CaseStatus.WITHDRAWN, closed_at=NOW, close_reason=WHY)
    return world.case


def monitored(world: World) -> Case:
    Case.objects.filter(pk=world.case.pk, closed_at=None).update(status=CaseStatus.MONITORING)
    return world.case


def opening(world: World) -> Does:
    recorded = factories.proposal(world.cast.submitter)
    return lambda actor: case.open_case(recorded, actor=actor, now=NOW)


def adding_term(world: World) -> Does:
    draft = world.words()
    own = own_terms(draft.local)
    term = replace(own.terms[0], text="円舞")
    return lambda actor: lexicon.add_term(draft, own.concepts[0], term, actor=actor)


def loading(load: Callable[..., object]) -> Callable[[World], Does]:
    def prepared(world: World) -> Does:
        files = SourceFiles.at(making.file(world.folder, "1,,Alpha Institute"))
        source, days = making.source("jp_meti_eul"), EditionDates(making.JUNE, making.JUNE)
        return lambda actor: load(source, files, actor=actor, dates=days, now=NOW)

    return prepared


def loading_several(world: World) -> Does:
    path = world.folder / "20260601.csv"
    path.write_text(making.METI_ROWS, encoding="utf-8")
    source = making.source("jp_meti_eul")
    return lambda actor: lists.load_several(source, [SourceFiles.at(path)], actor=actor)


def striking(world: World) -> Does:
    uid = world.watched().rows.get().uid
    return lambda actor: watch_list.remove(world.cast.institution, uid, actor=actor, now=NOW)


def on(prepare: Callable[[World], Made], act: Callable[[Made, Actor], object]) -> Callable[[World], Does]:
    """Make the thing first, as ``first``; then act on it."""

    def prepared(world: World) -> Does:
        made = prepare(world)
        return lambda actor: act(copy.copy(made), actor)

    return prepared


PERFORMED: Mapping[MeasureAct, tuple[Any, ...]] = {
    MeasureAct.AGREE: (MeasureStatus.PROPOSED,),
    MeasureAct.CONFIRM_FEASIBLE: (MeasureStatus.PROPOSED,),
    MeasureAct.BEGIN: (MeasureStatus.AGREED,),
    MeasureAct.GIVE_EVIDENCE: (MeasureStatus.IN_FORCE,),
    MeasureAct.CONFIRM_EVIDENCE: (MeasureStatus.IN_FORCE, MeasureAct.GIVE_EVIDENCE),
    MeasureAct.REVIEW: (MeasureStatus.IN_FORCE,),
    MeasureAct.REPORT_BREACH: (MeasureStatus.IN_FORCE,),
    MeasureAct.RESTORE: (MeasureStatus.BREACHED,),
    MeasureAct.HAND_OVER: (MeasureStatus.IN_FORCE,),
    MeasureAct.END: (MeasureStatus.IN_FORCE,),
}
