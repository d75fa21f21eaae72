"""A beginning that all tests of a module share: made once, and each test's changes to it are taken back."""

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine as clock
from django.db import transaction

from duediligence.models import Case
from tests import factories
from tests.factories import Cast


@dataclass(frozen=True)
class Beginning:
    """``case`` is missing where a module begins with nothing but its people; ``at`` is the moment of its tests."""

    cast: Cast
    case: Case | None
    at: dt.datetime | None


def begun(make: Callable[[Cast, Path], Case] | None = None, *, at: dt.datetime | None = None) -> Any:
    """Return the fixture ``beginning`` of a module. ``at`` is the moment of its tests, now unless given."""

    @pytest.fixture(scope="module")
    def beginning(
        django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Beginning]:
        with django_db_blocker.unblock(), transaction.atomic():
            with clock.travel(at) if at else nullcontext():
                cast = factories.cast()
                case = make(cast, tmp_path_factory.mktemp("beginning")) if make else None
            yield Beginning(cast, case, at)
            transaction.set_rollback(True)

    return beginning


beginning = begun()


@pytest.fixture
def cast(beginning: Beginning, time_machine: Any, db: None) -> Cast:
    if beginning.at:
        time_machine.move_to(beginning.at)
    return copy.deepcopy(beginning.cast)


@pytest.fixture
def case(beginning: Beginning, cast: Cast) -> Case:
    assert beginning.case, "a module whose tests take a case says how it begins: beginning = begun(...)"
    return Case.objects.get(pk=beginning.case.pk)
