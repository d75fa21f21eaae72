"""The page of substitutes, and the declaration of a conflict of interest."""

from pathlib import Path

import pytest
from django.urls import reverse

from duediligence.enums import Judgement
from duediligence.models import Case, Delegation, Recusal
from tests import forcing, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

ADDRESS = "/delegations/"


def given(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "from_user": cast.decision_maker.pk,
        "to_user": cast.second_reviewer.pk,
        "role": "decision_maker",
        "from_date": "2026-06-01",
        "until_date": "2026-06-08",
        "reason": "出張",
        **changes,
    }


def test_a_holder_names_a_substitute_and_ends_it(cast: Cast) -> None:
    client = visitor(cast.decision_maker)
    assert "Nobody stands in for anybody." in told(client.get(ADDRESS))

    assert client.post(ADDRESS, given(cast)).status_code == 302
    shown = told(client.get(ADDRESS))
    made = Delegation.objects.get()
    assert "出張" in shown
    assert "In force" in shown

    client.post(reverse("admin:delegation_revoke", args=[made.pk]))
    assert "Revoked" in told(client.get(ADDRESS))


def test_a_refusal_stands_beside_its_field(cast: Cast) -> None:
    response = visitor(cast.decision_maker).post(ADDRESS, given(cast, to_user=cast.second_decision_maker.pk))

    assert response.status_code == 422
    assert "The substitute is another person of the same institution" in told(response)


def test_an_administrator_arranges_it_for_anybody(cast: Cast) -> None:
    assert visitor(cast.admin).post(ADDRESS, given(cast)).status_code == 302


def test_others_cannot_arrange_or_end_it(cast: Cast) -> None:
    assert visitor(cast.reviewer).post(ADDRESS, given(cast)).status_code == 422
    visitor(cast.admin).post(ADDRESS, given(cast))
    address = reverse("admin:delegation_revoke", args=[Delegation.objects.get().pk])

    assert "Your roles do not include this act." in told(visitor(cast.reviewer).post(address, follow=True))
    assert visitor(cast.stranger).post(address).status_code == 404
    assert visitor(cast.submitter).get(ADDRESS).status_code == 403
    assert Delegation.objects.get().revoked_at is None


def test_the_steps_page_says_for_whom_a_substitute_decides(cast: Cast, case: Case) -> None:
    forcing.remove(case.dispositions.all())
    visitor(cast.admin).post(
        ADDRESS, given(cast, from_user=cast.reviewer.pk, to_user=cast.auditor.pk, role="security_officer")
    )

    shown = told(visitor(cast.auditor).get(reverse("admin:case_steps", args=[case.reference])))

    assert f"You decide on behalf of {cast.reviewer}." in shown


def test_a_conflict_of_interest_is_declared_on_the_steps_page(cast: Cast, case: Case) -> None:
    address = reverse("admin:case_act", args=[case.reference, "recuse"])
    client = visitor(cast.reviewer)

    assert client.post(address, {"reason_code": ""}).status_code == 422
    assert client.post(address, {"reason_code": "joint_work", "text": "共著がある"}).status_code == 302
    assert Recusal.objects.get().person == cast.reviewer
    shown = told(client.get(reverse("admin:case_steps", args=[case.reference])))
    assert "Joint research or papers with a member" in shown
    assert "You declared a conflict of interest in this case and take no part in it." in shown


def test_an_overdue_step_is_in_the_worklist_of_whom_it_was_passed_on_to(cast: Cast, case: Case) -> None:
    assert case.reference not in told(visitor(cast.decision_maker).get("/?tab=mine"))
    case.steps.filter(status="open").update(escalated_role="decision_maker")

    assert case.reference in told(visitor(cast.decision_maker).get("/?tab=mine"))
    shown = told(visitor(cast.decision_maker).get(reverse("admin:case_steps", args=[case.reference])))
    assert "Overdue, and passed on to: Decision-maker." in shown


def test_what_a_decision_rests_on_is_named(cast: Cast, case: Case, tmp_path: object) -> None:
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    forcing.force(case.dispositions.all(), needs_second_review=False)
    stories.assessed(case, cast.reviewer)
    stories.approve(case, cast.reviewer)

    shown = told(visitor(cast.reviewer).get(reverse("admin:case_steps", args=[case.reference])))

    assert "Rests on" in shown
    assert "jp_meti_eul" in shown


def test_a_decision_names_technology_lists_and_what_was_not_checked(cast: Cast, case: Case) -> None:
    run = case.current_run
    assert run
    run.technology = {"JP20": {"edition": "2022-09-30"}}
    run.save(update_fields=["technology"])
    run.lists.update(edition=None)
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    forcing.force(case.dispositions.all(), needs_second_review=False)
    stories.assessed(case, cast.reviewer)
    stories.approve(case, cast.reviewer)

    shown = told(visitor(cast.reviewer).get(reverse("admin:case_steps", args=[case.reference])))

    assert "JP20 2022-09-30" in shown
    assert "no edition held: not checked" in shown


def test_monitoring_is_no_step_to_approve(cast: Cast, tmp_path: Path) -> None:
    case = stories.monitored(cast, tmp_path)

    shown = told(visitor(cast.reviewer).get(reverse("admin:case_steps", args=[case.reference])))

    assert "It goes on by itself" in shown
    assert "Record the decision" not in shown
    assert "Done by itself" in shown
