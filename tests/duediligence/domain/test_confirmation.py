"""Answers from outside."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import confirmation, decision
from duediligence.domain.actor import Actor
from duediligence.domain.submission import PreparedFile
from duediligence.enums import CaseStatus, ConfirmationKind, ConfirmationVerdict, StepStatus
from duediligence.models import Case, Confirmation, Programme
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.submitted(stories.designated_case(cast, tmp_path, factories.programme()), cast)


beginning = begun(begin)


@pytest.fixture
def programme(case: Case) -> Programme:
    assert case.proposal.programme
    return case.proposal.programme


def answer(case: Case, actor: Actor, verdict: ConfirmationVerdict, **changes: object) -> Confirmation:
    given = {"kind": ConfirmationKind.FUNDER, "now": factories.NOW, **changes}
    made = confirmation.receive(case, actor=actor, verdict=verdict, **given)  # type: ignore[arg-type]
    case.refresh_from_db()
    return made


def test_a_funders_confirmation_starts_monitoring(case: Case, programme: Programme) -> None:
    made = answer(case, Actor.of_client(factories.client(programme)), ConfirmationVerdict.CONFIRMED)
    assert (made.client is not None, made.recorded_by) == (True, None)
    assert case.status == CaseStatus.MONITORING
    assert case.next_rescreen_date == factories.TODAY.replace(month=7, day=1)
    assert list(case.steps.filter(status=StepStatus.OPEN).values_list("code", flat=True)) == ["monitoring"]
    assert case.steps.get(code="government_confirmation").status == StepStatus.SKIPPED


def test_a_return_goes_back_to_the_investigation_with_its_comments(case: Case, programme: Programme) -> None:
    answer(
        case,
        Actor.of_client(factories.client(programme)),
        ConfirmationVerdict.RETURNED,
        comments="学生の人数が一致しません",
    )
    assert case.status == CaseStatus.IN_PROGRESS
    opened = case.steps.get(status=StepStatus.OPEN)
    assert (opened.code, opened.round) == ("investigation", 2)
    assert case.steps.get(code="funder_confirmation", round=1).status == StepStatus.RETURNED


def test_an_officer_records_a_letter(cast: Cast, case: Case) -> None:
    made = answer(case, Actor.of_user(cast.reviewer), ConfirmationVerdict.CONFIRMED)
    assert (made.client, made.recorded_by) == (None, cast.reviewer)


def test_the_government_may_answer_at_any_time(cast: Cast, case: Case) -> None:
    made = answer(case, Actor.of_user(cast.reviewer), ConfirmationVerdict.CONFIRMED, kind=ConfirmationKind.GOVERNMENT)
    assert made.kind == ConfirmationKind.GOVERNMENT
    assert case.steps.get(status=StepStatus.OPEN).code == "funder_confirmation"


def test_receive_refuses_programs_that_speak_for_others(case: Case, programme: Programme) -> None:
    with pytest.raises(errors.NotAllowed):
        answer(case, factories.SYSTEM, ConfirmationVerdict.CONFIRMED)
    with pytest.raises(errors.NotAllowed):
        answer(
            case,
            Actor.of_client(factories.client(programme)),
            ConfirmationVerdict.CONFIRMED,
            kind=ConfirmationKind.GOVERNMENT,
        )


def test_receive_refuses_other_roles_and_strangers(cast: Cast, case: Case) -> None:
    for user in (cast.submitter, cast.decision_maker, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            answer(case, Actor.of_user(user), ConfirmationVerdict.CONFIRMED)


def test_a_program_of_another_programme_is_refused(case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        answer(case, Actor.of_client(factories.client(factories.programme())), ConfirmationVerdict.CONFIRMED)


def test_a_return_needs_comments(case: Case, programme: Programme) -> None:
    with pytest.raises(errors.ReasonMissing):
        answer(case, Actor.of_client(factories.client(programme)), ConfirmationVerdict.RETURNED, comments=" ")


def test_receive_refuses_what_is_not_awaited_and_answers_twice(case: Case, programme: Programme) -> None:
    actor = Actor.of_client(factories.client(programme))
    answer(case, actor, ConfirmationVerdict.CONFIRMED)
    with pytest.raises(errors.NotAwaited):
        answer(case, actor, ConfirmationVerdict.CONFIRMED)
    assert Confirmation.objects.count() == 1


def test_receive_refuses_a_closed_case(cast: Cast, case: Case, programme: Programme) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    with pytest.raises(errors.CaseNotOpen):
        answer(case, Actor.of_client(factories.client(programme)), ConfirmationVerdict.CONFIRMED)


def test_receive_refuses_an_answer_about_an_earlier_revision(cast: Cast, case: Case, programme: Programme) -> None:
    actor = Actor.of_client(factories.client(programme))
    with pytest.raises(errors.StaleRevision):
        answer(case, actor, ConfirmationVerdict.CONFIRMED, revision=case.revision.number + 1)
    assert not Confirmation.objects.exists()
    assert answer(case, actor, ConfirmationVerdict.CONFIRMED, revision=case.revision.number).revision == case.revision


def test_an_answer_to_an_earlier_revision_settles_nothing(cast: Cast, case: Case, programme: Programme) -> None:
    made = Confirmation(
        case=case,
        revision=case.revision,
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.CONFIRMED,
        recorded_by=cast.reviewer,
        received_at=factories.NOW,
    )
    stories.revise(case, cast, title_en="Reception of classical literature!")
    with pytest.raises(errors.NotAwaited):
        decision.settle_external(made, actor=factories.SYSTEM, now=factories.NOW)


def test_the_owner_is_told(
    cast: Cast, case: Case, programme: Programme, mailoutbox: list[object], django_capture_on_commit_callbacks: object
) -> None:
    from duediligence.models import Institution

    Institution.objects.update(is_demo=False)
    case = Case.objects.get(pk=case.pk)
    cases.assign(case, cast.second_reviewer, actor=Actor.of_user(cast.reviewer))
    case = Case.objects.get(pk=case.pk)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer(case, Actor.of_client(factories.client(programme)), ConfirmationVerdict.CONFIRMED)
    assert [mail.to for mail in mailoutbox] == [[cast.second_reviewer.email]]  # type: ignore[attr-defined]


LETTER = PreparedFile("回答.pdf", b"%PDF-1.7 letter")


def test_an_answer_is_about_the_newest_submission_and_keeps_its_letter(cast: Cast, case: Case) -> None:
    officer = Actor.of_user(cast.reviewer)
    made = answer(case, officer, ConfirmationVerdict.CONFIRMED, letter=LETTER, submission_number=1)
    assert (made.submission, made.letter_name) == (case.submissions.get(), "回答.pdf")
    assert confirmation.take_letter(made, actor=officer) == LETTER.content


def test_an_answer_to_another_submission_is_refused(case: Case, programme: Programme) -> None:
    with pytest.raises(errors.StaleSubmission):
        answer(
            case,
            Actor.of_client(factories.client(programme)),
            ConfirmationVerdict.CONFIRMED,
            submission_number=2,
        )


def test_a_letter_of_another_kind_is_refused_and_nothing_is_written(cast: Cast, case: Case) -> None:
    letter = PreparedFile("a.html", b"<html>")
    with pytest.raises(errors.AttachmentTypeRefused):
        answer(case, Actor.of_user(cast.reviewer), ConfirmationVerdict.CONFIRMED, letter=letter)
    assert not Confirmation.objects.exists()


def test_an_answer_without_a_letter_gives_none_out(cast: Cast, case: Case) -> None:
    made = answer(case, Actor.of_user(cast.reviewer), ConfirmationVerdict.CONFIRMED)
    with pytest.raises(errors.LetterMissing):
        confirmation.take_letter(made, actor=Actor.of_user(cast.reviewer))


def test_an_officer_says_where_a_return_begins_again(cast: Cast, case: Case) -> None:
    returned = {"comments": "記載の誤り", "now": factories.NOW}
    with pytest.raises(errors.ReturnNotPossible):
        answer(
            case, Actor.of_user(cast.reviewer), ConfirmationVerdict.RETURNED, return_to="department_review", **returned
        )
    answer(case, Actor.of_user(cast.reviewer), ConfirmationVerdict.RETURNED, return_to="submission", **returned)
    opened = case.steps.get(status=StepStatus.OPEN)
    assert (opened.code, opened.round) == ("submission", 2)
    assert case.steps.get(code="decision").status == StepStatus.COMPLETED


def test_the_database_keeps_an_answer_as_it_was_given(cast: Cast, case: Case) -> None:
    given = Confirmation.objects.filter(pk=answer(case, Actor.of_user(cast.reviewer), ConfirmationVerdict.CONFIRMED).pk)
    with pytest.raises(IntegrityError, match="what was decided cannot be changed"), transaction.atomic():
        given.update(verdict=ConfirmationVerdict.RETURNED)
    with pytest.raises(IntegrityError, match="what was decided cannot be changed"), transaction.atomic():
        given.delete()
