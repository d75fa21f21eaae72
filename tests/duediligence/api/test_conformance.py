"""Requests made up from the description: no answer may contradict it, no input may bring the service down."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from rest_framework.throttling import SimpleRateThrottle
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from duediligence.models import Case
from tests.duediligence.api.calling import Caller, submitted
from tests.factories import Cast

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.yaml", get_wsgi_application())
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
EXAMPLES = 3


@pytest.fixture
def known(funder: Caller, case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Let most requests reach something that is there."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"client": "100000/min"})
    return {
        "code": case.proposal.programme.code if case.proposal.programme else "",
        "public_id": str(case.proposal.public_id),
        "reference": case.reference,
        "number": "1",
        "sha256": submitted(case, cast.second_reviewer).files.get().stored.sha256,
    }


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """Keep the connection that holds the test's data from one request to the next, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


# A parameter makes pytest keep the name of the operation in each test's id; without one all have the same.
@pytest.mark.parametrize("checks", [CHECKS], ids=["all checks"])
@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_answer_contradicts_the_description(case: Any, checks: Any, known: dict[str, str], funder: Caller) -> None:
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    case.headers = {**(case.headers or {}), "Authorization": funder.authorization}
    case.call_and_validate(checks=checks)
