"""Joining on the members page: asked for, what is missing said, admitted or declined."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.models import Case, Joining
from tests import declaring, stories
from tests.beginnings import begun
from tests.duediligence.admin.test_markup import Markup
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
NEW = {
    "name": "見本 花子",
    "role": "student",
    "affiliation": "西都大学",
    "romanised": "Hanako",
    "reason": "新しい大学院生",
}


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.monitored(cast, tmp_path)


beginning = begun(begin, at=NOW)


def ask(client: Client, case: Case, **changes: str) -> Any:
    return client.post(reverse("admin:case_joining", args=[case.reference]), {**NEW, **changes}, follow=True)


def decide(client: Client, one: Joining, verdict: str, reason: str = "確認した") -> str:
    address = reverse("admin:case_joining_decide", args=[one.case.reference, one.pk])
    return told(client.post(address, {"verdict": verdict, "reason": reason}, follow=True))


def test_somebody_passes_the_gate(case: Case, cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(NOW + dt.timedelta(hours=1))  # the overview has the newest first
    officer, decider = visitor(cast.reviewer), visitor(cast.decision_maker)
    shown = told(ask(officer, case))
    one = Joining.objects.get()
    assert "見本 花子" in shown and "Ask with a personal link" in shown and Markup(shown).faults == []
    assert "Declarations are still missing (1): 見本 花子." in told(
        decider.get(reverse("admin:case_members", args=[case.reference]))
    )
    assert "Declarations are still missing" in decide(decider, one, "admit")

    declaring.declared(case, one.person)
    case.refresh_from_db()
    stories.screened(case)
    assert officer.get(reverse("admin:case_declaration", args=[case.reference, one.person_id])).status_code == 200
    done = decide(decider, one, "admit")

    assert "見本 花子 is admitted as a member." in done and Markup(done).faults == []
    overview = told(officer.get(reverse("admin:case", args=[case.reference])))
    assert "Request to join recorded" in overview and "Admitted to the case" in overview
    case.refresh_from_db()
    assert case.revision.memberships.count() == 2


def test_a_request_that_cannot_be_taken_says_why(case: Case, cast: Cast) -> None:
    officer = visitor(cast.reviewer)
    for changes, words in (({"name": ""}, "error-summary"), ({"orcid": "x"}, "does not have the form")):
        refused = ask(officer, case, **changes)
        assert refused.status_code == 422 and words in told(refused) and Markup(told(refused)).faults == []
    ask(officer, case)
    assert "is a member already" in told(ask(officer, case))
    assert ask(visitor(cast.decision_maker), case).status_code == 422
    assert Joining.objects.count() == 1


def test_somebody_is_declined(case: Case, cast: Cast) -> None:
    ask(visitor(cast.reviewer), case)
    one = Joining.objects.get()
    assert "Your roles do not include this act." in decide(visitor(cast.reviewer), one, "decline")
    assert "見本 花子 is not admitted." in decide(visitor(cast.decision_maker), one, "decline")
    assert "Declined" in told(visitor(cast.decision_maker).get(reverse("admin:case_members", args=[case.reference])))


def test_a_refused_decision_keeps_what_was_typed(case: Case, cast: Cast) -> None:
    ask(visitor(cast.reviewer), case)
    one = Joining.objects.get()
    address = reverse("admin:case_joining_decide", args=[case.reference, one.pk])
    decider = visitor(cast.decision_maker)

    shown = told(decider.post(address, {"verdict": "admit", "reason": "よく知られた研究者"}, follow=True))
    assert "よく知られた研究者" in shown
    assert "よく知られた研究者" not in told(decider.get(reverse("admin:case_members", args=[case.reference])))

    assert decider.post(address, {"verdict": "maybe", "reason": "no"}).status_code == 400
    assert Joining.objects.get().decided_by is None
