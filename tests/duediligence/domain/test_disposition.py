"""Judging hits: with reason, by the right people, undone while nothing rests on it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import cross_check, disposition, gates, recusal, screening
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.enums import Judgement
from duediligence.models import AuditEvent, Case, Clearance, Disposition
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.hit_case(cast, tmp_path)


beginning = begun(begin)


def false_positive(case: Case, cast: Cast) -> Disposition:
    return stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")


def test_judge_records_who_what_and_why(cast: Cast, case: Case) -> None:
    made = false_positive(case, cast)
    assert (made.judged_by, made.judged_at, made.needs_second_review) == (cast.reviewer, factories.NOW, True)
    event = AuditEvent.objects.get(verb="hit.judged")
    assert (event.after["judgement"], event.after["reason_code"], event.after["text"]) == (
        "false_positive",
        "same_name_other_body",
        "公表資料で確かめた",
    )


def test_a_strong_hit_stays_open_until_a_second_person_reviews(cast: Cast, case: Case) -> None:
    rule = read(case.policy_edition).step("review")
    assert [refused.code for refused in gates.unmet(case, rule)] == ["hits_unjudged", "assessments_missing"]
    made = false_positive(case, cast)
    stories.assessed(case, cast.reviewer)
    assert [refused.code for refused in gates.unmet(case, rule)] == ["second_review_missing"]
    assert not Clearance.objects.exists()
    with pytest.raises(errors.SecondReviewerIsFirst):
        disposition.review(made, actor=Actor.of_user(cast.reviewer))
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    assert gates.unmet(case, rule) == []
    assert Clearance.objects.get().expires_date == factories.TODAY.replace(year=2027)
    with pytest.raises(errors.JudgementChanged):
        disposition.review(made, actor=Actor.of_user(cast.second_reviewer))


def test_the_database_refuses_the_first_reviewer_as_the_second(cast: Cast, case: Case) -> None:
    made = false_positive(case, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.filter(pk=made.pk).update(second_reviewer=cast.reviewer)


def test_a_possible_hit_needs_no_second_reviewer_and_is_cleared_at_once(cast: Cast, case: Case) -> None:
    assert case.current_run
    case.current_run.hits.update(level="possible")
    assert not false_positive(case, cast).needs_second_review
    assert Clearance.objects.count() == 1


def test_a_relevant_match_leaves_no_clearance(cast: Cast, case: Case) -> None:
    made = stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer))
    assert not Clearance.objects.exists()


def test_judge_refuses_what_has_been_judged(cast: Cast, case: Case) -> None:
    false_positive(case, cast)
    with pytest.raises(errors.AlreadyJudged):
        false_positive(case, cast)


def test_judge_refuses_a_reason_of_another_judgement(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.UnknownReasonCode):
        stories.judge(case, cast, Judgement.FALSE_POSITIVE, "partner_is_listed")


def test_judge_refuses_no_text_other_roles_programs_and_old_hits(cast: Cast, case: Case) -> None:
    assert case.current_run
    hit = case.current_run.hits.get()

    def judge(actor: Actor, text: str = "確かめた") -> None:
        disposition.judge(
            case, hit, actor=actor, judgement=Judgement.FALSE_POSITIVE, reason_code="same_name_other_body", text=text
        )

    with pytest.raises(errors.ReasonMissing):
        judge(Actor.of_user(cast.reviewer), text=" ")
    for actor in (factories.SYSTEM, Actor.of_user(cast.decision_maker)):
        with pytest.raises(errors.NotAllowed):
            judge(actor)
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    with pytest.raises(errors.HitNotCurrent):
        judge(Actor.of_user(cast.reviewer))
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    with pytest.raises(errors.CaseNotOpen):
        judge(Actor.of_user(cast.reviewer))


def test_judge_refuses_an_officer_of_another_institution(cast: Cast, case: Case) -> None:
    assert case.current_run
    with pytest.raises(errors.NotAllowed):
        disposition.judge(
            case,
            case.current_run.hits.get(),
            actor=Actor.of_user(cast.stranger),
            judgement=Judgement.FALSE_POSITIVE,
            reason_code="same_name_other_body",
            text="確かめた",
        )


def test_withdraw_takes_the_clearance_along(cast: Cast, case: Case) -> None:
    made = false_positive(case, cast)
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer))
    disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason="取り違え", now=factories.NOW)
    held = Clearance.objects.get()
    assert (held.revoked_at, held.revoke_reason) == (factories.NOW, "取り違え")
    again = false_positive(case, cast)
    disposition.review(again, actor=Actor.of_user(cast.second_reviewer))
    assert Clearance.objects.filter(revoked_at__isnull=True).get().disposition == again


def test_withdraw_refuses_when_a_decision_rests_on_it(cast: Cast, case: Case) -> None:
    made = false_positive(case, cast)
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    stories.approve(stories.assessed(case, cast.reviewer), cast.reviewer)
    with pytest.raises(errors.JudgementNotOpen):
        disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason="取り違え")


def test_withdraw_refuses_what_was_withdrawn(cast: Cast, case: Case) -> None:
    made = false_positive(case, cast)
    disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason="取り違え")
    with pytest.raises(errors.JudgementChanged):
        disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason="取り違え")


def test_withdraw_asks_for_a_reason(cast: Cast, case: Case) -> None:
    made = false_positive(case, cast)
    with pytest.raises(errors.ReasonMissing):
        disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason=" ")


def test_a_decision_rests_on_a_judgement_that_was_carried_over(cast: Cast, case: Case) -> None:
    """Another run changes nothing of what was decided."""
    made = stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    stories.approve(stories.assessed(case, cast.reviewer), cast.reviewer)
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case.refresh_from_db()
    stories.screened(case)
    carried = case.dispositions.get(carried_from=made)
    with pytest.raises(errors.JudgementNotOpen):
        disposition.withdraw(carried, actor=Actor.of_user(cast.reviewer), reason="取り違え")


def test_whoever_declared_a_conflict_of_interest_neither_judges_nor_reviews(cast: Cast, case: Case) -> None:
    recusal.recuse(case, actor=Actor.of_user(cast.reviewer), reason_code="joint_work", text="")
    with pytest.raises(errors.Recused):
        false_positive(case, cast)


# -- Evidence ----------------------------------------------------------------------------------------------
def give(case: Case, cast: Cast, **given: Any) -> Disposition:
    assert case.current_run
    return disposition.judge(
        case,
        case.current_run.hits.get(),
        actor=Actor.of_user(cast.reviewer),
        judgement=Judgement.TRUE_MATCH_RELEVANT,
        reason_code="partner_is_listed",
        text="登記で確かめた",
        now=factories.NOW,
        **given,
    )


def test_a_reason_that_asks_for_evidence_is_refused_without(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.EvidenceNeeded) as refused:
        give(case, cast)
    assert refused.value.field == "sources"
    assert not Disposition.objects.exists()


def test_a_file_or_a_source_of_the_case_is_evidence(cast: Cast, case: Case) -> None:
    paper = ContentFile(b"%PDF-1.7 register", name="登記.pdf")
    made = give(case, cast, evidence=disposition.Evidence(files=[paper]))
    assert [one.name for one in made.attachments.all()] == ["登記.pdf"]
    disposition.withdraw(made, actor=Actor.of_user(cast.reviewer), reason="根拠を改める", now=factories.NOW)
    source = cross_check.consult(
        case, title="登記", consulted_date=factories.TODAY, actor=Actor.of_user(cast.reviewer), now=factories.NOW
    )
    again = give(case, cast, evidence=disposition.Evidence(sources=[source]))
    assert list(again.sources.all()) == [source]
    assert AuditEvent.objects.filter(verb="hit.judged").latest("pk").after["sources"] == ["登記"]


def test_a_source_of_another_case_is_no_evidence(cast: Cast, case: Case) -> None:
    other = factories.case(cast.submitter, title_ja="別件")
    source = cross_check.consult(
        other, title="登記", consulted_date=factories.TODAY, actor=Actor.of_user(cast.reviewer), now=factories.NOW
    )
    with pytest.raises(errors.SourceOfOtherCase):
        give(case, cast, evidence=disposition.Evidence(sources=[source]))


def test_a_refused_file_leaves_no_judgement(cast: Cast, case: Case) -> None:
    program = ContentFile(b"MZ\x90\x00\x03", name="登記.pdf")
    with pytest.raises(errors.AttachmentTypeRefused):
        give(case, cast, evidence=disposition.Evidence(files=[program]))
    assert not Disposition.objects.exists()
