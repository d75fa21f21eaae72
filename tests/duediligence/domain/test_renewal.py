"""A declaration that has grown old is filed again, also by whoever has nothing to change."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import renewal
from duediligence.models import Case, Person
from tests import declaring as filing
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme())


beginning = begun(begin)


@pytest.fixture
def person(case: Case) -> Person:
    return case.revision.memberships.get().person


def test_what_has_not_changed_is_submitted_again_when_it_is_to_be_renewed(case: Case, person: Person) -> None:
    filing.declared(case, person)
    given, actor = filing.begun(case, person)
    early, near = factories.NOW + dt.timedelta(days=361), factories.NOW + dt.timedelta(days=362)
    assert (renewal.near(given, early), renewal.near(given, near)) == (None, dt.date(2027, 6, 1))
    with pytest.raises(errors.DeclarationUnchanged):
        filing.file(given, actor, reason="年次", now=early)
    assert filing.file(given, actor, reason="年次", now=near).number == 2
    with pytest.raises(errors.DeclarationUnchanged):
        filing.file(given, actor, reason="年次", now=near)


def test_what_was_never_submitted_is_not_renewed(case: Case, person: Person) -> None:
    assert renewal.near(filing.begun(case, person)[0], factories.NOW) is None
