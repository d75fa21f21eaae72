"""The small office in which every act is possible to somebody, made once for a module."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine as clock
from django.db import transaction

from tests import factories
from tests.duediligence.domain.world import World


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with django_db_blocker.unblock(), clock.travel(factories.NOW, tick=False), transaction.atomic():
        yield World.begun(tmp_path_factory.mktemp("lists"))
        transaction.set_rollback(True)


@pytest.fixture
def world(office: World, db: None) -> World:
    return copy.deepcopy(office)
