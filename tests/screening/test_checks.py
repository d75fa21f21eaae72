"""What the system checks say of the lists."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import checks
from django.utils import timezone

from screening.models import ListEdition
from tests.screening.lists import making

pytestmark = pytest.mark.django_db

ROW = "1,organization,Body Number 1"


def found() -> list[tuple[str | None, str]]:
    told = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [(one.id, str(one.msg)) for one in told if str(one.id).startswith("screening.")]


def test_without_a_list_nothing_can_be_screened() -> None:
    assert found() == [("screening.W001", "No list is loaded: nothing can be screened.")]


def test_a_current_list_is_no_matter(tmp_path: Path) -> None:
    making.loaded(tmp_path, ROW, day=timezone.localdate(), now=timezone.now())
    assert found() == []


def test_a_list_past_its_allowed_age_is_named(tmp_path: Path) -> None:
    old = timezone.localdate() - dt.timedelta(days=401)
    making.loaded(tmp_path, ROW, day=old)
    assert found() == [("screening.W002", "The list jp_meti_eul is 401 days old; 400 are allowed.")]


def test_a_starter_extract_is_named(tmp_path: Path) -> None:
    loaded = making.loaded(tmp_path, ROW, day=timezone.localdate(), now=timezone.now(), is_extract=True)
    assert ListEdition.objects.get(pk=loaded.edition.pk).is_extract
    assert found() == [("screening.W003", "The list jp_meti_eul is a starter extract, not for operation.")]
