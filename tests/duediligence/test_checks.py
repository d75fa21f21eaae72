"""What the system checks say of the policy and of the guards of the audit log."""

import pytest
from django.core import checks
from django.db import connection
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str | None, str]]:
    with translation.override("en"):
        told = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [(one.id, str(one.msg)) for one in told if str(one.id).startswith("duediligence.")]


def test_without_a_policy_no_case_can_be_opened() -> None:
    assert found() == [("duediligence.W001", "No policy is published: no case can be opened.")]


def test_a_published_policy_and_whole_guards_are_no_matter() -> None:
    factories.policy()
    assert found() == []


def test_a_missing_guard_is_an_error_that_names_it() -> None:
    factories.policy()
    name = "duediligence_auditevent_no_update"
    on_table = " ON duediligence_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    assert found() == [("duediligence.E001", f"Database triggers are missing: {name}.")]
