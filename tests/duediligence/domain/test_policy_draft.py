"""A draft is changed by its drafter alone, part by part, and never into what cannot be read."""

import copy
from typing import Any

import pytest

from duediligence import errors
from duediligence.domain import policy, policy_draft
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, PolicyEdition
from duediligence.policy.faults import PolicyRefused
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> PolicyEdition:
    return policy.draft(
        factories.policy().content, institution=cast.institution, actor=Actor.of_user(cast.admin), now=factories.NOW
    )


def changed(draft: PolicyEdition, **parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(draft.content), **parts}


def test_a_revised_draft_carries_its_new_words_and_an_audit_entry(cast: Cast, draft: PolicyEdition) -> None:
    before = draft.sha256
    content = changed(draft, edition="2027-1", name={"ja": "長" * 300, "en": "Long"}, applies_to=["ordinary"])

    faults = policy_draft.revise(draft, content, seen=before, place="", actor=Actor.of_user(cast.admin))

    draft.refresh_from_db()
    assert (faults, draft.edition, draft.name_en, draft.applies_to) == ((), "2027-1", "Long", ["ordinary"])
    assert (draft.name_ja, draft.content) == ("長" * 200, content)
    event = AuditEvent.objects.get(verb="policy.draft_revised")
    assert (event.before, event.after) == ({"sha256": before}, {"sha256": draft.sha256, "place": ""})


def test_a_fault_elsewhere_stays_to_be_mended_and_keeps_the_draft_from_being_published(
    cast: Cast, draft: PolicyEdition
) -> None:
    content = changed(draft)
    content["steps"] = content["steps"][1:]  # the steps after it still name the one taken out

    faults = policy_draft.revise(draft, content, seen=draft.sha256, actor=Actor.of_user(cast.admin))

    assert "unknown_reference" in {fault.code for fault in faults}
    with pytest.raises(errors.PolicyFaulty, match=f"published: {len(faults)}"):
        policy.publish(draft, actor=factories.SYSTEM)
    again = changed(PolicyEdition.objects.get(pk=draft.pk), edition="2027-2")
    seen = PolicyEdition.objects.get(pk=draft.pk).sha256
    assert policy_draft.revise(draft, again, seen=seen, place="", actor=Actor.of_user(cast.admin)) == faults


@pytest.mark.parametrize(
    ("place", "parts", "code"),
    [
        (None, {"steps": "x"}, "wrong_type"),
        ("intervals[0]", {"issued_on": "yesterday"}, "not_a_date"),
        ("", {"issued_on": "2999-01-01"}, "effective_before_issued"),
        (None, {"summary": {"ja": "国籍で分ける", "en": "By nationality"}}, "forbidden_attribute"),
        ("", {"steps": [], "edition": ""}, "empty_text"),
    ],
)
def test_what_cannot_be_read_and_a_new_fault_in_the_edited_part_are_refused(
    place: str | None, parts: dict[str, Any], code: str, cast: Cast, draft: PolicyEdition
) -> None:
    with pytest.raises(PolicyRefused) as refused:
        policy_draft.revise(
            draft, changed(draft, **parts), seen=draft.sha256, place=place, actor=Actor.of_user(cast.admin)
        )
    assert code in {fault.code for fault in refused.value.faults}
    assert PolicyEdition.objects.get(pk=draft.pk).sha256 == draft.sha256


def test_an_empty_collection_is_a_fault_to_mend_and_no_refusal(cast: Cast, draft: PolicyEdition) -> None:
    checklists = [{**one, "points": []} for one in draft.content["checklists"]]
    faults = policy_draft.revise(
        draft,
        changed(draft, checklists=checklists),
        seen=draft.sha256,
        place="checklists[0]",
        actor=Actor.of_user(cast.admin),
    )
    assert {fault.code for fault in faults} == {"empty_list"}


def test_a_second_person_clones_and_nobody_changes_what_is_published(cast: Cast, draft: PolicyEdition) -> None:
    second = factories.user(cast.institution, factories.Role.OFFICE_ADMIN)
    for act in (
        lambda who: policy_draft.revise(draft, draft.content, seen=draft.sha256, actor=Actor.of_user(who)),
        lambda who: policy_draft.discard(draft, actor=Actor.of_user(who)),
    ):
        with pytest.raises(errors.NotTheDrafter):
            act(second)
        for stranger in (cast.reviewer, cast.stranger):
            with pytest.raises(errors.NotAllowed):
                act(stranger)
    policy.publish(draft, actor=Actor.of_user(second))
    with pytest.raises(errors.PolicyImmutable):
        policy_draft.revise(draft, draft.content, seen=draft.sha256, actor=Actor.of_user(cast.admin))


def test_a_stale_page_changes_nothing(cast: Cast, draft: PolicyEdition) -> None:
    actor, seen = Actor.of_user(cast.admin), draft.sha256
    policy_draft.revise(draft, changed(draft, edition="2027-1"), seen=seen, actor=actor)
    with pytest.raises(errors.StaleDraft):
        policy_draft.revise(draft, changed(draft, edition="2027-2"), seen=seen, actor=actor)
    assert PolicyEdition.objects.get(pk=draft.pk).edition == "2027-1"


def test_a_draft_takes_no_name_that_another_edition_has(cast: Cast, draft: PolicyEdition) -> None:
    actor = Actor.of_user(cast.admin)
    other = policy.draft(changed(draft, edition="2027-1"), institution=cast.institution, actor=actor)
    with pytest.raises(errors.EditionExists):
        policy_draft.revise(other, changed(draft), seen=other.sha256, actor=actor)


def test_a_discarded_draft_is_gone_and_the_log_says_so(cast: Cast, draft: PolicyEdition) -> None:
    policy_draft.discard(draft, actor=Actor.of_user(cast.admin))
    assert not PolicyEdition.objects.filter(pk=draft.pk).exists()
    event = AuditEvent.objects.get(verb="policy.draft_discarded")
    assert event.before == {"code": draft.code, "edition": draft.edition, "sha256": draft.sha256}
