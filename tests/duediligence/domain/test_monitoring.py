"""Looking again: what a rescreening does to a case, and who is reminded."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence.domain import case as cases
from duediligence.domain import monitoring
from duediligence.domain.actor import Actor
from duediligence.enums import CaseStatus, Judgement, StepStatus
from duediligence.models import AuditEvent, Case
from duediligence.tasks import tick, work_on_run
from screening import runs
from screening.enums import RunStatus
from screening.models import Run
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
RENAMED = "1,organization,Institute of Sample Rockets,Exemplar Hypersonics;EIH,KP"
LATER = factories.NOW + dt.timedelta(days=31)


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.monitored(cast, tmp_path)


beginning = begun(begin)


def rescreen(case: Case, now: dt.datetime = LATER) -> Run:
    run = monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=now)
    assert run
    done = runs.work(run.pk)
    monitoring.act_on(done, actor=factories.SYSTEM, now=now)
    case.refresh_from_db()
    return done


def test_a_monitored_case_is_due_on_its_date(case: Case) -> None:
    assert monitoring.due_cases(factories.TODAY) == []
    assert monitoring.due_cases(LATER.date()) == [case.pk]


def test_a_case_whose_run_is_under_way_is_not_due(case: Case) -> None:
    monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=LATER)
    Case.objects.update(next_rescreen_date=factories.TODAY)
    assert monitoring.due_cases(LATER.date()) == []


def test_a_rescreening_without_change_goes_on_monitoring(case: Case) -> None:
    assert rescreen(case).status == RunStatus.COMPLETE
    assert (case.status, case.next_rescreen_date) == (CaseStatus.MONITORING, LATER.date() + dt.timedelta(days=30))


def test_a_run_that_is_no_longer_the_newest_changes_nothing(case: Case) -> None:
    earlier = case.current_run
    assert earlier
    rescreen(case)
    events = AuditEvent.objects.count()

    assert monitoring.act_on(earlier, actor=factories.SYSTEM, now=LATER) is None
    assert AuditEvent.objects.count() == events


def test_a_case_that_is_not_monitored_is_not_rescreened(cast: Cast, case: Case) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    assert monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=LATER) is None


def test_a_new_hit_reopens_the_case_at_due_diligence(cast: Cast, case: Case, tmp_path: Path) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    factories.watch_list(tmp_path, f"{stories.LISTED}\n2,person,見本 一郎,,", issued=dt.date(2026, 6, 20))
    rescreen(case)
    assert case.status == CaseStatus.IN_PROGRESS
    opened = case.steps.get(status=StepStatus.OPEN)
    assert (opened.code, opened.round) == ("investigation", 2)
    assert AuditEvent.objects.get(verb="case.reopened").after["new_hits"] == [
        {"list": "jp_meti_eul", "entry": "2", "matched": "見本 一郎"}
    ]


def test_a_route_without_due_diligence_reopens_at_its_beginning(case: Case, tmp_path: Path) -> None:
    case.steps.filter(kind="investigate").update(kind="confirm")
    factories.watch_list(tmp_path, f"{stories.LISTED}\n2,person,見本 一郎,,", issued=dt.date(2026, 6, 20))
    rescreen(case)
    assert case.steps.get(status=StepStatus.OPEN).code == "department_review"


def test_a_vanished_hit_is_a_note_and_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    programme = factories.programme()
    case = stories.designated_case(cast, tmp_path, programme, parties=(factories.partner("Exemplar Hypersonics"),))
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.MONITORING, next_rescreen_date=factories.TODAY)
    factories.watch_list(tmp_path, "3,organization,Other Body,,", issued=dt.date(2026, 6, 20))
    rescreen(case)
    assert case.status == CaseStatus.MONITORING
    (vanished,) = AuditEvent.objects.get(verb="screening.vanished").after["vanished"]
    assert vanished[1:] == ["jp_meti_eul", "1", "Example Institute of Hypersonics"]


@pytest.mark.parametrize(
    ("judgement", "code", "entry", "status"),
    [
        (Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed", RENAMED, CaseStatus.MONITORING),
        (Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed", f"{RENAMED[:-2]}IR", CaseStatus.IN_PROGRESS),
        (Judgement.FALSE_POSITIVE, "seat_differs", RENAMED, CaseStatus.IN_PROGRESS),
    ],
)
def test_another_name_is_a_note_where_the_judgement_holds_under_it(
    judgement: Judgement, code: str, entry: str, status: CaseStatus, cast: Cast, tmp_path: Path
) -> None:
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    case = stories.designated_case(cast, tmp_path, factories.programme(), parties=(partner,))
    stories.judge(case, cast, judgement, code)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.MONITORING, next_rescreen_date=factories.TODAY)
    factories.watch_list(tmp_path, entry, issued=dt.date(2026, 6, 20))
    rescreen(case)
    assert case.status == status
    renamed = AuditEvent.objects.filter(verb="screening.renamed")
    assert [one.after["renamed"] for one in renamed] == (
        [[["jp_meti_eul", "1", "Example Institute of Hypersonics", "Institute of Sample Rockets"]]]
        if status == CaseStatus.MONITORING
        else []
    )


def test_a_rescreening_that_could_not_check_is_tried_again_the_next_day(case: Case) -> None:
    a_year_later = factories.NOW + dt.timedelta(days=365)
    assert rescreen(case, a_year_later).status == RunStatus.PARTIAL
    next_day = a_year_later.date() + dt.timedelta(days=1)
    assert (case.status, case.next_rescreen_date) == (CaseStatus.MONITORING, next_day)


def test_the_first_run_of_a_case_has_nothing_to_compare_with(case: Case) -> None:
    assert case.current_run
    monitoring.act_on(case.current_run, actor=factories.SYSTEM, now=LATER)
    assert not AuditEvent.objects.filter(verb="screening.vanished").exists()


def test_a_finished_run_that_nobody_noted_is_found(cast: Cast, case: Case) -> None:
    assert monitoring.unnoted_runs() == []
    run = monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=LATER)
    assert run
    runs.work(run.pk)
    assert monitoring.unnoted_runs() == [run.pk]


def test_remind_tells_the_owner_once_a_day(
    cast: Cast, tmp_path: Path, mailoutbox: list[object], django_capture_on_commit_callbacks: object
) -> None:
    from duediligence.models import Institution

    case = stories.screened_case(cast, tmp_path)
    Institution.objects.update(is_demo=False)
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    due = case.steps.get(status=StepStatus.OPEN).due_date
    assert due
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        told = [monitoring.remind(day) for day in (due - dt.timedelta(days=9), due, due, due + dt.timedelta(days=1))]
    assert told == [0, 1, 0, 1]
    assert len(mailoutbox) == 2


def test_the_tick_sees_to_what_is_due(case: Case, settings: object) -> None:
    Case.objects.update(next_rescreen_date=dt.date(2026, 1, 1))
    assert tick()["rescreened"] == 1
    run = Run.objects.latest("pk")
    assert run.status == RunStatus.QUEUED
    assert work_on_run(run.pk) == run.status or Run.objects.get(pk=run.pk).finished_at


def test_a_run_that_breaks_is_failed_and_noted(case: Case) -> None:
    run = monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=LATER)
    assert run
    run.request = {"broken": True}
    run.save()
    assert work_on_run(run.pk) == RunStatus.FAILED
    run.refresh_from_db()
    assert run.problems[0]["code"] == "error"
    assert AuditEvent.objects.filter(verb="screening.failed").count() == 1


def test_a_run_whose_worker_died_is_taken_up_and_given_up_after_three(case: Case) -> None:
    run = monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=LATER)
    assert run
    Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, lease_until=LATER, attempts=1)
    assert runs.overdue(LATER) == []
    assert runs.overdue(LATER + dt.timedelta(minutes=6)) == [run.pk]
    Run.objects.filter(pk=run.pk).update(attempts=3)
    assert runs.overdue(LATER + dt.timedelta(minutes=6)) == []
    run.refresh_from_db()
    assert (run.status, run.problems) == (RunStatus.FAILED, [{"code": "abandoned", "attempts": "3"}])


def test_remind_tells_of_each_case_once_although_two_steps_are_open(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    case.steps.update(status=StepStatus.OPEN, due_date=factories.TODAY)
    assert monitoring.remind(factories.TODAY) == 1
