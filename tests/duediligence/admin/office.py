"""One office for all tests of a module: made once, and each test's changes are taken back.

A conftest imports the fixtures; the day is the day of the cases.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine as clock
from django.db import transaction

from duediligence.models import Case
from tests import factories, stories
from tests.factories import Cast


@dataclass(frozen=True)
class Office:
    cast: Cast
    case: Case


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two institutions and one voluntary case with one hit, nobody's yet."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travel(factories.NOW):
            cast = factories.cast()
            case = stories.hit_case(cast, Path(tmp_path_factory.mktemp("lists")))
        yield Office(cast, case)
        transaction.set_rollback(True)


@pytest.fixture
def cast(office: Office, today: None, db: None) -> Cast:
    return copy.deepcopy(office.cast)


@pytest.fixture
def case(office: Office, cast: Cast) -> Case:
    return Case.objects.get(pk=office.case.pk)
