"""The joining gate: whoever comes later passes what the others passed, before they take part."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from duediligence import errors
from duediligence.domain import audit, declaration, disposition, joining, monitoring
from duediligence.domain.actor import Actor
from duediligence.domain.content import MemberInput
from duediligence.domain.party import OrganisationInput, PersonInput
from duediligence.enums import CaseOutcome, CaseStatus, Judgement, MemberRole
from duediligence.models import Case, Declaration, StepDecision
from duediligence.policy.answers import ItemAnswer
from tests import declaring, factories, stories
from tests.duediligence.admin.visiting import told, visitor

pytestmark = pytest.mark.django_db
STUDENT = MemberInput(
    PersonInput("見本 花子", affiliation=OrganisationInput("西都大学")),
    MemberRole.STUDENT,
    start_date=dt.date(2026, 7, 1),
)
GRANT = {"month": "2025-09", "content": "奨学金", "provider": "Exemplar Hypersonics", "period": "2025-09/"}


def test_a_student_joins_a_watched_case_after_declaring_and_being_screened(tmp_path: Path, time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)
    cast = factories.cast()
    case = stories.monitored(cast, tmp_path)
    officer, decider = Actor.of_user(cast.reviewer), Actor.of_user(cast.decision_maker)

    def again() -> Case:
        case.refresh_from_db()
        return stories.screened(case)

    def admit(by: Actor) -> object:
        return joining.admit(asked, actor=by, reason="確認した", now=factories.NOW)

    # Asked for by one person; the student declares by a personal link, in the light form for students.
    asked = joining.request(case, STUDENT, actor=officer, reason="新しい大学院生", now=factories.NOW)
    again()
    with pytest.raises(errors.DeclarationsMissing):
        admit(decider)
    given, token = declaration.ask(case, asked.person, actor=officer, email="h@example.ac.jp", now=factories.NOW)
    assert given.light_form
    holder = Actor.of_link(declaration.open_link(token, now=factories.NOW))
    declaring.file(declaring.fill(given, holder, other_support=ItemAnswer(rows=(GRANT,))), holder)

    # The giver of the scholarship is on a list: nothing is reopened, but nobody joins before that is judged.
    again()
    assert case.status == CaseStatus.MONITORING
    with pytest.raises(errors.HitsUnjudged):
        admit(decider)
    assert "見本 花子" in told(visitor(cast.reviewer).get(reverse("admin:case_members", args=[case.reference])))
    judged = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    disposition.review(judged, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)

    # Another person admits them: a revision of its own, every approval stands, the case is watched on.
    with pytest.raises(errors.NotAllowed):
        admit(officer)
    admit(decider)
    case.refresh_from_db()
    assert (case.revision.number, case.status, case.outcome) == (2, CaseStatus.MONITORING, CaseOutcome.NO_MITIGATION)
    assert not StepDecision.objects.filter(step__case=case, voided_at__isnull=False).exists()
    names = [one.person.name for one in case.revision.memberships.select_related("person")]
    assert names == ["見本 一郎", "見本 花子"]

    # From now on they are watched like everybody: a list that takes them up reopens the case.
    rows = f"{stories.LISTED}\n2,person,見本 花子,,"
    factories.watch_list(tmp_path, rows, issued=dt.date(2026, 6, 20))
    later = factories.NOW + dt.timedelta(days=31)
    assert monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=later)
    case.refresh_from_db()
    stories.screened(case)
    assert case.status == CaseStatus.IN_PROGRESS
    assert Declaration.objects.filter(case=case, person=asked.person).count() == 1
    assert audit.verify_all() == []
