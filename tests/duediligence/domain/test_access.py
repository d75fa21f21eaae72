"""Who may do what at an institution: roles count, and only there."""

import pytest

from duediligence.domain import access
from duediligence.enums import Role
from duediligence.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_documents_are_the_offices() -> None:
    cast = factories.cast()
    allowed = [access.may_take_documents(user, cast.institution) for user in (cast.reviewer, cast.auditor)]
    refused = [access.may_take_documents(user, cast.institution) for user in (cast.submitter, cast.stranger)]
    assert (allowed, refused) == ([True, True], [False, False])
    assert access.may_take_documents(User(username="root", is_superuser=True), cast.institution)


def test_declarations_are_read_by_the_office_and_the_auditor() -> None:
    cast = factories.cast()
    readers = [access.may_read_declarations(user, cast.institution) for user in (cast.reviewer, cast.auditor)]
    others = [access.may_read_declarations(user, cast.institution) for user in (cast.submitter, cast.stranger)]
    assert (readers, others) == ([True, True], [False, False])
    assert access.may_read_declarations(User(username="root", is_superuser=True), cast.institution)


def test_roles_count_at_the_own_institution_alone() -> None:
    cast = factories.cast()
    roles = frozenset({Role.SECURITY_OFFICER})
    assert access.may(cast.reviewer, roles, cast.institution)
    assert not access.may(cast.reviewer, roles, cast.stranger.institution)
    assert not access.may(cast.reviewer, roles, None)
