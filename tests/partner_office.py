"""One case with a partner institution for all tests of a module: made once, each test's changes are taken back."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine as clock
from django.db import transaction

from duediligence.models import Case
from tests import factories, partnering
from tests.factories import Cast

__all__ = ["case", "cast", "partner_office"]


@dataclass(frozen=True)
class PartnerOffice:
    cast: Cast
    case: Case


@pytest.fixture(scope="module")
def partner_office(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PartnerOffice]:
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travel(factories.NOW):
            cast = factories.cast()
            case = partnering.partner_case(cast, Path(tmp_path_factory.mktemp("lists")))
        yield PartnerOffice(cast, case)
        transaction.set_rollback(True)


@pytest.fixture
def cast(partner_office: PartnerOffice, time_machine: Any, db: None) -> Cast:
    time_machine.move_to(factories.NOW)
    return copy.deepcopy(partner_office.cast)


@pytest.fixture
def case(partner_office: PartnerOffice, cast: Cast) -> Case:
    return Case.objects.get(pk=partner_office.case.pk)
