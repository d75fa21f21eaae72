"""What a change of a record leaves in the audit log."""

import pytest

from duediligence.admin.records.audited import stored_values, values_of
from duediligence.models import Department, ProgrammeGrant
from tests import factories

pytestmark = pytest.mark.django_db


def test_another_record_is_told_by_name_and_number() -> None:
    client = factories.client(factories.programme())
    grant = ProgrammeGrant.objects.get()

    assert values_of(grant) == {
        "id": grant.pk,
        "client": f"{client.name} ({client.pk})",
        "programme": f"架空プログラム ({grant.programme_id})",
    }


def test_a_record_that_is_not_stored_yet_says_nothing_and_one_without_another_none() -> None:
    assert stored_values(Department(code="eng")) == {}
    user = factories.user(factories.institution())
    assert (stored_values(user)["department"], "password" in stored_values(user)) == (None, False)
