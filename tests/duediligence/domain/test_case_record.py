"""Records on a case: added at any time by those who work on it, read by those they are meant for."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import case_record, recusal
from duediligence.domain.actor import Actor
from duediligence.enums import RecordKind, RecordVisibility
from duediligence.models import AuditEvent, Case, CaseRecord, User
from tests import factories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    factories.policy()
    return factories.case(cast.submitter)


beginning = begun(begin)


def add(case: Case, by: User | None, **changes: Any) -> CaseRecord:
    given: dict[str, Any] = {
        "kind": RecordKind.INCIDENT,
        "title": "不審な照会",
        "text": "未公表の図面を求められた",
        "happened_date": factories.TODAY,
        "visibility": RecordVisibility.RESTRICTED,
        **changes,
    }
    actor = Actor.of_user(by) if by else factories.SYSTEM
    return case_record.add(case, case_record.RecordInput(**given), actor=actor, now=factories.NOW)


def readers(record: CaseRecord, cast: Cast) -> set[str]:
    return {
        name
        for name in ("submitter", "department_officer", "reviewer", "decision_maker", "auditor", "admin", "stranger")
        if CaseRecord.objects.visible_to(getattr(cast, name)).filter(pk=record.pk).exists()
    }


def test_a_record_is_read_by_those_it_is_meant_for(case: Case, cast: Cast) -> None:
    everybody = {"reviewer", "decision_maker", "auditor", "admin"}
    assert readers(add(case, cast.reviewer), cast) == everybody - {"admin"}
    assert readers(add(case, cast.reviewer, visibility=RecordVisibility.OFFICE), cast) == everybody


def test_whoever_reports_an_incident_reads_it(case: Case, cast: Cast) -> None:
    case.proposal.department = cast.department_officer.department
    case.proposal.save()
    made = add(case, cast.department_officer)
    assert "department_officer" in readers(made, cast)
    assert "department_officer" not in readers(add(case, cast.reviewer), cast)


def test_the_log_proves_the_words_and_holds_none_of_them(case: Case, cast: Cast) -> None:
    add(case, cast.reviewer)
    event = AuditEvent.objects.get(verb="case_record.added")
    assert set(event.after) == {"visibility", "date", "sha256"}
    assert len(event.after["sha256"]) == 64
    assert "照会" not in event.object_label + event.reason


def test_what_follows_has_the_kind_and_the_readers_of_the_first(case: Case, cast: Cast) -> None:
    first = add(case, cast.reviewer)
    answer = add(
        case, cast.decision_maker, kind=RecordKind.NOTE, visibility=RecordVisibility.OFFICE, follows=first, text="回答"
    )
    assert (answer.kind, answer.visibility, answer.follows) == ("incident", "restricted", first)


def test_a_record_of_another_case_or_of_others_cannot_be_followed(case: Case, cast: Cast) -> None:
    first = add(case, cast.reviewer)
    other = factories.case(cast.submitter, title_ja="別件")
    with pytest.raises(errors.RecordNotThere):
        add(other, cast.reviewer, follows=first)
    with pytest.raises(errors.RecordNotThere):
        add(case, cast.department_officer, follows=first)


def test_a_closed_case_takes_records_and_a_purged_one_does_not(case: Case, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    assert add(case, cast.reviewer, kind=RecordKind.CONSULTATION).kind == "consultation"
    Case.objects.filter(pk=case.pk).update(purged_at=timezone.now())
    with pytest.raises(errors.CasePurged):
        add(case, cast.reviewer)


def test_add_refuses_others_and_what_says_too_little(case: Case, cast: Cast) -> None:
    for user in (cast.submitter, cast.auditor, cast.admin, cast.stranger, None):
        with pytest.raises(errors.NotAllowed):
            add(case, user)
    for field, changes in {
        "title": {"title": " "},
        "text": {"text": " "},
        "happened_date": {"happened_date": factories.TODAY + dt.timedelta(days=1)},
    }.items():
        with pytest.raises(errors.InvalidInput) as refused:
            add(case, cast.reviewer, **changes)
        assert refused.value.field == field
    recusal.recuse(case, actor=Actor.of_user(cast.reviewer), reason_code="joint_work", text="")
    with pytest.raises(errors.Recused):
        add(case, cast.reviewer)
    assert not CaseRecord.objects.exists()


def test_the_database_refuses_a_record_without_words(case: Case, cast: Cast) -> None:
    made = add(case, cast.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseRecord.objects.filter(pk=made.pk).update(text="")
