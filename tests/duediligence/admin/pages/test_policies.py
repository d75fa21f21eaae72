"""Policy editions: read, compared, cloned into a draft, edited in forms, and published by another person."""

import json
from typing import Any

import pytest
from django.urls import reverse

from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.enums import Role
from duediligence.models import AuditEvent, PolicyEdition, User
from tests import factories
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(cast: Cast) -> PolicyEdition:
    return PolicyEdition.objects.latest("pk")


@pytest.fixture
def second_admin(cast: Cast) -> User:
    return factories.user(cast.institution, Role.OFFICE_ADMIN)


def cloned(by: User, of: PolicyEdition, edition: str = "own-1", *, language: str = "en") -> Any:
    given = {"edition": edition, "effective_on": "2026-10-01"}
    return visitor(by, language=language).post(reverse("admin:policy_clone", args=[of.pk]), given, follow=True)


def typed(by: User, draft: PolicyEdition, content: str, *, act: str = "keep", language: str = "en") -> Any:
    given = {"content": content, "act": act, "seen": draft.sha256}
    return visitor(by, language=language).post(reverse("admin:policy_content", args=[draft.pk]), given, follow=True)


def published(by: User, draft: PolicyEdition, reason: str = "委員会の決定") -> Any:
    return visitor(by).post(reverse("admin:policy_publish", args=[draft.pk]), {"reason": reason}, follow=True)


def own(cast: Cast) -> PolicyEdition:
    return PolicyEdition.objects.get(institution=cast.institution)


def test_an_edition_is_read_by_everybody(shipped: PolicyEdition, cast: Cast) -> None:
    client = visitor(cast.submitter)

    page = told(client.get(reverse("admin:policy", args=[shipped.pk])))

    assert shipped.name_en in told(client.get("/policies/"))
    assert "Research-security officer" in page and "Kept apart from" in page
    assert 'aria-disabled="true">Clone into a draft' in page


def test_one_person_drafts_and_another_publishes(shipped: PolicyEdition, cast: Cast, second_admin: User) -> None:
    drafted = cloned(cast.admin, shipped)
    draft = own(cast)
    refused = published(cast.admin, draft)
    done = published(second_admin, draft)

    draft.refresh_from_db()
    assert "The draft is kept. Edit its parts; another person publishes it." in told(drafted)
    assert "Whoever drafted a policy edition may not publish it. Another person is needed." in told(refused)
    assert "The edition is in force for cases opened from now on." in told(done)
    assert (draft.status, draft.created_by, draft.published_by) == ("published", cast.admin, second_admin)
    assert AuditEvent.objects.get(verb="policy.published", object_id=str(draft.pk)).reason == "委員会の決定"


def test_the_author_reads_why_there_is_no_button(shipped: PolicyEdition, cast: Cast) -> None:
    cloned(cast.admin, shipped)
    page = told(visitor(cast.admin).get(reverse("admin:policy", args=[own(cast).pk])))

    assert 'aria-disabled="true">Publish' in page
    assert "Another person is needed." in page


def test_a_draft_sent_twice_is_one_draft(shipped: PolicyEdition, cast: Cast) -> None:
    cloned(cast.admin, shipped)

    response = cloned(cast.admin, shipped)

    assert response.status_code == 422
    assert "own-1" in told(response)
    assert PolicyEdition.objects.filter(institution=cast.institution).count() == 1


def test_an_edition_is_published_once(shipped: PolicyEdition, cast: Cast, second_admin: User) -> None:
    cloned(cast.admin, shipped)
    published(second_admin, own(cast))

    response = published(second_admin, own(cast))

    assert "A published policy edition cannot be changed." in told(response)
    assert AuditEvent.objects.filter(verb="policy.published", institution=cast.institution).count() == 1


@pytest.fixture
def draft(shipped: PolicyEdition, cast: Cast) -> PolicyEdition:
    content = {**shipped.content, "edition": "own-1"}
    return policies.draft(content, institution=cast.institution, actor=Actor.of_user(cast.admin))


def test_only_checking_keeps_nothing(draft: PolicyEdition, cast: Cast) -> None:
    content = json.dumps({**draft.content, "edition": "own-2"})

    response = typed(cast.admin, draft, content, act="check")
    before = own(cast).edition
    kept = typed(cast.admin, draft, content)

    assert "Nothing is wrong with this policy. It is not kept yet." in told(response)
    assert "The draft is kept. Another person publishes it." in told(kept)
    assert (before, own(cast).edition) == ("own-1", "own-2")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "This field is required."),
        ("{", "This is not JSON: line 1, column 2."),
        ("[]", "The content is one JSON object."),
        ("{}", "code"),
        ("[" * 100_000, "This is nested too deeply."),
        ('{"code": "x", "nationality": "any"}', "nationality"),
    ],
    ids=["nothing", "half", "a list", "empty", "deep", "nationality"],
)
def test_what_is_no_policy_is_refused_by_its_place(content: str, words: str, draft: PolicyEdition, cast: Cast) -> None:
    response = typed(cast.admin, draft, content)

    assert response.status_code == 422
    assert words in told(response)
    assert own(cast).sha256 == draft.sha256


def test_a_circle_of_steps_is_named(draft: PolicyEdition, cast: Cast) -> None:
    steps = [dict(step) for step in draft.content["steps"]]
    steps[0]["after"] = [steps[-1]["code"]]

    response = typed(cast.admin, draft, json.dumps({**draft.content, "steps": steps}))

    assert response.status_code == 422
    assert "steps" in told(response)


def test_the_faults_of_a_policy_speak_japanese(draft: PolicyEdition, cast: Cast) -> None:
    spoiled = {**draft.content, "steps": [], "list_bindings": "x", "intervals": [{"days": -1}]}
    page = told(typed(cast.admin, draft, json.dumps(spoiled), language="ja"))

    for english in ("is required", "This field", "must be", "is missing", "not a"):
        assert english not in page


@pytest.mark.parametrize(
    ("edition", "words"), [("", "This field is required."), ("a b", "Use letters, digits, dots and hyphens")]
)
def test_a_clone_needs_a_name(edition: str, words: str, shipped: PolicyEdition, cast: Cast) -> None:
    response = cloned(cast.admin, shipped, edition)

    assert response.status_code == 422 and words in told(response)


def test_editions_are_compared_in_words(shipped: PolicyEdition, draft: PolicyEdition, cast: Cast) -> None:
    steps = [{**draft.content["steps"][0], "due_working_days": 12}, *draft.content["steps"][1:]]
    typed(cast.admin, draft, json.dumps({**draft.content, "steps": steps}))
    address = reverse("admin:policy_compare", args=[draft.pk])

    english = told(visitor(cast.reviewer).get(address))
    japanese = told(visitor(cast.reviewer, language="ja").get(address))
    same = told(visitor(cast.reviewer).get(address, {"with": "0"}))

    before = shipped.content["steps"][0]["due_working_days"]
    assert f"due working days changed from {before} to 12" in english
    assert f"期限(営業日数)を{before}から12に変更" in japanese
    assert "Choose an edition to compare with." in same


@pytest.mark.parametrize("who", ["submitter", "reviewer", "decision_maker", "auditor"])
def test_another_role_drafts_and_publishes_nothing(who: str, shipped: PolicyEdition, cast: Cast) -> None:
    user = getattr(cast, who)
    cloned(cast.admin, shipped)
    path = reverse("admin:policy", args=[own(cast).pk])
    sent = {"at": "steps[0]", "act": "remove", "seen": own(cast).sha256}
    client = visitor(user)

    refused = [cloned(user, shipped, "own-2"), published(user, own(cast)), client.get(f"{path}edit/", follow=True)]
    refused += [client.post(f"{path}{act}/", sent, follow=True) for act in ("edit", "items", "content", "discard")]

    assert all("Your roles do not include this act." in told(one) for one in refused)
    assert own(cast).status == "draft"


def test_what_ships_is_published_by_nobody_in_the_admin(shipped: PolicyEdition, cast: Cast) -> None:
    for user in (cast.admin, superuser()):
        assert "Your roles do not include this act." in told(published(user, shipped))


def test_a_stranger_does_not_find_an_institutions_own_edition(shipped: PolicyEdition, cast: Cast) -> None:
    cloned(cast.admin, shipped)
    path = reverse("admin:policy", args=[own(cast).pk])
    client = visitor(cast.stranger)

    assert client.get(path).status_code == 404
    assert client.get(f"{path}clone/").status_code == 404
    for act in ("clone", "edit", "items", "content", "discard"):
        assert client.post(f"{path}{act}/", {"at": "steps[0]", "act": "up"}).status_code == 404
    assert client.post(f"{path}publish/").status_code == 404
    assert "own-1" not in told(client.get("/policies/"))


def test_publishing_by_a_link_is_refused(shipped: PolicyEdition, cast: Cast) -> None:
    assert visitor(cast.admin).get(reverse("admin:policy_publish", args=[shipped.pk])).status_code == 405
