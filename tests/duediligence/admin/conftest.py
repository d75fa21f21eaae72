"""One office with a voluntary case that has one hit, nobody's yet; the day of the visits is the day of the case."""

from typing import Any

import pytest

from tests import factories
from tests.beginnings import begun
from tests.duediligence.admin import visiting

beginning = begun(visiting.hit_case, at=factories.NOW)


@pytest.fixture
def today(time_machine: Any) -> None:
    time_machine.move_to(factories.NOW)
