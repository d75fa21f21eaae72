"""Policy editions: two people, and never changed afterwards."""

import pytest

from duediligence import errors
from duediligence.domain import policy
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, PolicyEdition
from duediligence.policy.faults import PolicyRefused
from duediligence.policy.keeping import KeptRecord
from screening.enums import PublicationStatus
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def content() -> dict[str, object]:
    return dict(factories.policy().content)


def test_a_draft_is_published_by_another_person_and_retires_the_one_before(
    cast: Cast, content: dict[str, object]
) -> None:
    second_admin = factories.user(cast.institution, factories.Role.OFFICE_ADMIN)
    first, second = (
        policy.draft(given, institution=cast.institution, actor=Actor.of_user(cast.admin))
        for given in (content, {**content, "edition": "2027-1"})
    )
    for edition in (first, second):
        policy.publish(edition, actor=Actor.of_user(second_admin), reason="年度更新", now=factories.NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.retired_at) == (PublicationStatus.RETIRED, factories.NOW)
    assert (second.status, second.published_by) == (PublicationStatus.PUBLISHED, second_admin)
    assert policy.read(second).edition == "2027-1"


def test_a_draft_is_read_as_it_stands(cast: Cast, content: dict[str, object]) -> None:
    edition = policy.draft(content, institution=cast.institution, actor=Actor.of_user(cast.admin))
    assert policy.read(edition).code == "voluntary"


def test_publish_refuses_the_drafter_other_roles_and_what_is_published(cast: Cast, content: dict[str, object]) -> None:
    edition = policy.draft(content, institution=cast.institution, actor=Actor.of_user(cast.admin))
    with pytest.raises(errors.SamePersonPublishes):
        policy.publish(edition, actor=Actor.of_user(cast.admin))
    with pytest.raises(errors.NotAllowed):
        policy.publish(edition, actor=Actor.of_user(cast.reviewer))
    with pytest.raises(errors.NotAllowed):
        policy.publish(edition, actor=Actor.of_user(cast.stranger))
    policy.publish(edition, actor=factories.SYSTEM)
    with pytest.raises(errors.PolicyImmutable):
        policy.publish(edition, actor=factories.SYSTEM)


def test_draft_refuses_faults_and_keeps_nothing(cast: Cast, content: dict[str, object]) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(PolicyRefused, match="steps"):
        policy.draft({**content, "steps": []}, institution=cast.institution, actor=Actor.of_user(cast.admin))
    assert AuditEvent.objects.count() == before


def test_draft_refuses_the_name_of_an_edition_that_is_there(cast: Cast, content: dict[str, object]) -> None:
    admin = Actor.of_user(cast.admin)
    policy.draft(content, institution=cast.institution, actor=admin)
    with pytest.raises(errors.EditionExists):
        policy.draft({**content, "name": {"ja": "別", "en": "Other"}}, institution=cast.institution, actor=admin)
    stranger = Actor.of_user(cast.stranger)
    assert policy.draft(content, institution=cast.stranger.institution, actor=stranger).edition == content["edition"]


def test_the_basis_follows_the_programme(cast: Cast) -> None:
    bases = [
        policy.basis_of(factories.proposal(cast.submitter, into=programme))
        for programme in (None, factories.programme(), factories.programme(designated=False))
    ]
    assert bases == ["voluntary", "designated", "ordinary"]


def test_an_edition_that_kept_what_was_never_recorded_is_read_without_it(
    cast: Cast, content: dict[str, object]
) -> None:
    edition = factories.policy()
    kept = [*edition.content["retention"], {**edition.content["retention"][0], "record": "quick_screening"}]
    earlier = {**edition.content, "edition": "earlier", "retention": kept}
    edition = PolicyEdition.objects.create(
        code="voluntary",
        edition="earlier",
        applies_to=edition.applies_to,
        content=earlier,
        sha256=policy.content_hash(earlier),
        created_at=factories.NOW,
        status=PublicationStatus.RETIRED,
        published_at=factories.NOW,
    )
    assert [one.record for one in policy.read(edition).retention] == [*KeptRecord]
    with pytest.raises(PolicyRefused):
        policy.draft(earlier, institution=cast.institution, actor=Actor.of_user(cast.admin))
