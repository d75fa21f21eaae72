"""Where no technology list was published when a case was screened, its page says that nothing was classified."""

from pathlib import Path

import pytest

from tests.duediligence.admin import technology
from tests.duediligence.admin.test_case_technology import at
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_a_case_that_was_not_classified_says_so(cast: Cast, tmp_path: Path) -> None:
    case = technology.classified_case(cast, tmp_path)
    client = visitor(cast.reviewer)

    assert "The text has not been classified." in told(client.get(f"/cases/{case.reference}/technology/"))
    assert client.get(at(case)).status_code == 404
