"""A proposal that is withdrawn, taken up again, withdrawn for good, and whose personal data end with its retention."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from duediligence import errors
from duediligence.domain import audit, confirmation, decision, declaration, measure, retention
from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import (
    CaseStatus,
    ConfirmationKind,
    ConfirmationVerdict,
    Judgement,
    MeasureAct,
    StepStatus,
    Verdict,
)
from duediligence.models import AuditEvent, Case, DeclarationVersion, Person
from tests import declaring, factories, stories
from tests.duediligence.admin.visiting import told, visitor

pytestmark = pytest.mark.django_db


def test_withdrawn_taken_up_again_and_purged(tmp_path: Path, time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)
    cast, programme = factories.cast(), factories.programme()
    officer = Actor.of_user(cast.reviewer)
    listed = factories.partner("Exemplar Hypersonics", country="KP")
    case = stories.designated_case(cast, tmp_path, programme, parties=(listed,))
    person = case.revision.memberships.get().person
    declaring.declared(case, person)
    case.refresh_from_db()
    stories.screened(case)
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    made = stories.proposed_measure(case, cast)
    stories.approve(case, cast.department_officer)

    # Withdrawn: nothing more is asked, nothing more can be done to it, the funder reads that it is over.
    cases.withdraw(case, actor=officer, reason="応募の取下げ", now=factories.NOW)
    case.refresh_from_db()
    assert case.status == CaseStatus.WITHDRAWN
    assert not case.steps.filter(status__in=[StepStatus.OPEN, StepStatus.WAITING]).exists()
    step = case.steps.get(code="investigation")
    for act in (
        lambda: cases.assign(case, cast.reviewer, actor=officer),
        lambda: declaration.ask(case, person, actor=officer, now=factories.NOW),
        lambda: stories.perform(made, MeasureAct.AGREE, cast.department_officer),
        lambda: confirmation.receive(
            case, actor=officer, kind=ConfirmationKind.GOVERNMENT, verdict=ConfirmationVerdict.CONFIRMED
        ),
        lambda: decision.decide(
            step, actor=officer, verdict=Verdict.APPROVE, reason="調査済み", revision=case.revision
        ),
        lambda: cases.withdraw(case, actor=officer, reason="再度"),
    ):
        with pytest.raises(errors.CaseNotOpen):
            act()
    assert "応募の取下げ" in told(visitor(cast.auditor).get(reverse("admin:case", args=[case.reference])))

    # It comes back: what was judged is still there, what was not finished is done again.
    cases.reopen(case, actor=officer, reason="再応募", now=factories.NOW)
    case.refresh_from_db()
    stories.screened(case)
    assert case.steps.get(status=StepStatus.OPEN).code == "investigation"
    assert case.current_run and case.current_run.hits.get().dispositions.get().carried_from
    cases.withdraw(case, actor=officer, reason="辞退", now=factories.NOW)

    # A year later the nationality that was declared goes, and nothing else does; the case says so.
    time_machine.move_to(factories.NOW + dt.timedelta(days=366))
    call_command("purge_expired", apply=True, stdout=StringIO())
    assert not DeclarationVersion.objects.exclude(masked="").exists()
    assert "Masked answers removed" in told(visitor(cast.auditor).get(reverse("admin:case", args=[case.reference])))

    # Kept as long as the policy says; the preview names what would go and removes nothing.
    case.refresh_from_db()
    assert retention.expired(factories.TODAY.replace(year=2036)) == []
    after = factories.NOW.replace(year=2036) + dt.timedelta(days=1)
    time_machine.move_to(after)
    (due,) = retention.expired(after.date())
    assert {name: due.counts[name] for name in ("people", "declarations", "judgements", "measures")} == {
        "people": 1,
        "declarations": 1,
        "judgements": 2,
        "measures": 1,
    }
    shown = StringIO()
    call_command("purge_expired", json=True, stdout=shown)
    assert json.loads(shown.getvalue())["removed"] is False
    assert Person.objects.filter(name="見本 一郎").exists()

    # The purge takes the words; steps, dates, reasons' hashes and the chain stay, and it is not taken up again.
    before = AuditEvent.objects.count()
    call_command("purge_expired", apply=True, stdout=StringIO())
    case = Case.objects.get()
    assert case.purged_at and not Person.objects.exists() and not case.measures.exists()
    kept = AuditEvent.objects.filter(case_reference=case.reference)
    assert AuditEvent.objects.count() > before
    assert not [one for one in kept if "見本" in json.dumps([one.before, one.after, one.reason], ensure_ascii=False)]
    assert kept.filter(verb="case.withdrawn").count() == 2
    assert audit.verify_all() == []
    verified = StringIO()
    call_command("verify_audit", stdout=verified)
    with pytest.raises(errors.CasePurged):
        cases.reopen(case, actor=officer, reason="再応募", now=after)
    page = told(visitor(cast.auditor).get(reverse("admin:case", args=[case.reference])))
    assert "見本 一郎" not in page
    assert measure.live_measures(case) == []
