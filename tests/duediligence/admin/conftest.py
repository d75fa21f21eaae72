"""The day on which the pages are visited is the day of the cases."""

from pathlib import Path
from typing import Any

import pytest

from duediligence.models import Case
from tests import factories
from tests.duediligence.admin import visiting
from tests.factories import Cast


@pytest.fixture
def today(time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)


@pytest.fixture
def cast(today: None, db: None) -> Cast:
    return factories.cast()


@pytest.fixture
def case(cast: Cast, tmp_path: Path) -> Case:
    """A voluntary case with one hit, nobody's yet."""
    return visiting.hit_case(cast, tmp_path)
