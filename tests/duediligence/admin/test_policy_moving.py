"""Open cases are moved to an edition from its page: previewed, chosen, each by itself."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from duediligence.domain import policy as policies
from duediligence.models import Case, PolicyEdition
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import NOW, SYSTEM, Cast

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)


@pytest.fixture
def cases(cast: Cast, tmp_path: Path) -> list[Case]:
    stories.policy_and_list(tmp_path)
    return [factories.case(cast.submitter) for _number in range(2)]


def another(case: Case, **parts: Any) -> PolicyEdition:
    content = {**case.policy_edition.content, "edition": "2027-1", **parts}
    edition = policies.draft(content, institution=None, actor=SYSTEM)
    policies.publish(edition, actor=SYSTEM)
    return edition


def sent(edition: PolicyEdition, by: Any, **given: Any) -> Any:
    return visitor(by).post(reverse("admin:policy_move", args=[edition.pk]), given, follow=True)


def test_each_case_is_previewed_and_the_chosen_one_moves(cases: list[Case], cast: Cast) -> None:
    steps = [{**step, "approvers": 2} for step in cases[0].policy_edition.content["steps"]]
    edition = another(cases[0], steps=steps, assessment_rules=[])
    page = told(visitor(cast.admin).get(reverse("admin:policy_move", args=[edition.pk])))
    done = sent(edition, cast.admin, case=[cases[0].pk], reason="年度の切替え")

    names = ", ".join(step["name"]["en"] for step in steps)
    assert page.count(f"gone through again: {names}") == page.count("assessed anew") == 2
    assert "Cases moved to this edition: 1." in told(done)
    moved, kept = (Case.objects.get(pk=case.pk) for case in cases)
    assert (moved.policy_edition, kept.policy_edition) == (edition, cases[1].policy_edition)


def test_the_others_move_when_one_refuses(cases: list[Case], cast: Cast) -> None:
    edition = another(
        cases[0],
        declaration_form={
            **cases[0].policy_edition.content["declaration_form"],
            "items": [
                {**item, "help": {"ja": "別", "en": "other"}}
                for item in cases[0].policy_edition.content["declaration_form"]["items"]
            ],
        },
    )
    cases[1].declarations.create(
        person=cases[1].revision.memberships.get().person, draft_number=1, created_at=factories.NOW
    )
    refused = sent(edition, cast.admin, case=[case.pk for case in cases], reason="年度の切替え")

    assert refused.status_code == 422
    assert f"{cases[1].reference}: Members have declared on the form of the present edition" in told(refused)
    assert "Cases moved to this edition: 1." in told(refused)
    assert list(Case.objects.filter(policy_edition=edition)) == [cases[0]]


@pytest.mark.parametrize(
    ("given", "words"),
    [({"reason": "x"}, "Choose at least one case."), ({"case": ["1"]}, "This field is required.")],
)
def test_a_choice_and_a_reason_are_needed(given: Any, words: str, cases: list[Case], cast: Cast) -> None:
    response = sent(another(cases[0]), cast.admin, **given)
    assert response.status_code == 422 and words in told(response)


def test_another_role_reads_why_it_moves_nothing(cases: list[Case], cast: Cast) -> None:
    edition = another(cases[0])
    refused = sent(edition, cast.auditor, case=[cases[0].pk], reason="x")

    assert refused.status_code == 422 and "Your roles do not include this act." in told(refused)
    assert not Case.objects.filter(policy_edition=edition).exists()
