"""The end of retention: what is due, what goes, what stays, and that the chain still holds."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from duediligence import errors
from duediligence.domain import api_client, attachment, audit, confirmation, cross_check, retention
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import (
    CaseOutcome,
    ConfirmationKind,
    ConfirmationVerdict,
    DueDiligenceResult,
    JoiningStatus,
    Judgement,
    MemberRole,
)
from duediligence.models import (
    AuditEvent,
    Case,
    Declaration,
    DeclarationVersion,
    IdempotencyRecord,
    Joining,
    Membership,
    Person,
    StoredFile,
    guards,
)
from duediligence.policy.calendar import add_months
from screening.models import Hit, Run
from tests import factories, forcing, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db

MONTHS = 60
PAPER = b"%PDF-1.7 about one person"
LATER = factories.NOW + dt.timedelta(days=MONTHS * 31)


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A closed case with everything in it."""
    case = stories.hit_case(cast, tmp_path)
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    forcing.force(case.dispositions.all(), needs_second_review=False)
    stories.assessed(case, cast.reviewer)
    stories.needed(case, cast.reviewer)
    stories.agreed_measure(case, cast)
    confirmation.receive(
        case,
        actor=Actor.of_user(cast.reviewer),
        kind=ConfirmationKind.GOVERNMENT,
        verdict=ConfirmationVerdict.CONFIRMED,
        comments="見本 一郎 について",
        now=factories.NOW,
    )
    officer = Actor.of_user(cast.reviewer)
    source = cross_check.consult(
        case, title="見本 一郎の頁", consulted_date=factories.TODAY, actor=officer, now=factories.NOW
    )
    cross_check.conclude(
        case,
        result=DueDiligenceResult.DONE_INCOMPLETE,
        not_obtained="見本 一郎の兼業",
        actor=officer,
        now=factories.NOW,
    )
    attachment.attach(case, ContentFile(PAPER, name="見本 一郎.pdf"), actor=officer, about=source, now=factories.NOW)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    assert not case.is_open
    Case.objects.update(closed_at=factories.NOW)
    case.refresh_from_db()
    return case


beginning = begun(begin)


def purge(case: Case, now: dt.datetime = LATER) -> dict[str, int]:
    return retention.purge(case, actor=factories.SYSTEM, now=now)


def everything_stored() -> str:
    """Return every word of every table of the application and of the runs."""
    from django.apps import apps

    kept = [model for label in ("duediligence", "screening") for model in apps.get_app_config(label).get_models()]
    named = [model for model in kept if model.__name__ not in {"User", "Entry", "EntryName", "PolicyEdition"}]
    return json.dumps([list(model._default_manager.values()) for model in named], default=str, ensure_ascii=False)


def test_a_case_is_due_when_the_policy_keeps_it_no_longer(cast: Cast, case: Case) -> None:
    last = add_months(factories.TODAY, MONTHS)
    assert retention.expired(last) == []
    (due,) = retention.expired(last + dt.timedelta(days=1))
    assert (due.case, due.closed_on, due.kept_until) == (case, factories.TODAY, last)
    assert (due.counts["people"], due.counts["assessments"], due.counts["measures"]) == (1, 3, 1)


def test_an_open_case_is_never_due(cast: Cast, tmp_path: Path) -> None:
    open_case = stories.screened_case(cast, tmp_path)
    assert open_case not in [one.case for one in retention.expired(LATER.date())]
    with pytest.raises(errors.RetentionNotOver):
        purge(open_case)


def test_nothing_personal_is_left_and_the_chain_still_holds(cast: Cast, case: Case) -> None:
    assert "見本 一郎" in everything_stored()
    counts = purge(case)
    assert counts["decisions"] == 2
    left = everything_stored()
    for words in ("見本 一郎", "古典文学の受容史", "面談で同意", "公表資料で確かめた", "閲覧の権限"):
        assert words not in left
    assert audit.verify_all() == []
    assert not Person.objects.exists()
    assert not Hit.objects.exists()


def test_files_go_unless_another_case_keeps_the_same_ones(case: Case, cast: Cast) -> None:
    own, shared = b"%PDF-1.7 about this case alone", case.attachments.get().stored
    other = factories.case(cast.submitter, members=(factories.member("見本 三郎"),))
    officer = Actor.of_user(cast.reviewer)
    attachment.attach(other, ContentFile(PAPER, name="写し.pdf"), actor=officer, now=factories.NOW)
    user = cast.reviewer
    attachment.keep(case, ContentFile(own, name="登記.pdf"), user=user, actor=officer, now=factories.NOW)
    assert purge(case)["attachments"] == 2
    assert not case.attachments.exists()
    assert list(StoredFile.objects.all()) == [shared]


def test_whoever_wished_to_join_and_was_declined_goes_as_well(case: Case, cast: Cast) -> None:
    person = Person.objects.create(name="志願 者", institution=cast.institution)
    Joining.objects.create(
        case=case,
        person=person,
        role=MemberRole.PARTICIPANT,
        status=JoiningStatus.DECLINED,
        reason="参加の希望",
        requested_by=cast.department_officer,
        requested_at=factories.NOW,
        decided_by=cast.reviewer,
        decided_at=factories.NOW,
        decision_reason="見送り",
    )
    purge(case)
    assert "志願 者" not in everything_stored()


def test_reference_dates_outcome_deciders_and_editions_stay(cast: Cast, case: Case) -> None:
    purge(case)
    case.refresh_from_db()
    assert (case.outcome, case.purged_at) == (CaseOutcome.MITIGATION, LATER)
    deciders = [one.decided_by for step in case.steps.order_by("position") for one in step.decisions.all()]
    assert deciders == [cast.reviewer, cast.decision_maker]
    assert Run.objects.get().lists.count() == 1
    assert AuditEvent.objects.filter(case_reference=case.reference, verb="case.opened").exists()


def test_purge_refuses_before_the_end_and_a_second_time(case: Case) -> None:
    with pytest.raises(errors.RetentionNotOver):
        purge(case, factories.NOW)
    purge(case)
    with pytest.raises(errors.RetentionNotOver):
        purge(case)
    assert retention.expired(LATER.date()) == []


def test_declarations_and_their_masked_answers_go_with_the_case(cast: Cast, case: Case) -> None:
    asked, _made = Declaration.objects.get_or_create(
        case=case, person=Person.objects.get(), defaults={"created_at": factories.NOW}
    )
    given = {"form_code": "f", "form_edition": "1", "consent_edition": "1", "consent_text": "同意"}
    DeclarationVersion.objects.create(
        declaration=asked, number=1, content={"career": "見本 一郎"}, masked="x", submitted_at=factories.NOW, **given
    )
    assert purge(case)["declarations"] == 1
    assert not Declaration.objects.exists()
    assert not Person.objects.exists()


def test_a_person_of_another_case_stays(cast: Cast, case: Case) -> None:
    factories.proposal(cast.submitter, members=(factories.member(),))
    purge(case)
    assert Person.objects.get().name == "見本 一郎"


def test_a_person_whom_another_record_needs_stays(cast: Cast, case: Case, tmp_path: Path) -> None:
    other = factories.case(cast.submitter, members=(factories.member("見本 三郎"),))
    stories.screened(other)
    kept = stories.proposed_measure(other, cast)
    kept.person = Person.objects.get(name="見本 一郎")
    kept.save()
    purge(case)
    assert Person.objects.filter(name="見本 一郎").exists()


def test_the_proposal_stays_while_a_later_case_on_it_is_kept(cast: Cast, case: Case) -> None:
    cases.open_case(case.proposal, actor=factories.SYSTEM, now=factories.NOW)
    purge(case)
    assert Membership.objects.exists()
    assert case.proposal.revisions.get().title_ja == "古典文学の受容史"
    assert audit.verify_all() == []


def test_a_decision_that_was_void_keeps_no_words(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    stories.revise(case, cast, members=(factories.member("見本 二郎", role=MemberRole.PI),))
    case.refresh_from_db()
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ", now=factories.NOW)
    purge(case)
    assert set(case.steps.values_list("decisions__void_reason", flat=True)) <= {None, retention.REMOVED}


def test_words_that_were_removed_without_being_listed_are_found(case: Case) -> None:
    event = AuditEvent.objects.filter(case_reference=case.reference).earliest("seq")
    blank = {"object_label": "", "before": {}, "after": {}, "reason": "", "salt": ""}
    AuditEvent.objects.filter(pk=event.pk).update(purged_at=LATER, **blank)
    assert audit.verify_all() == [audit.Break(event.stream, event.seq, "altered")]


def test_the_database_lets_words_go_once_and_nothing_else_change(case: Case) -> None:
    event = AuditEvent.objects.filter(case_reference=case.reference).earliest("seq")
    blank: dict[str, Any] = {"object_label": "", "before": {}, "after": {}, "reason": "", "salt": ""}
    for change in ({**blank, "purged_at": LATER, "verb": "x"}, {"purged_at": LATER}, blank):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEvent.objects.filter(pk=event.pk).update(**change)
    purge(case)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(purged_at=factories.NOW, **blank)


def test_an_event_of_the_first_version_is_verified_before_and_after(case: Case) -> None:
    event = AuditEvent.objects.order_by("stream", "-seq").filter(case_reference=case.reference).latest("seq")
    connection.check_constraints()
    guards.remove(connection)
    event.version, event.salt, event.payload_hash = 1, "", ""
    event.hash = audit.digest(event)
    event.save()
    audit.ChainHead.objects.filter(stream=event.stream).update(hash=event.hash)
    connection.check_constraints()
    guards.install(connection)
    assert audit.verify_all() == []
    purge(case)
    assert audit.verify_all() == []


def test_the_command_shows_first_and_removes_only_when_told(case: Case, time_machine: Any) -> None:
    time_machine.move_to(LATER)
    out = StringIO()
    with translation.override("ja"):
        call_command("purge_expired", stdout=out)
    line, summary = out.getvalue().splitlines()
    assert case.reference in line and "決定 2" in line
    assert "1件" in summary
    case.refresh_from_db()
    assert case.purged_at is None
    out = StringIO()
    call_command("purge_expired", "--apply", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["case"], told["removed"], told["counts"]["decisions"]) == (case.reference, True, 2)
    out = StringIO()
    call_command("purge_expired", "--apply", stdout=out)
    assert len(out.getvalue().splitlines()) == 1
    case.refresh_from_db()
    assert case.purged_at


def test_answers_to_repeated_requests_are_forgotten_after_a_week(cast: Cast) -> None:
    client = factories.client(factories.programme())
    for days in (6, 8):
        made = factories.NOW - dt.timedelta(days=days)
        IdempotencyRecord.objects.create(client=client, key=str(days), request_hash="", created_at=made)
    assert api_client.forget_answers(factories.NOW) == 1
    assert IdempotencyRecord.objects.get().key == "6"
