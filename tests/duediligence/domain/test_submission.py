"""What is submitted is frozen with its files, and cannot be changed afterwards."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import confirmation, cross_check, decision, retention, submission
from duediligence.domain.actor import Actor
from duediligence.domain.submission import PreparedFile
from duediligence.enums import (
    CaseOutcome,
    ConfirmationKind,
    ConfirmationVerdict,
    DueDiligenceResult,
    Role,
    StepStatus,
    Verdict,
)
from duediligence.models import AuditEvent, Case, StoredFile, Submission
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A case at the step of the submission, with a result of due diligence."""
    case = stories.designated_case(cast, tmp_path, factories.programme())
    declaring.none_required(case)
    stories.approve(case, factories.user(cast.institution, Role.DEPARTMENT_OFFICER))
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    cross_check.conclude(case, result=DueDiligenceResult.DONE, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    return case


beginning = begun(begin)


def submit(case: Case, cast: Cast, prepared: submission.Prepared | None) -> None:
    decision.decide(
        case.steps.get(status=StepStatus.OPEN),
        actor=Actor.of_user(cast.second_reviewer),
        verdict=Verdict.APPROVE,
        reason="提出する",
        revision=case.revision,
        questionnaire=prepared,
        now=factories.NOW,
    )


def to_send(case: Case, cast: Cast, **changes: Any) -> submission.Prepared:
    return stories.to_send(case, cast.reviewer, **changes)


def test_a_submission_keeps_content_files_and_hashes(case: Case, cast: Cast) -> None:
    prepared = to_send(case, cast)
    submit(case, cast, prepared)
    made = case.submissions.get()
    assert (made.number, made.revision, made.run) == (1, case.revision, case.current_run)
    assert (made.content, made.submitted_by) == (prepared.content, cast.second_reviewer)
    file = made.files.select_related("stored").get()
    assert bytes(file.stored.content) == prepared.files[0].content
    assert file.stored.sha256 == hashlib.sha256(prepared.files[0].content).hexdigest()
    event = AuditEvent.objects.get(verb="submission.frozen")
    assert event.after["files"] == {file.name: file.stored.sha256}
    assert case.steps.get(status=StepStatus.OPEN).code == "funder_confirmation"


@pytest.mark.parametrize(
    ("changes", "code"), [({"undertakes": False}, "undertaking_missing"), ({"files": []}, "questionnaire_missing")]
)
def test_what_was_not_prepared_is_not_submitted(case: Case, cast: Cast, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        submit(case, cast, to_send(case, cast, **changes))
    assert refused.value.code == code
    assert not Submission.objects.exists()


def test_a_submission_without_its_questionnaire_is_refused(case: Case, cast: Cast) -> None:
    with pytest.raises(errors.QuestionnaireMissing):
        submit(case, cast, None)


def test_a_case_that_changed_meanwhile_is_not_submitted(case: Case, cast: Cast) -> None:
    prepared = to_send(case, cast)
    cross_check.conclude(
        case,
        result=DueDiligenceResult.DONE_INCOMPLETE,
        not_obtained="共著者の所属",
        actor=Actor.of_user(cast.reviewer),
        now=factories.NOW,
    )
    with pytest.raises(errors.QuestionnaireStale):
        submit(case, cast, prepared)
    assert case.steps.get(status=StepStatus.OPEN).code == "submission"


def test_the_first_of_two_approvers_freezes_nothing(case: Case, cast: Cast) -> None:
    case.steps.filter(status=StepStatus.OPEN).update(approvers_required=2)
    stories.approve(case, cast.second_reviewer)
    assert not Submission.objects.exists()
    third = factories.user(cast.institution, Role.SECURITY_OFFICER)
    stories.approve(case, third)
    assert case.submissions.get().submitted_by == third


def test_the_database_keeps_what_was_submitted(case: Case, cast: Cast) -> None:
    submit(case, cast, to_send(case, cast))
    for model, change in ((Submission, {"content": {}}), (StoredFile, {"content": b"else"})):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            model.objects.update(**change)


def test_a_file_is_taken_exactly_as_it_was_sent_and_each_time_noted(case: Case, cast: Cast) -> None:
    prepared = to_send(case, cast)
    submit(case, cast, prepared)
    file = case.submissions.get().files.get()
    assert submission.take(file, actor=Actor.of_user(cast.auditor)) == prepared.files[0].content
    assert AuditEvent.objects.get(verb="submission.taken").after["file"] == file.name


def test_a_sealed_file_lies_encrypted_and_is_given_back(case: Case, cast: Cast) -> None:
    prepared = to_send(case, cast, is_sealed=True)
    submit(case, cast, prepared)
    file = case.submissions.get().files.get()
    assert prepared.files[0].content not in bytes(file.stored.content)
    assert submission.take(file, actor=Actor.of_user(cast.reviewer)) == prepared.files[0].content


def test_a_sealed_file_is_for_research_security_officers(case: Case, cast: Cast) -> None:
    submit(case, cast, to_send(case, cast, is_sealed=True))
    with pytest.raises(errors.NotAllowed):
        submission.take(case.submissions.get().files.get(), actor=Actor.of_user(cast.auditor))
    assert not AuditEvent.objects.filter(verb="submission.taken").exists()


def test_the_funders_program_takes_what_is_not_sealed(case: Case, cast: Cast) -> None:
    submit(case, cast, to_send(case, cast))
    assert case.proposal.programme
    file = case.submissions.get().files.get()
    own, other = factories.client(case.proposal.programme), factories.client(factories.programme())
    assert submission.take(file, actor=Actor.of_client(own)).startswith(b"{")
    with pytest.raises(errors.NotAllowed):
        submission.take(file, actor=Actor.of_client(other))
    assert AuditEvent.objects.get(verb="submission.taken").actor == Actor.of_client(own).label


def test_no_program_takes_a_sealed_file(case: Case, cast: Cast) -> None:
    submit(case, cast, to_send(case, cast, is_sealed=True))
    assert case.proposal.programme
    with pytest.raises(errors.FileSealed):
        submission.take(
            case.submissions.get().files.get(), actor=Actor.of_client(factories.client(case.proposal.programme))
        )
    assert not AuditEvent.objects.filter(verb="submission.taken").exists()


def test_the_newest_submission_is_the_latest(case: Case, cast: Cast) -> None:
    assert submission.latest_of(case) is None
    submit(case, cast, to_send(case, cast))
    assert submission.latest_of(case) == case.submissions.get()


def test_submissions_and_letters_go_at_the_end_of_retention(case: Case, cast: Cast) -> None:
    submit(case, cast, to_send(case, cast))
    officer = Actor.of_user(cast.reviewer)
    confirmation.receive(
        case,
        actor=officer,
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.CONFIRMED,
        letter=PreparedFile("回答.pdf", b"%PDF-1.7"),
        now=factories.NOW,
    )
    cases.withdraw(case, actor=officer, reason="取下げ", now=factories.NOW)
    later = factories.NOW + dt.timedelta(days=20 * 366)
    assert retention.purge(case, actor=factories.SYSTEM, now=later)["submissions"] == 1
    assert not StoredFile.objects.exists() and not Submission.objects.exists()
