"""The mitigation plan names each measure with its history, why it is needed and who consented."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from duediligence.documents import measure_plan
from duediligence.documents.typesetting import Facts, Table, Words
from duediligence.domain.actor import Actor
from duediligence.enums import MeasureAct
from duediligence.models import AuditEvent
from tests import factories, stories

pytestmark = pytest.mark.django_db


def test_a_plan_says_why_what_by_whom_and_who_consented(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    plan = measure_plan.measure_plan(case, language="en", now=factories.NOW)
    assert [part for section in plan.sections for part in section.parts if not isinstance(part, Words)] == []

    stories.needed(case, cast.reviewer)
    stories.agreed_measure(case, cast)
    why, measures, consents = measure_plan.measure_plan(case, language="en", now=factories.NOW).sections
    rows = {
        section.heading: [list(row) for part in section.parts if isinstance(part, Table) for row in part.rows]
        for section in (why, measures, consents)
    }
    assert rows["Why measures are needed"][0][2] == "公開前の成果に触れる"
    assert [row[0] for row in rows["Measures"]] == ["Propose", "Agree", "Confirm that it can be carried out"]
    assert [row[1] for row in rows["Measures"]] == ["", "確認した", "確認した"]  # what is done stands above
    assert rows["Consent of those concerned"][0][:2] == ["見本 一郎", "Given"]
    (facts,) = [part for part in measures.parts if isinstance(part, Facts)]
    assert dict(facts.pairs)["Responsible"] == str(cast.department_officer)


def test_taking_it_is_noted(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    content = measure_plan.take(case, actor=Actor.of_user(cast.auditor), language="ja", now=factories.NOW)
    assert content.startswith(b"%PDF-")
    assert AuditEvent.objects.get(verb="measure.plan_taken").case_reference == case.reference


def test_a_plan_names_the_files_of_the_evidence_and_a_period_without_an_end(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    stories.needed(case, cast.reviewer)
    made = stories.running_measure(case, cast)
    paper = ContentFile(b"%PDF-1.7 attended", name="register.pdf")
    stories.perform(made, MeasureAct.GIVE_EVIDENCE, cast.department_officer, files=[paper])

    parts = measure_plan.measure_plan(case, language="en", now=factories.NOW).sections[1].parts

    (facts,) = [part for part in parts if isinstance(part, Facts)]
    (table,) = [part for part in parts if isinstance(part, Table)]
    assert dict(facts.pairs)["Period"] == "from 1 Jun 2026, no end set"
    assert "register.pdf (SHA-256 " in list(table.rows)[-1][1]
