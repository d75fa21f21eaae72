"""What workers do. Tasks take ids and are idempotent; what is due is in rows, the queue only wakes."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from duediligence.domain import (
    api_client,
    candidate_list,
    candidate_work,
    clearance,
    list_change,
    lists,
    measure,
    monitoring,
    partner,
    renewal,
)
from duediligence.domain.actor import Actor
from screening import runs
from screening.lists import update
from screening.models import Run
from screening.tasks import update_list

logger = structlog.get_logger(__name__)


@shared_task(name="duediligence.tasks.work_on_run")
def work_on_run(run_id: int) -> str:
    """Finish a run and let its case take note of it, also when it failed."""
    try:
        runs.work(run_id)
    except Exception as error:
        logger.error("run_failed", run=run_id, error=f"{type(error).__name__}: {error}")
    run = Run.objects.get(pk=run_id)
    monitoring.act_on(run, actor=Actor.of_system("screening"))
    return run.status


@shared_task(name="duediligence.tasks.work_on_candidates")
def work_on_candidates(list_id: int) -> str:
    """Check a list of candidates, or open its cases. An error leaves it to the tick, which tries it a few times."""
    return candidate_work.work(list_id)


@shared_task(name="duediligence.tasks.sweep_list")
def sweep_list(edition_id: int) -> int:
    """See to the cases that a newly applied edition touches."""
    return list_change.sweep(edition_id, timezone.localdate(), actor=Actor.of_system("lists"))


@shared_task(name="duediligence.tasks.tick")
def tick() -> dict[str, int]:
    """Find what is due and see to it: list changes, abandoned runs, monitored cases, expired clearances, reminders."""
    now = timezone.now()
    day = timezone.localdate(now)
    actor = Actor.of_system("tick")
    lists.note_what_commands_did()
    asked = update.due_sources(now) if settings.LIST_UPDATES else []
    for source_id in asked:
        update_list.delay(source_id)
    changed = list_change.due_editions(day)
    for edition_id in changed:
        sweep_list.delay(edition_id)
    due = monitoring.due_cases(day)
    for case_id in due:
        monitoring.begin_rescreen(case_id, actor=actor, now=now)
    lapsed = clearance.lapsed_cases(day)
    for case_id in lapsed:
        clearance.open_lapsed(case_id, actor=actor, now=now)
    left = measure.cases_of_leavers(day)
    for case_id in left:
        measure.end_of_leavers(case_id, actor=actor, now=now)
    overdue = runs.overdue(now)
    for run_id in overdue:
        work_on_run.delay(run_id)
    lists_waiting = candidate_work.overdue(now)
    for list_id in lists_waiting:
        work_on_candidates.delay(list_id)
    for run in Run.objects.filter(pk__in=monitoring.unnoted_runs()):
        monitoring.act_on(run, actor=actor, now=now)
    return {
        "lists_asked": len(asked),
        "lists_changed": len(changed),
        "rescreened": len(due),
        "clearances_lapsed": len(lapsed),
        "leavers": len(left),
        "runs_taken_up": len(overdue),
        "candidates_taken_up": len(lists_waiting),
        "candidates_forgotten": candidate_list.forget_old(now, actor=actor),
        "answers_forgotten": api_client.forget_answers(now),
        "escalated": monitoring.escalate(day, actor=actor),
        "reminded": (
            monitoring.remind(day)
            + monitoring.remind_of_measures(day)
            + renewal.remind(day)
            + partner.remind(day, now=now)
        ),
    }
