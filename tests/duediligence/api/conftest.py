"""A funder with its programme and a case in it, and another funder with its own."""

from typing import Any

import pytest
from django.core.cache import cache

from duediligence.models import ApiClient, Case, PolicyEdition, Programme
from tests import factories
from tests.duediligence.api.calling import Caller, caller


@pytest.fixture(autouse=True)
def _no_requests_counted() -> None:
    cache.clear()


@pytest.fixture
def cast(db: None) -> factories.Cast:
    return factories.cast()


@pytest.fixture(scope="session")
def shipped_policy() -> dict[str, Any]:
    """The columns of the policy once it is published: reading it anew takes longer than most tests here."""
    return {}


@pytest.fixture
def programme(db: None, shipped_policy: dict[str, Any]) -> Programme:
    if shipped_policy:
        PolicyEdition.objects.create(**shipped_policy)
    else:
        edition = factories.policy("jp-manual-2025", list_bindings=factories.only_list(), technology_bindings=[])
        shipped_policy |= PolicyEdition.objects.values().get(pk=edition.pk)
        del shipped_policy["id"]
    return factories.programme(code="fictional-2026")


@pytest.fixture
def api_client(programme: Programme) -> ApiClient:
    return factories.client(programme)


@pytest.fixture
def funder(api_client: ApiClient) -> Caller:
    """The programme's funder, with a key for everything."""
    return caller(api_client)


@pytest.fixture
def other_funder(programme: Programme) -> Caller:
    """Another funder, with a key for everything that is its own."""
    return caller(factories.client(factories.programme()))


@pytest.fixture
def case(cast: factories.Cast, programme: Programme) -> Case:
    """A case that the institution opened on a proposal for the funder's programme."""
    return factories.case(cast.submitter, into=programme)
