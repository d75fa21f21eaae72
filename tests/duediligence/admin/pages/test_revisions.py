"""Revising proposals: typed, checked, recorded, and refused when the page is out of date."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.domain import recusal
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.enums import Role, StepStatus
from duediligence.models import AuditEvent, Case
from tests import factories
from tests.duediligence.admin.typing_in import Forms, recorded, sent
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def revising(case: Case, client: Client, **changes: str) -> Any:
    path = reverse("admin:revise_proposal", args=[case.reference])
    given = Forms(told(client.get(path))).given
    roles = {"members-0-role": "pi", "parties-0-role": "partner"}
    return sent(client, {**given, **roles, "abstract_ja": "和歌の受容を明らかにする。", **changes}, path)


def test_a_revision_is_typed_checked_and_followed_by_the_case(case: Case, cast: Cast) -> None:
    client = visitor(cast.submitter)

    answer = revising(case, client, title_ja="古典文学の受容史(改)", reason="題名の変更")
    response = recorded(client, answer["Location"])

    case.refresh_from_db()
    assert response["Location"] == reverse("admin:case", args=[case.reference])
    assert (case.revision.number, case.revision.title_ja) == (2, "古典文学の受容史(改)")
    assert AuditEvent.objects.get(verb="proposal.revised").reason == "題名の変更"


def test_the_page_says_which_steps_the_revision_begins_again_and_keeps_nothing(
    case: Case, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = visitor(cast.submitter)
    started = case.steps.exclude(status=StepStatus.WAITING).get()
    name = read(case.policy_edition).step(started.code).name.en

    material = revising(case, client, title_ja="古典文学の受容史(改)", reason="題名の変更")
    with django_assert_max_num_queries(40):
        page = told(client.get(material["Location"]))
    slight = revising(case, client, title_ja=f"{case.revision.title_ja}。", reason="句点")

    assert f"no longer holds:</p><ul><li>{name}</li></ul>" in page
    assert "No step is gone through again: what was decided stands." in told(client.get(slight["Location"]))
    assert (case.proposal.revisions.count(), case.steps.filter(round__gt=1).count()) == (1, 0)


def test_a_check_page_that_is_out_of_date_leads_back_to_the_form(case: Case, cast: Cast) -> None:
    mine, other = visitor(cast.submitter), visitor(cast.reviewer)
    checked = revising(case, mine, title_ja="後の改訂", reason="後から")
    recorded(other, revising(case, other, title_ja="先の改訂", reason="先に")["Location"])

    page = mine.get(checked["Location"])

    assert page.status_code == 422
    assert "The proposal was revised since this was opened." in told(page)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "", "title_ja": "別"}, "This field is required."),
        ({"reason": "なし"}, "Nothing differs from the present revision."),
    ],
    ids=["no reason", "no change"],
)
def test_a_revision_without_reason_or_change_is_refused(
    changes: dict[str, str], words: str, case: Case, cast: Cast
) -> None:
    response = revising(case, visitor(cast.submitter), **changes)

    assert response.status_code == 422
    assert words in told(response)
    assert case.proposal.revisions.count() == 1


def test_a_revision_of_an_older_state_is_refused_and_what_was_typed_stays(case: Case, cast: Cast) -> None:
    mine, other = visitor(cast.submitter), visitor(cast.reviewer)
    revising(case, mine, act="add_party")
    answer = revising(case, other, title_ja="先の改訂", reason="先に")
    recorded(other, answer["Location"])

    response = revising(case, mine, title_ja="後の改訂", reason="後から")

    assert response.status_code == 422
    assert "The proposal was revised since this was opened." in told(response)
    assert Forms(told(response)).given["title_ja"] == "後の改訂"
    assert case.proposal.revisions.count() == 2


def test_a_revision_by_another_role_is_refused(case: Case, cast: Cast) -> None:
    client = visitor(cast.decision_maker)
    path = reverse("admin:revise_proposal", args=[case.reference])

    assert client.get(path)["Location"] == reverse("admin:case", args=[case.reference])
    assert client.post(path, {"act": "check"})["Location"] == reverse("admin:case", args=[case.reference])


def test_a_researcher_of_another_case_finds_no_revision_page(case: Case, cast: Cast) -> None:
    client = visitor(factories.user(cast.institution, Role.RESEARCHER))

    assert client.get(reverse("admin:revise_proposal", args=[case.reference])).status_code == 404


def test_whoever_is_recused_is_offered_no_revision(case: Case, cast: Cast) -> None:
    actor = Actor.of_user(cast.reviewer)
    client, home = visitor(cast.reviewer), reverse("admin:case", args=[case.reference])
    path = reverse("admin:revise_proposal", args=[case.reference])
    assert path in told(client.get(home))
    recusal.recuse(case, reason_code="joint_work", text="共著がある", actor=actor)
    assert path not in told(client.get(home))
    assert "You declared a conflict of interest" in told(client.get(path, follow=True))
