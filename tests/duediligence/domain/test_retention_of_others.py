"""What the end of retention leaves because another record needs it, or because it proves what was given out."""

from typing import Any

import pytest

from duediligence.domain import audit
from duediligence.models import Case, Organisation, ProposalParty
from tests import factories
from tests.beginnings import begun
from tests.duediligence.domain.test_retention import begin, everything_stored, purge
from tests.factories import Cast

pytestmark = pytest.mark.django_db

beginning = begun(begin)


def test_organisations_go_unless_another_case_names_them(cast: Cast, case: Case) -> None:
    before = set(Organisation.objects.values_list("name", flat=True))
    kept = case.revision.parties.first()
    assert kept
    factories.proposal(cast.submitter, parties=(factories.partner(kept.name, country=kept.organisation.country),))
    alone = Organisation.objects.create(name="見本研究所", institution=cast.institution, match_key="alone")
    ProposalParty.objects.create(revision=case.revision, organisation=alone, name=alone.name, role="partner")
    audit.record(factories.SYSTEM, "organisation.recorded", alone, institution=cast.institution)
    purge(case)
    assert set(Organisation.objects.values_list("name", flat=True)) <= before
    assert kept.name in everything_stored()
    assert "見本研究所" not in everything_stored()
    assert audit.verify_all() == []


def test_the_log_goes_on_proving_bundles_that_were_taken(case: Case) -> None:
    where: dict[str, Any] = {"institution": case.institution, "case_reference": case.reference}
    event = audit.record(factories.SYSTEM, "case.bundled", case, after={"manifest_sha256": "ab" * 32}, **where)
    purge(case)
    event.refresh_from_db()
    assert event.purged_at is None
    assert event.after == {"manifest_sha256": "ab" * 32}
    assert audit.verify_all() == []
