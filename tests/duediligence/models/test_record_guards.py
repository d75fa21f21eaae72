"""The database itself keeps what was submitted, declared, proposed, judged and assessed as it was."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from duediligence.enums import Judgement
from duediligence.models import Case, Organisation, ProposalParty
from tests import declaring, factories, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A submitted case."""
    cast = factories.cast()
    case = stories.designated_case(cast, tmp_path, factories.programme())
    stories.assessed(stories.screened(declaring.all_declared(case)), cast.second_reviewer)
    stories.agreed_measure(case, cast)
    case = stories.submitted(case, cast)
    partner = Organisation.objects.create(name="架空研究所", institution=cast.institution, match_key="one")
    ProposalParty.objects.create(revision=case.revision, organisation=partner, name=partner.name, role="partner")
    return case


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def done(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


@pytest.mark.parametrize(
    "table",
    [
        "submission",
        "submissionfile",
        "declarationversion",
        "revision",
        "membership",
        "proposalparty",
        "assessment",
    ],
)
def test_rows_are_not_deleted(table: str, case: Case) -> None:
    refused(f"DELETE FROM duediligence_{table}")


@pytest.mark.parametrize(
    "changed",
    [
        "duediligence_submission SET sha256 = 'x'",
        "duediligence_submissionfile SET name = 'x'",
        "duediligence_declarationversion SET content = '{}'",
        "duediligence_declarationversion SET masked = ''",
        "duediligence_declarationversion SET masked = 'x'",
        "duediligence_revision SET title_ja = 'x'",
        "duediligence_revision SET number = 7",
        "duediligence_membership SET name = 'x'",
        "duediligence_proposalparty SET name = 'x'",
        "duediligence_assessment SET reason = 'x'",
    ],
)
def test_rows_are_not_changed(changed: str, case: Case) -> None:
    refused(f"UPDATE {changed}")


def test_a_version_is_sent_and_an_assessment_void_once(case: Case) -> None:
    done("UPDATE duediligence_declarationversion SET sent_at = CURRENT_TIMESTAMP")
    refused("UPDATE duediligence_declarationversion SET sent_at = NULL")
    void = "SET voided_at = CURRENT_TIMESTAMP, void_reason = 'x' WHERE voided_at IS NULL"
    done(f"UPDATE duediligence_assessment {void}")
    refused("UPDATE duediligence_assessment SET voided_at = NULL, void_reason = ''")


def test_a_judgement_is_reviewed_and_withdrawn_once_and_else_kept(tmp_path: Path) -> None:
    cast = factories.cast()
    stories.judge(stories.hit_case(cast, tmp_path), cast, Judgement.FALSE_POSITIVE, "seat_differs")
    table = "duediligence_disposition"
    for change in ("text = 'x'", "judgement = 'cannot_tell'", "needs_second_review = FALSE", "carried_from_id = NULL"):
        refused(f"UPDATE {table} SET {change}")
    reviewer = cast.second_reviewer.pk
    done(f"UPDATE {table} SET second_reviewer_id = {reviewer}, second_reviewed_at = CURRENT_TIMESTAMP")
    refused(f"UPDATE {table} SET second_reviewer_id = {cast.admin.pk}")
    done(f"UPDATE {table} SET withdrawn_by_id = {reviewer}, withdrawn_at = CURRENT_TIMESTAMP")
    refused(f"UPDATE {table} SET withdrawn_at = NULL, withdrawn_by_id = NULL")
    refused(f"DELETE FROM {table}")


def test_masked_answers_of_a_case_go_when_their_retention_ends(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(masked_removed_at=factories.NOW)
    done("UPDATE duediligence_declarationversion SET masked = ''")
    refused("DELETE FROM duediligence_declarationversion")
