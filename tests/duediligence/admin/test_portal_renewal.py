"""The portal asks for a declaration again when it has grown old."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from duediligence.models import Case
from tests import declaring as filing
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme())


beginning = begun(begin, at=factories.NOW)


def test_the_first_page_asks_for_it_again_when_it_is_to_be_renewed(case: Case, time_machine: Any) -> None:
    given = filing.declared(case, case.revision.memberships.get().person).declaration
    start = reverse("declaration", args=[given.public_id])
    assert "also when nothing has changed" not in told(visitor(filing.account(given.person)).get(start))
    time_machine.move_to(factories.NOW + dt.timedelta(days=400))
    assert "also when nothing has changed" in told(visitor(filing.account(given.person)).get(start))
