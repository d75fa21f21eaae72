"""What shows that a measure is kept up, the days that a measure can have, and who can be responsible for it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import access, measure
from duediligence.domain.actor import Actor
from duediligence.enums import MeasureAct, MeasureStatus, Role
from duediligence.models import Attachment, AuditEvent, Case, Department, Institution, Measure, Proposal
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.factories import TODAY, Cast

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.7 register of attendance"


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A screened case; mitigation is needed for its only member."""
    case = stories.screened_case(cast, tmp_path)
    stories.needed(case, cast.reviewer)
    return case


beginning = begun(begin)


def shown(on: Measure, cast: Cast, content: bytes = PAPER) -> None:
    files = [ContentFile(content, name="受講記録.pdf")]
    stories.perform(on, MeasureAct.GIVE_EVIDENCE, cast.department_officer, files=files)


def test_a_file_belongs_to_the_line_of_history_that_brought_it(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)
    shown(made, cast)
    kept = Attachment.objects.get()
    line = made.records.get(act=MeasureAct.GIVE_EVIDENCE)
    assert (kept.measure_record, kept.case, kept.uploaded_by) == (line, case, cast.department_officer)
    assert AuditEvent.objects.get(verb="attachment.added").after["about"] == "measure_record"


def test_a_file_of_another_sort_leaves_everything_as_it_was(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)
    with pytest.raises(errors.AttachmentNameDiffers):
        shown(made, cast, b"\x89PNG\r\n\x1a\n")
    made.refresh_from_db()
    assert made.status == MeasureStatus.IN_FORCE
    assert not made.records.filter(act=MeasureAct.GIVE_EVIDENCE).exists() and not Attachment.objects.exists()


def test_the_database_refuses_a_file_of_two_things(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)
    shown(made, cast)
    source = case.sources.create(
        title="登記", consulted_date=TODAY, recorded_by=cast.reviewer, recorded_at=factories.NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(source=source)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"start_date": dt.date(9999, 12, 31)}, "start_date", "far_off"),
        ({"start_date": dt.date(226, 6, 1)}, "start_date", "far_off"),
        ({"end_date": dt.date(2206, 6, 1)}, "end_date", "far_off"),
        ({"review_date": TODAY - dt.timedelta(days=1)}, "review_date", "too_early"),
        (
            {"start_date": TODAY - dt.timedelta(days=9), "end_date": TODAY - dt.timedelta(days=1)},
            "end_date",
            "in_the_past",
        ),
    ],
)
def test_days_that_cannot_be_meant_are_refused(
    changes: dict[str, dt.date], field: str, code: str, case: Case, cast: Cast
) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        stories.proposed_measure(case, cast, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_measure_may_end_today_and_be_reviewed_when_it_begins(case: Case, cast: Cast) -> None:
    made = stories.proposed_measure(case, cast, end_date=TODAY, review_date=TODAY)
    assert (made.end_date, made.review_date) == (TODAY, TODAY)


def test_the_next_review_is_not_in_another_century(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)
    with pytest.raises(errors.InvalidInput) as refused:
        measure.perform(
            made,
            MeasureAct.REVIEW,
            text="x",
            review_date=dt.date(2206, 6, 1),
            actor=Actor.of_user(cast.reviewer),
            now=factories.NOW,
        )
    assert refused.value.code == "far_off"


def test_whoever_is_responsible_works_on_the_case(case: Case, cast: Cast) -> None:
    elsewhere = Department.objects.create(institution=cast.institution, code="law", name_ja="法学部", name_en="Law")
    other = factories.user(cast.institution, Role.DEPARTMENT_OFFICER, department=elsewhere)
    nobody = factories.user(cast.institution, Role.DEPARTMENT_OFFICER)
    for user in (other, nobody, cast.auditor, cast.stranger):
        with pytest.raises(errors.InvalidInput) as refused:
            stories.proposed_measure(case, cast, owner=user)
        assert (refused.value.field, refused.value.code) == ("owner", "not_on_the_case")
    member = declaring.account(case.revision.memberships.get().person)
    for user in (member, cast.submitter, cast.decision_maker, cast.department_officer):
        assert stories.proposed_measure(case, cast, owner=user).owner == user


def test_a_case_of_no_department_is_nobodys_of_a_department(case: Case, cast: Cast) -> None:
    Proposal.objects.update(department=None)
    nobody = factories.user(cast.institution, Role.DEPARTMENT_OFFICER)
    case.refresh_from_db()
    assert not access.may_be_charged(case).filter(pk__in=(nobody.pk, cast.department_officer.pk)).exists()


def test_whoever_is_responsible_hands_over_to_somebody_who_sees_the_case(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    made = stories.running_measure(case, cast)
    Institution.objects.update(is_demo=False)
    with django_capture_on_commit_callbacks(execute=True):
        stories.perform(made, MeasureAct.HAND_OVER, cast.reviewer, owner=cast.reviewer)
    assert (made.owner, made.status) == (cast.reviewer, MeasureStatus.IN_FORCE)
    assert [mail.to for mail in mailoutbox] == [[cast.reviewer.email]]
    noted = AuditEvent.objects.get(verb="measure.hand_over")
    assert (noted.after["responsible"], noted.reason) == (cast.reviewer.username, "確認した")


@pytest.mark.parametrize("whom", ["stranger", "same", "nobody"])
def test_a_measure_is_not_handed_over_to_somebody_unsuited(case: Case, cast: Cast, whom: str) -> None:
    made = stories.running_measure(case, cast)
    owner = {"stranger": cast.stranger, "same": made.owner, "nobody": None}[whom]
    with pytest.raises(errors.InvalidInput) as caught:
        stories.perform(made, MeasureAct.HAND_OVER, cast.reviewer, owner=owner)
    assert caught.value.field == "owner"
    before = made.owner
    made.refresh_from_db()
    assert made.owner == before
