"""A new edition of a list: what it adds reopens a watched case, what it renames or drops is a note."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from duediligence import errors
from duediligence.domain import audit, confirmation, disposition, list_change, monitoring, partner
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import (
    CaseOutcome,
    CaseStatus,
    ConfirmationKind,
    ConfirmationVerdict,
    Judgement,
    MeasureTarget,
    StepStatus,
)
from duediligence.models import AuditEvent, Case, Organisation
from screening import runs
from tests import declaring, factories, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast
from tests.journeys.telling import Capture, for_real, mails_to

pytestmark = pytest.mark.django_db
RENAMED = "1,organization,Institute of Sample Rockets,Example Institute of Hypersonics;Exemplar Hypersonics;EIH,KP"
MEMBER = "2,person,見本 一郎,,"


def watched(cast: Cast, tmp_path: Path) -> Case:
    """A watched case whose partner is the one on the list and relevant: it is worked with under a measure."""
    programme = factories.programme()
    listed = factories.partner("Exemplar Hypersonics", country="KP")
    case = stories.designated_case(cast, tmp_path, programme, parties=(listed,))
    officer = Actor.of_user(cast.reviewer)
    body = Organisation.objects.get(name="Exemplar Hypersonics")
    partner.do_not_ask(case, body, actor=officer, reason="担当部署がない", now=factories.NOW)
    judged = stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    cases.assign(case, cast.reviewer, actor=officer)
    declaring.none_required(case)
    stories.assessed(case, cast.second_reviewer)
    about: dict[str, Any] = {"target": MeasureTarget.PARTNER, "person": None, "organisation": body}
    stories.agreed_measure(case, cast, **about)
    stories.approve(case, cast.department_officer)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    stories.approve(case, cast.second_reviewer)
    for kind in (ConfirmationKind.FUNDER, ConfirmationKind.GOVERNMENT):
        verdict = ConfirmationVerdict.CONFIRMED
        confirmation.receive(case, actor=officer, kind=kind, verdict=verdict, now=factories.NOW)
    case.refresh_from_db()
    return case


def new_edition(case: Case, tmp_path: Path, rows: str, day: dt.date) -> Case:
    """Let another edition come into force: the daily work sees to it, screens what it touches and acts on that."""
    factories.watch_list(tmp_path, rows, issued=day)
    now = factories.NOW.replace(month=day.month, day=day.day)
    for edition in list_change.due_editions(day):
        list_change.sweep(edition, day, actor=factories.SYSTEM)
    for due in monitoring.due_cases(day):
        run = monitoring.begin_rescreen(due, actor=factories.SYSTEM, now=now)
        assert run
        monitoring.act_on(runs.work(run.pk), actor=factories.SYSTEM, now=now)
    case.refresh_from_db()
    return case


def test_added_renamed_and_dropped(
    tmp_path: Path, time_machine: Any, django_capture_on_commit_callbacks: Capture
) -> None:
    time_machine.move_to(factories.NOW)
    cast = factories.cast()
    case = watched(cast, tmp_path)
    assert (case.status, case.outcome) == (CaseStatus.MONITORING, CaseOutcome.MITIGATION)
    for_real()

    # The entry has another name now: it is the one that was judged, so its owner gets a note and nothing is reopened.
    with django_capture_on_commit_callbacks(execute=True):
        new_edition(case, tmp_path, RENAMED, dt.date(2026, 6, 10))
    assert case.status == CaseStatus.MONITORING
    noted = AuditEvent.objects.get(verb="screening.renamed", case_reference=case.reference)
    assert noted.after == {
        "renamed": [["jp_meti_eul", "1", "Example Institute of Hypersonics", "Institute of Sample Rockets"]]
    }
    assert ["別の名称" in one for one in mails_to(cast.reviewer, mail.outbox)] == [True]
    assert case.current_run
    kept = case.current_run.hits.get().dispositions.get()
    assert (kept.judgement, kept.carried_from is not None) == (Judgement.TRUE_MATCH_RELEVANT, True)

    # Somebody else of the case is on the next edition: back to due diligence, the owner is told.
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        new_edition(case, tmp_path, f"{RENAMED}\n{MEMBER}", dt.date(2026, 6, 20))
    opened = case.steps.get(status=StepStatus.OPEN)
    assert (case.status, opened.code, opened.round) == (CaseStatus.IN_PROGRESS, "investigation", 2)
    assert len(mails_to(cast.reviewer, mail.outbox)) == 1
    (new,) = AuditEvent.objects.get(verb="case.reopened").after["new_hits"]
    assert new == {"list": "jp_meti_eul", "entry": "2", "matched": "見本 一郎"}
    assert "見本 一郎" in told(visitor(cast.reviewer).get(reverse("admin:case_hits", args=[case.reference])))
    with pytest.raises(errors.HitsUnjudged):
        stories.approve(case, cast.reviewer)

    # It is judged to be somebody else; only what was begun anew is decided anew.
    assert case.current_run
    hit = case.current_run.hits.get(entry__uid="2")
    judged = disposition.judge(
        case,
        hit,
        actor=Actor.of_user(cast.reviewer),
        judgement=Judgement.FALSE_POSITIVE,
        reason_code="same_name_other_body",
        text="生年が異なる",
        evidence=stories.evidence(case, cast.reviewer, "same_name_other_body"),
        now=factories.NOW,
    )
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    stories.assessed(case, cast.second_reviewer)
    stories.to_send(case, cast.reviewer)
    stories.approve(case, cast.reviewer)
    assert case.steps.get(status=StepStatus.OPEN).code == "decision"
    stories.approve(case, cast.decision_maker, CaseOutcome.MITIGATION)
    stories.approve(case, cast.second_reviewer)
    assert case.submissions.count() == 2
    officer = Actor.of_user(cast.reviewer)
    for kind in (ConfirmationKind.FUNDER, ConfirmationKind.GOVERNMENT):
        verdict = ConfirmationVerdict.CONFIRMED
        confirmation.receive(case, actor=officer, kind=kind, verdict=verdict, now=factories.NOW)
    case.refresh_from_db()
    assert case.status == CaseStatus.MONITORING

    # The partner is taken off the list: a note, for an officer to say what follows; the measures stand.
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        new_edition(case, tmp_path, MEMBER, dt.date(2026, 6, 28))
    assert case.status == CaseStatus.MONITORING
    (gone,) = AuditEvent.objects.get(verb="screening.vanished").after["vanished"]
    assert gone[1:3] == ["jp_meti_eul", "1"]
    assert len(mails_to(cast.reviewer, mail.outbox)) == 1
    assert case.measures.get().status == "agreed"
    assert audit.verify_all() == []
