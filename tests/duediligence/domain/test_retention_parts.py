"""What is kept for a shorter time than the case file: each sort on its own day, the rest of the case untouched."""

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import translation

from duediligence import errors
from duediligence.domain import attachment, audit, declaration, declaring, retention, retention_parts
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Case, Declaration, DeclarationVersion, StoredFile
from duediligence.policy.answers import ItemAnswer
from duediligence.policy.calendar import add_months
from duediligence.policy.keeping import KeptRecord
from tests import declaring as members
from tests import factories, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.7 about one person"
CLOSED = factories.NOW + dt.timedelta(days=40)
MONTHS = {KeptRecord.MASKED_ANSWER: 12, KeptRecord.DECLARATION: 36, KeptRecord.ATTACHMENT: 36}


@pytest.fixture
def cast() -> Cast:
    return factories.cast()


@pytest.fixture
def case(cast: Cast, tmp_path: Path) -> Case:
    """A withdrawn case with a declaration, its masked answers, a draft begun after it, and an attachment."""
    case = stories.screened_case(cast, tmp_path)
    person, officer = case.revision.memberships.get().person, Actor.of_user(cast.reviewer)
    members.declared(case, person, nationality=ItemAnswer(rows=({"nationality": "架空国"},)))
    attachment.attach(case, ContentFile(PAPER, name="登記.pdf"), actor=officer, now=factories.NOW)
    cases.withdraw(case, actor=officer, reason="取下げ", now=CLOSED)
    case.refresh_from_db()
    return case


def at(months: int, *, since: dt.datetime = CLOSED, days: int = 1) -> dt.datetime:
    """Return the moment so many days after the end of so many months."""
    last = add_months(since.date(), months)
    return since.replace(year=last.year, month=last.month, day=last.day) + dt.timedelta(days=days)


def purge(case: Case, record: KeptRecord, now: dt.datetime) -> int:
    count = retention_parts.purge_part(case, record, actor=factories.SYSTEM, now=now)
    case.refresh_from_db()
    return count


def due(now: dt.datetime) -> list[KeptRecord]:
    return [one.record for one in retention_parts.expired(now.date())]


def test_each_sort_is_due_when_its_own_months_are_over(case: Case) -> None:
    assert {record: read_months(case, record) for record in MONTHS} == MONTHS
    assert due(at(12, days=0)) == []
    assert due(at(12)) == [KeptRecord.MASKED_ANSWER]
    assert due(at(36)) == [KeptRecord.MASKED_ANSWER, KeptRecord.DECLARATION, KeptRecord.ATTACHMENT]
    assert due(at(60)) == [], "the case file goes as a whole"
    assert [one.case for one in retention.expired(at(60).date())] == [case]


def read_months(case: Case, record: KeptRecord) -> int:
    from duediligence.domain.policy import read

    return read(case.policy_edition).retention_of(record).months


def test_masked_answers_go_and_what_was_declared_besides_stays(case: Case, cast: Cast) -> None:
    version = DeclarationVersion.objects.get()
    assert version.masked and version.declaration.draft_masked
    assert purge(case, KeptRecord.MASKED_ANSWER, at(12)) == 1
    version = DeclarationVersion.objects.get()
    assert (version.masked, version.declaration.draft_masked) == ("", "")
    assert "career" in version.content
    assert declaring.view_masked(version, actor=Actor.of_user(cast.reviewer), reason_code="deemed_export_test") == {}
    told = AuditEvent.objects.get(verb="retention.masked_answer_removed")
    assert (told.after["count"], told.case_reference) == (1, case.reference)
    assert [when for _name, when in case.parts_removed()] == [at(12)]
    assert due(at(12)) == []
    assert audit.verify_all() == []


def test_a_submitted_file_that_states_masked_answers_goes_with_them(cast: Cast, tmp_path: Path) -> None:
    case = stories.designated_case(cast, tmp_path, factories.programme())
    stories.ready_to_submit(case, cast)
    stories.approve(case, cast.second_reviewer, is_sealed=True)
    members_version(case)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ", now=CLOSED)
    case.refresh_from_db()
    purge(case, KeptRecord.MASKED_ANSWER, at(12))
    assert case.submissions.get().files.count() == 0
    assert not StoredFile.objects.exists()
    assert AuditEvent.objects.get(verb="submission.frozen").after["files"], "the hash of what was sent stays"


def members_version(case: Case) -> DeclarationVersion:
    declared = Declaration.objects.get(case=case)
    given = {"form_code": "f", "form_edition": "1", "consent_edition": "1", "consent_text": "同意"}
    return DeclarationVersion.objects.create(
        declaration=declared, number=1, content={}, masked="x", submitted_at=factories.NOW, **given
    )


def test_declarations_go_and_are_asked_for_anew_when_the_case_is_taken_up_again(case: Case, cast: Cast) -> None:
    person = case.revision.memberships.get().person
    assert purge(case, KeptRecord.DECLARATION, at(36)) == 1
    assert not Declaration.objects.exists()
    assert case.assessments.exists() and case.revision.memberships.exists()
    cases.reopen(case, actor=Actor.of_user(cast.reviewer), reason="再応募", now=at(37))
    case.refresh_from_db()
    assert case.parts_removed() == []
    declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), now=at(37))


def test_attachments_stay_until_their_day_whatever_is_asked_of_the_database(case: Case) -> None:
    with pytest.raises(DatabaseError, match="until retention ends"), transaction.atomic():
        case.attachments.all().delete()
    assert purge(case, KeptRecord.ATTACHMENT, at(36)) == 1
    assert not case.attachments.exists() and not StoredFile.objects.exists()
    assert Declaration.objects.exists()


def test_months_from_when_a_record_was_made_never_end_before_the_case(cast: Cast, case: Case) -> None:
    kept = [
        {**row, "counted_from": "record_made", "months": 1} if row["record"] == "attachment" else row
        for row in case.policy_edition.content["retention"]
    ]
    changed = factories.policy(retention=kept, edition="2027-1")
    Case.objects.update(policy_edition=changed)
    case = Case.objects.get()
    assert due(CLOSED) == []
    assert due(CLOSED + dt.timedelta(days=1)) == [KeptRecord.ATTACHMENT]
    purge(case, KeptRecord.ATTACHMENT, CLOSED + dt.timedelta(days=1))


def test_purge_refuses_before_the_day_what_is_not_there_and_open_cases(case: Case, cast: Cast) -> None:
    with pytest.raises(errors.RetentionNotOver):
        purge(case, KeptRecord.DECLARATION, at(36, days=0))
    purge(case, KeptRecord.DECLARATION, at(36))
    with pytest.raises(errors.RetentionNotOver):
        purge(case, KeptRecord.DECLARATION, at(36))
    cases.reopen(case, actor=Actor.of_user(cast.reviewer), reason="再応募", now=at(36))
    with pytest.raises(errors.RetentionNotOver):
        purge(case, KeptRecord.ATTACHMENT, at(50))
    assert due(at(50)) == []


def test_the_command_shows_first_and_removes_when_it_is_told(case: Case, time_machine: Any) -> None:
    time_machine.move_to(at(12))
    shown = StringIO()
    with translation.override("ja"):
        call_command("purge_expired", stdout=shown)
    line, summary = shown.getvalue().splitlines()
    assert case.reference in line and "秘匿" in line
    assert "0件" in summary and "1種類" in summary
    assert DeclarationVersion.objects.exclude(masked="").exists()
    shown = StringIO()
    call_command("purge_expired", apply=True, json=True, stdout=shown)
    assert '"record": "masked_answer"' in shown.getvalue() and '"removed": true' in shown.getvalue()
    assert not DeclarationVersion.objects.exclude(masked="").exists()
