"""What a page of a case asks the database does not grow with the case."""

from pathlib import Path

import pytest
from django.test import Client

from duediligence.models import Case
from tests import factories, stories
from tests.quality.consortium import PAGES, consortium, costs

pytestmark = pytest.mark.django_db

MOST = 40


def case_of(tmp_path: Path, size: int) -> tuple[Case, Client]:
    cast = factories.cast()
    case = consortium(cast, tmp_path, members=size, papers=2 * size, authors=6 * size, listed=2 * size)
    client = Client()
    client.force_login(cast.reviewer)
    return stories.screened(case), client


def test_pages_of_a_larger_case_ask_no_more(tmp_path: Path) -> None:
    small, large = (case_of(tmp_path, 2), case_of(tmp_path, 6))
    assert large[0].current_run and large[0].current_run.hits.count() >= 12
    for case, client in (small, large):
        costs(case, client, "case")
    for page in PAGES:
        few, many = (costs(case, client, page)[0] for case, client in (small, large))
        assert many <= few + 1 and many <= MOST, f"{page}: {few} queries, {many} of the larger case"
